//! Overwriting what must not stay in memory.

/// Overwrites with zeros. Volatile stores, a byte each as zeroize makes them, would cost a tenth of a signature;
/// `black_box` keeps the compiler from leaving these out, which `tests/memory.rs` checks.
pub(super) fn wipe(bytes: &mut [u8]) {
    // Nothing may be at an address that is not mapped, where glibc's `memset` with AVX-512 takes 60 ns to write nothing.
    if bytes.is_empty() {
        return;
    }
    bytes.fill(0);
    core::hint::black_box(bytes);
}
