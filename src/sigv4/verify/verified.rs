//! What a verifier hands on of a request whose signature holds.

use crate::sigv4::authorization::Authorization;
use crate::sigv4::date::AmzDate;
use crate::sigv4::payload::PayloadHash;
use crate::sigv4::seed::Seed;

/// A verified request.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    pub(super) authorization: Authorization<'a>,
    pub(super) date: AmzDate,
    pub(super) payload: PayloadHash,
    pub(super) seed: Option<Seed>,
}

impl Verified<'_> {
    /// The access key id whose key signed.
    pub fn access_key_id(&self) -> &str {
        self.authorization.access_key_id()
    }

    /// What the request says of its signature.
    pub fn authorization(&self) -> &Authorization<'_> {
        &self.authorization
    }

    /// The date of the signature.
    pub fn date(&self) -> AmzDate {
        self.date
    }

    /// What the signature covers of the body. Look at it:
    /// - [`PayloadHash::Sha256`]: this digest. The body is the one that was given to the verifier, unless it trusts
    ///   declared digests; then the caller must hash the body and compare.
    /// - [`PayloadHash::Unsigned`]: nothing. Anyone on the way can change the body.
    /// - [`PayloadHash::Streaming`]: nothing of the body itself. Where [`Verified::seed`] returns a seed, the chunks
    ///   carry signatures of their own: check them with it. Otherwise anyone on the way can change the body.
    pub fn payload(&self) -> PayloadHash {
        self.payload
    }

    /// The start of the chain of signatures over the body, where the payload is one that is signed piece by piece
    /// ([`Streaming`](crate::Streaming)).
    pub fn seed(&self) -> Option<&Seed> {
        self.seed.as_ref()
    }
}
