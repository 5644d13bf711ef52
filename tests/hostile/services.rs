//! How services differ, seen from outside.

use sigfour::{Request, Rules, SessionToken, Signer};

use crate::wire::{EMPTY, HOST, TOKEN, Wire, noon, role, user};

#[test]
fn the_token_has_the_name_and_the_place_that_the_service_wants() {
    for (service, header, parameter, is_signed) in [
        ("execute-api", "x-amz-security-token", "X-Amz-Security-Token", true),
        ("s3", "x-amz-security-token", "X-Amz-Security-Token", true),
        ("s3express", "x-amz-s3session-token", "X-Amz-S3session-Token", true),
        ("iotdevicegateway", "x-amz-security-token", "X-Amz-Security-Token", false),
    ] {
        let wire = Wire::in_header(service, role());
        assert_eq!(wire.header(header), TOKEN, "{service}");
        assert_eq!(wire.header("authorization").contains(header), is_signed, "{service}");
        assert_eq!(wire.verify(), Ok(()), "{service}");
        let wire = Wire::in_query(service, role());
        assert!(
            wire.target.contains(&format!("&{parameter}=AQoDYXdzEPTtoken%2B%2F%3D")),
            "{service}"
        );
        assert_eq!(wire.verify(), Ok(()), "{service}");
    }
}

#[test]
fn s3_and_its_kin_and_two_more_carry_the_payload_hash() {
    for service in ["s3", "s3express", "s3-outposts", "s3-object-lambda", "aoss"] {
        assert_eq!(Wire::in_header(service, user()).header("x-amz-content-sha256"), EMPTY);
    }
    // Lattice takes no other.
    let lattice = Wire::in_header("vpc-lattice-svcs", user());
    assert_eq!(lattice.header("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
    for service in ["execute-api", "lambda", "iotdevicegateway", "sts"] {
        let wire = Wire::in_header(service, user());
        assert!(!wire.headers.iter().any(|(name, _)| name == "x-amz-content-sha256"), "{service}");
    }
}

#[test]
fn the_path_is_what_each_service_makes_of_it() {
    let path = |rules: Option<Rules>, service: &str| {
        let signer = Signer::new(service, "us-east-1");
        let signer = rules.map_or(signer.clone(), |rules| signer.rules(rules));
        let headers = [HOST];
        let request = Request::new("GET", "/a//./b/../c%20d").headers(&headers);
        let known = user();
        let prepared = signer.prepare(&request, &known, noon()).unwrap();
        prepared.canonical_request().split('\n').nth(1).unwrap().to_string()
    };
    for service in ["s3", "s3express", "s3-outposts", "s3-object-lambda"] {
        assert_eq!(path(None, service), "/a//./b/../c%20d", "{service}");
    }
    for service in ["lambda", "execute-api", "iotdevicegateway", "vpc-lattice-svcs"] {
        assert_eq!(path(None, service), "/a/c%2520d", "{service}");
    }
    let kept = Rules::of("lambda").normalize_path(false);
    assert_eq!(path(Some(kept), "lambda"), "/a//./b/../c%2520d");
    let once = Rules::of("lambda").double_encode(false);
    assert_eq!(path(Some(once), "lambda"), "/a/c%20d");
}

#[test]
fn a_caller_who_knows_better_changes_one_rule_by_name() {
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let rules =
        Rules::of("lambda").content_sha256_header(true).session_token(SessionToken::Appended);
    let signed =
        Signer::new("lambda", "us-east-1").rules(rules).sign(&request, &role(), noon()).unwrap();
    assert_eq!(signed.signed_headers(), "host;x-amz-content-sha256;x-amz-date");
    assert!(signed.headers().any(|header| header == ("x-amz-security-token", TOKEN)));
}

/// Repeated names keep their order, and values may hold any byte.
#[cfg(feature = "http")]
#[test]
fn a_header_map_is_signed_and_verified_as_the_pairs_that_are_in_it() {
    let pairs = [
        ("host", &b"example.com"[..]),
        ("x-twice", b"2"),
        ("x-twice", b"1"),
        ("x-odd", b"\xff  y"),
    ];
    let mut map = http::HeaderMap::new();
    for (name, value) in pairs {
        map.append(name, http::HeaderValue::from_bytes(value).unwrap());
    }
    let (signer, known) = (Signer::new("execute-api", "us-east-1"), role());
    let of_map = signer.sign(&Request::new("GET", "/").headers(&map), &known, noon()).unwrap();
    let of_pairs = signer.sign(&Request::new("GET", "/").headers(&pairs), &known, noon()).unwrap();
    assert_eq!(of_map.authorization(), of_pairs.authorization());
    assert!(of_map.signed_headers().starts_with("host;x-amz-date;x-amz-security-token;x-odd;x-t"));
    for (name, value) in of_map.headers() {
        map.append(name, value.parse().unwrap());
    }
    let received = Request::new("GET", "/").headers(&map);
    let verifier = sigfour::Verifier::new("execute-api", "us-east-1");
    assert!(verifier.verify(&received, |_| Some(known.clone()), noon()).is_ok());
    map.append("x-twice", "3".parse().unwrap());
    let changed = Request::new("GET", "/").headers(&map);
    assert!(verifier.verify(&changed, |_| Some(known), noon()).is_err());
}

#[test]
fn headers_that_intermediaries_change_are_not_signed() {
    let headers = [
        HOST,
        ("User-Agent", "x"),
        ("Connection", "close"),
        ("Expect", "100-continue"),
        ("Keep-Alive", "1"),
        ("Proxy-Authorization", "x"),
        ("Proxy-Anything", "x"),
        ("TE", "trailers"),
        ("Transfer-Encoding", "chunked"),
        ("Upgrade", "h2c"),
        ("X-Amzn-Trace-Id", "x"),
        ("Baggage", "a=1"),
        ("TraceParent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        ("tracestate", "a=1"),
        ("Trailer", "x-amz-checksum-crc32"),
        ("Content-Length", "0"),
        ("X-Forwarded-For", "::1"),
    ];
    let request = Request::new("GET", "/").headers(&headers);
    let signer = Signer::new("execute-api", "us-east-1");
    let names = |signer: &Signer| {
        signer.sign(&request, &user(), noon()).unwrap().signed_headers().to_string()
    };
    assert_eq!(names(&signer), "content-length;host;x-amz-date;x-forwarded-for");
    let signer = signer.leave_out("x-forwarded-FOR").unwrap();
    assert_eq!(names(&signer), "content-length;host;x-amz-date");
}
