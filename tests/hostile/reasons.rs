//! Every reason for which a verifier refuses, provoked by one change to a request that it lets in.

use std::time::Duration;

use sigfour::{Error, Payload, PayloadHash, Reason, Request, Signer, Streaming, Verifier};

use crate::wire::{EMPTY, SECRET, TOKEN, Wire, date, noon, role, user};

fn header() -> Wire {
    Wire::in_header("execute-api", user())
}

fn query() -> Wire {
    Wire::in_query("execute-api", user())
}

#[test]
fn the_requests_themselves_are_let_in() {
    for wire in [header(), query(), Wire::in_header("lambda", role()), Wire::in_query("s3", role())]
    {
        assert_eq!(wire.verify(), Ok(()));
    }
}

#[test]
fn an_authorization_that_is_not_exactly_one_is_refused() {
    let value = header().header("authorization").to_string();
    let malformed = |field: &str| Reason::MalformedAuthorization { field: field.into() };
    let missing = |name: &str| Reason::MissingField { name: name.into() };
    let repeated = |name: &str| Reason::RepeatedField { name: name.into() };
    let algorithm = |found: &str| Reason::UnsupportedAlgorithm { found: found.into() };
    for (wire, reason) in [
        (header().without("authorization"), Reason::MissingAuthorization),
        (query().add("Authorization", &value), Reason::TwoAuthorizations),
        (header().add("Authorization", &value), Reason::RepeatedAuthorization),
        (header().set("authorization", ""), algorithm("")),
        (header().set("authorization", "hunter2 x"), algorithm("***")),
        (header().set("authorization", "Basic dXNlcjpw"), algorithm("Basic")),
        (header().replace("AWS4-HMAC-SHA256", "aws4-hmac-sha256"), algorithm("aws4-hmac-sha256")),
        (query().retarget("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"), algorithm("AWS4-HMAC-SHA1")),
        (header().replace("Credential", "credential"), malformed("credential")),
        (header().replace(", Signature", ", Other=1, Signature"), malformed("Other")),
        (header().replace("SHA256 ", "SHA256 ,"), malformed("")),
        (query().retarget("Credential=", "Credential=%FF"), malformed("X-Amz-Credential")),
        (
            header().set("authorization", "AWS4-HMAC-SHA256 SignedHeaders=host"),
            missing("Credential"),
        ),
        (query().retarget("X-Amz-SignedHeaders", "Other"), missing("X-Amz-SignedHeaders")),
        (query().retarget("X-Amz-Algorithm", "Other"), missing("X-Amz-Algorithm")),
        (query().retarget("X-Amz-Signature", "Other"), missing("X-Amz-Signature")),
        (query().retarget("X-Amz-Expires", "Other"), missing("X-Amz-Expires")),
        (header().replace("Signature=", "Signature=0, Signature="), repeated("Signature")),
        (
            query().retarget("X-Amz-Signature", "X-Amz-Signature=0&X-Amz-Signature"),
            repeated("X-Amz-Signature"),
        ),
        (query().retarget("X-Amz-Date", "X%2DAmz-Date=0&X-Amz-Date"), repeated("X-Amz-Date")),
        (header().add("X-Amz-Date", "20150830T123600Z"), repeated("x-amz-date")),
    ] {
        assert_eq!(wire.verify(), Err(reason), "{} {:?}", wire.target, wire.headers.last());
    }
    let mut wire = header().without("authorization");
    wire.headers.push(("Authorization".into(), b"AWS4-HMAC-SHA256 \xff".to_vec()));
    assert_eq!(wire.verify(), Err(malformed("authorization")));
}

#[test]
fn a_credential_or_signature_of_another_form_is_refused() {
    let scope = "20150830/us-east-1/execute-api/aws4_request";
    for other in [
        "20150830/us-east-1/aws4_request",
        "20150830/us-east-1/execute-api/aws5_request",
        "20150830/us-east-1/execute-api/aws4_request/",
        "20150229/us-east-1/execute-api/aws4_request",
        "2015083/us-east-1/execute-api/aws4_request",
        "20150830//execute-api/aws4_request",
    ] {
        assert_eq!(header().replace(scope, other).verify(), Err(Reason::MalformedCredential));
    }
    let wire = header();
    let signature = wire.header("authorization").rsplit_once('=').unwrap().1.to_string();
    for other in [&signature[1..], &format!("{signature}0"), &signature.to_uppercase(), "", "é"] {
        let reason = wire.clone().replace(&signature, other).verify().unwrap_err();
        assert_eq!(reason, Reason::MalformedSignature, "{other}");
    }
}

#[test]
fn a_date_that_is_missing_or_malformed_or_another_day_is_refused() {
    let malformed = |found: &str| Reason::MalformedDate { found: found.into() };
    assert_eq!(header().without("x-amz-date").verify(), Err(Reason::MissingDate));
    assert_eq!(
        query().retarget("X-Amz-Date", "Other").verify().unwrap_err().code(),
        "MissingField"
    );
    for bad in ["20150830", "20150229T123600Z", "Sun, 30 Aug 2015 12:36:00 GMT", ""] {
        assert_eq!(header().set("x-amz-date", bad).verify(), Err(malformed(bad)));
    }
    assert_eq!(header().without("x-amz-date").add("Date", "now").verify(), Err(malformed("***")));
    assert_eq!(
        query().retarget("T123600Z", "T246000Z").verify(),
        Err(malformed("20150830T246000Z"))
    );
    let other_day = header().replace("20150830", "20150829");
    let reason =
        Reason::DateNotInScope { scope: "20150829".into(), date: date("20150830T123600Z") };
    assert_eq!(other_day.verify(), Err(reason));
}

/// AWS takes the date of HTTP where `x-amz-date` is missing. The signer never signs by it.
#[test]
fn the_date_header_stands_in_for_x_amz_date() {
    let by_http = |text| {
        let unsigned = Wire::unsigned("execute-api", user()).add("Date", text).sign();
        unsigned.without("x-amz-date").replace(";x-amz-date", "").sign_as_the_verifier_sees_it()
    };
    for text in ["Sun, 30 Aug 2015 12:36:00 GMT", "20150830T123600Z"] {
        assert_eq!(by_http(text).verify(), Ok(()));
    }
    let later =
        by_http("Sun, 30 Aug 2015 12:36:00 GMT").set("Date", "Sun, 30 Aug 2015 12:36:01 GMT");
    assert_eq!(later.verify(), Err(Reason::SignatureDoesNotMatch));
}

#[test]
fn another_region_or_service_is_refused() {
    let other = Wire { region: "eu-west-1", ..header() };
    let expected = "eu-west-1".into();
    assert_eq!(other.verify(), Err(Reason::WrongRegion { found: "us-east-1".into(), expected }));
    let other = Wire { service: "sqs", ..query() };
    let expected = "sqs".into();
    assert_eq!(other.verify(), Err(Reason::WrongService { found: "execute-api".into(), expected }));
}

#[test]
fn the_clock_may_be_a_quarter_of_an_hour_off_and_no_more() {
    let noon = noon().unix_seconds();
    let at = |wire: Wire, seconds: i64| Wire { now: (noon + seconds).into(), ..wire }.verify();
    let not_yet = |now| Reason::NotYetValid { date: date("20150830T123600Z"), now: date(now) };
    let expired = |until, now| Reason::Expired { until: date(until), now: date(now) };
    assert_eq!(at(header(), 900), Ok(()));
    assert_eq!(at(header(), -900), Ok(()));
    assert_eq!(at(query(), -900), Ok(()));
    assert_eq!(at(query(), 3600), Ok(()));
    assert_eq!(at(header(), 901), Err(expired("20150830T125100Z", "20150830T125101Z")));
    assert_eq!(at(query(), 3601), Err(expired("20150830T133600Z", "20150830T133601Z")));
    assert_eq!(at(header(), -901), Err(not_yet("20150830T122059Z")));
    assert_eq!(at(query(), -901), Err(not_yet("20150830T122059Z")));

    let wire = Wire { now: (noon + 5).into(), ..header() };
    let strict = Verifier::new(wire.service, wire.region).clock_tolerance(Duration::from_secs(4));
    let refusal = strict.verify(&wire.request(), |_| Some(user()), wire.now).unwrap_err();
    assert_eq!(refusal.reason.code(), "Expired");
}

#[test]
fn a_life_that_is_no_number_of_seconds_within_seven_days_is_refused() {
    for given in ["0", "604801", "-1", "+60", "6e2", "", "99999999999999999999", "60 "] {
        let encoded = given.replace('+', "%2B").replace(' ', "%20");
        let wire = query().retarget("Expires=3600", &format!("Expires={encoded}"));
        // What is no number may be a secret, and is not quoted.
        let found = if given.contains(['e', ' ']) { "***" } else { given }.into();
        assert_eq!(wire.verify(), Err(Reason::InvalidExpires { found }));
    }
}

#[test]
fn an_unknown_key_or_another_token_is_refused() {
    let unknown = header().replace("AKIDEXAMPLE", "AKIDOTHER");
    assert_eq!(unknown.verify(), Err(Reason::UnknownAccessKey { found: "AKIDOTHER".into() }));
    let temporary = Wire::in_header("execute-api", role());
    let token = "x-amz-security-token";
    for wire in [
        temporary.clone().set(token, "other"),
        temporary.clone().set(token, ""),
        temporary.without(token).replace(";x-amz-security-token", ""),
        header().add(token, TOKEN).replace("x-amz-date,", "x-amz-date;x-amz-security-token,"),
        Wire::in_query("execute-api", role()).retarget("Security-Token=", "Security-Token=x"),
        Wire::in_query("iotdevicegateway", role()).retarget("Security-Token=", "Security-Token=x"),
    ] {
        assert_eq!(wire.verify(), Err(Reason::WrongSessionToken), "{}", wire.target);
    }
}

#[test]
fn credentials_that_have_ended_are_refused_though_their_signature_holds() {
    let headers = [("Host", "example.com")];
    let request = Request::new("GET", "/").headers(&headers);
    let signer = Signer::new("execute-api", "us-east-1");
    let signed = signer.sign(&request, &role(), noon()).unwrap();
    let sent: Vec<_> = headers.into_iter().chain(signed.headers()).collect();
    let received = Request::new("GET", "/").headers(&sent);
    let verifier = Verifier::new("execute-api", "us-east-1");
    for (end, expected) in
        [(noon(), Some(Reason::ExpiredCredentials)), (noon() + Duration::from_secs(1), None)]
    {
        let known = role().with_expiration(end);
        let refused = verifier.verify(&received, |_| Some(known), noon()).err();
        assert_eq!(refused.map(|refusal| refusal.reason), expected);
    }
}

/// Where the token is not signed, a URL may carry it; in the header form the query is signed whole.
#[test]
fn a_parameter_of_the_tokens_name_is_no_hole_in_a_signed_query() {
    let wire =
        Wire::in_header("iotdevicegateway", role()).retarget("?b=c", "?b=c&X-Amz-Security-Token=x");
    assert_eq!(wire.verify(), Err(Reason::SignatureDoesNotMatch));
}

#[test]
fn a_key_of_another_id_is_not_taken_for_the_one_asked_for() {
    let wire = header().replace("AKIDEXAMPLE", "AKIDOTHER");
    let door = Verifier::new(wire.service, wire.region);
    let refusal = door.verify(&wire.request(), |_| Some(user()), noon()).unwrap_err();
    assert_eq!(refusal.reason, Reason::UnknownAccessKey { found: "AKIDOTHER".into() });
}

#[test]
fn the_list_of_signed_headers_is_in_order_complete_and_true() {
    let list = |names: &str| header().replace("accept;host;x-amz-date", names);
    let name = || "accept".to_string();
    for (wire, reason) in [
        (list(""), Reason::EmptySignedHeaders),
        (list("accept;;host;x-amz-date"), Reason::EmptySignedHeaders),
        (list("accept;host;x-amz-date;"), Reason::EmptySignedHeaders),
        (list("Accept;host;x-amz-date"), Reason::UpperCaseSignedHeader { name: "Accept".into() }),
        (list("host;accept;x-amz-date"), Reason::UnsortedSignedHeaders { name: name() }),
        (list("accept;accept;host;x-amz-date"), Reason::RepeatedSignedHeader { name: name() }),
        (header().without("accept"), Reason::AbsentSignedHeader { name: name() }),
        (list("accept;x-amz-date"), Reason::UnsignedHeader { name: "host".into() }),
        (list("accept;host"), Reason::UnsignedHeader { name: "x-amz-date".into() }),
        (header().add("X-Amz-Meta-A", "1"), Reason::UnsignedHeader { name: "x-amz-meta-a".into() }),
        (query().add("X-Amz-Acl", "public"), Reason::UnsignedHeader { name: "x-amz-acl".into() }),
        (list("host;x-amz-date"), Reason::SignatureDoesNotMatch),
    ] {
        assert_eq!(wire.verify(), Err(reason));
    }
    // What is neither `host` nor `x-amz-*` may be there unsigned: intermediaries add such headers.
    assert_eq!(header().add("Via", "1.1 proxy").verify(), Ok(()));
}

#[test]
fn the_payload_that_is_declared_must_be_the_one_that_came() {
    let s3 = || Wire::in_header("s3", user());
    let hash = "x-amz-content-sha256";
    assert_eq!(s3().verify(), Ok(()));
    assert_eq!(s3().set(hash, "none").verify(), Err(Reason::MalformedPayloadHash));
    assert_eq!(s3().add(hash, EMPTY).verify(), Err(Reason::MalformedPayloadHash));
    let body = b"x".to_vec();
    let declared = EMPTY.to_string();
    let actual = PayloadHash::of(&body).to_string();
    let other = Wire { body: body.clone(), ..s3() };
    assert_eq!(other.verify(), Err(Reason::PayloadMismatch { declared, actual }));
    // No header declares it: then the signature tells.
    assert_eq!(Wire { body, ..header() }.verify(), Err(Reason::SignatureDoesNotMatch));

    let unsigned = Wire::unsigned("lambda", user()).add(hash, EMPTY).sign();
    assert_eq!(unsigned.verify(), Ok(()));
    assert_eq!(unsigned.set(hash, "UNSIGNED-PAYLOAD").verify(), Err(Reason::UnsignedPayload));
}

#[test]
fn a_body_in_chunks_is_let_in_only_by_a_caller_who_checks_them() {
    let name = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    let chunks = Wire::unsigned("s3", user()).add("x-amz-content-sha256", name).sign();
    assert_eq!(chunks.verify(), Err(Reason::StreamingPayload));
    let streaming = Payload::Hash(PayloadHash::Streaming(Streaming::Signed));
    let door = Verifier::new("s3", "us-east-1");
    assert!(door.verify(&chunks.request().payload(streaming), |_| Some(user()), noon()).is_ok());
    let other = Payload::Hash(PayloadHash::Streaming(Streaming::UnsignedTrailer));
    let refusal =
        door.verify(&chunks.request().payload(other), |_| Some(user()), noon()).unwrap_err();
    assert_eq!(refusal.reason, Reason::StreamingPayload);
}

#[test]
fn a_request_that_is_not_well_formed_is_refused_as_such() {
    let error = Error::RepeatedHost;
    assert_eq!(header().add("Host", "other").verify(), Err(Reason::InvalidRequest { error }));
    let error = Error::MissingHost;
    assert_eq!(query().without("host").verify(), Err(Reason::InvalidRequest { error }));
}

#[test]
fn a_refused_signature_comes_with_what_the_verifier_made_of_the_request() {
    let refusal = header().set("accept", "text/plain").refusal().unwrap();
    let steps = refusal.steps.as_deref().unwrap();
    assert!(steps.canonical_request.contains("\naccept:text/plain\nhost:example.com\n"));
    assert!(steps.string_to_sign.starts_with("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/"));
    assert!(!format!("{refusal:?} {refusal}").contains(SECRET));
}
