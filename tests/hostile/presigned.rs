//! Presigned URLs: when they really end, and that the caller's part of them stays as it was.

use std::time::Duration;

use sigfour::{Credentials, Payload, PayloadHash, Presigned, Request, Signer, Streaming, Verifier};

use crate::wire::{HOST, Wire, noon, role, user};

fn presign(target: &str, known: &Credentials) -> Presigned {
    let headers = [HOST];
    let request = Request::new("GET", target).headers(&headers);
    Signer::new("s3", "us-east-1")
        .presign(&request, known, noon(), Duration::from_secs(3600))
        .unwrap()
}

#[test]
fn a_url_ends_with_its_expiry_or_with_the_credentials_whichever_is_first() {
    let after = |seconds| noon() + Duration::from_secs(seconds);
    for (credentials_end, end) in [
        (None, after(3600)),
        (Some(after(60)), after(60)),
        (Some(after(3600)), after(3600)),
        (Some(after(7200)), after(3600)),
        (Some(noon() + Duration::MAX), after(3600)),
    ] {
        let known = credentials_end.map_or(role(), |end| role().with_expiration(end));
        let presigned = presign("/", &known);
        assert_eq!(presigned.expires_at(), end);
        assert!(presigned.target().contains("&X-Amz-Expires=3600&"));
    }
}

#[test]
fn the_signature_is_appended_to_the_target_as_it_was_given() {
    for (target, joined) in [
        ("", "/?X-Amz-Algorithm="),
        ("/", "/?X-Amz-Algorithm="),
        ("/?", "/?X-Amz-Algorithm="),
        ("?a", "/?a&X-Amz-Algorithm="),
        ("/?a", "/?a&X-Amz-Algorithm="),
        ("/?a&", "/?a&X-Amz-Algorithm="),
        ("/?a=?", "/?a=?&X-Amz-Algorithm="),
        ("/??", "/??&X-Amz-Algorithm="),
        ("/a%2fb/../c?x=%7e&x=+", "/a%2fb/../c?x=%7e&x=+&X-Amz-Algorithm="),
    ] {
        let presigned = presign(target, &user());
        assert!(presigned.target().starts_with(joined), "{target}: {}", presigned.target());
        let wire = Wire { target: target.into(), ..Wire::unsigned("s3", user()) }.presign();
        assert_eq!(wire.verify(), Ok(()), "{target}");
    }
}

#[test]
fn the_headers_that_the_holder_must_send_are_named() {
    let headers = [HOST, ("Range", "bytes=0-9"), ("User-Agent", "x")];
    let request = Request::new("GET", "/").headers(&headers);
    let signer = Signer::new("s3", "us-east-1");
    let presigned = signer.presign(&request, &user(), noon(), Duration::from_secs(1)).unwrap();
    assert_eq!(presigned.signed_headers(), "host;range");
    assert!(presigned.target().contains("&X-Amz-SignedHeaders=host%3Brange&"));
}

#[test]
fn a_fraction_of_a_second_is_no_life() {
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let signer = Signer::new("s3", "us-east-1");
    let presigned = signer.presign(&request, &user(), noon(), Duration::from_millis(999));
    assert_eq!(presigned.unwrap_err().code(), "InvalidExpiry");
}

#[test]
fn only_s3_leaves_the_body_open_unless_the_caller_says_otherwise() {
    let headers = [HOST];
    let request = Request::new("PUT", "/").headers(&headers).body(b"body");
    let second = Duration::from_secs(1);
    let last_line = |service: &str, request: &Request<'_>| {
        let (signer, known) = (Signer::new(service, "us-east-1"), user());
        let prepared = signer.prepare_url(request, &known, noon(), second).unwrap();
        prepared.canonical_request().rsplit_once('\n').unwrap().1.to_string()
    };
    let digest = PayloadHash::of(b"body");
    assert_eq!(last_line("s3", &request), "UNSIGNED-PAYLOAD");
    assert_eq!(last_line("execute-api", &request), digest.to_string());
    let text = digest.to_string();
    let headers = [HOST, ("x-amz-content-sha256", &text)];
    assert_eq!(last_line("s3", &Request::new("PUT", "/").headers(&headers)), text);
}

/// S3 takes the body of a URL that says nothing to be unsigned, so that a digest in its signature alone is no use.
#[test]
fn a_payload_that_the_url_must_say_and_does_not_is_refused() {
    let headers = [HOST];
    let digest = PayloadHash::of(b"body");
    let (known, second) = (user(), Duration::from_secs(1));
    let signer = Signer::new("s3", "us-east-1");
    let request = Request::new("PUT", "/").headers(&headers).payload(Payload::Hash(digest));
    let error = signer.presign(&request, &known, noon(), second).unwrap_err();
    assert_eq!(error.code(), "UndeclaredPayload");
    let chunked = Payload::Hash(PayloadHash::Streaming(Streaming::Signed));
    let error = signer.presign(&request.payload(chunked), &known, noon(), second).unwrap_err();
    assert_eq!(error.code(), "UndeclaredPayload");

    // As the message tells.
    let target = format!("/?X-Amz-Content-Sha256={digest}");
    let request = Request::new("PUT", &target).headers(&headers).payload(Payload::Hash(digest));
    let presigned = signer.presign(&request, &known, noon(), second).unwrap();
    let verifier = Verifier::new("s3", "us-east-1");
    let verify = |body: &[u8]| {
        let received = Request::new("PUT", presigned.target()).headers(&headers).body(body);
        verifier.verify(&received, |_| Some(known.clone()), noon()).map(drop)
    };
    verify(b"body").unwrap();
    assert_eq!(verify(b"other").unwrap_err().reason.code(), "PayloadMismatch");
}

#[test]
fn a_url_that_leaves_the_body_open_holds_for_a_body_and_for_its_digest() {
    let headers = [HOST];
    let known = user();
    let request = Request::new("PUT", "/").headers(&headers);
    let presigned = Signer::new("s3", "us-east-1")
        .presign(&request, &known, noon(), Duration::from_secs(1))
        .unwrap();
    let received = Request::new("PUT", presigned.target()).headers(&headers);
    let verifier = Verifier::new("s3", "us-east-1");
    let verify = |request: Request<'_>| {
        let verified = verifier.verify(&request, |_| Some(known.clone()), noon()).unwrap();
        assert_eq!(verified.payload(), PayloadHash::Unsigned);
    };
    verify(received.body(b"body"));
    verify(received.payload(Payload::Hash(PayloadHash::of(b"body"))));
}
