//! `run WORKLOAD WAY TIMES`: runs an operation so often, for callgrind. The difference between two numbers
//! of times is the cost of the operations alone.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use sigfour_workloads::{check, find, repeat};

/// After these all that grows has grown.
const WARM_UP: u64 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let parsed = match &arguments[..] {
        [workload, way, times] => find(workload, way).zip(times.parse::<u64>().ok()),
        _ => None,
    };
    let Some(((workload, way), times)) = parsed else {
        eprintln!("run WORKLOAD WAY TIMES");
        return ExitCode::from(2);
    };
    // Of a large one `counts` does: under callgrind a further operation takes seconds.
    if !workload.is_large() {
        check(workload, way);
    }
    let input = workload.input();
    let mut operation = way.prepare(&input);
    repeat(&mut operation, WARM_UP + times);
    ExitCode::SUCCESS
}
