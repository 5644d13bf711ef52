//! `growth`: does every task with every family at three sizes, each once, for callgrind. Prints a line for each.
//!
//! Callgrind is told to begin its counts anew where [`counted`] begins, and to write them where it ends.

#![forbid(unsafe_code)]

use std::hint::black_box;

use sigfour_scale::all;
use sigfour_scale::operation::{Operation, Task};

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for family in all().filter(|family| wanted.is_empty() || wanted.contains(&family.id.into())) {
        let cases = family.counted().map(|size| (size, family.case(size)));
        for task in Task::ALL {
            for (size, case) in &cases {
                let Some(mut operation) = case.operation(task) else { continue };
                // After this all that grows has grown.
                operation();
                println!("{} {} {size}", family.id, task.name());
                counted(&mut operation);
            }
        }
    }
}

#[inline(never)]
fn counted(operation: &mut Operation<'_>) {
    black_box(operation)();
}
