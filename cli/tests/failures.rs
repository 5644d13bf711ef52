//! Six ways in which a call goes wrong most often: six messages that each say what to do, with the exit codes that
//! scripts hold on to.

#[path = "../../tests/tls/mod.rs"]
mod tls;

use std::collections::HashSet;
use std::net::TcpListener;
use std::process::{Command, Output};

use sigfour::Client;
use sigfour::context::Environment;
use sigfour::local::LocalAws;
use sigfour::sts::AssumeRole;
use tls::{Certificate, Tls};

/// `sigfour call --service lambda URL` with the credentials of an assumed role, and what `change` makes of that.
fn call(aws: &LocalAws, url: &str, arguments: &[&str], change: impl Fn(&mut Command)) -> Output {
    let client = Client::builder()
        .credentials(aws.credentials())
        .environment(Environment::of(aws.environment()))
        .build()
        .unwrap();
    let role = AssumeRole::new(&aws.role_arn(), "failures").call(&client).unwrap().credentials;
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigfour"));
    command.args(["call", "--service", "lambda"]).args(arguments).arg(url).env_clear().envs([
        ("AWS_ACCESS_KEY_ID", role.access_key_id()),
        ("AWS_SECRET_ACCESS_KEY", role.expose_secret_access_key()),
        ("AWS_SESSION_TOKEN", role.session_token().unwrap()),
        ("AWS_REGION", aws.region()),
    ]);
    change(&mut command);
    command.output().unwrap()
}

#[test]
fn each_failure_has_its_own_message_its_advice_and_its_exit_code() {
    let aws = LocalAws::start().unwrap();
    let url = aws.function_url();
    let fine = call(&aws, &url, &[], |_| {});
    assert_eq!(fine.status.code(), Some(0), "{fine:?}");

    let wrong_key = call(&aws, &url, &[], |c| {
        c.env("AWS_SECRET_ACCESS_KEY", "another");
    });
    let expired = call(&aws, &url, &[], |_| aws.expire_sessions());
    let skewed = call(&aws, &url, &[], |_| aws.set_clock_offset(20 * 60));
    aws.set_clock_offset(0);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed_port = call(&aws, &format!("http://{closed}/"), &[], |_| {});
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let tls = Tls::in_front_of(port, Certificate::OtherCa);
    let bundle = tls.ca_pem_file();
    let bundle = ["--ca-bundle", bundle.to_str().unwrap()];
    let bad_certificate = call(&aws, &tls.url(), &bundle, |_| {});
    let no_region = call(&aws, &url, &[], |c| {
        c.env_remove("AWS_REGION");
    });

    let mut messages = HashSet::new();
    for (name, output, code, advice) in [
        ("wrong key", wrong_key, 1, "secret access key"),
        ("expired token", expired, 1, "get new ones"),
        ("skewed clock", skewed, 1, "clock"),
        ("closed port", closed_port, 4, "Check the port"),
        ("bad certificate", bad_certificate, 4, "--ca-bundle"),
        ("no region", no_region, 2, "AWS_REGION"),
    ] {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{name}: {output:?}");
        assert!(message.contains(advice), "{name}: {message}");
        assert!(messages.insert(message), "{name}: as another's");
    }
}

#[test]
fn without_credentials_the_exit_code_is_three() {
    let aws = LocalAws::start().unwrap();
    let output = call(&aws, &aws.function_url(), &[], |c| {
        c.env_clear().env("HOME", "/nowhere").env("AWS_REGION", "us-east-1");
    });
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("AWS_ACCESS_KEY_ID"), "{output:?}");
}
