//! Who signs: what of the credentials stands in a request.

use core::fmt;

use super::error::Error;
use super::secrets::Secrets;
use super::sink::Sink;
use super::timestamp::Timestamp;

/// Who signs: what of the credentials stands in a request. The secret is not part of it.
///
/// Made by `into()` from [`Credentials`](crate::Credentials) or a [`SigningKey`](crate::SigningKey). `Debug` does not
/// show the session token.
#[derive(Clone, Copy)]
pub struct Identity<'a>(pub(super) &'a Secrets);

impl<'a> Identity<'a> {
    /// The access key id, which is not a secret.
    pub fn access_key_id(&self) -> &'a str {
        self.0.access_key_id()
    }

    /// The session token of temporary credentials. It is a secret.
    pub fn session_token(&self) -> Option<&'a str> {
        self.0.session_token()
    }

    /// When the credentials expire, where that is known.
    pub fn expiration(&self) -> Option<Timestamp> {
        self.0.expiration
    }

    /// Writes the session token, percent-encoded.
    pub(super) fn write_encoded_token(&self, sink: &mut impl Sink) {
        self.0.write_encoded_token(sink);
    }

    /// Refuses the identity of a key that was derived from other credentials.
    pub(super) fn check(&self, of_key: Identity<'_>) -> Result<(), Error> {
        // The same text is mostly the same memory.
        let is_same = |a: &str, b: &str| core::ptr::eq(a, b) || a == b;
        let tokens_are_same = match (self.session_token(), of_key.session_token()) {
            (Some(a), Some(b)) => is_same(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        if tokens_are_same && is_same(self.access_key_id(), of_key.access_key_id()) {
            return Ok(());
        }
        Err(Error::KeyOfOtherCredentials {
            key: of_key.access_key_id().into(),
            needed: self.access_key_id().into(),
        })
    }
}

impl fmt::Debug for Identity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("access_key_id", &self.access_key_id())
            .field("session_token", &self.session_token().map(|_| "***"))
            .field("expiration", &self.expiration())
            .finish()
    }
}
