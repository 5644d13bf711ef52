//! What a request means to a server, told from the request itself and with nothing of the canonical request: two
//! requests that mean the same may have the same signature, and no others.

use percent_encoding::percent_decode_str;

use crate::Message;

#[derive(Debug, PartialEq)]
pub struct Meaning {
    method: String,
    path: Vec<u8>,
    /// Names and values, decoded; a parameter without a value is one with an empty one.
    parameters: Vec<(Vec<u8>, Vec<u8>)>,
    /// Names in lower case, with the values of one name joined in their order.
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Meaning {
    /// The meaning of a request, of its headers those that `names` lists.
    pub fn of(message: &Message, names: &str) -> Self {
        Meaning {
            method: message.method.clone(),
            path: match message.service.starts_with("s3") {
                true => decode(message.path()),
                false => without_dots(message.path()),
            },
            parameters: parameters(message.query()),
            headers: names.split(';').map(|name| (name.into(), value(message, name))).collect(),
            body: if is_open(message) { Vec::new() } else { message.body.clone() },
        }
    }
}

/// Whether the request declares that its signature does not cover the body.
fn is_open(message: &Message) -> bool {
    value(message, "x-amz-content-sha256") == b"UNSIGNED-PAYLOAD"
}

fn decode(text: &str) -> Vec<u8> {
    let path = percent_decode_str(text).collect::<Vec<u8>>();
    if path.is_empty() { b"/".to_vec() } else { path }
}

/// RFC 3986, section 5.2.4, and each run of slashes one.
fn without_dots(path: &str) -> Vec<u8> {
    let mut kept = vec![];
    let mut ends_in_slash = true;
    for segment in path.split('/').skip(1) {
        ends_in_slash = matches!(segment, "" | "." | "..");
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(segment),
        }
    }
    let end = if ends_in_slash && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/")).into_bytes()
}

fn parameters(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<_> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    pairs.sort();
    pairs
}

fn value(message: &Message, name: &str) -> Vec<u8> {
    let values = message.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
    let folded = values.map(|(_, value)| {
        let words = value.split(|byte| matches!(byte, b' ' | b'\t'));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(&b' ')
    });
    folded.collect::<Vec<_>>().join(&b',')
}
