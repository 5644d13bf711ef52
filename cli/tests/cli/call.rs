//! `sigfour call`, on a loopback AWS.

use std::fs;

use serde_json::Value;
use sigfour::local::LocalAws;

use crate::support::*;

#[test]
fn a_role_is_assumed_and_a_function_called() {
    let aws = LocalAws::builder().external_id("their-id").start().unwrap();
    let (role, url) = (aws.role_arn(), format!("{}a%20b?x=1", aws.function_url()));
    let call = ["call", "--service", "lambda", "--role-arn", &role, "--external-id", "their-id"];
    let with =
        |rest: &[&str], input: &[u8]| run(&mut on(&aws, call.iter().chain(rest).copied()), input);
    let event = with(&["--session-name", "a-test", &url], b"").done();
    assert_eq!(event.err, "");
    let event = event.json();
    assert_eq!(event["rawPath"], "/a%20b");
    assert_eq!(event["requestContext"]["http"]["method"], "GET");
    assert!(
        event["requestContext"]["authorizer"]["iam"]["userArn"]
            .as_str()
            .unwrap()
            .ends_with("/a-test")
    );

    let posted = with(&["-d", "a=1", "-d", "@-", &url], b"b=\n2\n").done().json();
    assert_eq!(posted["requestContext"]["http"]["method"], "POST");
    assert_eq!(posted["headers"]["content-type"], "application/x-www-form-urlencoded");
    assert!(body_is(&posted, b"a=1&b=2"), "{posted}");

    let put = [
        "-X",
        "PUT",
        "-H",
        "content-type: text/plain",
        "-H",
        "X-Own: é",
        "--data-binary",
        "@-",
        &url,
    ];
    let put = with(&put, b"a\n\0b\n").done().json();
    assert_eq!(put["requestContext"]["http"]["method"], "PUT");
    assert_eq!(put["headers"]["content-type"], "text/plain");
    assert!(body_is(&put, b"a\n\0b\n"), "{put}");

    with(&["--unsigned-payload", &url], b"").failed(2, "UNSIGNED-PAYLOAD");
}

/// Whether the body of an event is this one, in base64 or not.
fn body_is(event: &Value, body: &[u8]) -> bool {
    let given = event["body"].as_str().unwrap_or_default();
    let base64 = match body {
        b"a=1&b=2" => "YT0xJmI9Mg==",
        _ => "YQoAYgo=",
    };
    match event["isBase64Encoded"] == true {
        true => given == base64,
        false => given.as_bytes() == body,
    }
}

#[test]
fn a_refusal_is_exit_code_1_with_what_to_do_and_the_body_on_stdout() {
    let aws = LocalAws::start().unwrap();
    let url = aws.function_url();
    let arguments = ["call", "--service", "lambda", "-i", &url];
    let refused = run(&mut on(&aws, arguments), b"").failed(1, "AccessDeniedException");
    assert!(refused.out.starts_with("HTTP/1.1 403\r\n"), "{refused:?}");
    assert!(refused.out.contains("\r\n\r\n{\"Message\":\"Forbidden"), "{refused:?}");
    assert!(refused.err.contains("what to do: "), "{refused:?}");
    let wrong_region = ["call", "--service", "lambda", "--region", "eu-west-1", &url];
    run(&mut on(&aws, wrong_region), b"").failed(1, "region");
    let mut wrong_key = on(&aws, ["whoami"]);
    run(wrong_key.env("AWS_ACCESS_KEY_ID", "AKIDOTHER"), b"").failed(1, "InvalidClientTokenId");
    let other = ["assume-role", "--role-arn", "arn:aws:iam::123456789012:role/other"];
    run(&mut on(&aws, other), b"").failed(1, "AccessDenied");
}

#[test]
fn the_answer_goes_to_a_file_and_the_steps_to_stderr() {
    let aws = LocalAws::builder().function_allows_user(true).start().unwrap();
    let assumed =
        run(&mut on(&aws, ["assume-role", "--role-arn", &aws.role_arn(), "--format", "json"]), b"");
    let credentials = assumed.done().json()["Credentials"].clone();
    let token = credentials["SessionToken"].as_str().unwrap();
    let secret = credentials["SecretAccessKey"].as_str().unwrap();
    let path = file("answer.json", b"");
    let url = aws.function_url();
    let arguments = ["call", "-v", "-o", path.to_str().unwrap(), "--service", "lambda", &url];
    let mut command = on(&aws, arguments);
    command
        .env("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"].as_str().unwrap())
        .env("AWS_SECRET_ACCESS_KEY", secret)
        .env("AWS_SESSION_TOKEN", token);
    let outcome = run(&mut command, b"").done();
    assert_eq!(outcome.out, "");
    assert!(outcome.err.contains("Canonical request\n  GET\n  /\n"), "{outcome:?}");
    assert!(outcome.err.contains("< HTTP 200"), "{outcome:?}");
    assert!(!outcome.err.contains(token) && !outcome.err.contains(secret), "{outcome:?}");
    let event: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(event["version"], "2.0");
}
