//! `sigfour verify`: what it lets through, and what it shows of what it does not.

use crate::support::*;

#[test]
fn what_sign_prints_verify_takes() {
    for request in [
        "GET /a%20b/../c?b=2&a=1 HTTP/1.1\r\nHost: abc.lambda-url.us-east-1.on.aws\r\n\r\n",
        "POST / HTTP/1.1\nHost: abc.execute-api.eu-west-1.amazonaws.com\nX: 1\n  2\n\nbody\n\r\n",
        "PUT /a//b HTTP/1.1\nHost: bucket.s3.amazonaws.com\nContent-Length: 4\n\nbody",
        "GET / HTTP/1.1\nHost: sts.us-east-1.amazonaws.com",
    ] {
        let signed = sign(&[], request).done();
        let verified = verify(&[], &signed.out).done();
        assert!(verified.out.starts_with("valid: "), "{verified:?}");
        assert!(verified.err.contains("Taking the service from the request itself"));
        let json = verify(&["--json"], &signed.out).done().json();
        assert_eq!(json["result"], "valid");

        let tampered = signed.out.replacen("HTTP/1.1", "HTTP/1.1\nX-Amz-Meta: a", 1);
        let refused = verify(&[], &tampered);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.out.starts_with("invalid: the header \"x-amz-meta\" is not signed"));
    }
}

#[test]
fn a_presigned_request_is_verified() {
    let url = "https://bucket.s3.amazonaws.com/key";
    let presigned = run(sigfour(["presign", url]).envs(KEYS), b"").done();
    let target = presigned.out.trim().strip_prefix("https://bucket.s3.amazonaws.com").unwrap();
    let request = format!("GET {target} HTTP/1.1\nHost: bucket.s3.amazonaws.com\n\n");
    let verified = verify(&[], &request).done();
    assert!(verified.out.contains("UNSIGNED-PAYLOAD"), "{verified:?}");
    verify(&[], &request.replacen("/key", "/other", 1)).failed(1, "what to do");
}

#[test]
fn a_refused_request_is_shown_as_the_verifier_sees_it() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done().out.replacen("GET / ", "GET /?a ", 1);
    let now = ["--now", "20150830T123600Z"];
    let refused = verify(&now, &signed).failed(1, "Compare the canonical request");
    assert!(refused.out.contains("(SignatureDoesNotMatch)"), "{refused:?}");
    assert!(refused.out.contains("\n  GET\n  /\n  a=\n  host:example.amazonaws.com\n"));
    assert!(refused.out.contains("\n  AWS4-HMAC-SHA256\n  20150830T123600Z\n"));
    let json = verify(&[&now[..], &["--json"]].concat(), &signed);
    assert_eq!(json.code, 1);
    let json = json.json();
    assert_eq!(
        (&json["result"], &json["reason"]),
        (&"invalid".into(), &"SignatureDoesNotMatch".into())
    );
    assert!(json["canonical_request"].as_str().unwrap().starts_with("GET\n/\na=\n"));
}

#[test]
fn a_verifier_of_another_time_region_or_key_refuses() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done().out;
    let now = ["--now", "20150830T123600Z"];
    for (arguments, code) in [
        (&[][..], "Expired"),
        (&["--now", "20150830T123600Z", "--region", "eu-west-1"], "WrongRegion"),
        (&["--now", "20150830T123600Z", "--service", "s3"], "WrongService"),
    ] {
        let refused = verify(arguments, &signed);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.out.contains(&format!("({code})")), "{code}: {refused:?}");
    }
    let mut other = sigfour(["verify"].into_iter().chain(now));
    other.envs(KEYS).env("AWS_ACCESS_KEY_ID", "AKIDOTHER");
    assert!(run(&mut other, signed.as_bytes()).out.contains("(UnknownAccessKey)"));
    assert!(verify(&now, VANILLA).out.contains("(MissingAuthorization)"));
}

#[test]
fn a_session_token_is_not_shown() {
    let token = "a+secret/token==";
    let with_token = |arguments: &[&str], input: &str| {
        let mut command = sigfour(arguments.iter().copied());
        run(command.envs(KEYS).env("AWS_SESSION_TOKEN", token), input.as_bytes())
    };
    let signed = with_token(&["sign"], "GET / HTTP/1.1\nHost: abc.lambda-url.us-east-1.on.aws\n\n");
    let presigned = with_token(&["presign", "https://b.s3.amazonaws.com/k"], "").done().out;
    let target = presigned.trim().strip_prefix("https://b.s3.amazonaws.com").unwrap();
    let presigned = format!("GET {target} HTTP/1.1\nHost: b.s3.amazonaws.com\n\n");
    for request in [
        signed.done().out.replacen("GET / ", "GET /other ", 1),
        presigned.replacen("GET /k", "GET /other", 1),
    ] {
        for arguments in [&["verify"][..], &["verify", "--json"]] {
            let refused = with_token(arguments, &request).failed(1, "");
            assert!(refused.out.contains("/other"), "{refused:?}");
            assert!(refused.out.contains("***"), "{refused:?}");
            assert!(!refused.out.contains("secret"), "{refused:?}");
        }
    }
}
