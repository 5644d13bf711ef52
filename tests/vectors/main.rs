//! Every case of `test-vectors/`, held against the public surface of this crate.
//!
//! How a case reads is told in `test-vectors/README.md`. Nothing is skipped: an op that is not answered
//! here fails the test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answer;
mod base64;
mod case;
mod compare;
mod round_trip;

use std::collections::BTreeMap;

use answer::answer;
use case::{Case, Verdict};

#[test]
fn every_case_gets_the_answer_that_it_expects() {
    let mut counts = BTreeMap::<(String, &str), usize>::new();
    let mut failures = Vec::new();
    for case in case::all() {
        let (verdict, difference) = judge(&case);
        *counts.entry((case.op.clone(), verdict)).or_default() += 1;
        match difference {
            Some(text) if verdict == "FAIL" => failures.push(format!("{}\n{text}", case.id)),
            Some(text) => println!("note {}\n{text}", case.id),
            None => {}
        }
    }
    for ((op, verdict), count) in &counts {
        println!("{op}: {verdict} {count}");
    }
    let listing = failures.join("\n");
    assert!(failures.is_empty(), "{} cases fail:\n{listing}", failures.len());
}

/// The verdict on a case, and where the answer differs first.
fn judge(case: &Case) -> (&'static str, Option<String>) {
    let Some(answer) = answer(case) else {
        return ("FAIL", Some(format!("  the op {:?} is not answered", case.op)));
    };
    let refused = answer.contains_key("error")
        || answer.get("result").is_some_and(|result| result == "invalid");
    let difference = match (case.result, refused) {
        (Verdict::Invalid, false) => Some("  must be refused, and was not".into()),
        (Verdict::Valid, true) => Some(format!("  refused: {answer:?}")),
        _ => compare::difference(&case.expected, &answer),
    };
    match (case.result, &difference) {
        (_, None) => ("pass", None),
        (Verdict::Acceptable, Some(_)) => ("note", difference),
        (_, Some(_)) => ("FAIL", difference),
    }
}

/// The official suite has the complete signed request of each case. The header to add or the target to
/// send is thus expected of every one, but for the published canonical request that has no signature.
#[test]
fn every_official_case_holds_a_whole_signed_request() {
    let official = case::all().into_iter().filter(|case| case.id.starts_with("official/"));
    let mut whole = 0;
    for case in official.filter(|case| !case.id.ends_with("/canonical-request")) {
        let member = if case.op == "sign" { "headers" } else { "target" };
        assert!(case.expected.contains_key(member), "{} lacks {member}", case.id);
        let signed = round_trip::Sent::of(&case).unwrap();
        let expected = round_trip::Sent::expected(&case);
        assert_eq!(signed.target, expected.target, "{}", case.id);
        assert_eq!(signed.sorted_headers(), expected.sorted_headers(), "{}", case.id);
        whole += 1;
    }
    assert!(whole >= 78, "AWS's suite and smithy-rs's two folders have 78, and there are {whole}");
}

#[test]
fn what_is_signed_is_let_in() {
    for (case, sent) in round_trip::all() {
        if let Err(refusal) = sent.verify(&case) {
            panic!("{}: {refusal}\n{:#?}", case.id, refusal.steps);
        }
    }
}

#[test]
fn what_is_signed_is_refused_once_a_digit_of_its_signature_is_another() {
    for (case, sent) in round_trip::all() {
        for digit in [0, 31, 63] {
            let refusal = sent.with_another_digit(digit).verify(&case).expect_err(&case.id);
            assert_eq!(refusal.reason.code(), "SignatureDoesNotMatch", "{}", case.id);
            assert!(refusal.steps.is_some(), "{}", case.id);
        }
    }
}

#[test]
fn ids_are_unique_over_all_files() {
    let mut ids: Vec<_> = case::all().into_iter().map(|case| case.id).collect();
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}
