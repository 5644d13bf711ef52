//! No answer of a server makes the client panic: what STS hands out is read or refused, and what is read can be signed
//! with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sigfour::client::{Answer, Error};
use sigfour::context::Environment;
use sigfour::sts::{AssumeRole, GetCallerIdentity, GetSessionToken};
use sigfour::transport::{Outgoing, Transport};
use sigfour::{AmzDate, Client, Credentials, Request, Signer};

/// Answers every request with the same bytes.
struct Replay(Answer);

impl Transport for Replay {
    fn send(&self, _: Outgoing<'_>) -> Result<Answer, Error> {
        Ok(self.0.clone())
    }
}

// The first byte is the first digit of the status, the rest is the body.
fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let status = match first {
        b'3' => 302,
        b'4' => 403,
        b'5' => 503,
        _ => 200,
    };
    let answer = Answer::new(status, Vec::new(), body.to_vec());
    let now = AmzDate::parse("20150830T123600Z").unwrap();
    let client = Client::builder()
        .credentials(Credentials::new("AKIDEXAMPLE", "secret").unwrap())
        .region("us-east-1")
        .environment(Environment::of::<&str, &str>([]))
        .clock(move || now.timestamp())
        .transport(Replay(answer))
        .build()
        .unwrap();
    let role = AssumeRole::new("arn:aws:iam::123456789012:role/x", "fuzz").call(&client);
    match role {
        Ok(role) => {
            let request = Request::new("GET", "/").headers(&[("host", "example.com")]);
            Signer::new("sts", "us-east-1").sign(&request, &role.credentials, now).unwrap();
        }
        Err(error) => assert!(!error.to_string().is_empty() && !error.advice().is_empty()),
    }
    let _ = GetSessionToken::new().call(&client);
    let _ = GetCallerIdentity::new().call(&client);
});
