//! Where aws-sigv4 1.6.4 is known to sign otherwise: by what the request has, and where the vectors have the case.

use crate::Message;

/// Why the two may differ, if the request gives a reason.
pub fn known(message: &Message, presigned: bool) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(_, applies)| applies(message, presigned));
    known.map(|(why, _)| *why)
}

type Applies = fn(&Message, bool) -> bool;

const KNOWN: &[(&str, Applies)] = &[
    ("a raw '+' in a query is a space there", |m, _| m.query().contains('+')),
    ("escapes that are no UTF-8 become U+FFFD there", |m, _| !decodes_to_utf8(m.query())),
    ("a '%' without two digits behind it", |m, _| has_stray_percent(&m.target)),
    ("an empty pair is left out here", |m, _| m.query().split('&').any(str::is_empty)),
    ("a tab in a value is kept there", |m, _| m.any_value(|value| value.contains(&b'\t'))),
    ("hash, date or token of the caller's own", |m, _| m.any_name(|name| OWN.contains(&name))),
    ("an S3 path that is not as its encoder writes it", |m, _| {
        m.service.starts_with("s3") && !is_encoded(m.path())
    }),
    (
        "headers that a browser does not send are left out of a presigned URL there",
        |m, presigned| {
            presigned
                && m.any_name(|name| matches!(name, "x-amz-checksum-mode" | "x-amz-user-agent"))
        },
    ),
    ("a path that ends in a dot segment", |m, _| {
        m.path().ends_with("/.") || m.path().ends_with("/..")
    }),
];

const OWN: [&str; 5] =
    ["x-amz-content-sha256", "x-amz-date", "x-amz-security-token", "x-amz-s3session-token", "date"];

/// The bytes that a text's escapes stand for.
fn decode(text: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(text).collect()
}

fn decodes_to_utf8(text: &str) -> bool {
    String::from_utf8(decode(text)).is_ok()
}

fn has_stray_percent(text: &str) -> bool {
    let is_escape =
        |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    text.split('%').skip(1).any(|rest| !is_escape(rest))
}

/// Whether a path has an escape for all that is not unreserved, in capitals, and for nothing else.
fn is_encoded(path: &str) -> bool {
    let mut encoded = String::new();
    for byte in decode(path) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded == path
}
