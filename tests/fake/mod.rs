//! A transport that keeps what it is given and answers what it was told to; a clock that is set by hand.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use sigfour::client::{Answer, Error};
use sigfour::context::Environment;
use sigfour::transport::{Outgoing, Transport};
use sigfour::{Client, Credentials, Timestamp};

/// The moment at which all fake clocks start: 2015-08-30T12:36:00Z.
pub const START: i64 = 1_440_938_160;

#[derive(Clone, Default)]
pub struct Fake {
    sent: Arc<Mutex<Vec<Sent>>>,
    answers: Arc<Mutex<VecDeque<Result<Answer, Error>>>>,
}

#[derive(Debug, Clone)]
pub struct Sent {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// `id/day/region/service/aws4_request` of the Authorization header.
    pub fn credential(&self) -> &str {
        let value = self.header("authorization").expect("a signature");
        let rest = value.split_once("Credential=").expect("a credential").1;
        rest.split_once(',').expect("more").0
    }

    pub fn signed_headers(&self) -> &str {
        let value = self.header("authorization").expect("a signature");
        let rest = value.split_once("SignedHeaders=").expect("signed headers").1;
        rest.split_once(',').expect("more").0
    }
}

impl Fake {
    /// Answers this next, after what was told before; when all is answered, 200 with an empty body.
    pub fn then(&self, status: u16, headers: &[(&str, &str)], body: &str) -> &Self {
        let headers = headers.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
        let answer = Answer::new(status, headers, body.into());
        self.answers.lock().unwrap().push_back(Ok(answer));
        self
    }

    pub fn then_fail(&self, error: Error) -> &Self {
        self.answers.lock().unwrap().push_back(Err(error));
        self
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

impl Transport for Fake {
    fn send(&self, request: Outgoing<'_>) -> Result<Answer, Error> {
        self.sent.lock().unwrap().push(Sent {
            method: request.method.into(),
            url: request.url.into(),
            headers: request.headers.to_vec(),
            body: String::from_utf8_lossy(request.body).into_owned(),
        });
        let empty = Answer::new(200, Vec::new(), Vec::new());
        self.answers.lock().unwrap().pop_front().unwrap_or(Ok(empty))
    }
}

#[derive(Debug, Clone)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn new() -> Self {
        Hands(Arc::new(AtomicI64::new(START)))
    }

    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn clock(&self) -> impl Fn() -> Timestamp + Send + Sync + 'static {
        let hands = self.0.clone();
        move || hands.load(Ordering::SeqCst).into()
    }
}

pub fn keys() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap()
}

/// A builder on the fake, with nothing in its environment.
pub fn builder(fake: &Fake) -> sigfour::client::ClientBuilder {
    Client::builder()
        .transport(fake.clone())
        .clock(Hands::new().clock())
        .environment(Environment::of::<&str, &str>([]))
        .credentials(keys())
}
