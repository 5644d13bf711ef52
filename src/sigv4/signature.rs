//! The signature: bytes, written as lower-case hex digits.

use core::fmt;

use super::comparison;
use super::digits::{from_lower_hex, hex_text, to_lower_hex};

/// A signature. Comparing two takes the same time wherever they differ.
#[derive(Clone)]
pub struct Signature([u8; 32]);

impl Signature {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Signature(bytes)
    }

    /// Reads 64 lower-case hex digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        from_lower_hex(text).map(Signature)
    }

    /// The bytes. Their number depends on the algorithm: 32 for HMAC-SHA-256.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn digest(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hex digits.
    pub(super) fn to_hex(&self) -> [u8; 64] {
        to_lower_hex(&self.0)
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        comparison::is_equal(&self.0, &other.0)
    }
}

impl Eq for Signature {}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(hex_text(&self.to_hex()))
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Enough to tell one from another. The whole one lets somebody in, with the rest of the request.
        write!(f, "Signature({}…)", &hex_text(&self.to_hex())[..8])
    }
}
