//! Calls a Lambda function URL with the credentials of a role:
//! `cargo run --features client --example function_url -- ROLE_ARN URL`

use sigfour::Client;
use sigfour::client::Error;
use sigfour::source::DefaultChain;
use sigfour::sts::AssumeRole;

fn main() -> Result<(), Error> {
    let [role, url] = arguments();
    let role = AssumeRole::new(&role, "sigfour-example").from(DefaultChain::new());
    let client = Client::builder().credentials(role).service("lambda").build()?;
    let answer =
        client.post(&url).header("content-type", "application/json").body("{}").call()?.ok()?;
    println!("{}", answer.text());
    Ok(())
}

fn arguments() -> [String; 2] {
    let given: Vec<String> = std::env::args().skip(1).collect();
    given.try_into().unwrap_or_else(|_| {
        eprintln!("usage: function_url ROLE_ARN URL");
        std::process::exit(2)
    })
}
