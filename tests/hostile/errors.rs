//! Every error there is, provoked.

use std::time::Duration;

use sigfour::{
    AmzDate, CredentialScope, Credentials, Error, Part, Payload, PayloadHash, Request, Signer,
    Streaming,
};

use crate::wire::{EMPTY, HOST, SECRET, TOKEN, noon, role, user};

fn sign(request: &Request<'_>) -> Result<(), Error> {
    Signer::new("execute-api", "us-east-1").sign(request, &user(), noon()).map(|_| ())
}

fn presign(request: &Request<'_>, seconds: u64) -> Result<(), Error> {
    let signer = Signer::new("s3", "us-east-1");
    signer.presign(request, &user(), noon(), Duration::from_secs(seconds)).map(|_| ())
}

fn get() -> Request<'static> {
    Request::new("GET", "/").headers(&[HOST])
}

#[test]
fn credentials_are_refused_for_what_cannot_be_written_into_a_header() {
    for (id, secret, token, error) in [
        ("", "s", "t", Error::Empty(Part::AccessKeyId)),
        ("id", "", "t", Error::Empty(Part::SecretAccessKey)),
        ("id", "s", "", Error::Empty(Part::SessionToken)),
        ("i,d", "s", "t", Error::InvalidByte { part: Part::AccessKeyId, byte: b',', at: 1 }),
        ("id ", "s", "t", Error::InvalidByte { part: Part::AccessKeyId, byte: b' ', at: 2 }),
        ("\u{e9}", "s", "t", Error::InvalidByte { part: Part::AccessKeyId, byte: 0xc3, at: 0 }),
        ("id", "s\n", "t", Error::InvalidByte { part: Part::SecretAccessKey, byte: 0, at: 1 }),
        ("id", "s", "to ken", Error::InvalidByte { part: Part::SessionToken, byte: 0, at: 2 }),
        ("id", "s", "t\r\n", Error::InvalidByte { part: Part::SessionToken, byte: 0, at: 1 }),
    ] {
        assert_eq!(Credentials::temporary(id, secret, token).unwrap_err(), error);
    }
}

#[test]
fn a_region_or_service_that_breaks_the_scope_is_refused() {
    for (service, region, error) in [
        ("", "us-east-1", Error::Empty(Part::Service)),
        ("s3", "", Error::Empty(Part::Region)),
        ("s/3", "us-east-1", Error::InvalidByte { part: Part::Service, byte: b'/', at: 1 }),
        ("s3", "us,east", Error::InvalidByte { part: Part::Region, byte: b',', at: 2 }),
        ("s3", "us east", Error::InvalidByte { part: Part::Region, byte: b' ', at: 2 }),
    ] {
        let signer = Signer::new(service, region);
        assert_eq!(signer.sign(&get(), &user(), noon()).unwrap_err(), error);
        assert_eq!(signer.prepare(&get(), &user(), noon()).unwrap_err(), error);
        let prepared = signer.prepare_url(&get(), &user(), noon(), Duration::from_secs(1)).err();
        assert_eq!(prepared, Some(error));
    }
    assert_eq!(CredentialScope::new("20150229", "r", "s").unwrap_err(), Error::InvalidDate);
}

#[test]
fn a_request_that_could_be_read_in_two_ways_is_refused() {
    let invalid = |part, byte, at| Error::InvalidByte { part, byte, at };
    for (method, target, error) in [
        ("", "/", Error::Empty(Part::Method)),
        ("GET /", "/", invalid(Part::Method, b' ', 3)),
        ("GET", "https://example.com/", Error::TargetNotOriginForm),
        ("GET", "*", Error::TargetNotOriginForm),
        ("GET", "/a\r\nb", invalid(Part::Target, b'\r', 2)),
        ("GET", "/\0", invalid(Part::Target, 0, 1)),
        ("GET", "/\x7f", invalid(Part::Target, 0x7f, 1)),
        ("GET", "/a?b#c", invalid(Part::Target, b'#', 4)),
    ] {
        let request = Request::new(method, target).headers(&[HOST]);
        assert_eq!(sign(&request), Err(error.clone()), "{method} {target}");
        assert_eq!(presign(&request, 1), Err(error), "{method} {target}");
    }
}

#[test]
fn headers_that_a_server_would_read_otherwise_are_refused() {
    let value = |byte, at| Error::InvalidHeaderValue { name: "a".into(), byte, at };
    let host = ("Host", &b"example.com"[..]);
    for (headers, error) in [
        (&[host, ("", b"1")][..], Error::Empty(Part::HeaderName)),
        (&[host, ("a b", b"1")], Error::InvalidByte { part: Part::HeaderName, byte: b' ', at: 1 }),
        (&[host, ("a:", b"1")], Error::InvalidByte { part: Part::HeaderName, byte: b':', at: 1 }),
        (&[host, ("a", b"1\r\nx: 2")], value(b'\r', 1)),
        (&[host, ("a", b"1\n")], value(b'\n', 1)),
        (&[host, ("a", b"\0")], value(0, 0)),
        (&[], Error::MissingHost),
        (&[("Host", b"")], Error::MissingHost),
        (&[("Host", b" \t ")], Error::MissingHost),
        (&[host, ("hOST", b"example.com")], Error::RepeatedHost),
        (&[host, ("hOST", b"")], Error::RepeatedHost),
    ] {
        let request = Request::new("GET", "/").headers(headers);
        assert_eq!(sign(&request), Err(error.clone()), "{headers:?}");
        assert_eq!(presign(&request, 1), Err(error), "{headers:?}");
    }
}

#[test]
fn what_signing_adds_must_not_be_there_already() {
    for (target, name, value) in [
        ("/", "Authorization", "Basic dXNlcjpw"),
        ("/", "X-Amz-Date", "20150830T123601Z"),
        ("/", "x-amz-security-token", "an older one"),
        ("/?X-Amz-Signature=0", "X-Amz-Signature", ""),
        ("/?X%2DAmz-Algorithm", "X-Amz-Algorithm", ""),
        ("/?a=1&X-Amz-Credential=x", "X-Amz-Credential", ""),
    ] {
        let headers = [HOST, (if value.is_empty() { "Accept" } else { name }, value)];
        let request = Request::new("GET", target).headers(&headers);
        let signer = Signer::new("execute-api", "us-east-1");
        let second = Duration::from_secs(1);
        for answer in [
            signer.sign(&request, &role(), noon()).map(|_| ()),
            signer.presign(&request, &role(), noon(), second).map(|_| ()),
        ] {
            let Err(Error::AlreadySigned { name: found }) = answer else {
                panic!("{name}: {answer:?}")
            };
            assert!(found.eq_ignore_ascii_case(name), "{found} for {name}");
        }
    }
    for name in ["X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Security-Token"] {
        let target = format!("/?{name}=1");
        let error = presign(&Request::new("GET", &target).headers(&[HOST]), 1).unwrap_err();
        assert_eq!(error, Error::AlreadySigned { name: name.into() });
    }
}

#[test]
fn the_same_date_and_token_given_by_the_caller_are_kept() {
    let headers = [HOST, ("X-Amz-Date", " 20150830T123600Z "), ("X-Amz-Security-Token", TOKEN)];
    let request = Request::new("GET", "/").headers(&headers);
    let signed = Signer::new("execute-api", "us-east-1").sign(&request, &role(), noon()).unwrap();
    assert_eq!(signed.headers().map(|(name, _)| name).collect::<Vec<_>>(), ["authorization"]);
    assert_eq!(signed.signed_headers(), "host;x-amz-date;x-amz-security-token");
}

#[test]
fn a_payload_hash_is_a_digest_or_a_name_given_once() {
    let upper = "A".repeat(64);
    for value in ["", "x", "unsigned-payload", "STREAMING-NO-SUCH", &upper, &"a".repeat(63)] {
        let headers = [HOST, ("X-Amz-Content-Sha256", value)];
        let request = Request::new("GET", "/").headers(&headers);
        assert_eq!(sign(&request), Err(Error::InvalidPayloadHash), "{value}");
        assert_eq!(PayloadHash::parse(value), Err(Error::InvalidPayloadHash), "{value}");
    }
    let once = ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
    let headers = [HOST, once, once];
    let request = Request::new("GET", "/").headers(&headers);
    assert_eq!(sign(&request), Err(Error::InvalidPayloadHash));
    let headers = [HOST, ("X-Amz-Content-Sha256", " UNSIGNED-PAYLOAD ")];
    assert_eq!(sign(&Request::new("GET", "/").headers(&headers)), Ok(()));
}

#[test]
fn a_declared_digest_that_is_not_that_of_the_body_is_refused() {
    let (declared, actual) = (PayloadHash::of(b"one"), PayloadHash::of(b"another"));
    let text = declared.to_string();
    let headers = [HOST, ("X-Amz-Content-Sha256", &text)];
    let request = Request::new("PUT", "/").headers(&headers);
    let refused = || Error::PayloadHashMismatch {
        declared: declared.to_string(),
        actual: actual.to_string(),
    };
    for wrong in [request.body(b"another"), request.payload(Payload::Hash(actual))] {
        assert_eq!(sign(&wrong), Err(refused()));
        assert_eq!(presign(&wrong, 1), Err(refused()));
    }
    let target = format!("/?X-Amz-Content-Sha256={text}");
    let in_query = Request::new("PUT", &target).headers(&[HOST]);
    assert_eq!(presign(&in_query.body(b"another"), 1), Err(refused()));
    // The header alone, or the body that it is of.
    for right in [request, request.body(b"one"), request.payload(Payload::Hash(declared))] {
        assert_eq!((sign(&right), presign(&right, 1)), (Ok(()), Ok(())));
    }
    assert_eq!(presign(&in_query.body(b"one"), 1), Ok(()));
}

#[test]
fn a_declared_name_that_is_not_the_one_given_is_refused() {
    let streamed = PayloadHash::Streaming(Streaming::Signed);
    let digest = PayloadHash::of(b"one");
    let open = PayloadHash::Streaming(Streaming::UnsignedTrailer);
    for (declared, given) in [
        (PayloadHash::Unsigned, digest),
        (digest, PayloadHash::Unsigned),
        (digest, streamed),
        (open, streamed),
        (streamed, PayloadHash::Unsigned),
    ] {
        let text = declared.to_string();
        let headers = [HOST, ("x-amz-content-sha256", &text)];
        let request = Request::new("PUT", "/").headers(&headers);
        let error =
            Error::PayloadHashMismatch { declared: text.clone(), actual: given.to_string() };
        assert_eq!(sign(&request.payload(Payload::Hash(given))), Err(error));
        assert_eq!(sign(&request.payload(Payload::Hash(declared))), Ok(()));
        // A body may be sent unsigned or streamed.
        let may_be = !matches!(declared, PayloadHash::Sha256(_));
        assert_eq!(sign(&request.body(b"body")).is_ok(), may_be, "{text}");
    }
}

#[test]
fn a_streamed_payload_of_another_algorithm_is_refused() {
    for name in [Streaming::SignedV4a, Streaming::SignedTrailerV4a] {
        let request = get().payload(Payload::Hash(PayloadHash::Streaming(name)));
        assert_eq!(sign(&request), Err(Error::InvalidPayloadHash));
    }
}

#[test]
fn a_function_url_takes_no_unsigned_payload() {
    let signer = Signer::new("lambda", "us-east-1");
    let refused = Error::UnsignedPayloadRefused { service: "lambda".into() };
    let request = get().payload(Payload::Hash(PayloadHash::Unsigned));
    assert_eq!(signer.sign(&request, &user(), noon()).unwrap_err(), refused);
    let headers = [HOST, ("x-amz-content-sha256", "UNSIGNED-PAYLOAD")];
    let request = Request::new("GET", "/").headers(&headers);
    assert_eq!(signer.sign(&request, &user(), noon()).unwrap_err(), refused);
    let presigned = signer.presign(&request, &user(), noon(), Duration::from_secs(1));
    assert_eq!(presigned.unwrap_err(), refused);
}

#[test]
fn a_date_that_four_digits_cannot_hold_is_refused() {
    // The last second of the year -1.
    let first = AmzDate::parse("00000101T000000Z").unwrap().timestamp();
    let before = first - Duration::from_secs(1);
    assert_eq!(AmzDate::new(before), Err(Error::DateOutOfRange));
    let signer = Signer::new("s3", "us-east-1");
    assert_eq!(signer.sign(&get(), &user(), before).unwrap_err(), Error::DateOutOfRange);
    // The URL would end after the last year.
    let last = AmzDate::parse("99991231T235959Z").unwrap();
    let presigned = signer.presign(&get(), &user(), last, Duration::from_secs(1));
    assert_eq!(presigned.unwrap_err(), Error::DateOutOfRange);
}

#[cfg(feature = "time")]
#[test]
fn a_date_of_the_crate_time_is_the_same_point_in_time_in_every_time_zone() {
    let date = time::OffsetDateTime::from_unix_timestamp(1_440_938_160).unwrap();
    let elsewhere = date.to_offset(time::UtcOffset::from_hms(9, 30, 0).unwrap());
    for date in [date, elsewhere, elsewhere + Duration::from_millis(999)] {
        assert_eq!(AmzDate::new(date).unwrap().as_str(), "20150830T123600Z");
        let signed = Signer::new("s3", "us-east-1").sign(&get(), &user(), date).unwrap();
        assert!(signed.authorization().contains("/20150830/"), "{signed:?}");
    }
}

#[test]
fn a_url_lives_from_one_second_to_seven_days() {
    for seconds in [1, 604_800] {
        assert_eq!(presign(&get(), seconds), Ok(()));
    }
    for seconds in [0, 604_801, u64::MAX] {
        assert_eq!(presign(&get(), seconds), Err(Error::InvalidExpiry { seconds }));
    }
}

#[test]
fn a_url_of_credentials_that_have_ended_is_refused() {
    let ended = role().with_expiration(noon());
    let signer = Signer::new("s3", "us-east-1");
    let presigned = signer.presign(&get(), &ended, noon(), Duration::from_secs(60));
    assert_eq!(presigned.unwrap_err(), Error::CredentialsExpired);
}

#[test]
fn host_and_x_amz_headers_cannot_be_left_out() {
    for name in ["Host", "x-amz-date", "X-Amz-Meta-A"] {
        let refused = Signer::new("s3", "us-east-1").leave_out(name).unwrap_err();
        assert_eq!(refused, Error::HeaderMustBeSigned { name: name.into() });
    }
}

#[test]
fn a_message_says_what_is_wrong_and_a_code_is_one_word() {
    for (error, code, message) in [
        (sign(&Request::new("GET", "/")).unwrap_err(), "MissingHost", "Host header"),
        (presign(&get(), 0).unwrap_err(), "InvalidExpiry", "not 0"),
        (Credentials::new("", SECRET).unwrap_err(), "Empty", "access key id is empty"),
        (AmzDate::parse("now").unwrap_err(), "InvalidDate", "20150830T123600Z"),
        (
            sign(
                &Request::new("GET", "/")
                    .headers(&[HOST, ("x-amz-content-sha256", EMPTY)])
                    .body(b"x"),
            )
            .unwrap_err(),
            "PayloadHashMismatch",
            EMPTY,
        ),
    ] {
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(message), "{error}");
    }
}
