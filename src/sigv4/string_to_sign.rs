//! The string to sign: algorithm, date, credential scope and the hash of the canonical request.
//!
//! Source: "Create a string to sign" in the IAM user guide's page on signing AWS API requests.

use alloc::string::String;

use super::canonical::sink::{Gather, Sink, to_text};
use super::date::AmzDate;
use super::key::SigningKey;
use super::payload::to_lower_hex;
use super::scope::CredentialScope;
use super::signature::Signature;

/// The algorithm's name.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

pub(super) struct StringToSign<'a> {
    pub(super) date: &'a AmzDate,
    pub(super) scope: CredentialScope<'a>,
    /// SHA-256 of the canonical request.
    pub(super) canonical_request: [u8; 32],
}

impl StringToSign<'_> {
    fn write_to(&self, sink: &mut impl Sink) {
        sink.put(ALGORITHM.as_bytes());
        sink.put(b"\n");
        sink.put(self.date.as_str().as_bytes());
        sink.put(b"\n");
        self.scope.write_to(sink);
        sink.put(b"\n");
        sink.put(&to_lower_hex(&self.canonical_request));
    }

    pub(super) fn signature(&self, key: &SigningKey) -> Signature {
        let mut gather = Gather::<_, 256>::new(key.start());
        self.write_to(&mut gather);
        Signature::new(gather.finish())
    }

    pub(super) fn to_text(&self) -> String {
        to_text(|sink| self.write_to(sink))
    }
}
