//! What presigning makes of a request's target.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use percent_encoding::percent_decode_str;

use super::signature::Signature;
use super::timestamp::Timestamp;
use super::written::Written;

/// A presigned target.
///
/// Anyone holding it can make the request until it expires: `Debug` does not show it. The session token in it is
/// wiped when it is dropped.
#[derive(Clone)]
pub struct Presigned {
    pub(super) target: Written,
    /// Where in the target their names are.
    pub(super) signed_headers: Range<usize>,
    pub(super) signature: Signature,
    pub(super) expires_at: Timestamp,
}

impl Presigned {
    /// The target to request, path and query: the one given, unchanged, and the signature's parameters.
    pub fn target(&self) -> &str {
        self.target.as_str()
    }

    /// When it expires: at the expiry asked for, or when the credentials expire, if that is earlier.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The names of the headers that the signature covers, as `host;range`: the request must be sent with them, with the
    /// same values.
    pub fn signed_headers(&self) -> String {
        let encoded = self.target.at(&self.signed_headers);
        percent_decode_str(encoded).decode_utf8_lossy().into_owned()
    }

    /// The signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
