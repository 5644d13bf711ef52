//! `times [SECONDS]`: the medians of the time that an operation takes, in nanoseconds of the thread's CPU.
//!
//! The ways take turns in one process, in batches of about 0.4 ms, so that a busy neighbour slows all alike.

#![forbid(unsafe_code)]

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use sigfour_workloads::workload::Workload;
use sigfour_workloads::{Operation, Way, check, repeat};

const BATCH: f64 = 400_000.0;
/// Enough for a median, however long one takes.
const LEAST: usize = 5;

fn main() {
    let seconds = std::env::args().nth(1).map_or(4, |text| text.parse().expect("seconds"));
    print!("{:10}", "");
    Way::ALL.iter().for_each(|way| print!("{:>14}", way.name()));
    println!("{:>12}{:>16}", "over floor", "over derive");
    for workload in Workload::ALL.into_iter().filter(|workload| !workload.is_large()) {
        let medians = medians(workload, Duration::from_secs(seconds));
        print!("{:10}", workload.name());
        medians.iter().for_each(|median| print!("{median:14.0}"));
        println!("{:12.2}{:16.2}", medians[0] / medians[2], medians[1] / medians[3]);
    }
}

fn medians(workload: Workload, time: Duration) -> [f64; 4] {
    let input = workload.input();
    let mut rows = Way::ALL.map(|way| {
        check(workload, way);
        let mut operation = way.prepare(&input);
        per_operation(&mut operation, 100);
        let times = (BATCH / per_operation(&mut operation, 200)).max(1.0) as u64;
        (operation, times, Vec::new())
    });
    let start = Instant::now();
    while start.elapsed() < time || rows[0].2.len() < LEAST {
        for (operation, times, samples) in &mut rows {
            samples.push(per_operation(operation, *times));
        }
    }
    rows.map(|(_, _, mut samples)| {
        samples.sort_by(f64::total_cmp);
        samples[samples.len() / 2]
    })
}

fn per_operation(operation: &mut Operation<'_>, times: u64) -> f64 {
    let start = ThreadTime::now();
    repeat(operation, times);
    start.elapsed().as_secs_f64() * 1e9 / times as f64
}
