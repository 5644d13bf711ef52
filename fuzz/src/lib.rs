//! What the targets share: a request, read from the fuzzer's bytes in the form of HTTP/1.1.
//!
//! The form is text, so that the seeds are requests that a person can read and the fuzzer's own mutations,
//! such as joining two seeds, give requests again. One byte before it chooses service and token.

pub mod known;
pub mod meaning;

use arbitrary::{Arbitrary, Unstructured};
use sigfour::{AmzDate, Credentials, Request};

/// Each has rules of its own.
const SERVICES: [&str; 6] =
    ["service", "s3", "lambda", "execute-api", "iotdevicegateway", "s3express"];

/// The secret of AWS's suite, so that its signed requests are let in.
pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
pub const TOKEN: &str = "token";

/// The time of AWS's suite.
pub fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

/// Credentials for any id that can be one.
pub fn credentials(id: &str, with_token: bool) -> Option<Credentials> {
    match with_token {
        true => Credentials::temporary(id, SECRET, TOKEN).ok(),
        false => Credentials::new(id, SECRET).ok(),
    }
}

/// As the documentation of `Signer::leave_out` has them; what begins with `proxy-` comes on top.
const NEVER_SIGNED: [&str; 13] = [
    "authorization",
    "user-agent",
    "x-amzn-trace-id",
    "connection",
    "expect",
    "transfer-encoding",
    "keep-alive",
    "te",
    "upgrade",
    "trailer",
    "baggage",
    "traceparent",
    "tracestate",
];

#[derive(Debug, Clone)]
pub struct Message {
    pub service: &'static str,
    pub with_token: bool,
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Message {
    pub fn request(&self) -> Request<'_> {
        Request::new(&self.method, &self.target).headers(&self.headers).body(&self.body)
    }

    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&*self.target, |(path, _)| path)
    }

    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether a header's name, in lower case, is such.
    pub fn any_name(&self, is_such: impl Fn(&str) -> bool) -> bool {
        self.headers.iter().any(|(name, _)| is_such(&name.to_ascii_lowercase()))
    }

    pub fn any_value(&self, is_such: impl Fn(&[u8]) -> bool) -> bool {
        self.headers.iter().any(|(_, value)| is_such(value))
    }

    /// The names of its headers, in lower case, that no signature covers: those that intermediaries change.
    pub fn never_signed(&self) -> impl Iterator<Item = String> + '_ {
        let names = self.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
        names.filter(|name| NEVER_SIGNED.contains(&name.as_str()) || name.starts_with("proxy-"))
    }

    /// Reads `choice METHOD target\nname: value\n…\n\nbody`; whatever is missing is empty.
    pub fn read(choice: u8, text: &[u8]) -> Self {
        let (head, body) = split(text, b"\n\n");
        let (first, rest) = split(head, b"\n");
        let (method, target) = split(first, b" ");
        let header = |line: &[u8]| {
            let (name, value) = split(line, b":");
            (lossy(name), value.to_vec())
        };
        let lines = rest.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        Message {
            service: SERVICES[usize::from(choice >> 1) % SERVICES.len()],
            with_token: choice & 1 == 1,
            method: lossy(method),
            target: lossy(target),
            headers: lines.map(header).collect(),
            body: body.to_vec(),
        }
    }
}

impl<'a> Arbitrary<'a> for Message {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let choice = u.bytes(1)?[0];
        Ok(Message::read(choice, u.bytes(u.len())?))
    }

    fn arbitrary_take_rest(mut u: Unstructured<'a>) -> arbitrary::Result<Self> {
        Self::arbitrary(&mut u)
    }
}

fn split<'a>(text: &'a [u8], separator: &[u8]) -> (&'a [u8], &'a [u8]) {
    match text.windows(separator.len()).position(|window| window == separator) {
        Some(at) => (&text[..at], &text[at + separator.len()..]),
        None => (text, b""),
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
