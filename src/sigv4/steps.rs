//! What was signed, as texts: made only when somebody asks to read it.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::canonical::CanonicalRequest;
use super::key::SigningKey;
use super::payload::PayloadHash;
use super::signature::Signature;
use super::string_to_sign::StringToSign;

/// What was signed, to read: the same bytes that the signature was made of.
///
/// The session token is among them where it is signed: `Debug` does not show the canonical request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Steps {
    /// The canonical request.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
}

impl Steps {
    pub(super) fn new(
        canonical_request: &CanonicalRequest<'_>,
        string_to_sign: &StringToSign<'_>,
    ) -> Self {
        Steps {
            canonical_request: canonical_request.to_text(),
            string_to_sign: string_to_sign.to_text(),
        }
    }

    /// The same with another canonical request: its hash is the last line of the string to sign.
    #[must_use]
    pub fn with_canonical_request(&self, canonical_request: String) -> Self {
        let rest = self.string_to_sign.rsplit_once('\n').map_or("", |(rest, _)| rest);
        let digest = PayloadHash::of(canonical_request.as_bytes());
        Steps { string_to_sign: format!("{rest}\n{digest}"), canonical_request }
    }

    /// The signature that a key makes of the string to sign.
    pub fn signature(&self, key: &SigningKey) -> Signature {
        key.sign(self.string_to_sign.as_bytes())
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps")
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}
