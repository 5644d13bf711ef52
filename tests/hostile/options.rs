//! What a deployment may set: each option lets in what it names, and nothing beside it.

use std::time::Duration;

use sigfour::{Limits, PayloadHash, Reason, Timestamp, Verifier};

use crate::wire::{Wire, at, noon, user};

fn header() -> Wire {
    Wire::in_header("execute-api", user())
}

fn verify(wire: &Wire, verifier: &Verifier, now: Timestamp) -> Result<(), Reason> {
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

/// Three limits, each to the unit on both sides.
#[test]
fn what_is_larger_than_a_limit_is_refused_before_anything_else() {
    let wire = header().retarget("/a?b=c", "/a?b=c&&d=e&");
    let (length, parameters, headers) = (wire.target.len(), 4, wire.headers.len());
    let none = Limits::NONE;
    let with = |limits| Verifier::new("other", "other").limits(limits);
    for (limits, reason) in [
        (none.max_target_bytes(length - 1), Reason::TargetTooLong { limit: length - 1 }),
        (none.max_parameters(parameters - 1), Reason::TooManyParameters { limit: parameters - 1 }),
        (none.max_headers(headers - 1), Reason::TooManyHeaders { limit: headers - 1 }),
    ] {
        assert_eq!(verify(&wire, &with(limits), noon()), Err(reason));
    }
    let enough = none.max_target_bytes(length).max_parameters(parameters).max_headers(headers);
    for limits in [enough, none, Limits::default()] {
        assert_eq!(verify(&wire, &with(limits), noon()).unwrap_err().code(), "WrongRegion");
    }
    let many = (0..1024).map(|n| format!("{n}=")).collect::<Vec<_>>().join("&");
    let at_most = Wire { target: format!("/?{many}"), ..Wire::unsigned("execute-api", user()) };
    assert_eq!(at_most.clone().sign().verify(), Ok(()));
    let limit = 1024;
    let more = Wire { target: format!("/?{many}&more="), ..at_most }.sign();
    assert_eq!(more.verify(), Err(Reason::TooManyParameters { limit }));
}

#[test]
fn a_strict_verifier_takes_a_target_in_canonical_form_only() {
    for (target, is_canonical) in [
        ("/", true),
        ("/a/b%20c/?x=1&a=2&a=3", true),
        ("/a//b", false),
        ("/a/../b", false),
        ("/a%2fb", false),
        ("/?a", false),
        ("/?a=2&a=1", false),
        ("/?a=+", false),
    ] {
        let unsigned = Wire { target: target.into(), ..Wire::unsigned("execute-api", user()) };
        let strict = Verifier::new("execute-api", "us-east-1").strict_target();
        let refused = if is_canonical { Ok(()) } else { Err(Reason::TargetNotCanonical) };
        for wire in [unsigned.clone().sign(), unsigned.presign()] {
            assert_eq!(wire.verify(), Ok(()), "{target}");
            assert_eq!(verify(&wire, &strict, noon()), refused, "{target}");
        }
    }
}

#[test]
fn a_body_that_is_not_signed_is_let_in_where_the_service_takes_it_or_the_deployment_does() {
    for (service, takes_it) in [
        ("s3", true),
        ("s3express", true),
        ("s3-outposts", true),
        ("s3-object-lambda", true),
        ("vpc-lattice-svcs", true),
        ("execute-api", false),
        ("aoss", false),
        ("my-gateway", false),
    ] {
        let unsigned =
            Wire::unsigned(service, user()).add("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        let mut wire = unsigned.sign();
        let refused = if takes_it { Ok(()) } else { Err(Reason::UnsignedPayload) };
        assert_eq!(wire.verify(), refused, "{service}");
        let lax = Verifier::new(service, "us-east-1").accept_unsigned_payload();
        wire.body = b"set on the way".to_vec();
        assert_eq!(verify(&wire, &lax, noon()), Ok(()), "{service}");
    }
    // A body that is signed is no less so.
    let lax = Verifier::new("execute-api", "us-east-1").accept_unsigned_payload();
    assert_eq!(verify(&header(), &lax, noon()), Ok(()));
    let other = Wire { body: b"other".to_vec(), ..header() };
    assert_eq!(verify(&other, &lax, noon()), Err(Reason::SignatureDoesNotMatch));
}
