//! `sigfour explain`: what it reads, what it prints, and its exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use serde_json::Value;
use sigfour::local::LocalAws;

use crate::mistake::rewritten;
use crate::wire::{Call, Reply, assume_role};

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
    let lines = json["lines"].as_array().unwrap();
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
