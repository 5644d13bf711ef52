//! The other commands that need a server: demo, whoami, assume-role and local.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use sigfour::local::LocalAws;

use crate::support::*;

#[test]
fn the_demonstration_needs_nothing_and_takes_no_notice_of_anything() {
    let plain = run(&mut sigfour(["demo"]), b"").done();
    for word in [
        "AssumeRole",
        "Canonical request",
        "String to sign",
        "Signing key",
        "Signature=",
        "HTTP 200",
        "refused: HTTP 403",
        "Expired",
    ] {
        assert!(plain.out.contains(word), "{word}: {}", plain.out);
    }
    assert!(!plain.out.contains("FAILED") && !plain.out.contains('\u{1b}'), "{}", plain.out);
    assert!(plain.out.lines().count() < 90, "{}", plain.out);
    let mut command = sigfour(["demo"]);
    for (name, value) in [
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SESSION_TOKEN", "x y"),
        ("AWS_PROFILE", "nobody"),
        ("AWS_REGION", "no where"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1/"),
        ("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1/"),
        ("AWS_CA_BUNDLE", "/nonexistent"),
        ("AWS_CONFIG_FILE", "/"),
        ("HTTPS_PROXY", "http://127.0.0.1:1"),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("ALL_PROXY", "http://127.0.0.1:1"),
        ("http_proxy", "nonsense"),
    ] {
        command.env(name, value);
    }
    run(&mut command, b"").done();
}

#[test]
fn whoami_tells_who_one_is() {
    let aws = LocalAws::start().unwrap();
    let text = run(&mut on(&aws, ["whoami"]), b"").done();
    assert!(text.out.contains(&aws.user_arn()), "{text:?}");
    let json = run(&mut on(&aws, ["whoami", "--json"]), b"").done().json();
    assert_eq!(json["Arn"], aws.user_arn());
    assert_eq!(json["Account"], "123456789012");
}

#[test]
fn the_credentials_of_a_role_come_in_three_formats() {
    let aws = LocalAws::start().unwrap();
    let role = aws.role_arn();
    let in_format = |format: &str| {
        let arguments =
            ["assume-role", "--role-arn", &role, "--duration", "900", "--format", format];
        run(&mut on(&aws, arguments), b"").done()
    };
    let json = in_format("json").json();
    assert!(json["AssumedRoleUser"]["Arn"].as_str().unwrap().ends_with("/caller/sigfour"));
    let process = in_format("process").json();
    assert_eq!(process["Version"], 1);
    for answer in [&json["Credentials"], &process] {
        for member in ["AccessKeyId", "SecretAccessKey", "SessionToken"] {
            assert!(answer[member].as_str().is_some_and(|text| !text.is_empty()), "{answer}");
        }
        let end = answer["Expiration"].as_str().unwrap();
        assert!(end.len() == 20 && end.ends_with('Z'), "{answer}");
    }

    let env = in_format("env").out;
    let mut assumed = on(&aws, ["whoami", "--json"]);
    for line in env.lines() {
        let (name, value) =
            line.strip_prefix("export ").and_then(|line| line.split_once('=')).unwrap();
        assumed.env(name, value.trim_matches('\''));
    }
    let who = run(&mut assumed, b"").done().json();
    assert_eq!(who["Arn"], "arn:aws:sts::123456789012:assumed-role/caller/sigfour");
}

/// Ends a process however the test ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_loopback_aws_serves_whoever_has_its_variables() {
    let mut served = sigfour(["local", "--region", "eu-west-1"]);
    served.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut served = Killed(served.spawn().unwrap());
    let lines = BufReader::new(served.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut call = None;
    let mut variables = Vec::new();
    for line in lines {
        if let Some((name, value)) =
            line.strip_prefix("export ").and_then(|line| line.split_once('='))
        {
            variables.push((name.to_string(), value.trim_matches('\'').to_string()));
        }
        if let Some(arguments) = line.strip_prefix("#   sigfour call ") {
            call = Some(arguments.to_string());
            break;
        }
    }
    let call = call.expect("a call to try");
    let arguments = ["call"].into_iter().chain(call.split(' '));
    let event = run(sigfour(arguments).envs(variables.clone()), b"").done().json();
    assert_eq!(event["version"], "2.0");
    run(sigfour(["whoami"]).envs(variables), b"").done();
}
