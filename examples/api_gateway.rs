//! Calls an API of API Gateway that wants IAM authorization, with the credentials of the environment:
//! `cargo run --features client --example api_gateway -- https://id.execute-api.eu-west-1.amazonaws.com/prod/orders`

use sigfour::Client;
use sigfour::client::Error;

fn main() -> Result<(), Error> {
    let url = std::env::args().nth(1).expect("usage: api_gateway URL");
    // An API under a domain of one's own does not tell its service: name it.
    let client = Client::builder().service("execute-api").build()?;
    let answer = client.get(&url).call()?.ok()?;
    println!("{}", answer.text());
    Ok(())
}
