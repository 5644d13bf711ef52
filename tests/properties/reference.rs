//! The steps again, written as plainly as AWS's page has them and sharing nothing with the crate.

use std::collections::BTreeMap;

use ring::{digest, hmac};

/// Which of the two path rules a service has.
fn is_s3(service: &str) -> bool {
    service.starts_with("s3")
}

/// What is never signed, as the crate's documentation of `Signer::leave_out` lists it.
pub(crate) fn is_signed(name: &str) -> bool {
    let name = name.to_lowercase();
    let never = [
        "authorization",
        "connection",
        "expect",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let changed = ["user-agent", "x-amzn-trace-id", "baggage", "traceparent", "tracestate"];
    !never.contains(&&*name) && !changed.contains(&&*name) && !name.starts_with("proxy-")
}

pub(crate) struct Reference<'a> {
    pub(crate) service: &'a str,
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    /// Those to sign.
    pub(crate) headers: Vec<(&'a str, &'a [u8])>,
    pub(crate) payload: &'a str,
}

impl Reference<'_> {
    pub(crate) fn canonical_request(&self) -> Vec<u8> {
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let mut headers = BTreeMap::<String, Vec<Vec<u8>>>::new();
        for (name, value) in &self.headers {
            headers.entry(name.to_lowercase()).or_default().push(folded(value));
        }
        let names: Vec<_> = headers.keys().map(String::as_str).collect();
        let mut text = Vec::new();
        text.extend(
            format!("{}\n{}\n{}\n", self.method, self.path(path), canonical_query(query)).bytes(),
        );
        for (name, values) in &headers {
            text.extend(name.bytes());
            text.push(b':');
            text.extend(values.join(&b','));
            text.push(b'\n');
        }
        text.extend(format!("\n{}\n{}", names.join(";"), self.payload).bytes());
        text
    }

    fn path(&self, path: &str) -> String {
        let path = if path.is_empty() { "/" } else { path };
        if is_s3(self.service) {
            return encoded(&decoded(path), true);
        }
        let mut kept: Vec<&str> = Vec::new();
        let segments: Vec<_> = path.split('/').collect();
        for segment in &segments {
            match *segment {
                "" | "." => {}
                ".." => drop(kept.pop()),
                name => kept.push(name),
            }
        }
        let ends_in_slash = ["", ".", ".."].contains(segments.last().unwrap());
        let mut text = format!("/{}", kept.join("/"));
        if ends_in_slash && !text.ends_with('/') {
            text.push('/');
        }
        encoded(text.as_bytes(), true)
    }
}

pub(crate) fn canonical_query(query: &str) -> String {
    let recoded = |text: &str| encoded(&decoded(text), false);
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (recoded(name), recoded(value)))
        .collect();
    pairs.sort();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn folded(value: &[u8]) -> Vec<u8> {
    let words = value.split(|byte| [b' ', b'\t'].contains(byte)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let digits = rest.get(1..3).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match digits {
            Some(digits) if rest[0] == b'%' => {
                let digits = std::str::from_utf8(digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &rest[3..];
            }
            _ => {
                bytes.push(rest[0]);
                rest = &rest[1..];
            }
        }
    }
    bytes
}

fn encoded(bytes: &[u8], keep_slash: bool) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(*byte));
            }
            b'/' if keep_slash => text.push('/'),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

pub(crate) fn string_to_sign(date: &str, scope: &str, canonical_request: &[u8]) -> String {
    format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha256(canonical_request))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    to_hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// The signature of a string to sign, under a secret and the scope's parts.
pub(crate) fn signature(secret: &str, scope: &str, string_to_sign: &str) -> String {
    let mut key = format!("AWS4{secret}").into_bytes();
    for message in scope.split('/').chain([string_to_sign]) {
        let under = hmac::Key::new(hmac::HMAC_SHA256, &key);
        key = hmac::sign(&under, message.as_bytes()).as_ref().to_vec();
    }
    to_hex(&key)
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
