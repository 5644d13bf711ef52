//! Every mistake that `explain` names, really made against the loopback AWS: what it refuses is explained, and the
//! cause must be that mistake.

mod answers;
mod by_hand;
mod changed;
mod large;
mod mistake;
mod said;
mod signed;
#[path = "../local/wire.rs"]
#[allow(dead_code, reason = "the loopback AWS's own tests use more of it")]
mod wire;

use std::collections::BTreeSet;

use mistake::Mistake;
use sigfour::explain::Explainer;
use sigfour::{AmzDate, Credentials};
use wire::Call;

/// The first three are made against other servers, in `cli/tests/live/explain.rs`, since this one always shows its canonical
/// request and its clock; the others are made below and in `by_hand.rs`: they need no server, or one that this one is not.
const ELSEWHERE: [&str; 7] = [
    "NothingShown",
    "ClockSkewed",
    "PayloadHashMissing",
    "SecretOrSigner",
    "TokenDiffers",
    "TokenChanged",
    "QueryOrder",
];

fn all() -> impl Iterator<Item = &'static Mistake> {
    [said::MISTAKES, signed::MISTAKES, changed::MISTAKES].into_iter().flatten()
}

#[test]
fn each_mistake_is_told_from_the_refusal() {
    for mistake in all() {
        let explanation = mistake.explain();
        let cause = explanation.cause();
        let found = cause.map_or("nothing", |cause| cause.code());
        assert_eq!(found, mistake.code, "{}: {cause:?}: {explanation:#?}", mistake.how);
        assert!(cause.is_some_and(|cause| cause.advice().len() > 20), "{}", mistake.how);
    }
}

#[test]
fn every_mistake_of_the_tables_is_made() {
    let made: BTreeSet<_> = all().map(|mistake| mistake.code).chain(ELSEWHERE).collect();
    let known: BTreeSet<_> = sigfour::explain::codes().collect();
    let never_made: Vec<_> = known.difference(&made).collect();
    assert!(never_made.is_empty(), "{never_made:?}");
    assert!(known.len() >= 20, "{}", known.len());
}

#[test]
fn a_request_that_was_changed_after_it_was_signed_is_told_without_a_server() {
    let call = Call {
        method: "GET".into(),
        target: "/".into(),
        headers: vec![("host".into(), "h".into())],
        body: vec![],
    };
    let credentials = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let now = AmzDate::parse("20150830T123600Z").unwrap().timestamp();
    let signed = call.sign("execute-api", "us-east-1", &credentials, now);
    let explain = |call: &Call| {
        let request = mistake::request(call);
        Explainer::new(&request).credentials(&credentials).explain()
    };
    let fine = explain(&signed);
    assert_eq!((fine.signature_holds(), fine.cause()), (Some(true), None));
    let changed = explain(&mistake::at(signed, "/other"));
    assert_eq!(changed.signature_holds(), Some(false));
    assert_eq!(changed.cause().unwrap().code(), "NotSignedAsGiven");
}

#[test]
fn no_token_and_no_secret_is_in_what_is_explained() {
    for mistake in all() {
        let (explanation, setting) = mistake.explain_on();
        let text = format!("{explanation:?} {:?}", explanation.cause().map(ToString::to_string));
        let credentials = &setting.credentials;
        for secret in [credentials.expose_secret_access_key(), credentials.session_token().unwrap()]
        {
            assert!(!text.contains(secret), "{}: {text}", mistake.how);
            assert!(!text.contains(&wire::encode(secret)), "{}: {text}", mistake.how);
        }
    }
}
