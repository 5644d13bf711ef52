//! Signs for an HTTP client of one's own choice, here plain ureq; any other is used the same way:
//! `cargo run --features client --example other_http_client -- lambda eu-west-1 URL`

use std::error::Error;
use std::time::SystemTime;

use sigfour::{Credentials, Request, Signer};
use ureq::http::Uri;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service, region, url] = &arguments[..] else {
        eprintln!("usage: other_http_client SERVICE REGION URL");
        std::process::exit(2)
    };
    if let Err(error) = call(service, region, url) {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn call(service: &str, region: &str, url: &str) -> Result<(), Box<dyn Error>> {
    // What is signed is what is sent: the target as on the wire, the host with its port, the body.
    let uri: Uri = url.parse()?;
    let host = uri.authority().ok_or("the URL has no host")?.as_str();
    let target = uri.path_and_query().ok_or("the URL has no path")?.as_str();
    let body = br#"{"from":"another client"}"#;
    let headers = [("Host", host), ("Content-Type", "application/json")];
    let request = Request::new("POST", target).headers(&headers).body(body);
    let signed = Signer::new(service, region).sign(&request, &credentials()?, SystemTime::now())?;

    let mut call = ureq::post(url).header("Host", host).header("Content-Type", "application/json");
    for (name, value) in signed.headers() {
        call = call.header(name, value);
    }
    println!("{}", call.send(&body[..])?.into_body().read_to_string()?);
    Ok(())
}

fn credentials() -> Result<Credentials, Box<dyn Error>> {
    let var = |name| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let [id, secret] = [var("AWS_ACCESS_KEY_ID")?, var("AWS_SECRET_ACCESS_KEY")?];
    Ok(match var("AWS_SESSION_TOKEN") {
        Ok(token) => Credentials::temporary(&id, &secret, &token)?,
        Err(_) => Credentials::new(&id, &secret)?,
    })
}
