//! `sigfour adapter` against lines that it can't read. The vectors are asked of it in `tests/conformance`.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The adapter, as a process.
struct Adapter {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
}

impl Adapter {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sigfour"))
            .arg("adapter")
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the command starts");
        let input = child.stdin.take();
        let output = child.stdout.take().map(BufReader::new);
        Adapter { child, input, output }
    }

    /// Sends a line and reads the answer before the next is sent: it must have been flushed.
    fn ask_line(&mut self, line: &[u8]) -> Value {
        let input = self.input.as_mut().expect("stdin is open");
        input.write_all(line).expect("the adapter reads");
        input.write_all(b"\n").expect("the adapter reads");
        self.read()
    }

    fn ask(&mut self, request: &Value) -> Value {
        self.ask_line(request.to_string().as_bytes())
    }

    fn read(&mut self) -> Value {
        let mut line = String::new();
        let output = self.output.as_mut().expect("stdout is open");
        output.read_line(&mut line).expect("the answer is UTF-8");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"))
    }

    /// Closes stdin: the adapter must end well.
    fn end(mut self) {
        self.input = None;
        assert!(self.child.wait().expect("it ends").success());
    }
}

fn sign_request() -> Value {
    json!({
        "id": "a",
        "op": "sign",
        "method": "GET",
        "target": "/",
        "headers": [["Host", "example.amazonaws.com"]],
        "access_key_id": "AKIDEXAMPLE",
        "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        "region": "us-east-1",
        "service": "service",
        "timestamp": "20150830T123600Z",
    })
}

/// The request with members laid over it; null takes one out.
fn with(mut request: Value, members: Value) -> Value {
    for (name, value) in members.as_object().expect("an object") {
        match value {
            Value::Null => request.as_object_mut().expect("an object").remove(name),
            value => {
                request.as_object_mut().expect("an object").insert(name.clone(), value.clone())
            }
        };
    }
    request
}

fn verify_request(adapter: &mut Adapter) -> Value {
    let signed = adapter.ask(&sign_request());
    let mut headers = vec![json!(["Host", "example.amazonaws.com"])];
    headers.extend(signed["headers"].as_array().expect("headers to add").clone());
    with(
        sign_request(),
        json!({
            "op": "verify",
            "headers": headers,
            "now": "20150830T124000Z",
            "credentials": [{
                "access_key_id": "AKIDEXAMPLE",
                "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            }],
        }),
    )
}

#[test]
fn a_line_that_cannot_be_read_is_answered_with_an_error() {
    let mut adapter = Adapter::start();
    let deep = "[".repeat(100_000);
    let lines: &[&[u8]] = &[
        b"",
        b"   ",
        b"{",
        b"nonsense",
        b"null",
        b"[]",
        b"42",
        b"\"op\"",
        b"{\"id\": 1} {\"id\": 2}",
        b"{\"id\": \"\\ud800\"}",
        b"\x00\x01\x02",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        deep.as_bytes(),
    ];
    for line in lines {
        let answer = adapter.ask_line(line);
        assert_eq!(answer["id"], Value::Null);
        assert_eq!(answer["error"]["code"], "InvalidLine", "{}", String::from_utf8_lossy(line));
        assert!(answer["error"]["message"].is_string());
        assert!(adapter.ask(&sign_request())["signature"].is_string());
    }
    adapter.end();
}

#[test]
fn a_huge_line_is_answered_and_the_next_one_too() {
    let mut adapter = Adapter::start();
    let huge = vec![b'x'; 140 << 20];
    let answer = adapter.ask_line(&huge);
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!("LineTooLong")));
    let body = "QUFB".repeat(1 << 20);
    let answer = adapter.ask(&with(sign_request(), json!({"body": body})));
    assert!(answer["signature"].is_string());
    adapter.end();
}

#[test]
fn wrong_members_are_errors_with_the_id() {
    let mut adapter = Adapter::start();
    for (change, code) in [
        (json!({"method": null}), "MissingMember"),
        (json!({"target": null}), "MissingMember"),
        (json!({"headers": null}), "MissingMember"),
        (json!({"access_key_id": null}), "MissingMember"),
        (json!({"secret_access_key": null}), "MissingMember"),
        (json!({"region": null}), "MissingMember"),
        (json!({"service": null}), "MissingMember"),
        (json!({"timestamp": null}), "MissingMember"),
        (json!({"op": null}), "MissingMember"),
        (json!({"op": 1}), "InvalidMember"),
        (json!({"op": "sing"}), "UnknownOp"),
        (json!({"op": "derive_key"}), "MissingMember"),
        (json!({"op": "presign"}), "MissingMember"),
        (json!({"op": "presign", "expires_seconds": "900"}), "InvalidMember"),
        (json!({"op": "presign", "expires_seconds": 1.5}), "InvalidMember"),
        (json!({"op": "presign", "expires_seconds": -1}), "InvalidMember"),
        (json!({"op": "presign", "expires_seconds": 0}), "InvalidExpiry"),
        (json!({"op": "presign", "expires_seconds": 604_801}), "InvalidExpiry"),
        (json!({"method": 1}), "InvalidMember"),
        (json!({"method": "G T"}), "InvalidByte"),
        (json!({"target": "https://h/"}), "TargetNotOriginForm"),
        (json!({"headers": {}}), "InvalidMember"),
        (json!({"headers": [["Host"]]}), "InvalidMember"),
        (json!({"headers": [["Host", 1]]}), "InvalidMember"),
        (json!({"headers": [["Host", "h", "h"]]}), "InvalidMember"),
        (json!({"headers": []}), "MissingHost"),
        (json!({"headers": [["Host", "h"], ["X", "a\nb"]]}), "InvalidHeaderValue"),
        (json!({"body": 1}), "InvalidMember"),
        (json!({"body": "a"}), "InvalidMember"),
        (json!({"body": "YQ"}), "InvalidMember"),
        (json!({"body": "YR=="}), "InvalidMember"),
        (json!({"body": "YQ==\n"}), "InvalidMember"),
        (json!({"body": "_-=="}), "InvalidMember"),
        (json!({"access_key_id": ""}), "Empty"),
        (json!({"secret_access_key": ""}), "Empty"),
        (json!({"session_token": ""}), "Empty"),
        (json!({"session_token": 1}), "InvalidMember"),
        (json!({"region": ""}), "Empty"),
        (json!({"service": "a/b"}), "InvalidByte"),
        (json!({"timestamp": "20150830"}), "InvalidDate"),
        (json!({"timestamp": 1_440_938_160}), "InvalidMember"),
        (json!({"rules": []}), "InvalidMember"),
        (json!({"rules": {"normalise_path": true}}), "UnknownRule"),
        (json!({"rules": {"normalize_path": "yes"}}), "InvalidMember"),
        (json!({"rules": {"session_token": "hidden"}}), "InvalidMember"),
        (json!({"rules": {"payload": true}}), "InvalidMember"),
        (json!({"rules": {"payload": "unsigned"}}), "InvalidPayloadHash"),
        (
            json!({"service": "lambda", "rules": {"payload": "UNSIGNED-PAYLOAD"}}),
            "UnsignedPayloadRefused",
        ),
    ] {
        let answer = adapter.ask(&with(sign_request(), change.clone()));
        assert_eq!(answer["id"], "a", "{change}");
        assert_eq!(answer["error"]["code"], code, "{change}: {answer}");
        assert!(!answer.to_string().contains("wJalr"), "{change}: {answer}");
    }
    let answer = adapter.ask(&with(sign_request(), json!({"id": null})));
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!("MissingMember")));
    for id in [json!(7), json!([1, {"a": null}]), json!("\u{1F511}\n")] {
        assert_eq!(adapter.ask(&with(sign_request(), json!({"id": id})))["id"], id);
    }
    adapter.end();
}

#[test]
fn what_is_not_done_is_unsupported() {
    let mut adapter = Adapter::start();
    for op in [
        "sign_chunks",
        "sign_events",
        "sign_post_policy",
        "sign_v4a",
        "presign_v4a",
        "verify_v4a",
        "derive_key_v4a",
    ] {
        let answer = adapter.ask(&json!({"id": 1, "op": op}));
        // An operation that is done by now answers for its missing members.
        assert!(answer["unsupported"] == true || answer["error"].is_object(), "{answer}");
        assert_eq!(answer["id"], 1);
    }
    adapter.end();
}

#[test]
fn rules_are_laid_over_those_of_the_service() {
    let mut adapter = Adapter::start();
    let mut last_line = |change: Value| {
        let answer = adapter.ask(&with(sign_request(), change));
        let text = answer["canonical_request"].as_str().expect("a text").to_string();
        text.rsplit('\n').next().unwrap_or_default().to_string()
    };
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let other = "0".repeat(64);
    assert_eq!(last_line(json!({})), empty);
    assert_eq!(last_line(json!({"rules": {}})), empty);
    for payload in [empty, &other, "UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"] {
        assert_eq!(last_line(json!({"rules": {"payload": payload}})), payload);
    }
    let s3 = json!({"op": "presign", "service": "s3", "expires_seconds": 60});
    assert_eq!(last_line(s3.clone()), "UNSIGNED-PAYLOAD");
    assert_eq!(last_line(with(s3, json!({"rules": {"payload": "signed"}}))), empty);
    let mut path = |rules: Value| {
        let change = json!({"target": "/a/../b%20c", "rules": rules});
        let answer = adapter.ask(&with(sign_request(), change));
        answer["canonical_request"]
            .as_str()
            .and_then(|text| text.lines().nth(1))
            .unwrap_or_default()
            .to_string()
    };
    assert_eq!(path(json!({"normalize_path": true})), "/b%2520c");
    assert_eq!(path(json!({"normalize_path": false})), "/a/../b%2520c");
    assert_eq!(path(json!({"double_encode": false})), "/b%20c");
    let change = json!({"session_token": "token", "rules": {"session_token": "appended", "content_sha256_header": true}});
    let answer = adapter.ask(&with(sign_request(), change));
    assert_eq!(answer["signed_headers"], "host;x-amz-content-sha256;x-amz-date");
    let names: Vec<_> = answer["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair[0].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["x-amz-security-token", "x-amz-date", "x-amz-content-sha256", "authorization"]
    );
    adapter.end();
}

#[test]
fn a_verified_request_is_valid_or_invalid_with_a_reason() {
    let mut adapter = Adapter::start();
    let request = verify_request(&mut adapter);
    let answer = adapter.ask(&request);
    assert_eq!(answer["result"], "valid");
    assert!(answer["canonical_request"].as_str().unwrap().starts_with("GET\n/\n"), "{answer}");
    for (change, reason) in [
        (json!({"target": "/?a"}), "SignatureDoesNotMatch"),
        (json!({"now": "20150830T130000Z"}), "Expired"),
        (json!({"region": "eu-west-1"}), "WrongRegion"),
        (json!({"service": "iam"}), "WrongService"),
        (json!({"credentials": []}), "UnknownAccessKey"),
        (json!({"headers": [["Host", "h"]]}), "MissingAuthorization"),
        (json!({"headers": []}), "InvalidRequest"),
    ] {
        let answer = adapter.ask(&with(request.clone(), change));
        assert_eq!((&answer["result"], &answer["reason"]), (&json!("invalid"), &json!(reason)));
        // What the signature should cover is known as soon as it can be read.
        let came_that_far = !matches!(reason, "MissingAuthorization" | "InvalidRequest");
        assert_eq!(answer["canonical_request"].is_string(), came_that_far, "{answer}");
    }
    for change in [
        json!({"body": "!"}),
        json!({"now": "yesterday"}),
        json!({"now": null}),
        json!({"credentials": null}),
        json!({"credentials": {}}),
        json!({"credentials": [1]}),
        json!({"credentials": [{"access_key_id": "AKIDEXAMPLE"}]}),
        json!({"credentials": [{"access_key_id": "AKIDEXAMPLE", "secret_access_key": ""}]}),
    ] {
        let answer = adapter.ask(&with(request.clone(), change));
        assert!(answer["error"]["code"].is_string() && answer["result"].is_null(), "{answer}");
    }
    adapter.end();
}

#[test]
fn the_last_line_needs_no_line_break() {
    let mut adapter = Adapter::start();
    let line = sign_request().to_string();
    adapter.input.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    adapter.input = None;
    assert!(adapter.read()["signature"].is_string());
    adapter.end();
}

#[test]
fn nobody_reading_is_no_failure() {
    let mut adapter = Adapter::start();
    adapter.output = None;
    let line = format!("{}\n", sign_request());
    for _ in 0..100 {
        // It ends at the first answer that it can't write.
        let input = adapter.input.as_mut().expect("stdin is open");
        if input.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    adapter.end();
}
