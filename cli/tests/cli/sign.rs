//! `sigfour sign`: what it prints, in each of its forms.

use std::process::Command;

use crate::support::*;

#[test]
fn a_signed_request_carries_the_signature_that_aws_publishes() {
    let signed = sign(&VANILLA_SCOPE, VANILLA).done();
    assert_eq!(
        signed.out,
        format!(
            "GET / HTTP/1.1\nHost: example.amazonaws.com\nauthorization: AWS4-HMAC-SHA256 \
             Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={VANILLA_SIGNATURE}\n\
             x-amz-date: 20150830T123600Z\n\n"
        )
    );
    assert_eq!(signed.err, "");
}

#[test]
fn a_request_of_a_file_is_signed() {
    let path = file("vanilla.http", VANILLA.as_bytes());
    let path = path.to_str().expect("a path of text");
    let arguments = [&VANILLA_SCOPE[..], &[path]].concat();
    assert!(sign(&arguments, "").done().out.contains(VANILLA_SIGNATURE));
    sign(&["nowhere.http"], "").failed(2, "nowhere.http can't be read");
}

#[test]
fn headers_json_and_steps_are_printed() {
    let headers = sign(&[&VANILLA_SCOPE[..], &["--format", "headers"]].concat(), VANILLA).done();
    assert_eq!(headers.out.lines().count(), 2);
    assert!(headers.out.contains("\nx-amz-date: 20150830T123600Z\n"));
    let json = sign(&[&VANILLA_SCOPE[..], &["--format", "json"]].concat(), VANILLA).done().json();
    assert_eq!(json["signature"], VANILLA_SIGNATURE);
    assert_eq!(json["signed_headers"], "host;x-amz-date");
    assert!(json["string_to_sign"].as_str().unwrap().starts_with("AWS4-HMAC-SHA256\n"));
    let mut steps = sigfour(["sign", "--show-steps"].into_iter().chain(VANILLA_SCOPE));
    let steps =
        run(steps.envs(KEYS).env("AWS_SESSION_TOKEN", "a+secret/token"), VANILLA.as_bytes()).done();
    assert!(steps.err.contains("Canonical request\n  GET\n  /\n"), "{steps:?}");
    assert!(steps.err.contains("x-amz-security-token:***"), "{steps:?}");
    assert!(steps.out.contains("x-amz-security-token: a+secret/token\n"), "{steps:?}");
    assert!(!steps.err.contains("a+secret/token"), "{steps:?}");
}

#[test]
#[cfg(unix)]
fn the_curl_command_survives_a_shell() {
    // Stands in for curl and prints each of its words.
    let curl = "curl() { for word in \"$@\"; do printf '[%s]' \"$word\"; done; }\n";
    for (body, words) in [
        ("it's $HOME", "[--data-binary][it's $HOME]"),
        ("@file", "[--data-raw][@file]"),
        ("a\n b\n", "[--data-binary][a\n b\n]"),
    ] {
        let request = format!(
            "POST /a/../b?x=[1] HTTP/1.1\nHost: abc.lambda-url.us-east-1.on.aws\nX-Empty:\n\n{body}"
        );
        let command = sign(&["--format", "curl"], &request).done();
        let shell = run(
            Command::new("sh").args(["-c", &(curl.to_string() + &command.out)]).env_clear(),
            b"",
        )
        .done();
        assert!(
            shell.out.starts_with("[--request][POST][--path-as-is][--globoff][--header][X-Empty;]"),
            "{shell:?}"
        );
        assert!(shell.out.contains(words), "{shell:?}");
        assert!(
            shell.out.ends_with("[https://abc.lambda-url.us-east-1.on.aws/a/../b?x=[1]]"),
            "{shell:?}"
        );
    }
    let binary = b"POST / HTTP/1.1\nHost: 127.0.0.1:1\n\n\0\xff";
    let arguments = ["sign", "--format", "curl", "--service", "lambda", "--region", "us-east-1"];
    let command = run(sigfour(arguments).envs(KEYS), binary).done();
    assert!(command.out.starts_with("printf %s 'AP8=' | base64 -d | curl"), "{command:?}");
    assert!(command.out.ends_with("http://127.0.0.1:1/\n"), "{command:?}");
}

#[test]
fn a_request_with_the_date_of_an_earlier_signing_is_refused_with_advice() {
    let request = "GET / HTTP/1.1\nHost: example.amazonaws.com\nX-Amz-Date: 20150830T123600Z\n\n";
    sign(&["--service", "service", "--region", "us-east-1"], request).failed(2, "--date");
    assert!(sign(&VANILLA_SCOPE, request).done().out.contains(VANILLA_SIGNATURE));
}
