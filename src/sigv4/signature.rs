//! The signature: 32 bytes, written as 64 lower-case hex digits.

use core::fmt;

use super::hash::constant_time_eq;
use super::payload::{from_lower_hex, to_lower_hex};

/// A signature. Comparing two takes the same time wherever they differ.
#[derive(Clone, Copy, Eq)]
pub struct Signature([u8; 32]);

impl Signature {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Signature(bytes)
    }

    /// Reads 64 lower-case hex digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        from_lower_hex(text).map(Signature)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hex digits, as ASCII.
    pub fn to_hex(&self) -> [u8; 64] {
        to_lower_hex(&self.0)
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        constant_time_eq(&self.0, &other.0)
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.to_hex()).unwrap_or_default())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}
