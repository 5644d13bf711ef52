//! Checks the signatures of all workloads, and prints the heap allocations and the bytes that each
//! operation asks for, as lines of JSON.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use sigfour_workloads::workload::Workload;
use sigfour_workloads::{Operation, Way, check, repeat};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// Counts what is asked for. A reallocation is an allocation of the new size.
struct Counting;

fn count(size: usize) {
    ALLOCATIONS.fetch_add(1, Relaxed);
    BYTES.fetch_add(size as u64, Relaxed);
}

// SAFETY: every call goes to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's.
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: the caller's.
        unsafe { System.realloc(memory, layout, size) }
    }
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    for workload in Workload::ALL {
        let input = workload.input();
        for way in Way::ALL {
            check(workload, way);
            let mut operation = way.prepare(&input);
            // After the first all that grows has grown.
            repeat(&mut operation, 1);
            let counted = one(&mut operation);
            assert_eq!(one(&mut operation), counted, "{workload:?} is not the same each time");
            let [allocations, bytes] = counted;
            let (workload, way) = (workload.name(), way.name());
            println!(
                r#"{{"workload":"{workload}","way":"{way}","allocations":{allocations},"bytes":{bytes}}}"#
            );
        }
    }
}

fn one(operation: &mut Operation<'_>) -> [u64; 2] {
    let read = || [ALLOCATIONS.load(Relaxed), BYTES.load(Relaxed)];
    let before = read();
    repeat(operation, 1);
    let after = read();
    [after[0] - before[0], after[1] - before[1]]
}
