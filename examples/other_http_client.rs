//! Signs for an HTTP client of one's own choice, here plain ureq; any other is used the same way:
//! `cargo run --features client --example other_http_client -- lambda eu-west-1 URL`

use std::time::SystemTime;

use sigfour::{Credentials, Request, Signer};
use ureq::http::Uri;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service, region, url] = &arguments[..] else {
        panic!("usage: other_http_client SERVICE REGION URL")
    };
    let var = std::env::var;
    let [id, secret] = [var("AWS_ACCESS_KEY_ID")?, var("AWS_SECRET_ACCESS_KEY")?];
    let credentials = match var("AWS_SESSION_TOKEN") {
        Ok(token) => Credentials::temporary(&id, &secret, &token)?,
        Err(_) => Credentials::new(&id, &secret)?,
    };

    // What is signed is what is sent: the target as on the wire, the host with its port, the body.
    let uri: Uri = url.parse()?;
    let host = uri.authority().expect("a host").as_str();
    let target = uri.path_and_query().expect("a path").as_str();
    let body = br#"{"from":"another client"}"#;
    let headers = [("Host", host), ("Content-Type", "application/json")];
    let request = Request::new("POST", target).headers(&headers).body(body);
    let signed = Signer::new(service, region).sign(&request, &credentials, SystemTime::now())?;

    let mut call = ureq::post(url).header("Host", host).header("Content-Type", "application/json");
    for (name, value) in signed.headers() {
        call = call.header(name, value);
    }
    println!("{}", call.send(&body[..])?.into_body().read_to_string()?);
    Ok(())
}
