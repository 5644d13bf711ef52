use sigfour::Client;
use sigfour::client::Error;
use sigfour::source::DefaultChain;
use sigfour::sts::AssumeRole;
use std::time::Duration;

fn run(a: &[String]) -> Result<(), Error> {
    let seconds = a[3].parse().expect("SECONDS");
    let mut role = AssumeRole::new(&a[1], &a[2]).duration(Duration::from_secs(seconds));
    if let Ok(endpoint) = std::env::var("STS_ENDPOINT") {
        role = role.endpoint(&endpoint);
    }
    let client =
        Client::builder().credentials(role.from(DefaultChain::new())).service("lambda").build()?;
    let answer = client.get(&a[4]).call()?;
    println!("{} {}", answer.status, answer.text());
    Ok(())
}

fn main() -> Result<(), Error> {
    let a: Vec<String> = std::env::args().collect();
    if a.len() != 5 {
        println!("usage: weight-sigfour ROLE_ARN SESSION_NAME SECONDS FUNCTION_URL");
        return Ok(());
    }
    run(&a)
}
