//! What a request claims: everything that is read and checked of it without a key.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use super::stated::Stated;
use super::verified::Verified;
use crate::sigv4::authorization::Authorization;
use crate::sigv4::canonical::{CanonicalHeaders, CanonicalQuery, CanonicalRequest};
use crate::sigv4::date::AmzDate;
use crate::sigv4::key::SigningKey;
use crate::sigv4::payload::PayloadHash;
use crate::sigv4::redact;
use crate::sigv4::refusal::{Reason, Refusal};
use crate::sigv4::request::Request;
use crate::sigv4::scope::CredentialScope;
use crate::sigv4::seed::Seed;
use crate::sigv4::steps::Steps;
use crate::sigv4::string_to_sign::{StringToSign, Subject};

/// A request's claim to be signed: form, scope, time, signed headers and payload are read and checked, the signature is
/// not. Look up the key of [`Claim::access_key_id`], however long that takes, and call [`Claim::verify`].
///
/// It borrows the request and is small: the canonical request is in it as a digest. `Debug` does not show the session
/// token.
///
/// ```
/// use sigfour::{Credentials, Request, Signer, SigningKey, Verifier};
///
/// let known = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let now = 1_440_938_160;
/// # let host = [("Host", "example.com")];
/// # let signed = Signer::new("execute-api", "us-east-1").sign(&Request::new("GET", "/").headers(&host), &known, now)?;
/// # let mut received = vec![("Host", "example.com")];
/// # received.extend(signed.headers());
/// let verifier = Verifier::new("execute-api", "us-east-1");
/// let request = Request::new("GET", "/").headers(&received).body(b"");
///
/// let claim = verifier.read(&request, now)?;
/// assert_eq!(claim.access_key_id(), "AKIDEXAMPLE");
/// // … ask a database, `.await` it …
/// let key = SigningKey::derive(&known, &claim.scope());
/// let verified = claim.verify(&key)?;
/// assert_eq!(verified.access_key_id(), "AKIDEXAMPLE");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Claim<'a> {
    pub(super) stated: Stated<'a>,
    pub(super) request: Request<'a>,
    pub(super) payload: PayloadHash,
    /// Whether the body is still to be held against the digest that the request declares.
    pub(super) checks_body: bool,
    /// SHA-256 of the canonical request.
    pub(super) digest: [u8; 32],
    pub(super) now: AmzDate,
}

impl<'a> Claim<'a> {
    /// The access key id that is claimed to have signed.
    pub fn access_key_id(&self) -> &str {
        self.stated.authorization.access_key_id()
    }

    /// The scope that the key must be for.
    pub fn scope(&self) -> CredentialScope<'_> {
        self.stated.authorization.scope()
    }

    /// The date that is claimed.
    pub fn date(&self) -> AmzDate {
        self.stated.date
    }

    /// The session token that came with the request, decoded; empty where none did. It is a secret.
    pub fn session_token(&self) -> Cow<'a, [u8]> {
        self.stated.session_token.decoded()
    }

    /// What the request says of its signature.
    pub fn authorization(&self) -> &Authorization<'a> {
        &self.stated.authorization
    }

    /// The verifier's string to sign.
    pub fn string_to_sign(&self) -> StringToSign<'_> {
        self.string_of(&self.digest)
    }

    /// The string to sign of another canonical request, of this digest.
    pub(crate) fn string_of<'s>(&'s self, digest: &'s [u8; 32]) -> StringToSign<'s> {
        StringToSign::new(self.stated.date, self.scope(), Subject::Request(digest))
    }

    /// The verifier's canonical request. It contains the session token where that is signed.
    pub fn canonical_request(&self) -> String {
        let mut query = CanonicalQuery::new();
        query.read(self.request.query());
        query.leave_out(self.stated.left_out());
        let headers = signed_headers(&self.request, self.stated.authorization.signed_headers());
        let payload = self.payload.text();
        CanonicalRequest::new(
            &self.request,
            &query,
            &headers,
            payload.as_bytes(),
            &self.stated.rules,
        )
        .to_text()
    }

    /// Both, as texts.
    pub fn steps(&self) -> Steps {
        Steps::new(self.canonical_request(), &self.string_to_sign())
    }

    /// Verifies with the key of [`Claim::access_key_id`] for [`Claim::scope`]. The key's credentials tell the
    /// session token that must have come, and when they expire. To try another key, clone the claim first.
    ///
    /// # Errors
    /// A [`Refusal`]. In this order: another key, another session token, another signature, another
    /// body than the one declared, credentials that have expired.
    pub fn verify(self, key: &SigningKey) -> Result<Verified<'a>, Refusal> {
        let who = key.identity();
        key.check(&self.scope()).map_err(|error| Reason::WrongKey { error })?;
        if who.access_key_id() != self.access_key_id() {
            return Err(Reason::UnknownAccessKey {
                found: redact::id(self.access_key_id()).into(),
            }
            .into());
        }
        if !self.stated.session_token.is_of(key.secrets()) {
            return Err(Reason::WrongSessionToken.into());
        }
        // Equality of signatures takes the same time wherever they differ.
        if key.signature(&self.string_to_sign()) != *self.stated.authorization.signature() {
            let steps = Some(Box::new(self.steps()));
            return Err(Refusal { reason: Reason::SignatureDoesNotMatch, steps });
        }
        // After the signature: hashing what a stranger sends is work for nothing.
        self.check_body()?;
        if who.expiration().is_some_and(|end| end <= self.now.timestamp()) {
            return Err(Reason::ExpiredCredentials.into());
        }
        let Stated { authorization, date, .. } = self.stated;
        let seed = self
            .payload
            .starts_a_chain()
            .then(|| Seed::of_checked(key, date, authorization.signature().clone()));
        Ok(Verified { authorization, date, payload: self.payload, seed })
    }

    /// Refuses a body that is not the declared one.
    pub(super) fn check_body(&self) -> Result<(), Reason> {
        if !self.checks_body {
            return Ok(());
        }
        let actual = self.request.body_or_hash().hash();
        if actual == self.payload {
            return Ok(());
        }
        let (declared, actual) = (self.payload.to_string(), actual.to_string());
        Err(Reason::PayloadMismatch { declared, actual })
    }
}

/// The headers that `names` lists: read anew when a text is rendered.
fn signed_headers<'a>(request: &Request<'a>, names: &'a str) -> CanonicalHeaders<'a> {
    let mut headers = CanonicalHeaders::new();
    // That they can be read, and that each is there, was checked when the claim was made.
    let _ = headers.read(request, |_| true);
    let _ = headers.keep(names, |_| {});
    headers
}

impl fmt::Debug for Claim<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim")
            .field("request", &self.request)
            .field("authorization", &self.stated.authorization)
            .field("date", &self.stated.date)
            .field("payload", &self.payload)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_can_be_held_across_an_await_on_any_thread() {
        const fn is_send_and_sync<T: Send + Sync>() {}
        const {
            is_send_and_sync::<Claim<'_>>();
            is_send_and_sync::<Verified<'_>>();
            is_send_and_sync::<SigningKey>();
            is_send_and_sync::<Seed>();
        }
    }
}
