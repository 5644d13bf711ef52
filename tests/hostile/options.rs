//! What a deployment may set: each option lets in what it names, and nothing beside it.

use std::time::Duration;

use sigfour::{PayloadHash, Reason, Verifier};

use crate::wire::{Wire, at, noon, user};

fn header() -> Wire {
    Wire::in_header("execute-api", user())
}

fn verify(wire: &Wire, verifier: &Verifier, now: time::OffsetDateTime) -> Result<(), Reason> {
    let known = |id: &str| (id == wire.known.access_key_id()).then(|| wire.known.clone());
    verifier.verify(&wire.request(), known, now).map(|_| ()).map_err(|refusal| refusal.reason)
}

#[test]
fn more_regions_and_services_are_let_in_by_name() {
    let verifier = Verifier::new("lambda", "eu-west-1");
    let wrong_region =
        Reason::WrongRegion { found: "us-east-1".into(), expected: "eu-west-1".into() };
    assert_eq!(verify(&header(), &verifier, noon()), Err(wrong_region));

    let verifier = verifier.also_region("us-east-1");
    let wrong_service =
        Reason::WrongService { found: "execute-api".into(), expected: "lambda".into() };
    assert_eq!(verify(&header(), &verifier, noon()), Err(wrong_service));

    let verifier = verifier.also_service("execute-api");
    assert_eq!(verify(&header(), &verifier, noon()), Ok(()));

    let neither = Verifier::new("lambda", "eu-west-1").also_region("eu-west-2");
    let wrong_region = Reason::WrongRegion {
        found: "us-east-1".into(),
        expected: "eu-west-1 or eu-west-2".into(),
    };
    assert_eq!(verify(&header(), &neither, noon()), Err(wrong_region));
}

#[test]
fn a_tolerance_holds_to_the_second_on_both_sides() {
    let minute = Verifier::new("execute-api", "us-east-1").clock_tolerance(Duration::from_secs(60));
    for (now, is_in) in [
        ("20150830T123500Z", true),
        ("20150830T123700Z", true),
        ("20150830T123459Z", false),
        ("20150830T123701Z", false),
    ] {
        assert_eq!(verify(&header(), &minute, at(now)).is_ok(), is_in, "{now}");
    }
}

#[test]
fn a_header_can_be_demanded_in_the_signature() {
    let verifier = |name| Verifier::new("execute-api", "us-east-1").require_signed(name);
    assert_eq!(verify(&header(), &verifier("ACCEPT"), noon()), Ok(()));
    // Neither absent nor added after signing.
    let unsigned = Reason::UnsignedHeader { name: "content-type".into() };
    let wire = header();
    assert_eq!(verify(&wire, &verifier("Content-Type"), noon()), Err(unsigned.clone()));
    let wire = wire.add("Content-Type", "text/plain");
    assert_eq!(verify(&wire, &verifier("Content-Type"), noon()), Err(unsigned));
    // A name that is part of a signed one is not signed.
    let part = Reason::UnsignedHeader { name: "date".into() };
    assert_eq!(verify(&header(), &verifier("date"), noon()), Err(part));
}

#[test]
fn a_body_that_is_not_at_hand_is_taken_at_its_word() {
    let mut wire = Wire::unsigned("s3", user());
    wire.body = b"Welcome to Amazon S3.".to_vec();
    let mut wire = wire.sign();
    let digest = PayloadHash::of(&wire.body);
    wire.body.clear();

    let strict = Verifier::new("s3", "us-east-1");
    let refused = verify(&wire, &strict, noon());
    assert!(matches!(refused, Err(Reason::PayloadMismatch { .. })), "{refused:?}");

    let trusting = strict.trust_declared_body();
    let known = |_: &str| Some(wire.known.clone());
    let request = wire.request();
    let verified = trusting.verify(&request, known, noon()).unwrap();
    assert_eq!(verified.payload(), digest, "what the caller has to hold the body against");

    // Another digest than the one signed is still found out.
    let forged = wire.clone().set("x-amz-content-sha256", &PayloadHash::of(b"other").to_string());
    assert_eq!(verify(&forged, &trusting, noon()), Err(Reason::SignatureDoesNotMatch));
}
