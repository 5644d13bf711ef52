//! The allocator: one static arena, and after [`Arena::seal`] nothing.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::fmt::Write;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::output::stderr;

pub(crate) const SIZE: usize = 8 * 1024;

/// Hands out one piece after the other and takes none back, until it is sealed. Every call to allocate or to grow after
/// that ends the program: with a line on stderr and `SIGABRT`.
pub(crate) struct Arena {
    memory: UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
    sealed: AtomicBool,
}

impl Arena {
    pub(crate) const fn new() -> Self {
        Arena {
            memory: UnsafeCell::new([0; SIZE]),
            used: AtomicUsize::new(0),
            sealed: AtomicBool::new(false),
        }
    }

    /// No byte is handed out from here on.
    pub(crate) fn seal(&self) {
        self.sealed.store(true, Ordering::Relaxed);
    }

    /// How many bytes were handed out, with those that alignment cost.
    pub(crate) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }
}

// SAFETY: each byte of `memory` is handed out once: `used` is changed atomically and only grows.
unsafe impl Sync for Arena {}

// A global allocator can't be written without `unsafe`. `realloc` and `alloc_zeroed` are the trait's own: both call
// `alloc`, and `realloc` copies.
//
// SAFETY: what `alloc` returns is aligned, within the memory and overlaps nothing that it returned before.
unsafe impl GlobalAlloc for Arena {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.sealed.load(Ordering::Relaxed) {
            abort(layout.size());
        }
        let start = self.memory.get().cast::<u8>();
        let mut at = 0;
        let claimed = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            at = used + start.wrapping_add(used).align_offset(layout.align());
            at.checked_add(layout.size()).filter(|end| *end <= SIZE)
        });
        if claimed.is_ok() { start.wrapping_add(at) } else { core::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

fn abort(size: usize) -> ! {
    let _ = writeln!(stderr(), "allocated after the seal: {size} bytes");
    // SAFETY: it takes nothing and does not return.
    unsafe { libc::abort() }
}
