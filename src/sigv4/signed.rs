//! What signing adds to a request.

use core::fmt;
use core::ops::Range;

use super::authorization::write_header;
use super::canonical::CanonicalHeaders;
use super::identity::Identity;
use super::names::header;
use super::redact;
use super::scope::CredentialScope;
use super::seed::Seed;
use super::signature::Signature;
use super::sink::Sink;
use super::written::Written;

/// How many headers signing adds at most, beside `authorization`.
pub(super) const MOST_ADDED: usize = 3;

/// The headers that make a request a signed one.
///
/// `Debug` shows neither the Authorization header nor the session token; the token is wiped when this is dropped.
#[derive(Clone)]
pub struct Signed {
    /// The values, one after the other; that of `authorization` first.
    text: Written,
    authorization: Range<usize>,
    added: [Option<(&'static str, Range<usize>)>; MOST_ADDED],
    signed_headers: Range<usize>,
    signature: Signature,
    seed: Option<Seed>,
}

impl Signed {
    /// What [`Signed::write`] writes into. It never leaves this crate before that.
    pub(super) fn unwritten() -> Self {
        Signed {
            text: Written::default(),
            authorization: 0..0,
            added: Default::default(),
            signed_headers: 0..0,
            signature: Signature::new([0; 32]),
            seed: None,
        }
    }

    pub(super) fn write(
        &mut self,
        who: Identity<'_>,
        scope: &CredentialScope<'_>,
        headers: &CanonicalHeaders<'_>,
        added: &[Option<(&'static str, &[u8])>; MOST_ADDED],
        signature: Signature,
        seed: Option<Seed>,
    ) {
        let mut out = self.text.reuse();
        // Once, and enough for most: a text that grows leaves copies of the token behind.
        let values: usize = added.iter().flatten().map(|(_, value)| value.len()).sum();
        let names = scope.region().len() + scope.service().len();
        out.reserve(who.access_key_id().len() + names + headers.names_length() + values + 256);
        self.signed_headers =
            write_header(&mut out, who.access_key_id(), scope, headers, &signature);
        self.authorization = 0..out.len();
        let mut token = 0..0;
        for (place, header) in self.added.iter_mut().zip(added) {
            *place = header.map(|(name, value)| {
                let start = out.len();
                out.put(value);
                let range = start..out.len();
                if who.session_token().is_some_and(|token| core::ptr::eq(token.as_bytes(), value)) {
                    token = range.clone();
                }
                (name, range)
            });
        }
        self.text = Written::new(out, token);
        self.signature = signature;
        self.seed = seed;
    }

    /// The headers to set on the request: `authorization`, and those of `x-amz-date`, the session token's
    /// and `x-amz-content-sha256` that the request needs and does not have. Names are in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let added = self.added.iter().flatten().map(|(name, range)| (*name, self.text.at(range)));
        [(header::AUTHORIZATION, self.authorization())].into_iter().chain(added)
    }

    /// The value of the Authorization header.
    pub fn authorization(&self) -> &str {
        self.text.at(&self.authorization)
    }

    /// The names of the headers that the signature covers, as `host;x-amz-date`.
    pub fn signed_headers(&self) -> &str {
        self.text.at(&self.signed_headers)
    }

    /// The signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The start of the chain of signatures over the body, where the payload is one that is signed piece by piece
    /// ([`Streaming`](crate::Streaming)).
    pub fn seed(&self) -> Option<&Seed> {
        self.seed.as_ref()
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("signed_headers", &redact::Names(self.signed_headers()))
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}
