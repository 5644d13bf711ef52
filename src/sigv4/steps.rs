//! What was signed, as texts: made only when somebody asks to read it.

use alloc::string::String;
use core::fmt;

use super::canonical::CanonicalRequest;
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
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps")
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}
