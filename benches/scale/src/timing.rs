//! Times by the thread's CPU clock.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// Nanoseconds of a batch: enough for the clock, and short beside a slice of the scheduler's.
const BATCH: f64 = 400_000.0;
/// Enough for a median, however long one takes.
const LEAST: usize = 3;

/// The median of the nanoseconds that an operation takes, from batches within so much time.
pub fn median(time: Duration, mut operation: impl FnMut()) -> f64 {
    operation();
    let times = (BATCH / per_operation(1, &mut operation)).clamp(1.0, 100_000.0) as u32;
    let (start, mut samples) = (Instant::now(), Vec::new());
    while start.elapsed() < time || samples.len() < LEAST {
        samples.push(per_operation(times, &mut operation));
    }
    middle(&mut samples)
}

fn per_operation(times: u32, operation: &mut impl FnMut()) -> f64 {
    let start = ThreadTime::now();
    (0..times).for_each(|_| operation());
    start.elapsed().as_secs_f64() * 1e9 / f64::from(times)
}

fn middle(samples: &mut [f64]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
