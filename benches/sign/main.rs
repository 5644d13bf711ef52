//! What signing, presigning and verifying cost, and each step of the specification by itself.
//!
//! A whole operation stands beside its floor: the calls of SHA-256 and HMAC that no signer can avoid, on bytes of the same
//! length that are ready beforehand. A step is benched through the public surface, with a request in which it does nearly
//! all of the work, beside one in which it does none (`step/nothing`): a regression shows in the group of its step.
// The macro of criterion makes a public function without a word on it.
#![allow(missing_docs, clippy::unwrap_used)]

mod floor;
mod operations;
mod steps;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use sigfour::{AmzDate, Credentials};

const HOUR: Duration = Duration::from_secs(3600);
const HOST: &[(&str, &str)] = &[("Host", "example.execute-api.us-east-1.amazonaws.com")];
const REGION: &str = "us-east-1";

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap()
}

fn all(c: &mut Criterion) {
    operations::bench(c);
    steps::bench(c);
}

criterion_group!(benches, all);
criterion_main!(benches);
