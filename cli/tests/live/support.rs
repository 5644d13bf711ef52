//! What the live tests share: clients of a server, and a transport that changes one byte.

use std::sync::Arc;

use sigfour::client::{Answer, Error, ServiceError};
use sigfour::context::Environment;
use sigfour::source::Source;
use sigfour::transport::{Outgoing, Transport};
use sigfour::{Client, Credentials};

use crate::servers::ministack::MiniStack;

/// A client of MiniStack for a service, with the credentials of a source.
pub fn client(server: &MiniStack, service: &str, source: impl Source + 'static) -> Client {
    Client::builder()
        .credentials(source)
        .region("us-east-1")
        .service(service)
        .environment(environment(server))
        .build()
        .expect("a client")
}

pub fn environment(server: &MiniStack) -> Environment {
    Environment::of([("AWS_ENDPOINT_URL_STS", server.endpoint())])
}

pub fn user(server: &MiniStack) -> Credentials {
    Credentials::new(&server.access_key_id, &server.secret_access_key).expect("credentials")
}

/// The same credentials, but for one byte of the secret.
pub fn with_another_secret(credentials: &Credentials) -> Credentials {
    let secret = change_one_byte(credentials.expose_secret_access_key());
    match credentials.session_token() {
        Some(token) => Credentials::temporary(credentials.access_key_id(), &secret, token),
        None => Credentials::new(credentials.access_key_id(), &secret),
    }
    .expect("credentials")
}

/// The same credentials, but for one byte of the token.
pub fn with_another_token(credentials: &Credentials) -> Credentials {
    let token = change_one_byte(credentials.session_token().expect("temporary credentials"));
    let secret = credentials.expose_secret_access_key();
    Credentials::temporary(credentials.access_key_id(), secret, &token).expect("credentials")
}

/// The text with its middle character replaced by another.
pub fn change_one_byte(text: &str) -> String {
    let at = text.len() / 2;
    let other = if &text[at..=at] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}

/// The refusal of an answer that must be one.
pub fn refusal(answer: Result<Answer, Error>) -> ServiceError {
    match answer.expect("an answer").ok() {
        Err(Error::Refused(error)) => *error,
        other => panic!("not refused: {other:?}"),
    }
}

/// Sends a signed request with one part changed.
pub struct Tampering {
    inner: Arc<dyn Transport>,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    Nothing,
    Method,
    Path,
    Query,
    SignedHeader(&'static str),
    AddedHeader(&'static str),
    Signature,
    Body,
}

impl Tampering {
    pub fn with(client: &Client, part: Part) -> Self {
        Tampering { inner: client.context().transport.clone(), part }
    }
}

impl Transport for Tampering {
    fn send(&self, request: Outgoing<'_>) -> Result<Answer, Error> {
        let mut method = request.method.to_string();
        let mut url = request.url.to_string();
        let mut headers = request.headers.to_vec();
        let mut body = request.body.to_vec();
        match self.part {
            Part::Nothing => {}
            Part::Method => method = "DELETE".into(),
            Part::Path => {
                let end = url.find('?').unwrap_or(url.len());
                url.insert(end, 'x');
            }
            Part::Query => url.push_str(if url.contains('?') { "&x=1" } else { "?x=1" }),
            Part::SignedHeader(name) => {
                let header = headers.iter_mut().find(|(n, _)| n == name).expect("the header");
                header.1 = change_one_byte(&header.1);
            }
            Part::AddedHeader(name) => headers.push((name.into(), "value".into())),
            Part::Signature => {
                let header = headers.iter_mut().find(|(n, _)| n == "authorization").expect("it");
                let last = if header.1.ends_with('0') { "1" } else { "0" };
                let end = header.1.len() - 1;
                header.1.replace_range(end.., last);
            }
            Part::Body => body[0] ^= 1,
        }
        let mut changed = request;
        (changed.method, changed.url) = (&method, &url);
        (changed.headers, changed.body) = (&headers, &body);
        self.inner.send(changed)
    }
}
