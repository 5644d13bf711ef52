//! Counts the heap: what a known key takes, and what a request takes at most while it is verified.
//! A line for each: what, of what, how many, bytes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use sigfour_scale::all;
use sigfour_scale::keys::{by_id, derived};
use sigfour_scale::operation::Task;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);
static PIECES: AtomicUsize = AtomicUsize::new(0);

/// Counts what is asked for. What the allocator adds to a piece is not in it.
struct Counting;

fn taken(size: usize) {
    let live = LIVE.fetch_add(size, Relaxed) + size;
    MOST.fetch_max(live, Relaxed);
    PIECES.fetch_add(1, Relaxed);
}

fn given_back(size: usize) {
    LIVE.fetch_sub(size, Relaxed);
    PIECES.fetch_sub(1, Relaxed);
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        taken(layout.size());
        // SAFETY: the caller's.
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both are there while one is copied into the other.
        taken(size);
        // SAFETY: the caller's.
        let memory = unsafe { System.realloc(memory, layout, size) };
        given_back(layout.size());
        memory
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        given_back(layout.size());
        // SAFETY: the caller's.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MANY: usize = 100_000;

fn main() {
    for (is_temporary, whose) in [(false, "long-lived"), (true, "temporary")] {
        keep("credentials", whose, || by_id(MANY, is_temporary));
        keep("signing-key", whose, || derived(MANY, is_temporary));
    }
    println!("size signing-key 1 {}", size_of::<sigfour::SigningKey>());
    println!("size credentials 1 {}", size_of::<sigfour::Credentials>());
    for family in all() {
        let largest = family.sizes.last().copied().unwrap_or_default();
        let case = family.case(largest);
        let Some(mut operation) = case.operation(Task::Verify) else { continue };
        let before = LIVE.load(Relaxed);
        MOST.store(before, Relaxed);
        operation();
        println!("peak {} {largest} {}", family.id, MOST.load(Relaxed) - before);
    }
}

/// The heap of all that `make` makes, and in how many pieces.
fn keep<T>(what: &str, whose: &str, make: impl FnOnce() -> T) {
    let read = || (LIVE.load(Relaxed), PIECES.load(Relaxed));
    let before = read();
    let made = make();
    let after = read();
    drop(made);
    println!("heap {what}-{whose} {MANY} {}", after.0 - before.0);
    println!("pieces {what}-{whose} {MANY} {}", after.1 - before.1);
}
