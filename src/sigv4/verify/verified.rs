//! What a verifier hands on of a request that holds.

use crate::sigv4::authorization::Authorization;
use crate::sigv4::date::AmzDate;
use crate::sigv4::payload::PayloadHash;

/// A request that was let in.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    pub(super) authorization: Authorization<'a>,
    pub(super) date: AmzDate,
    pub(super) payload: PayloadHash,
}

impl Verified<'_> {
    /// Whose key signed.
    pub fn access_key_id(&self) -> &str {
        self.authorization.access_key_id()
    }

    /// What the request says of its signature.
    pub fn authorization(&self) -> &Authorization<'_> {
        &self.authorization
    }

    /// When it was signed.
    pub fn date(&self) -> AmzDate {
        self.date
    }

    /// What of the body is covered: with [`PayloadHash::Unsigned`], nothing.
    pub fn payload(&self) -> PayloadHash {
        self.payload
    }
}
