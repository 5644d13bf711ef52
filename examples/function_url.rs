//! Calls a Lambda function URL with the credentials of a role:
//! `cargo run --features client --example function_url -- ROLE_ARN URL`

use sigfour::Client;
use sigfour::client::Error;
use sigfour::source::DefaultChain;
use sigfour::sts::AssumeRole;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [role, url] = &arguments[..] else {
        eprintln!("usage: function_url ROLE_ARN URL");
        std::process::exit(2)
    };
    if let Err(error) = call(role, url) {
        eprintln!("error: {error}\nwhat to do: {}", error.advice());
        std::process::exit(1);
    }
}

fn call(role: &str, url: &str) -> Result<(), Error> {
    let role = AssumeRole::new(role, "sigfour-example").from(DefaultChain::new());
    let client = Client::builder().credentials(role).service("lambda").build()?;
    let answer =
        client.post(url).header("content-type", "application/json").body("{}").call()?.ok()?;
    println!("{}", answer.text());
    Ok(())
}
