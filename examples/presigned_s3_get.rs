//! Presigns a GET of an S3 object: a link that anyone may follow for an hour. Nothing is sent:
//! `cargo run --example presigned_s3_get -- HOST REGION '/key with spaces'`

use std::error::Error;
use std::time::{Duration, SystemTime};

use sigfour::{Credentials, Request, Signer, Target};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [host, region, key] = &arguments[..] else {
        eprintln!("usage: presigned_s3_get HOST REGION /KEY");
        std::process::exit(2)
    };
    if let Err(error) = presign(host, region, key) {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn presign(host: &str, region: &str, key: &str) -> Result<(), Box<dyn Error>> {
    let target = Target::new(key);
    let headers = [("Host", host)];
    let request = Request::new("GET", target.as_str()).headers(&headers);
    let (now, hour) = (SystemTime::now(), Duration::from_secs(3600));
    let url = Signer::new("s3", region).presign(&request, &credentials()?, now, hour)?;
    println!("https://{host}{}", url.target());
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
