//! Prints the heap allocations of an operation, as lines of JSON. A reallocation counts as one.
//!
//! A program of its own: counting takes time.

#![forbid(unsafe_code)]

use std::alloc::System;

use sigfour_peers::adapters;
use sigfour_peers::job::Job;
use sigfour_workloads::{Operation, repeat};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    for job in Job::all() {
        for peer in &adapters::ALL {
            let Some(mut operation) = (peer.prepare)(&job) else { continue };
            // After the first all that grows has grown.
            repeat(&mut operation, 1);
            let allocations = one(&mut operation);
            let (column, row) = (job.name(), peer.name);
            println!(
                r#"{{"table":"allocations","column":"{column}","row":"{row}","number":{allocations}}}"#
            );
        }
    }
}

fn one(operation: &mut Operation<'_>) -> usize {
    let region = Region::new(ALLOCATOR);
    repeat(operation, 1);
    let change = region.change();
    change.allocations + change.reallocations
}
