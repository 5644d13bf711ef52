//! `table [--quick]`: checks every signature, then measures, and prints lines of JSON.

#![forbid(unsafe_code)]

use std::time::Duration;

use sigfour_peers::check::{Signature, check};
use sigfour_peers::hashing::{self, HASHES, TASKS};
use sigfour_peers::job::Job;
use sigfour_peers::threads::{Prepare, Times};
use sigfour_peers::{adapters, threads};
use sigfour_ways_on_rustcrypto::shared::Shared as SharedOnRustCrypto;
use sigfour_workloads::Operation;
use sigfour_workloads::interleaved::medians;
use sigfour_workloads::shared::Shared;
use sigfour_workloads::workload::Workload;

/// How long each job takes, and how many rounds at least.
#[derive(Clone, Copy)]
struct Effort {
    time: Duration,
    rounds: usize,
    /// Of threads: how many rounds, and how often they are tried.
    rounds_of_threads: usize,
    tries: usize,
}

const FULL: Effort =
    Effort { time: Duration::from_secs(8), rounds: 11, rounds_of_threads: 100, tries: 60 };
/// Enough to see that all of it runs.
const QUICK: Effort =
    Effort { time: Duration::from_millis(100), rounds: 1, rounds_of_threads: 5, tries: 1 };

fn main() {
    let effort = match std::env::args().nth(1).as_deref() {
        None => FULL,
        Some("--quick") => QUICK,
        Some(_) => panic!("table [--quick]"),
    };
    jobs(effort);
    hashes(effort);
    shared(effort);
}

fn jobs(effort: Effort) {
    for job in Job::all() {
        let mut names = Vec::new();
        let mut operations = Vec::new();
        for peer in &adapters::ALL {
            let Some(operation) = (peer.prepare)(&job) else { continue };
            let signature = if peer.is_floor() { None } else { check(peer, &job) };
            let own = signature == Some(Signature::OfItsOwn);
            names.push(("jobs", peer.name, own));
            operations.push(operation);
            if let Some(own_request) = (peer.own_request)(&job) {
                names.push(("own requests", peer.name, own));
                operations.push(own_request);
            }
        }
        let medians = medians(&mut operations, effort.time, effort.rounds);
        for ((table, row, own), ns) in names.into_iter().zip(medians) {
            let job = job.name();
            println!(
                r#"{{"table":"{table}","column":"{job}","row":"{row}","ns":{ns:.1},"own":{own}}}"#
            );
        }
    }
}

fn hashes(effort: Effort) {
    let message = hashing::message();
    for (row, task) in TASKS {
        let medians =
            medians(&mut hashing::prepare(task, &message), effort.time / 4, effort.rounds);
        for (column, ns) in HASHES.iter().zip(medians) {
            println!(r#"{{"table":"hashes","column":"{column}","row":"{row}","ns":{ns:.1}}}"#);
        }
    }
}

fn shared(effort: Effort) {
    let (ring, rustcrypto) = (Shared::one(), SharedOnRustCrypto::one());
    let ways: [(&str, Prepare<'_>); 4] = [
        ("ring, kept key", &|| ring.kept_key()),
        ("ring, README's way", &|| ring.readme()),
        ("rustcrypto, kept key", &|| rustcrypto.kept_key()),
        ("rustcrypto, README's way", &|| rustcrypto.readme()),
    ];
    on_threads(1, "one signer, one thread", &ways, ring.requests(), effort);
    on_threads(2, "one signer, two threads", &ways, ring.requests(), effort);

    let (ring, rustcrypto) = (Shared::alternating(), SharedOnRustCrypto::alternating());
    let ways: [(&str, Prepare<'_>); 6] = [
        ("ring, kept key", &|| ring.kept_key()),
        ("ring, README's way", &|| ring.readme()),
        ("ring, deriving each time", &|| ring.deriving()),
        ("rustcrypto, kept key", &|| rustcrypto.kept_key()),
        ("rustcrypto, README's way", &|| rustcrypto.readme()),
        ("rustcrypto, deriving each time", &|| rustcrypto.deriving()),
    ];
    on_threads(1, "three services, two roles", &ways, ring.requests(), effort);
}

fn on_threads(
    number: usize,
    column: &str,
    ways: &[(&str, Prepare<'_>)],
    requests: usize,
    effort: Effort,
) {
    // The first request is W1, and all ways sign the same.
    let all: Vec<_> = ways.iter().map(|(_, way)| returned(&mut way())).collect();
    assert!(all.iter().all(|one| *one == all[0]), "{column}: not the same signatures");
    assert!(all[0].contains(Workload::W1.input().expected.signature), "{column}: {}", all[0]);

    let prepare: Vec<_> = ways.iter().map(|(_, way)| *way).collect();
    let times = threads::medians(number, &prepare, effort.rounds_of_threads, effort.tries);
    for ((row, _), Times { cpu, wall, together }) in ways.iter().zip(times) {
        let (cpu, wall) = (cpu / requests as f64, wall / requests as f64);
        println!(
            r#"{{"table":"shared","column":"{column}","row":"{row}","ns":{cpu:.1},"wall":{wall:.1},"together":{together}}}"#
        );
    }
}

fn returned(operation: &mut Operation<'_>) -> String {
    let mut lines = String::new();
    operation(&mut |name, value| lines.extend([name, ": ", value, "\n"]));
    lines
}
