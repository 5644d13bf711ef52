//! Threads that share what they keep.

use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use sigfour_workloads::Operation;
use sigfour_workloads::interleaved::{batch, median, per_operation};

/// Makes an operation on what the threads share.
pub type Prepare<'a> = &'a (dyn Fn() -> Operation<'a> + Sync);

/// The batches of threads are longer, as the threads do not start at the same nanosecond.
const LONGER: u64 = 5;
/// Of a round, the part in which all threads are at it.
const TOGETHER: f64 = 0.8;
/// Time on the wall over that of the CPU, of a thread that keeps its core. Who loses it waits for milliseconds, who waits
/// for a lock for a part of a microsecond.
const ON_A_CORE: f64 = 1.5;

/// Medians for an operation, in nanoseconds.
pub struct Times {
    /// Of the thread's CPU.
    pub cpu: f64,
    /// Of the clock on the wall: who waits for a lock uses no CPU.
    pub wall: f64,
    /// How many of the rounds were run by all threads together: these alone count, if there is one. On a busy machine
    /// one thread often waits for a core, and the other one meets nobody.
    pub together: usize,
}

/// What all threads did in one round of one way.
type Round = Vec<Sample>;

/// Runs the operations in turn, each on all threads at once: `rounds`, and again, up to `tries` times, until each
/// operation has so many that all threads ran together.
pub fn medians(threads: usize, ways: &[Prepare<'_>], rounds: usize, tries: usize) -> Vec<Times> {
    let mut all: Vec<Vec<Round>> = vec![Vec::new(); ways.len()];
    for _ in 0..tries {
        for (way, more) in all.iter_mut().zip(run(threads, ways, rounds)) {
            way.extend(more);
        }
        let together = |way: &Vec<Round>| way.iter().filter(|round| is_together(round)).count();
        if all.iter().all(|way| together(way) >= rounds) {
            break;
        }
    }
    all.iter().map(|way| times(way)).collect()
}

/// The rounds of each way.
fn run(threads: usize, ways: &[Prepare<'_>], rounds: usize) -> Vec<Vec<Round>> {
    let (barrier, epoch) = (Barrier::new(threads), Instant::now());
    let one_thread = || {
        let mut rows: Vec<_> = ways
            .iter()
            .map(|way| {
                let mut operation = way();
                (batch(&mut operation) * LONGER, operation, Vec::new())
            })
            .collect();
        for _ in 0..rounds {
            for (times, operation, samples) in &mut rows {
                barrier.wait();
                let start = epoch.elapsed().as_secs_f64() * 1e9;
                let cpu = per_operation(operation, *times);
                let end = epoch.elapsed().as_secs_f64() * 1e9;
                samples.push(Sample { start, end, cpu, times: *times as f64 });
            }
        }
        rows.into_iter().map(|(_, _, samples)| samples).collect::<Vec<_>>()
    };
    let by_thread: Vec<Vec<Vec<Sample>>> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(one_thread)).collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let round_of =
        |way: usize, round: usize| by_thread.iter().map(|thread| thread[way][round]).collect();
    (0..ways.len()).map(|way| (0..rounds).map(|round| round_of(way, round)).collect()).collect()
}

/// What one thread did in one round.
#[derive(Clone, Copy)]
struct Sample {
    start: f64,
    end: f64,
    /// Of one operation.
    cpu: f64,
    times: f64,
}

fn times(rounds: &[Round]) -> Times {
    let together: Vec<&Round> = rounds.iter().filter(|round| is_together(round)).collect();
    let number = together.len();
    let counted = if number > 0 { together } else { rounds.iter().collect() };
    let samples = || counted.iter().copied().flatten();
    Times {
        cpu: median(samples().map(|sample| sample.cpu).collect()),
        wall: median(samples().map(|sample| (sample.end - sample.start) / sample.times).collect()),
        together: number,
    }
}

fn is_together(round: &[Sample]) -> bool {
    let keeps_core =
        |sample: &Sample| sample.end - sample.start <= ON_A_CORE * sample.cpu * sample.times;
    overlap(round) >= TOGETHER && round.iter().all(keeps_core)
}

/// The time in which all are at it, of the time in which one is.
fn overlap(round: &[Sample]) -> f64 {
    let starts = || round.iter().map(|sample| sample.start);
    let ends = || round.iter().map(|sample| sample.end);
    let all = ends().fold(f64::INFINITY, f64::min) - starts().fold(0.0, f64::max);
    let any = ends().fold(0.0, f64::max) - starts().fold(f64::INFINITY, f64::min);
    all / any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(start: f64, end: f64, cpu: f64) -> Sample {
        Sample { start, end, cpu, times: 1.0 }
    }

    #[test]
    fn a_round_counts_in_which_both_run() {
        let apart = vec![sample(0.0, 10.0, 10.0), sample(10.0, 20.0, 10.0)];
        let both = vec![sample(0.0, 15.0, 15.0), sample(1.0, 15.0, 14.0)];
        let waiting = vec![sample(0.0, 100.0, 10.0), sample(1.0, 99.0, 10.0)];
        let found = times(&[apart.clone(), waiting, both, apart.clone()]);
        assert_eq!((found.cpu, found.together), (15.0, 1));
        let found = times(&[apart]);
        assert_eq!((found.cpu, found.wall, found.together), (10.0, 10.0, 0));
    }
}
