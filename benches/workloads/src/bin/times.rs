//! `times [SECONDS]`: the medians of the time that an operation takes, in nanoseconds of the thread's CPU.

#![forbid(unsafe_code)]

use std::time::Duration;

use sigfour_workloads::workload::Workload;
use sigfour_workloads::{Way, check, interleaved};

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

fn medians(workload: Workload, time: Duration) -> Vec<f64> {
    let input = workload.input();
    let mut operations = Way::ALL.map(|way| {
        check(workload, way);
        way.prepare(&input)
    });
    interleaved::medians(&mut operations, time, LEAST)
}
