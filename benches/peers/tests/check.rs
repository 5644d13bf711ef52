//! A peer that is wrong is not measured.

#![forbid(unsafe_code)]

use sigfour_peers::check::{Signature, check};
use sigfour_peers::job::Job;
use sigfour_peers::{Peer, adapters};
use sigfour_workloads::workload::{ACCESS_KEY_ID, Workload};
use sigfour_workloads::{Operation, ways};

fn job(workload: Workload) -> Job {
    Job::One(workload, workload.input())
}

/// Returns what sigfour does, but for what `change` makes of it.
fn changed(job: &Job, change: fn(&str, &str) -> Option<String>) -> Option<Operation<'_>> {
    let mut operation = ways::kept_key(job.input());
    Some(Box::new(move |read| {
        operation(&mut |name, value| {
            if let Some(value) = change(name, value) {
                read(name, &value);
            }
        });
    }))
}

fn check_changed(workload: Workload, prepare: fn(&Job) -> Option<Operation<'_>>) {
    check(&Peer { name: "a peer", prepare, own_request: |_| None }, &job(workload));
}

#[test]
fn those_that_sign_the_given_time_have_the_expected_signature() {
    for job in Job::all() {
        for peer in adapters::ALL.iter().filter(|peer| !peer.is_floor()) {
            let own = ["reqsign-aws-v4", "object_store"].contains(&peer.name);
            let signature = if own { Signature::OfItsOwn } else { Signature::Expected };
            let found = check(peer, &job);
            assert!(found.is_none_or(|found| found == signature), "{}: {}", job.name(), peer.name);
        }
    }
}

#[test]
#[should_panic(expected = "by the rules it is 5fa00fa31553b73e")]
fn another_digit_of_a_signature() {
    check_changed(Workload::W1, |job| {
        changed(job, |_, value| Some(value.replace("Signature=5f", "Signature=5e")))
    });
}

#[test]
#[should_panic(expected = "by the rules")]
fn another_digit_of_a_presigned_signature() {
    check_changed(Workload::W5, |job| {
        changed(job, |_, value| Some(value.replace("Signature=3a", "Signature=3b")))
    });
}

#[test]
#[should_panic(expected = "another path")]
fn a_presigned_url_of_another_object() {
    check_changed(Workload::W5, |job| {
        changed(job, |_, value| Some(value.replace("app-1.2.3", "app-1.2.4")))
    });
}

#[test]
#[should_panic(expected = "not the token")]
fn a_token_that_is_not_sent() {
    check_changed(Workload::W4, |job| {
        changed(job, |name, value| (name != "x-amz-security-token").then(|| value.to_owned()))
    });
}

#[test]
#[should_panic(expected = "x-amz-security-token is not signed")]
fn a_token_that_is_not_signed() {
    check_changed(Workload::W4, |job| {
        changed(job, |_, value| Some(value.replace("x-amz-security-token;", "")))
    });
}

#[test]
#[should_panic(expected = "the body's digest is UNSIGNED-PAYLOAD")]
fn a_body_that_is_not_signed() {
    check_changed(Workload::W3, |job| {
        changed(job, |name, value| {
            let is_digest = name == "x-amz-content-sha256";
            Some(if is_digest { "UNSIGNED-PAYLOAD" } else { value }.to_owned())
        })
    });
}

#[test]
#[should_panic(expected = "lets in what is forged")]
fn a_verifier_that_lets_all_in() {
    check_changed(Workload::W8, |_| Some(Box::new(|read| read("access-key-id", ACCESS_KEY_ID))));
}

#[test]
#[should_panic(expected = "refuses what is right")]
fn a_verifier_that_lets_none_in() {
    check_changed(Workload::W8, |_| Some(Box::new(|read| read("refusal", "no"))));
}
