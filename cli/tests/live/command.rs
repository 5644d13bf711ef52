//! The command on real servers: credentials from the environment, a role from a real STS, a call.

use std::process::{Command, Output};

use sigfour::Client;

use crate::servers::ministack::MiniStack;
use crate::support::change_one_byte;

fn sigfour(server: &MiniStack, secret: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sigfour"))
        .args(arguments)
        .env_clear()
        .envs([
            ("AWS_ACCESS_KEY_ID", server.access_key_id.as_str()),
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ENDPOINT_URL_STS", &server.endpoint()),
        ])
        .output()
        .expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn call_takes_a_role_and_calls_a_json_service_and_s3() {
    let server = MiniStack::start();
    let url = server.endpoint();
    let secret = &server.secret_access_key;
    let role = ["--role-arn", &server.role_arn, "--session-name", "live"];
    let with_role =
        |rest: &[&str]| sigfour(&server, secret, &[&["call"], &role[..], rest].concat());

    let dynamodb = [
        "--service",
        "dynamodb",
        "-H",
        "X-Amz-Target: DynamoDB_20120810.ListTables",
        "-H",
        "Content-Type: application/x-amz-json-1.0",
        "-d",
        "{}",
        &url,
    ];
    let output = with_role(&dynamodb);
    assert!(output.status.success(), "{output:?}");
    assert!(text(&output.stdout).contains("TableNames"), "{output:?}");

    for (arguments, expected) in [
        (vec!["-X", "PUT", "--service", "s3", "/live"], ""),
        (vec!["-X", "PUT", "--service", "s3", "--data-binary", "hello", "/live/a%20key%2B"], ""),
        (vec!["--service", "s3", "/live/a%20key%2B"], "hello"),
    ] {
        let path = arguments[arguments.len() - 1];
        let url = format!("{url}{path}");
        let output = with_role(&[&arguments[..arguments.len() - 1], &[&url]].concat());
        assert!(output.status.success(), "{path}: {output:?}");
        assert_eq!(text(&output.stdout), expected, "{path}");
    }

    let output =
        sigfour(&server, &change_one_byte(secret), &[&["call"], &role[..], &dynamodb].concat());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stderr).contains("secret access key"), "{output:?}");
}

#[test]
fn whoami_and_assume_role_answer_what_the_server_says() {
    let server = MiniStack::start();
    let secret = &server.secret_access_key;
    let output = sigfour(&server, secret, &["whoami"]);
    assert!(text(&output.stdout).contains(":user/tester"), "{output:?}");

    let output = sigfour(
        &server,
        secret,
        &["assume-role", "--role-arn", &server.role_arn, "--format", "process"],
    );
    assert!(output.status.success(), "{output:?}");
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(answer["Version"], 1);
    let credentials = sigfour::Credentials::temporary(
        answer["AccessKeyId"].as_str().expect("an id"),
        answer["SecretAccessKey"].as_str().expect("a secret"),
        answer["SessionToken"].as_str().expect("a token"),
    )
    .expect("credentials");
    let client = Client::builder()
        .credentials(credentials)
        .region("us-east-1")
        .environment(crate::support::environment(&server))
        .build()
        .expect("a client");
    let identity = sigfour::sts::GetCallerIdentity::new().call(&client).expect("an identity");
    assert!(identity.arn.contains("assumed-role/TestRole"), "{identity:?}");
}
