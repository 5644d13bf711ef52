//! What the adapters share: the loop over lines, and the request as a user of the library has it.

pub mod clock;

use std::future::Future;
use std::io::{BufRead, Write};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use base64::Engine;
use serde_json::{Value, json};

/// Why there is no signature.
pub enum No {
    /// The library does not claim to do this.
    Unsupported,
    /// The library refuses.
    Refused(String),
}

impl<E: std::error::Error> From<E> for No {
    fn from(error: E) -> Self {
        No::Refused(error.to_string())
    }
}

pub fn demand(holds: bool) -> Result<(), No> {
    if holds { Ok(()) } else { Err(No::Unsupported) }
}

pub struct Case(Value);

impl Case {
    pub fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_default()
    }

    pub fn token(&self) -> Option<&str> {
        self.0["session_token"].as_str()
    }

    pub fn rule(&self, name: &str) -> &Value {
        &self.0["rules"][name]
    }

    pub fn rules_are_only(&self, names: &[&str]) -> bool {
        let rules = self.0["rules"].as_object();
        rules.is_none_or(|rules| rules.keys().all(|name| names.contains(&name.as_str())))
    }

    pub fn has_rules(&self) -> bool {
        self.0.get("rules").is_some()
    }

    pub fn expires(&self) -> u64 {
        self.0["expires_seconds"].as_u64().unwrap_or_default()
    }

    pub fn headers(&self) -> Vec<(&str, &str)> {
        let list = self.0["headers"].as_array().map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?))).collect()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .into_iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub fn host(&self) -> &str {
        self.header("host").unwrap_or_default().trim()
    }

    /// What has a space, is no path or has no host is no URL; a fragment is no part of a request.
    pub fn url(&self) -> Result<String, No> {
        let target = self.text("target");
        demand(!self.host().is_empty() && !target.contains([' ', '#']))?;
        demand(target.is_empty() || target.starts_with(['/', '?']))?;
        // The crates http and url refuse what is no request.
        http::Method::from_bytes(self.text("method").as_bytes())?;
        http::Uri::try_from(format!("https://{}{target}", self.host()))?;
        Ok(format!("https://{}{target}", self.host()))
    }

    pub fn body(&self) -> Vec<u8> {
        base64::engine::general_purpose::STANDARD.decode(self.text("body")).unwrap_or_default()
    }

    pub fn is_s3(&self) -> bool {
        self.text("service").starts_with("s3")
    }

    /// The time of signing, in seconds since 1970; a time that never was is nothing that a clock shows.
    pub fn seconds(&self) -> Result<i64, No> {
        seconds_at(self.text("timestamp"))
    }
}

/// The first second of a day.
pub fn at_midnight(day: &str) -> Result<i64, No> {
    seconds_at(&format!("{day}T000000Z"))
}

fn seconds_at(timestamp: &str) -> Result<i64, No> {
    let format = time::macros::format_description!("[year][month][day]T[hour][minute][second]Z");
    let at = time::PrimitiveDateTime::parse(timestamp, format);
    at.map(|at| at.assume_utc().unix_timestamp()).map_err(|_| No::Unsupported)
}

/// SHA-256 in hexadecimal.
pub fn hash_of(body: &[u8]) -> String {
    sha256::digest(body)
}

/// What a future gives that waits for nothing.
pub fn waited_for<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
}

/// The answer to `sign`, of the headers that the library adds, if the crate http takes them.
pub fn signed(headers: Vec<(String, String)>) -> Result<Value, No> {
    for (name, value) in &headers {
        http::HeaderName::from_bytes(name.as_bytes())?;
        http::HeaderValue::from_str(value)?;
    }
    let is_it = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("authorization");
    let authorization = headers.iter().find(is_it).map_or("", |(_, value)| value);
    let member = |name: &str| {
        let rest = authorization.split_once(name).map_or("", |(_, rest)| rest);
        rest.split(',').next().unwrap_or_default().trim().to_string()
    };
    Ok(json!({
        "headers": headers,
        "authorization": authorization,
        "signature": member("Signature="),
        "signed_headers": member("SignedHeaders="),
    }))
}

/// The answer to `presign`.
pub fn presigned(target: &str) -> Value {
    let signature = target.split_once("X-Amz-Signature=").map_or("", |(_, rest)| rest);
    json!({"target": target, "signature": signature.get(..64).unwrap_or_default()})
}

/// Answers each line.
pub fn serve(answer: impl Fn(&Case) -> Result<Value, No>) {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let Ok(line) = line else { return };
        let case = Case(serde_json::from_str(&line).unwrap_or_default());
        let answered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| answer(&case)));
        let mut answer = match answered.unwrap_or_else(|_| Err(No::Refused("it panics".into()))) {
            Ok(answer) => answer,
            Err(No::Unsupported) => json!({"unsupported": true}),
            Err(No::Refused(message)) => json!({"error": {"code": "Refused", "message": message}}),
        };
        answer["id"] = case.0["id"].clone();
        let written = writeln!(out, "{answer}").and_then(|()| out.flush());
        if written.is_err() {
            return;
        }
    }
}
