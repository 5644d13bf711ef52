//! `test-vectors/`, held against this crate by the command that holds it against any implementation; the files
//! themselves; and the runner, held against adapters that misbehave.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adapters;
mod command;
mod files;
mod round_trip;
mod sent;

use std::collections::BTreeMap;

use command::conformance;

/// What the vectors have and this crate has not yet.
const NOT_YET: [&str; 7] = [
    "sign_chunks",
    "sign_events",
    "sign_post_policy",
    "sign_v4a",
    "presign_v4a",
    "verify_v4a",
    "derive_key_v4a",
];

#[test]
fn this_crate_answers_every_case_as_it_must() {
    let report = conformance(&[]).json();
    let mut counts = BTreeMap::<(&str, &str), usize>::new();
    for case in report["cases"].as_array().unwrap() {
        let (op, verdict) = (case["op"].as_str().unwrap(), case["verdict"].as_str().unwrap());
        assert_ne!(verdict, "wrong", "{case:#}");
        if verdict == "unsupported" {
            let is_streamed = op == "verify" && case["flags"].to_string().contains("Streamed");
            assert!(NOT_YET.contains(&op) || is_streamed, "{case:#}");
        }
        if verdict == "passed" {
            *counts.entry((op, case["result"].as_str().unwrap())).or_default() += 1;
        }
    }
    // Fewer than these, and files went missing.
    assert!(counts.values().sum::<usize>() >= 1100, "{counts:?}");
    assert!(counts[&("verify", "invalid")] >= 400, "{counts:?}");
    assert!(counts[&("verify", "valid")] >= 60, "{counts:?}");
}

#[test]
fn the_vectors_that_the_command_carries_are_those_of_the_folder() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/test-vectors");
    assert_eq!(conformance(&[]).json(), conformance(&["--vectors", folder]).json());
}

#[test]
fn the_crate_passes_as_an_adapter_too() {
    let report = conformance(&["--adapter", command::ADAPTER]).json();
    assert_eq!(report["totals"]["wrong"], 0);
    assert_eq!(report["totals"]["passed"], conformance(&[]).json()["totals"]["passed"]);
}
