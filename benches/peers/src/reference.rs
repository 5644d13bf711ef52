//! Signature Version 4 by its rules alone, slow and plain, to hold the peers against.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sigfour_workloads::workload::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY};

use crate::hash::{Hash, RustCrypto};

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What a server has before it.
pub(crate) struct Received<'a> {
    pub(crate) service: &'a str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// Names in lower case, each once.
    pub(crate) headers: &'a [(String, String)],
    /// As stated: `host;x-amz-date`.
    pub(crate) signed_headers: &'a str,
    /// As in the canonical request: a digest, or `UNSIGNED-PAYLOAD`.
    pub(crate) payload: &'a str,
    pub(crate) date: &'a str,
}

impl Received<'_> {
    /// The signature that the request must have.
    ///
    /// # Panics
    /// If a header is stated as signed and is not there.
    pub(crate) fn signature(&self) -> String {
        let headers: String = self
            .signed_headers
            .split(';')
            .map(|name| {
                let (_, value) = self.headers.iter().find(|(known, _)| known == name).expect(name);
                // No value of the workloads has spaces to fold.
                format!("{name}:{value}\n")
            })
            .collect();
        // No path of the workloads has a byte to encode or a segment to remove.
        let canonical_request = format!(
            "{}\n{}\n{}\n{headers}\n{}\n{}",
            self.method,
            self.path,
            self.canonical_query(),
            self.signed_headers,
            self.payload
        );
        let string_to_sign = format!(
            "AWS4-HMAC-SHA256\n{}\n{}\n{}",
            self.date,
            scope(self.date, self.service),
            digest(canonical_request.as_bytes())
        );
        let secret = format!("AWS4{SECRET_ACCESS_KEY}");
        let key = RustCrypto::derive(secret.as_bytes(), &self.date[..8], self.service);
        hex::encode(RustCrypto::tag(&key, string_to_sign.as_bytes()))
    }

    fn canonical_query(&self) -> String {
        let encoded = |text| utf8_percent_encode(text, UNRESERVED).to_string();
        let mut pairs: Vec<_> = pairs(self.query)
            .iter()
            .filter(|(name, _)| name != "X-Amz-Signature")
            .map(|(name, value)| (encoded(name), encoded(value)))
            .collect();
        pairs.sort();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}

/// The parameters of a query, decoded.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

pub(crate) fn credential(date: &str, service: &str) -> String {
    format!("{ACCESS_KEY_ID}/{}", scope(date, service))
}

fn scope(date: &str, service: &str) -> String {
    format!("{}/{REGION}/{service}/aws4_request", &date[..8])
}

pub(crate) fn digest(message: &[u8]) -> String {
    hex::encode(RustCrypto::digest(message))
}
