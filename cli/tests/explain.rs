//! `sigfour explain`: what it reads, what it prints, and its exit codes.

#[path = "../../tests/explain/mistake.rs"]
#[allow(dead_code, reason = "the library's own tests make more mistakes")]
mod mistake;
#[path = "../../tests/local/wire.rs"]
#[allow(dead_code, reason = "the loopback AWS's own tests use more of it")]
mod wire;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use serde_json::Value;
use sigfour::local::LocalAws;

use mistake::rewritten;
use wire::{Call, Reply, assume_role};

const DATE: [&str; 2] = ["--date", "20150830T123600Z"];
const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")];

fn file(name: &str, content: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("explain-{name}"));
    fs::write(&path, content).unwrap();
    path
}

/// The request as text.
fn raw(call: &Call) -> String {
    let headers = call.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    let body = String::from_utf8_lossy(&call.body);
    format!("{} {} HTTP/1.1\r\n{}\r\n{body}", call.method, call.target, headers.collect::<String>())
}

fn whole(reply: &Reply) -> String {
    let headers = reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    format!("HTTP/2 {}\r\n{}\r\n{}", reply.status, headers.collect::<String>(), reply.body)
}

fn explain(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigfour"));
    command.arg("explain").args(arguments).env_clear().env("HOME", "/nonexistent");
    command.envs(environment.iter().copied()).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A refused call: the request as it was signed, the server's answer, and who signed.
struct Refused {
    request: PathBuf,
    answer: PathBuf,
    body: PathBuf,
    environment: Vec<(&'static str, String)>,
}

fn refused(name: &str) -> Refused {
    let aws = LocalAws::start().unwrap();
    let url = aws.function_url();
    let credentials = assume_role(&aws);
    let call = Call::new(&url, "GET", "/orders?n=1").header("accept-encoding", "gzip");
    let given = call.sign("lambda", aws.region(), &credentials, aws.now());
    let sent = rewritten(given.clone(), "accept-encoding", "gzip", "gzip, br");
    let reply = sent.send(&url);
    Refused {
        request: file(&format!("{name}.http"), &raw(&given)),
        answer: file(&format!("{name}-answer.http"), &whole(&reply)),
        body: file(&format!("{name}-body.json"), &reply.body),
        environment: vec![
            ("AWS_ACCESS_KEY_ID", credentials.access_key_id().into()),
            ("AWS_SECRET_ACCESS_KEY", credentials.expose_secret_access_key().into()),
            ("AWS_SESSION_TOKEN", credentials.session_token().unwrap().into()),
        ],
    }
}

impl Refused {
    fn explain(&self, answer: &Path, more: &[&str]) -> Output {
        let mut arguments =
            vec![self.request.to_str().unwrap(), "--error", answer.to_str().unwrap()];
        arguments.extend(more);
        let environment: Vec<_> = self.environment.iter().map(|(n, v)| (*n, &**v)).collect();
        explain(&arguments, &environment)
    }
}

#[test]
fn the_first_difference_is_marked_and_its_cause_named() {
    let refused = refused("marked");
    for answer in [&refused.answer, &refused.body] {
        let explained = refused.explain(answer, &[]);
        assert_eq!(explained.status.code(), Some(1), "{explained:?}");
        let text = out(&explained);
        let lines: Vec<_> = text.lines().collect();
        let at = lines.iter().position(|line| line.starts_with("- header")).expect(&text);
        assert!(lines[at].ends_with("accept-encoding:gzip"), "{text}");
        assert!(lines[at + 1].starts_with("+ header"), "{text}");
        assert!(lines[at + 1].ends_with("accept-encoding:gzip, br"), "{text}");
        // The mark stands below the first character that differs.
        assert_eq!(lines[at + 2].find('^'), Some(lines[at].len()), "{text}");
        assert!(text.contains("cause: a signed header was changed on the way"), "{text}");
        assert!(text.contains("(HeaderChanged)"), "{text}");
        assert!(text.contains("what to do: "), "{text}");
    }
}

#[test]
fn nothing_of_a_secret_is_printed() {
    let refused = refused("secret");
    for arguments in [&[][..], &["--json"]] {
        let explained = refused.explain(&refused.answer, arguments);
        let text = out(&explained) + &err(&explained);
        for (name, value) in &refused.environment[1..] {
            assert!(!text.contains(value.as_str()), "{name}: {text}");
        }
        assert!(text.contains("***"), "{text}");
    }
}

#[test]
fn a_program_reads_json() {
    let refused = refused("json");
    let explained = refused.explain(&refused.answer, &["--json"]);
    let json: Value = serde_json::from_slice(&explained.stdout).unwrap();
    assert_eq!(json["cause"]["code"], "HeaderChanged");
    assert_eq!(json["signature_holds"], true);
    let lines = json["canonical_request"].as_array().unwrap();
    let first = lines.iter().find(|line| line["differs"] == true).unwrap();
    assert_eq!((&first["part"], &first["name"]), (&"header".into(), &"accept-encoding".into()));
    assert_eq!((&first["signed"], &first["server"]), (&"gzip".into(), &"gzip, br".into()));
}

#[test]
fn a_request_without_a_signature_is_signed_step_by_step() {
    let request = file(
        "unsigned.http",
        "GET /?b=1&a=2+3 HTTP/1.1\nHost: abc.execute-api.us-east-1.amazonaws.com\n\n",
    );
    let explained = explain(&[&[request.to_str().unwrap()][..], &DATE].concat(), &KEYS);
    assert_eq!(explained.status.code(), Some(0), "{explained:?}");
    let text = out(&explained);
    for part in ["Canonical request", "String to sign", "Signing key", "Signature", "holds"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.contains("20150830 → us-east-1 → execute-api → aws4_request"), "{text}");
    // A bare plus sign is read in two ways.
    assert!(text.contains("note: the query has a bare '+'"), "{text}");
    assert!(err(&explained).contains("signing it for execute-api in us-east-1"));
}

#[test]
fn without_the_right_credentials_it_is_explained_as_far_as_it_goes() {
    let refused = refused("without");
    let path = [refused.request.to_str().unwrap(), "--error", refused.body.to_str().unwrap()];
    for (environment, why) in [(&[][..], "No credentials"), (&KEYS, "are those of AKIDEXAMPLE")] {
        let explained = explain(&path, environment);
        assert_eq!(explained.status.code(), Some(1), "{explained:?}");
        assert!(err(&explained).contains(why), "{explained:?}");
        assert!(out(&explained).contains("(HeaderChanged)"), "{explained:?}");
        assert!(out(&explained).contains("not checked"), "{explained:?}");
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let request = file("fine.http", "GET / HTTP/1.1\nHost: h\n\n");
    let request = request.to_str().unwrap();
    let empty = file("empty.txt", "");
    let page = file("page.html", "<html><body>Not found</body></html>");
    for (arguments, code, why) in [
        (&[request, "--error", "/nonexistent/answer"][..], 2, "can't be read"),
        (&[request, "--error", empty.to_str().unwrap()], 2, "no error that can be read"),
        (&[request, "--error", page.to_str().unwrap()], 2, "no error that can be read"),
        (&["--error", "-"], 2, "both"),
        (&["/nonexistent/request"], 2, "can't be read"),
        (&[request], 2, "--service"),
    ] {
        let explained = explain(arguments, &KEYS);
        assert_eq!(explained.status.code(), Some(code), "{arguments:?}: {explained:?}");
        assert!(err(&explained).contains(why), "{arguments:?}: {explained:?}");
    }
    let no_credentials =
        explain(&[&[request, "--service", "s", "--region", "r"][..]].concat(), &[]);
    assert_eq!(no_credentials.status.code(), Some(3), "{no_credentials:?}");
}

#[test]
fn an_answer_is_read_as_it_came_over_the_wire() {
    let refused = refused("wire");
    let answer = fs::read_to_string(&refused.answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let head: String = head
        .lines()
        .filter(|l| !l.starts_with("content-length"))
        .fold(String::new(), |head, line| head + line + "\r\n");
    let (one, two) = body.split_at(100);
    let chunks = format!("64\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n", two.len());
    for (name, text) in [
        ("continue", format!("HTTP/1.1 100 Continue\r\n\r\n{answer}")),
        ("proxy", format!("HTTP/1.1 200 Connection established\r\nA: b\r\n\r\n{answer}")),
        ("chunked", format!("{head}transfer-encoding: chunked\r\n\r\n{chunks}")),
        ("already-decoded", format!("{head}transfer-encoding: chunked\r\n\r\n{body}")),
    ] {
        let explained = refused.explain(&file(&format!("wire-{name}"), &text), &[]);
        assert!(out(&explained).contains("(HeaderChanged)"), "{name}: {explained:?}");
    }
    for (name, text, why) in [
        ("packed", format!("{head}content-encoding: gzip\r\n\r\nxyz"), "compressed"),
        ("fine", "HTTP/1.1 200 OK\r\n\r\n{}".into(), "no refusal"),
        ("cut", body[..300].into(), "no error that can be read"),
        ("large", " ".repeat(300_000), "bytes"),
    ] {
        let explained = refused.explain(&file(&format!("wire-{name}"), &text), &[]);
        assert_eq!(explained.status.code(), Some(2), "{name}: {explained:?}");
        assert!(err(&explained).contains(why), "{name}: {explained:?}");
    }
}

#[test]
fn what_is_not_known_is_shown_and_is_no_success() {
    let refused = refused("unknown");
    for (name, text, shown) in [
        (
            "throttled",
            "{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}",
            "ThrottlingException Rate exceeded",
        ),
        ("plain", "Service Unavailable", "Service Unavailable"),
    ] {
        let explained = refused.explain(&file(&format!("unknown-{name}"), text), &[]);
        assert_eq!(explained.status.code(), Some(1), "{explained:?}");
        assert!(out(&explained).contains(&format!("the server says: {shown}")), "{explained:?}");
        assert!(out(&explained).contains("cause: none that is known"), "{explained:?}");
        let json = refused.explain(&file(&format!("unknown-{name}"), text), &["--json"]);
        let json: Value = serde_json::from_slice(&json.stdout).unwrap();
        assert!(
            json["server"]["message"].as_str().unwrap().contains(shown.rsplit(' ').next().unwrap())
        );
        assert_eq!(json["cause"], Value::Null);
    }
}

#[test]
fn bodies_alone_are_understood_without_a_code() {
    let refused = refused("bodies");
    for (number, (text, code)) in [
        ("{\"message\":\"Forbidden\"}", "NoPermission"),
        ("{\"Message\":\"User: arn:aws:iam::1:user/a is not authorized to perform: execute-api:Invoke\"}", "NoPermission"),
        ("{\"message\":\"The security token included in the request is invalid.\"}", "UnknownKey"),
        ("{\"message\":\"Authorization header requires 'Credential' parameter.\"}", "Incomplete"),
        ("{\"message\":\"The request signature we calculated does not match the signature you provided.\"}", "NothingShown"),
        ("{\"message\":\"Signature expired: 20150830T123600Z is now earlier than 20150830T125101Z\"}", "ClockBehind"),
        ("<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>", "WrongRegion"),
        ("<Response><Errors><Error><Code>AuthFailure</Code><Message>m</Message></Error></Errors></Response>", "UnknownKey"),
    ]
    .into_iter()
    .enumerate()
    {
        let explained = refused.explain(&file(&format!("bodies-{number}"), text), &[]);
        assert!(out(&explained).contains(&format!("({code})")), "{text}: {explained:?}");
    }
}
