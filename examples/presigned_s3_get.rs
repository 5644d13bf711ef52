//! Presigns a GET of an S3 object: a link that anyone may follow for an hour. Nothing is sent:
//! `cargo run --example presigned_s3_get -- HOST REGION '/key with spaces'`

use std::time::{Duration, SystemTime};

use sigfour::{Credentials, Request, Signer, Target};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, region, key] = &arguments[..] else {
        panic!("usage: presigned_s3_get HOST REGION /KEY")
    };
    let [id, secret] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].map(std::env::var);
    let credentials = Credentials::new(&id?, &secret?)?;

    let target = Target::new(key);
    let headers = [("Host", host.as_str())];
    let request = Request::new("GET", target.as_str()).headers(&headers);
    let hour = Duration::from_secs(3600);
    let url = Signer::new("s3", region).presign(&request, &credentials, SystemTime::now(), hour)?;
    println!("https://{host}{}", url.target());
    Ok(())
}
