//! Calls an API of API Gateway that wants IAM authorization, with the credentials of the environment:
//! `cargo run --features client --example api_gateway -- https://id.execute-api.eu-west-1.amazonaws.com/prod/orders`

use sigfour::Client;
use sigfour::client::Error;

fn main() {
    let Some(url) = std::env::args().nth(1) else {
        eprintln!("usage: api_gateway URL");
        std::process::exit(2)
    };
    if let Err(error) = call(&url) {
        eprintln!("error: {error}\nwhat to do: {}", error.advice());
        std::process::exit(1);
    }
}

fn call(url: &str) -> Result<(), Error> {
    // An API under a domain of one's own does not tell its service: name it.
    let client = Client::builder().service("execute-api").build()?;
    let answer = client.get(url).call()?.ok()?;
    println!("{}", answer.text());
    Ok(())
}
