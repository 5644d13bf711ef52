//! Times of operations that take turns in one process, in batches of about 0.4 ms, so that a busy neighbour
//! slows all alike.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::{Operation, repeat};

/// In nanoseconds.
const BATCH: f64 = 400_000.0;

/// The medians of the time that each operation takes, in nanoseconds of the thread's CPU: of at least `least`
/// rounds, and of as many as fit into `time`.
pub fn medians(operations: &mut [Operation<'_>], time: Duration, least: usize) -> Vec<f64> {
    let mut rows: Vec<_> =
        operations.iter_mut().map(|operation| (batch(operation), operation, Vec::new())).collect();
    let start = Instant::now();
    for round in 0.. {
        if round >= least && start.elapsed() >= time {
            break;
        }
        for (times, operation, samples) in &mut rows {
            samples.push(per_operation(operation, *times));
        }
    }
    rows.into_iter().map(|(_, _, samples)| median(samples)).collect()
}

/// How many operations fill a batch. All that grows has grown then.
pub fn batch(operation: &mut Operation<'_>) -> u64 {
    let fill = |one: f64| (BATCH / one).max(1.0) as u64;
    let cold = fill(per_operation(operation, 1));
    fill(per_operation(operation, cold))
}

/// The time that an operation takes, in nanoseconds of the thread's CPU.
pub fn per_operation(operation: &mut Operation<'_>, times: u64) -> f64 {
    let start = ThreadTime::now();
    repeat(operation, times);
    start.elapsed().as_secs_f64() * 1e9 / times as f64
}

/// # Panics
/// If there is none.
pub fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
