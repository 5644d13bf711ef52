//! The README's code is code: each block of it stands in a function below, which compiles, and runs where it can.
#![cfg(all(feature = "client", feature = "local"))]

use std::time::SystemTime;

use sigfour::context::Environment;
use sigfour::local::LocalAws;
use sigfour::source::DefaultChain;
use sigfour::sts::AssumeRole;
use sigfour::{Client, Credentials, Request, Signer};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[rustfmt::skip]
#[allow(unused_variables, reason = "the README leaves the rest to the reader")]
#[test]
fn signing_in_five_lines() -> Result {
    let (id, secret, token) = ("ASIAEXAMPLE", "secret", "token");
    // use sigfour::{Credentials, Request, Signer};
    let credentials = Credentials::temporary(id, secret, token)?;
    let headers = [("Host", "<url-id>.lambda-url.ap-northeast-2.on.aws")];
    let request = Request::new("POST", "/orders?n=1").headers(&headers).body(b"{}");
    let signed = Signer::new("lambda", "ap-northeast-2").sign(&request, &credentials, SystemTime::now())?;
    for (name, value) in signed.headers() { /* set them on your request */ }
    assert_eq!(signed.headers().count(), 3);
    Ok(())
}

#[rustfmt::skip]
#[allow(dead_code, reason = "it would call AWS")]
fn the_whole_job() -> Result {
    // use sigfour::{Client, source::DefaultChain, sts::AssumeRole};
    let role = AssumeRole::new("arn:aws:iam::123456789012:role/caller", "session").from(DefaultChain::new());
    let client = Client::builder().credentials(role).build()?;
    let answer = client.get("https://<url-id>.lambda-url.ap-northeast-2.on.aws/").call()?.ok()?;
    println!("{}", answer.text());
    Ok(())
}

#[rustfmt::skip]
#[test]
fn a_loopback_aws() -> Result {
    // use sigfour::{Client, context::Environment, local::LocalAws, source::DefaultChain, sts::AssumeRole};
    let aws = LocalAws::start()?; // 127.0.0.1 and [::1], on free ports; stops when dropped
    let role = AssumeRole::new(&aws.role_arn(), "test").from(DefaultChain::new());
    let environment = Environment::of(aws.environment()); // or hand these variables to a process of your own
    let client = Client::builder().environment(environment).credentials(role).service("lambda").build()?;
    let event = client.post(&aws.function_url()).body("{}").call()?.ok()?;
    assert!(event.text().contains("\"version\":\"2.0\""), "{}", event.text());
    Ok(())
}

#[rustfmt::skip]
#[test]
fn a_refusal_explained() -> Result {
    let aws = LocalAws::start()?;
    let user = aws.credentials();
    let user = Credentials::new(user.access_key_id(), "another secret")?;
    let client = Client::builder().credentials(user).region(aws.region()).service("lambda").build()?;
    let url = aws.function_url();
    let call = client.get(&url).sign()?;
    let answer = call.send()?;
    if let Some(cause) = call.explain(&answer).cause().filter(|_| answer.status == 403) {
        eprintln!("{cause}\n{}", cause.advice());
    }
    assert_eq!(call.explain(&answer).cause().map(|cause| cause.code()), Some("WrongSecret"));
    Ok(())
}

#[test]
fn every_block_of_the_readme_is_above() {
    let squeeze = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let (readme, here) = (include_str!("../README.md"), squeeze(include_str!("readme.rs")));
    let blocks: Vec<_> =
        readme.split("```rust\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 4);
    for block in blocks {
        assert!(here.contains(&squeeze(block)), "not compiled: {block}");
    }
}

#[test]
fn the_readmes_commands_are_those_that_the_gate_runs() {
    let (readme, gate) = (include_str!("../README.md"), include_str!("../.ci/run"));
    for command in ["cargo run -- demo", "cargo test --all-features"] {
        assert!(readme.contains(&format!("\n{command} ")), "{command}");
        assert!(gate.lines().any(|line| line.trim().ends_with(command)), "{command}");
    }
}
