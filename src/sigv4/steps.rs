//! What was signed, as texts: made only when somebody asks to read it.

use alloc::string::{String, ToString};
use core::fmt;

use super::string_to_sign::StringToSign;

/// The canonical request and the string to sign, to read: the same bytes that the signature was made of.
///
/// They hold what the request holds, the session token among it where it is signed: `Debug` does not show them.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Steps {
    /// The canonical request.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
}

impl Steps {
    pub(super) fn new(canonical_request: String, string_to_sign: &StringToSign<'_>) -> Self {
        Steps { canonical_request, string_to_sign: string_to_sign.to_string() }
    }
}

impl fmt::Debug for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Steps")
            .field("canonical_request", &format_args!("{} bytes", self.canonical_request.len()))
            .field("string_to_sign", &format_args!("{} bytes", self.string_to_sign.len()))
            .finish()
    }
}
