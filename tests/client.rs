//! The caller: what it signs and sends, and what it makes of answers.
#![cfg(feature = "client")]

mod fake;

use fake::{Fake, builder, keys};
use sigfour::client::{Error, ErrorKind};
use sigfour::context::Environment;
use sigfour::{Payload, PayloadHash, Request, Timestamp, Verifier};

fn now() -> Timestamp {
    fake::START.into()
}

#[test]
fn the_host_tells_service_and_region() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    client.get("https://abc.lambda-url.ap-northeast-2.on.aws/").call().unwrap();
    assert_eq!(
        fake.sent()[0].credential(),
        "AKIDEXAMPLE/20150830/ap-northeast-2/lambda/aws4_request"
    );
}

#[test]
fn what_the_program_names_comes_before_what_the_host_tells_and_the_environment_comes_last() {
    let fake = Fake::default();
    let environment =
        || Environment::of([("AWS_REGION", "eu-west-3"), ("AWS_DEFAULT_REGION", "x-y-9")]);
    let named = builder(&fake)
        .region("eu-west-1")
        .service("execute-api")
        .environment(environment())
        .build()
        .unwrap();
    named.get("https://abc.lambda-url.ap-northeast-2.on.aws/").call().unwrap();
    let unnamed = builder(&fake).service("execute-api").environment(environment()).build().unwrap();
    unnamed.get("https://api.example.com/").call().unwrap();
    unnamed.get("https://abc.execute-api.us-west-2.amazonaws.com/").call().unwrap();
    let scopes: Vec<_> = fake.sent().iter().map(|s| s.credential().to_string()).collect();
    assert_eq!(
        scopes,
        [
            "AKIDEXAMPLE/20150830/eu-west-1/execute-api/aws4_request",
            "AKIDEXAMPLE/20150830/eu-west-3/execute-api/aws4_request",
            "AKIDEXAMPLE/20150830/us-west-2/execute-api/aws4_request",
        ]
    );
}

#[test]
fn an_unknown_service_or_region_is_said_before_anything_is_sent() {
    let fake = Fake::default();
    let error = builder(&fake).build().unwrap().get("https://example.com/").call().unwrap_err();
    assert!(matches!(error, Error::NoService { .. }) && error.advice().contains("--service"));
    let client = builder(&fake).service("lambda").build().unwrap();
    let error = client.get("https://example.com/").call().unwrap_err();
    assert!(matches!(error, Error::NoRegion { .. }) && error.advice().contains("AWS_REGION"));
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(fake.sent().is_empty());
}

#[test]
fn what_is_sent_verifies_and_only_what_proxies_leave_alone_is_signed() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    client
        .request("PATCH", "https://abc.lambda-url.us-east-1.on.aws:8443/a%20b//c?x=1&y")
        .header("Content-Type", "application/json")
        .header("Accept-Encoding", "gzip")
        .header("X-Amz-Meta", "  two  words ")
        .header("X-Forwarded-For", "10.0.0.1")
        .body("{}")
        .call()
        .unwrap();
    let sent = &fake.sent()[0];
    assert_eq!(
        sent.signed_headers(),
        "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta"
    );
    assert_eq!(sent.header("host"), Some("abc.lambda-url.us-east-1.on.aws:8443"));
    assert_eq!(sent.header("accept-encoding"), Some("gzip"));
    let request = Request::new("PATCH", "/a%20b//c?x=1&y").headers(&sent.headers).body(b"{}");
    Verifier::new("lambda", "us-east-1").verify(&request, |_| Some(keys()), now()).unwrap();
}

#[test]
fn unsigned_payload_is_sent_where_the_service_takes_it_and_refused_where_not() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    let url = "https://bucket.s3.us-east-1.amazonaws.com/key";
    client.request("PUT", url).body("x").unsigned_payload().call().unwrap();
    let sent = &fake.sent()[0];
    assert_eq!(sent.header("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
    let request = Request::new("PUT", "/key").headers(&sent.headers);
    let request = request.payload(Payload::Hash(PayloadHash::Unsigned));
    Verifier::new("s3", "us-east-1").verify(&request, |_| Some(keys()), now()).unwrap();

    let error = client
        .post("https://a.lambda-url.us-east-1.on.aws/")
        .unsigned_payload()
        .call()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
    assert!(error.to_string().contains("UNSIGNED-PAYLOAD"), "{error}");
}

#[test]
fn bad_urls_and_headers_never_leave() {
    let fake = Fake::default();
    let client = builder(&fake).service("lambda").region("us-east-1").build().unwrap();
    for url in [
        "abc",
        "ftp://a/",
        "https://",
        "https://a b/",
        "https://user:secret@a/",
        "https://a/\r\nX: y",
    ] {
        assert_eq!(client.get(url).call().unwrap_err().kind(), ErrorKind::Usage, "{url}");
    }
    for (name, value) in [
        ("X-Amz-Meta", "a\r\nX-Evil: b"),
        ("x-amz-me ta", "a"),
        ("Content-Type", "a\0"),
        ("Authorization", "mine"),
        ("X-Amz-Date", "20140101T000000Z"),
        ("Host", "a"),
    ] {
        let call = client.get("https://example.com/").header(name, value).header("Host", "b");
        assert_eq!(call.call().unwrap_err().kind(), ErrorKind::Usage, "{name}");
    }
    assert!(fake.sent().is_empty());
}

#[test]
fn any_status_is_an_answer_and_ok_makes_an_error_of_it() {
    let fake = Fake::default();
    fake.then(404, &[("x-own", "1")], "not here").then(302, &[("location", "https://other/")], "");
    let client = builder(&fake).build().unwrap();
    let url = "https://abc.lambda-url.us-east-1.on.aws/";
    let answer = client.get(url).call().unwrap();
    assert_eq!(
        (answer.status, answer.header("X-Own"), &*answer.text()),
        (404, Some("1"), "not here")
    );
    let Error::Refused(error) = answer.ok().unwrap_err() else { panic!("not refused") };
    assert_eq!((error.status, &*error.message), (404, "not here"));
    let redirect = client.get(url).call().unwrap();
    assert_eq!(redirect.status, 302);
    assert!(redirect.ok().unwrap_err().advice().contains("not followed"));
    assert_eq!(fake.sent().len(), 2);
}

/// Status, headers and body of an answer; the code, and a part of the advice, that are made of it.
type Case = (u16, &'static [(&'static str, &'static str)], String, &'static str, &'static str);

#[test]
fn errors_of_all_forms_are_read_and_say_what_to_do() {
    let message = r#"{"message":"The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."}"#;
    let xml = |code: &str, message: &str| {
        format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>rid</RequestId></ErrorResponse>"
        )
    };
    let region = "<?xml version=\"1.0\"?><Error><Code>AuthorizationHeaderMalformed</Code><Message>wrong</Message><Region>eu-north-1</Region></Error>";
    let cases: &[Case] = &[
        (403, &[("x-amzn-errortype", "InvalidSignatureException")], message.into(), "InvalidSignatureException", "secret access key"),
        (403, &[("x-amzn-errortype", "AccessDeniedException")], r#"{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}"#.into(), "AccessDeniedException", "lambda:InvokeFunctionUrl and lambda:InvokeFunction"),
        (403, &[], xml("SignatureDoesNotMatch", "Signature expired: 20150830T123600Z is now earlier than 20150830T125100Z"), "SignatureDoesNotMatch", "clock"),
        (403, &[], xml("ExpiredToken", "The security token included in the request is expired"), "ExpiredToken", "--role-arn"),
        (403, &[], xml("InvalidClientTokenId", "The security token included in the request is invalid."), "InvalidClientTokenId", "AWS_ACCESS_KEY_ID"),
        (403, &[], xml("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole on resource: y"), "AccessDenied", "trust policy"),
        (400, &[], region.into(), "AuthorizationHeaderMalformed", "eu-north-1"),
        (400, &[], r#"{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Credential should be scoped to a valid region."}"#.into(), "InvalidSignatureException", "--region"),
        (400, &[], r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"no table"}"#.into(), "ResourceNotFoundException", "body"),
        (403, &[("x-amzn-errortype", "MissingAuthenticationTokenException:http://internal/")], r#"{"message":"Missing Authentication Token"}"#.into(), "MissingAuthenticationTokenException", "stage"),
        (403, &[], r#"{"Error":{"Code":"SignatureDoesNotMatch","Message":"no","Type":"Sender"},"RequestId":"rid"}"#.into(), "SignatureDoesNotMatch", "secret access key"),
        (400, &[], r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"no"}],"message":"cancelled"}"#.into(), "TransactionCanceledException", "body"),
        (400, &[], "<Error><Detail><Code>Inner</Code></Detail><Code>Outer</Code></Error>".into(), "Outer", "body"),
        (400, &[], "<Response><Errors><Error><Code>AuthFailure</Code><Message>no</Message></Error></Errors><RequestID>rid</RequestID></Response>".into(), "AuthFailure", "body"),
        (500, &[], r#"{"message":"mine","detail":{"Code":"INNER","Region":"Bavaria"}}"#.into(), "", "server's"),
        (301, &[], "<Error><Code>PermanentRedirect</Code><Message>m</Message><Endpoint>e</Endpoint><Region>eu-north-1</Region></Error>".into(), "PermanentRedirect", "eu-north-1"),
        (429, &[], String::new(), "", "wait"),
        (503, &[], "<html>busy</html>".into(), "", "server's"),
        (502, &[], String::new(), "", "server's"),
    ];
    for (status, headers, body, code, advice) in cases {
        let fake = Fake::default();
        fake.then(*status, headers, body);
        let client = builder(&fake).build().unwrap();
        let answer = client.get("https://abc.lambda-url.us-east-1.on.aws/").call().unwrap();
        let error = answer.ok().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(error.advice().contains(advice), "{body}: {}", error.advice());
        let Error::Refused(error) = error else { panic!("not refused") };
        assert_eq!((error.status, error.code.as_str()), (*status, *code), "{body}");
        if body.contains("rid") {
            assert_eq!(error.request_id.as_deref(), Some("rid"));
        }
    }
}

#[test]
fn a_header_that_is_not_signed_comes_through_the_same_door() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    let call = || client.post("https://abc.lambda-url.us-east-1.on.aws/").body("abc");
    for (name, value) in [
        ("X-Own", "a\r\nX-Evil: b"),
        ("x own", "a"),
        ("", "a"),
        ("x-\u{e9}", "a"),
        ("Content-Length", "5"),
        ("Content-Length", "1"),
        ("Transfer-Encoding", "chunked"),
    ] {
        let error = call().header(name, value).call().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{name}");
        assert!(error.to_string().to_lowercase().contains("header"), "{error}");
    }
    assert!(fake.sent().is_empty());
    call().header("Content-Length", "3").call().unwrap();
}

#[test]
fn a_port_that_is_none_and_a_password_are_refused_and_the_password_is_not_shown() {
    let fake = Fake::default();
    let client = builder(&fake).service("lambda").region("us-east-1").build().unwrap();
    for url in ["http://a:99999/", "http://a:65536", "http://a:b/", "http://user:hidden@a/?x=@y"] {
        let error = client.get(url).call().unwrap_err();
        assert!(matches!(&error, Error::InvalidUrl { .. }), "{url}: {error}");
        assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
    }
    assert!(fake.sent().is_empty());
}

#[test]
fn the_token_in_a_servers_canonical_string_is_not_shown() {
    for message in [
        "The Canonical String for this request should have been\n'GET\n/\n\nhost:a\nx-amz-security-token:t0ken\n\nhost'",
        "should have been\n'GET\n/\nX-Amz-Date=1&X-Amz-Security-Token=t0ken&X-Amz-SignedHeaders=host\nhost:a'",
    ] {
        let fake = Fake::default();
        fake.then(403, &[], &serde_json::json!({ "message": message }).to_string());
        let client = builder(&fake).build().unwrap();
        let answer = client.get("https://abc.lambda-url.us-east-1.on.aws/").call().unwrap();
        let error = answer.ok().unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("t0ken") && shown.contains("***") && shown.contains("host"),
            "{shown}"
        );
    }
}

#[test]
fn a_presigned_url_is_whole_and_ends_with_its_credentials() {
    let fake = Fake::default();
    let end = now() + std::time::Duration::from_secs(300);
    let client = builder(&fake).credentials(keys().with_expiration(end)).build().unwrap();
    let hour = std::time::Duration::from_secs(3600);
    let call = client
        .get("https://bucket.s3.eu-west-1.amazonaws.com:443/a%20b?x")
        .header("Range", "bytes=0-9");
    let url = call.presign(hour).unwrap();
    assert_eq!(url.expires_at(), end);
    let target = url.as_str().strip_prefix("https://bucket.s3.eu-west-1.amazonaws.com").unwrap();
    assert!(target.starts_with("/a%20b?x&X-Amz-Algorithm="), "{target}");
    let request = Request::new("GET", target).headers(url.headers());
    let verified =
        Verifier::new("s3", "eu-west-1").verify(&request, |_| Some(keys()), now()).unwrap();
    assert_eq!(verified.authorization().signed_headers(), "host;range");
    assert!(fake.sent().is_empty());
}

#[test]
fn a_hostile_error_is_read_in_no_time() {
    let nested: String = (0..5000).map(|n| format!("<E xmlns:a{n}=\"u{n}\">")).collect();
    let tokens =
        format!("<Error><Message>{}</Message></Error>", "x-amz-security-token:\n".repeat(80_000));
    for body in [nested, tokens, "[".repeat(60_000), "<a>".repeat(20_000)] {
        let fake = Fake::default();
        fake.then(403, &[], &body);
        let client = builder(&fake).build().unwrap();
        let answer = client.get("https://abc.lambda-url.us-east-1.on.aws/").call().unwrap();
        let Error::Refused(error) = answer.ok().unwrap_err() else { panic!("not refused") };
        assert!(error.message.len() <= 300, "{}", error.message.len());
    }
}

#[test]
fn services_that_want_the_payload_told_or_left_open_get_it_so() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    for (url, expected) in [
        (
            "https://s.7d67968.vpc-lattice-svcs.us-west-2.on.aws/",
            Some("UNSIGNED-PAYLOAD".to_string()),
        ),
        ("https://id.us-east-1.aoss.amazonaws.com/", Some(PayloadHash::of(b"x").to_string())),
        ("https://abc.execute-api.us-east-1.amazonaws.com/", None),
    ] {
        client.post(url).body("x").call().unwrap();
        let sent = fake.sent();
        let sent = sent.last().unwrap();
        assert_eq!(sent.header("x-amz-content-sha256").map(String::from), expected, "{url}");
        let request = Request::new("POST", "/").headers(&sent.headers).body(b"x");
        let parts: Vec<_> = sent.credential().split('/').collect();
        Verifier::new(parts[3], parts[2]).verify(&request, |_| Some(keys()), now()).expect(url);
    }
}

#[test]
fn connect_is_no_call() {
    let fake = Fake::default();
    let client = builder(&fake).build().unwrap();
    let call = client.request("CONNECT", "https://abc.lambda-url.us-east-1.on.aws/");
    assert_eq!(call.call().unwrap_err().kind(), ErrorKind::Usage);
}
