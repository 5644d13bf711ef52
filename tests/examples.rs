//! The examples run, against the loopback AWS. The DynamoDB one runs against a real server, among the live tests.
#![cfg(all(feature = "client", feature = "local"))]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use sigfour::local::LocalAws;
use sigfour::{Client, Credentials, Request, Timestamp, Verifier};

/// The binary that Cargo built beside this test.
fn example(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(|deps| deps.parent()).unwrap().join("examples");
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn command(name: &str, aws: &LocalAws, arguments: &[&str]) -> Command {
    let mut command = Command::new(example(name));
    command.args(arguments).env_clear().envs(aws.environment());
    command
}

fn run(name: &str, aws: &LocalAws, arguments: &[&str]) -> Output {
    command(name, aws, arguments).output().unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn function_url_assumes_the_role_and_shows_the_answer() {
    let aws = LocalAws::start().unwrap();
    let output = run("function_url", &aws, &[&aws.role_arn(), &aws.function_url()]);
    let event: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
    assert_eq!((&event["version"], &event["body"]), (&"2.0".into(), &"{}".into()));
}

#[test]
fn api_gateway_signs_for_its_service() {
    let aws = LocalAws::builder()
        .function_service("execute-api")
        .function_allows_user(true)
        .start()
        .unwrap();
    let url = format!("{}prod/orders", aws.function_url());
    assert!(text(&run("api_gateway", &aws, &[&url])).contains("/prod/orders"));
    let other = LocalAws::builder().function_allows_user(true).start().unwrap();
    assert!(!run("api_gateway", &other, &[&other.function_url()]).status.success());
}

#[test]
fn other_http_client_is_let_in() {
    let aws = LocalAws::builder().function_allows_user(true).start().unwrap();
    let output = run("other_http_client", &aws, &["lambda", aws.region(), &aws.function_url()]);
    assert!(text(&output).contains("another client"));
}

#[test]
fn presigned_s3_get_prints_a_url_that_verifies() {
    let aws = LocalAws::start().unwrap();
    let host = "bucket.s3.eu-west-1.amazonaws.com";
    let url = text(&run("presigned_s3_get", &aws, &[host, "eu-west-1", "/a key+ü.txt"]));
    let target =
        url.trim().strip_prefix("https://").and_then(|rest| rest.strip_prefix(host)).unwrap();
    assert!(target.starts_with("/a%20key%2B%C3%BC.txt?"), "{target}");
    let headers = [("Host", host)];
    let request = Request::new("GET", target).headers(&headers);
    let now = Timestamp::now();
    Verifier::new("s3", "eu-west-1").verify(&request, |_| Some(aws.credentials()), now).unwrap();
}

#[test]
fn verify_in_server_lets_in_the_known_key_and_tells_strangers_no_more_than_it_must() {
    let aws = LocalAws::start().unwrap();
    let known = aws.credentials();
    let id = known.access_key_id();
    let wrong_secret = Credentials::new(id, "another secret").unwrap();
    let unknown = Credentials::new("AKIDUNKNOWN", "secret").unwrap();
    let refused = "the request's signature was refused\n";
    let target_refused = "the request's target is not in canonical form\n";
    for (credentials, target, status, answer, logged) in [
        (&known, "/a/b?c=d", 200, format!("hello, {id}\n"), ""),
        (&wrong_secret, "/a/b?c=d", 403, refused.into(), "SignatureDoesNotMatch"),
        (&unknown, "/a/b?c=d", 403, refused.into(), "UnknownAccessKey"),
        (&known, "/public/../admin", 403, target_refused.into(), "TargetNotCanonical"),
    ] {
        let mut server = command("verify_in_server", &aws, &["127.0.0.1:0", "--once"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = format!("http://{}{target}", line.trim().rsplit(' ').next().unwrap());
        let client = Client::builder()
            .credentials(credentials.clone())
            .service("my-api")
            .region("eu-west-1")
            .build()
            .unwrap();
        let got = client.post(&url).body("hello").call().unwrap();
        assert_eq!((got.status, &*got.text()), (status, &*answer), "{target}");
        let output = server.wait_with_output().unwrap();
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains(logged), "{output:?}");
    }
}
