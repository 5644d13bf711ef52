//! What a verifier refuses by default, and what a deployment can set.
#![allow(clippy::unwrap_used)]

use sigfour::{
    AmzDate, Credentials, Error, Limits, Payload, PayloadHash, Reason, Request, Rules, Signer,
    Streaming, UnsignedPayload, Verifier,
};

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

fn known() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap()
}

type Headers = Vec<(String, String)>;

fn owned(pairs: &[(&str, &str)]) -> Headers {
    pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

/// The headers of a request that a signer signs, with those that it adds.
fn signed(
    signer: &Signer,
    target: &str,
    headers: &[(&str, &str)],
    payload: Payload<'_>,
) -> Headers {
    let request = Request::new("PUT", target).headers(headers).payload(payload);
    let signed = signer.sign(&request, &known(), now()).unwrap();
    let mut all = owned(headers);
    all.extend(signed.headers().map(|(name, value)| (name.into(), value.into())));
    all
}

fn verify(verifier: &Verifier, target: &str, headers: &Headers, body: &[u8]) -> Result<(), Reason> {
    let request = Request::new("PUT", target).headers(headers).body(body);
    let verified = verifier.verify(&request, |_| Some(known()), now());
    verified.map(|_| ()).map_err(|refusal| refusal.reason)
}

const HOST: &[(&str, &str)] = &[("Host", "example.com")];
const UNSIGNED: &[(&str, &str)] =
    &[("Host", "example.com"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];

#[test]
fn an_unsigned_payload_is_accepted_only_where_the_service_is_known_to_take_it() {
    for (service, is_taken) in [
        ("s3", true),
        ("s3-outposts", true),
        ("s3-object-lambda", true),
        ("s3express", true),
        ("vpc-lattice-svcs", true),
        ("execute-api", false),
        ("dynamodb", false),
        ("aoss", false),
        ("sts", false),
        ("my-service", false),
        ("", false),
    ] {
        let unsigned = Payload::Hash(PayloadHash::Unsigned);
        let service_or_other = if service.is_empty() { "other" } else { service };
        let signer = Signer::new(service_or_other, "us-east-1");
        let headers = signed(&signer, "/", UNSIGNED, unsigned);
        let verifier = Verifier::new(service_or_other, "us-east-1");
        let expected = if is_taken { Ok(()) } else { Err(Reason::UnsignedPayload) };
        assert_eq!(verify(&verifier, "/", &headers, b"any body"), expected, "{service}");
        let open = verifier.accept_unsigned_payload();
        assert_eq!(verify(&open, "/", &headers, b"any body"), Ok(()), "{service}: allowed");
    }
}

#[test]
fn a_function_url_takes_no_unsigned_payload_unless_its_rules_are_changed() {
    let rules = Rules::of("lambda").unsigned_payload(UnsignedPayload::Taken);
    let signer = Signer::new("lambda", "us-east-1").rules(rules);
    let headers = signed(&signer, "/", UNSIGNED, Payload::Hash(PayloadHash::Unsigned));
    let verifier = Verifier::new("lambda", "us-east-1");
    assert_eq!(verify(&verifier, "/", &headers, b""), Err(Reason::UnsignedPayload));
    assert_eq!(verify(&verifier.rules(rules), "/", &headers, b""), Ok(()));
}

#[test]
fn an_unsigned_trailer_is_as_good_as_an_unsigned_payload() {
    let streamed = Payload::Hash(PayloadHash::Streaming(Streaming::UnsignedTrailer));
    let headers = [("Host", "h"), ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")];
    for (service, expected) in [("s3", None), ("my-service", Some(Reason::UnsignedPayload))] {
        let headers = signed(&Signer::new(service, "us-east-1"), "/", &headers, streamed);
        let request = Request::new("PUT", "/").headers(&headers).payload(streamed);
        let verifier = Verifier::new(service, "us-east-1");
        let verified = verifier.verify(&request, |_| Some(known()), now());
        assert_eq!(verified.err().map(|refusal| refusal.reason), expected, "{service}");
    }
}

#[test]
fn limits_refuse_a_request_with_a_reason_of_their_own_before_it_is_read() {
    let verifier = Verifier::new("execute-api", "us-east-1");
    let long = format!("/?a={}", "x".repeat(65_536));
    let host = owned(HOST);
    // Nothing of these is signed: a limit comes first.
    let reason = |target: &str, headers: &Headers| verify(&verifier, target, headers, b"");
    assert_eq!(reason(&long, &host), Err(Reason::TargetTooLong { limit: 65_536 }));
    assert_eq!(reason(&long[..65_536], &host), Err(Reason::MissingAuthorization));
    let pairs = |count: usize| format!("/?{}", vec!["%"; count].join("&"));
    assert_eq!(reason(&pairs(1_025), &host), Err(Reason::TooManyParameters { limit: 1_024 }));
    assert_eq!(reason(&pairs(1_024), &host), Err(Reason::MissingAuthorization));
    let many = |count: usize| {
        let more = (1..count).map(|n| (format!("x-{n}"), String::new()));
        host.iter().cloned().chain(more).collect::<Headers>()
    };
    assert_eq!(reason("/", &many(257)), Err(Reason::TooManyHeaders { limit: 256 }));
    assert_eq!(reason("/", &many(256)), Err(Reason::MissingAuthorization));
}

#[test]
fn limits_are_the_deployments_to_set() {
    let target = "/?a=1&b=2&c=3";
    let headers =
        signed(&Signer::new("execute-api", "us-east-1"), target, HOST, Payload::Bytes(b""));
    let with = |limits| Verifier::new("execute-api", "us-east-1").limits(limits);
    for (limits, expected) in [
        (Limits::default(), Ok(())),
        (Limits::NONE, Ok(())),
        (Limits::NONE.max_parameters(3).max_headers(3).max_target_bytes(13), Ok(())),
        (Limits::NONE.max_parameters(0), Err(Reason::TooManyParameters { limit: 0 })),
        (Limits::NONE.max_parameters(2), Err(Reason::TooManyParameters { limit: 2 })),
        (Limits::NONE.max_headers(2), Err(Reason::TooManyHeaders { limit: 2 })),
        (Limits::NONE.max_target_bytes(12), Err(Reason::TargetTooLong { limit: 12 })),
    ] {
        assert_eq!(verify(&with(limits), target, &headers, b""), expected, "{limits:?}");
    }
    // Empty parameters count, and no query has none.
    for (target, parameters) in
        [("/", 0), ("/?", 0), ("/?a", 1), ("/?&", 2), ("/?&&", 3), ("/?a=1&", 2)]
    {
        let is_refused = |limit| {
            let verifier = with(Limits::NONE.max_parameters(limit));
            let host = vec![("Host".into(), "example.com".into())];
            verify(&verifier, target, &host, b"") == Err(Reason::TooManyParameters { limit })
        };
        assert!(!is_refused(parameters), "{target}");
        assert!(parameters == 0 || is_refused(parameters - 1), "{target}");
    }
}

#[test]
fn without_limits_hostile_queries_are_read_in_reasonable_time() {
    // Quadratic work on these would take minutes.
    let verifier = Verifier::new("execute-api", "us-east-1").limits(Limits::NONE);
    let host = owned(HOST);
    for piece in ["%&", "&", "../", "a=1&", "=&"] {
        let target = format!("/?{}", piece.repeat((1 << 18) / piece.len()));
        assert_eq!(verify(&verifier, &target, &host, b""), Err(Reason::MissingAuthorization));
    }
}

#[test]
fn a_strict_verifier_refuses_targets_that_a_server_behind_may_read_otherwise() {
    let signer = Signer::new("execute-api", "us-east-1");
    let strict = Verifier::new("execute-api", "us-east-1").strict_target();
    let lenient = Verifier::new("execute-api", "us-east-1");
    for target in ["/", "/a/b", "/a%20b", "/a?b=1&a=2", "/a?x=1&x=2", "/a/", "/.well-known/a"] {
        let headers = signed(&signer, target, HOST, Payload::Bytes(b""));
        assert_eq!(verify(&strict, target, &headers, b""), Ok(()), "{target}");
    }
    for target in [
        "/public/../admin",
        "/./admin",
        "//admin",
        "/a//b",
        "/a%2Fb",
        "/a%2fb",
        "/%2e%2e/admin",
        "/%61dmin",
        "/a;b",
        "/?q=a+b",
        "/?a=2&a=1",
        "/?a",
        "/?a=1&&b=2",
        "/?a=%7E",
        "/?a=b=c",
        "/x?",
        "/x?A=1&a=2",
        "/a%00b",
        "/a%5C..%5Cb",
        "/a%0D%0Ab",
        "/%C0%AE%C0%AE/b",
        "/%252e%252e/b",
    ] {
        let headers = signed(&signer, target, HOST, Payload::Bytes(b""));
        let reason = verify(&strict, target, &headers, b"");
        assert_eq!(reason, Err(Reason::TargetNotCanonical), "{target}");
        assert_eq!(verify(&lenient, target, &headers, b""), Ok(()), "{target}: lenient");
    }
}

#[test]
fn a_strict_verifier_takes_what_presigning_makes() {
    let hour = std::time::Duration::from_secs(3600);
    let role = Credentials::temporary("ASIAEXAMPLE", "secret", "a/token+of==").unwrap();
    let request = Request::new("GET", "/key").headers(HOST);
    let url = Signer::new("s3", "us-east-1").presign(&request, &role, now(), hour).unwrap();
    let received = Request::new("GET", url.target()).headers(HOST);
    let strict = Verifier::new("s3", "us-east-1").strict_target();
    assert!(strict.verify(&received, |_| Some(role.clone()), now()).is_ok());
}

#[test]
fn a_declared_digest_that_is_not_the_bodys_is_never_signed() {
    let other = PayloadHash::of(b"another body");
    let text = other.to_string();
    let headers = [("Host", "example.com"), ("x-amz-content-sha256", text.as_str())];
    let hour = std::time::Duration::from_secs(3600);
    let known = known();
    for service in ["s3", "execute-api"] {
        let signer = Signer::new(service, "us-east-1");
        let put = Request::new("PUT", "/").headers(&headers);
        let contradicting = [
            put.body(b"body"),
            put.body(b""),
            put.payload(Payload::Hash(PayloadHash::of(b"body"))),
        ];
        for request in contradicting {
            let is_refused = |error: Error| matches!(error, Error::PayloadHashMismatch { .. });
            assert!(is_refused(signer.sign(&request, &known, now()).unwrap_err()));
            assert!(is_refused(signer.prepare(&request, &known, now()).unwrap_err()));
            assert!(is_refused(signer.presign(&request, &known, now(), hour).unwrap_err()));
        }
        // The right body, its digest, or no body at hand.
        let body = b"another body";
        for request in [put.body(body), put.payload(Payload::Hash(other)), put] {
            assert!(signer.sign(&request, &known, now()).is_ok());
        }
    }
    let in_query = format!("/?X-Amz-Content-Sha256={other}");
    let request = Request::new("PUT", &in_query).headers(HOST).body(b"body");
    let error = Signer::new("s3", "us-east-1").presign(&request, &known, now(), hour).unwrap_err();
    assert_eq!(error.code(), "PayloadHashMismatch");
}

#[test]
fn headers_of_tracing_and_of_the_connection_are_never_signed() {
    let mut headers = vec![("Host", "example.com"), ("x-amz-meta-a", "1"), ("Accept", "*/*")];
    headers.extend(
        ["Trailer", "traceparent", "TraceState", "baggage", "TE", "Proxy-Anything", "User-Agent"]
            .map(|name| (name, "value")),
    );
    let request = Request::new("GET", "/").headers(&headers);
    let signed = Signer::new("execute-api", "us-east-1").sign(&request, &known(), now()).unwrap();
    assert_eq!(signed.signed_headers(), "accept;host;x-amz-date;x-amz-meta-a");
}

#[test]
fn each_service_that_is_accepted_has_its_own_rules() {
    // S3 takes an unsigned payload: that says nothing of the other service.
    let verifier = Verifier::new("s3", "us-east-1").also_service("execute-api");
    for (service, expected) in [("s3", Ok(())), ("execute-api", Err(Reason::UnsignedPayload))] {
        let signer = Signer::new(service, "us-east-1");
        let headers = signed(&signer, "/", UNSIGNED, Payload::Hash(PayloadHash::Unsigned));
        assert_eq!(verify(&verifier, "/", &headers, b"evil"), expected, "{service}");
        // Neither do the rules for paths.
        let headers = signed(&signer, "/a//../b%20c", HOST, Payload::Bytes(b""));
        assert_eq!(verify(&verifier, "/a//../b%20c", &headers, b""), Ok(()), "{service}");
    }
    let url = Signer::new("execute-api", "us-east-1")
        .presign(
            &Request::new("POST", "/").headers(HOST),
            &known(),
            now(),
            std::time::Duration::from_secs(60),
        )
        .unwrap();
    let received = Request::new("POST", url.target()).headers(HOST).body(b"evil");
    assert!(verifier.verify(&received, |_| Some(known()), now()).is_err());
}

#[test]
fn vpc_lattice_is_read_the_same_where_unsigned_payloads_are_accepted() {
    let request = Request::new("POST", "/").headers(HOST).body(b"body");
    let minute = std::time::Duration::from_secs(60);
    let url = Signer::new("vpc-lattice-svcs", "us-east-1")
        .presign(&request, &known(), now(), minute)
        .unwrap();
    let received = Request::new("POST", url.target()).headers(HOST).body(b"body");
    let verifier = Verifier::new("vpc-lattice-svcs", "us-east-1");
    assert!(verifier.verify(&received, |_| Some(known()), now()).is_ok());
    let open = verifier.accept_unsigned_payload();
    assert!(open.verify(&received, |_| Some(known()), now()).is_ok());
}

#[test]
fn a_url_whose_token_is_appended_has_no_token_in_a_header_too() {
    let role = Credentials::temporary("ASIAEXAMPLE", "secret", "token").unwrap();
    let verifier = Verifier::new("iotdevicegateway", "us-east-1");
    for known in [known(), role] {
        let url = Signer::new("iotdevicegateway", "us-east-1")
            .presign(
                &Request::new("GET", "/mqtt").headers(HOST),
                &known,
                now(),
                std::time::Duration::from_secs(60),
            )
            .unwrap();
        let verify = |headers: &[(&str, &str)]| {
            let received = Request::new("GET", url.target()).headers(headers);
            let verified = verifier.verify(&received, |_| Some(known.clone()), now());
            verified.map(|_| ()).map_err(|refusal| refusal.reason)
        };
        assert_eq!(verify(HOST), Ok(()));
        let name = "x-amz-security-token".to_string();
        let injected = [HOST[0], ("x-amz-security-token", "injected")];
        assert_eq!(verify(&injected), Err(Reason::UnsignedHeader { name }));
    }
}

#[test]
fn a_streamed_payload_of_another_algorithm_is_not_accepted() {
    for name in [Streaming::SignedV4a, Streaming::SignedTrailerV4a] {
        let payload = Payload::Hash(PayloadHash::Streaming(name));
        let headers = [
            ("Host", "example.com"),
            ("x-amz-content-sha256", name.name()),
            ("x-amz-date", "20150830T123600Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request, \
                 SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
                 Signature=0000000000000000000000000000000000000000000000000000000000000000",
            ),
        ];
        let request = Request::new("PUT", "/").headers(&headers).payload(payload);
        let refusal = Verifier::new("s3", "us-east-1").read(&request, now()).unwrap_err();
        assert_eq!(refusal.reason, Reason::StreamingPayload);
    }
}

/// Transcribe's streams, as its page on event streams says: `x-amz-content-sha256` names the stream.
#[test]
fn a_signer_declares_a_streamed_payload_to_every_service() {
    let events = Payload::Hash(PayloadHash::Streaming(Streaming::Events));
    let signer = Signer::new("transcribe", "us-east-1");
    let headers = signed(&signer, "/stream-transcription", &[("Host", "example.com")], events);
    let declared = headers.iter().find(|(name, _)| name == "x-amz-content-sha256").unwrap();
    assert_eq!(declared.1, "STREAMING-AWS4-HMAC-SHA256-EVENTS");

    let request = Request::new("PUT", "/stream-transcription").headers(&headers).payload(events);
    let verifier = Verifier::new("transcribe", "us-east-1");
    let verified = verifier.verify(&request, |_| Some(known()), now()).unwrap();
    assert!(verified.seed().is_some());
}

#[test]
fn a_digest_is_not_signed_where_only_an_unsigned_payload_is_taken() {
    let headers = [("Host", "example.com")];
    let digest = PayloadHash::of(b"body");
    let request = Request::new("PUT", "/").headers(&headers).payload(Payload::Hash(digest));
    let refused = Signer::new("vpc-lattice-svcs", "us-east-1").sign(&request, &known(), now());
    assert_eq!(refused.unwrap_err().code(), "SignedPayloadRefused");
}

/// Hashing a long body for whoever sends one would be work for nothing.
#[test]
fn a_body_is_held_against_its_digest_after_the_signature() {
    let signer = Signer::new("s3", "us-east-1");
    let mut headers = signed(&signer, "/", &[("Host", "example.com")], Payload::Bytes(b"body"));
    let verifier = Verifier::new("s3", "us-east-1");
    let reason = verify(&verifier, "/", &headers, b"other").unwrap_err();
    assert_eq!(reason.code(), "PayloadMismatch");
    headers.push(("x-amz-meta-a".into(), "b".into()));
    for (name, value) in &mut headers {
        if name == "authorization" {
            *value = value.replace(";x-amz-date", ";x-amz-date;x-amz-meta-a");
        }
    }
    let reason = verify(&verifier, "/", &headers, b"other").unwrap_err();
    assert_eq!(reason.code(), "SignatureDoesNotMatch");
}

/// Logs are written with it.
#[test]
fn an_access_key_id_has_no_line_feed() {
    let signer = Signer::new("execute-api", "us-east-1");
    let headers = [("Host", "example.com")];
    let url = signer
        .presign(
            &Request::new("GET", "/").headers(&headers),
            &known(),
            now(),
            core::time::Duration::from_secs(60),
        )
        .unwrap();
    let target = url.target().replace("AKIDEXAMPLE", "AKID%0AEXAMPLE");
    let request = Request::new("GET", &target).headers(&headers).body(b"");
    let refusal = Verifier::new("execute-api", "us-east-1").read(&request, now()).unwrap_err();
    assert_eq!(refusal.reason.code(), "MalformedCredential");
}

#[test]
fn a_key_that_the_server_looked_up_wrongly_is_not_blamed_on_the_request() {
    let signer = Signer::new("execute-api", "us-east-1");
    let headers = signed(&signer, "/", &[("Host", "example.com")], Payload::Bytes(b""));
    let request = Request::new("PUT", "/").headers(&headers).body(b"");
    let claim = Verifier::new("execute-api", "us-east-1").read(&request, now()).unwrap();
    let other = Signer::new("execute-api", "eu-west-1").key(&known(), now()).unwrap();
    assert_eq!(claim.verify(&other).unwrap_err().reason.code(), "WrongKey");
}
