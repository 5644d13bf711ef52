//! The algorithms: the first line of the string to sign, and the form of the credential scope.

use core::fmt;

/// A signature algorithm.
///
/// This crate signs and verifies with [`Algorithm::HmacSha256`]. [`StringToSign`](crate::StringToSign) writes the
/// text for either, so that another signer can sign it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Algorithm {
    /// `AWS4-HMAC-SHA256`: Signature Version 4.
    HmacSha256,
    /// `AWS4-ECDSA-P256-SHA256`: Signature Version 4A. Its scope has no region.
    EcdsaP256Sha256,
}

impl Algorithm {
    /// The name in the first line of a string to sign.
    ///
    /// ```
    /// assert_eq!(sigfour::Algorithm::HmacSha256.name(), "AWS4-HMAC-SHA256");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Algorithm::HmacSha256 => "AWS4-HMAC-SHA256",
            Algorithm::EcdsaP256Sha256 => "AWS4-ECDSA-P256-SHA256",
        }
    }

    /// Whether the credential scope names the region.
    pub(super) const fn scope_has_region(self) -> bool {
        matches!(self, Algorithm::HmacSha256)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
