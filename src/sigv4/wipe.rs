//! Overwriting what must not stay in memory.

/// Overwrites with zeros. Volatile stores, a byte each as zeroize makes them, would cost a tenth of a signature;
/// `black_box` keeps the compiler from leaving these out, which `tests/memory.rs` checks.
pub(super) fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    core::hint::black_box(bytes);
}
