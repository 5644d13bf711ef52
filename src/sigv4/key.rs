//! The signing key: derived from the secret once per day, region and service, and used many times.
//!
//! Source: "Derive a signing key" in the IAM user guide's page on signing AWS API requests.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::sync::Arc;
use core::fmt;

use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::error::Error;
use super::hash::{HmacContext, HmacKey};
use super::scope::{CredentialScope, TERMINATOR};
use super::signature::Signature;

/// A key that signs for one day, region and service, with the credentials it was derived from.
///
/// It knows its access key id and session token, so that they travel with the key. Share it between threads
/// behind an [`Arc`]; keep it for the day with a [`KeyCache`].
pub struct SigningKey {
    credentials: Credentials,
    hmac: HmacKey,
    day: [u8; 8],
    region: Box<str>,
    service: Box<str>,
}

impl SigningKey {
    /// Derives the key for a scope.
    pub fn derive(credentials: &Credentials, scope: &CredentialScope<'_>) -> Self {
        let mut day = [0; 8];
        day.copy_from_slice(scope.day().as_bytes());
        SigningKey {
            credentials: credentials.clone(),
            hmac: HmacKey::new(KeyDerivation::new(credentials, scope).signing_key()),
            day,
            region: scope.region().into(),
            service: scope.service().into(),
        }
    }

    /// The credentials it was derived from.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    pub(super) fn is_for(&self, scope: &CredentialScope<'_>) -> bool {
        self.day == scope.day().as_bytes()
            && *self.region == *scope.region()
            && *self.service == *scope.service()
    }

    /// Refuses a scope that the key is not for.
    pub(super) fn check(&self, scope: &CredentialScope<'_>) -> Result<(), Error> {
        if self.is_for(scope) {
            return Ok(());
        }
        let day = core::str::from_utf8(&self.day).unwrap_or_default();
        let key = CredentialScope::new(day, &self.region, &self.service)?;
        Err(Error::KeyOutOfScope { key: key.to_string(), needed: scope.to_string() })
    }

    /// The signature of a text.
    pub(super) fn sign(&self, text: &[u8]) -> Signature {
        Signature::new(self.hmac.tag(text))
    }

    pub(super) fn start(&self) -> HmacContext {
        self.hmac.start()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("credentials", &self.credentials)
            .field("day", &core::str::from_utf8(&self.day).unwrap_or_default())
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

/// The four steps of the derivation, for those who check another implementation against this one.
///
/// ```
/// use sigfour::{CredentialScope, Credentials, KeyDerivation};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let scope = CredentialScope::new("20150830", "us-east-1", "iam")?;
/// let steps = KeyDerivation::new(&credentials, &scope);
/// assert_eq!(steps.signing_key()[..4], [0xc4, 0xaf, 0xb1, 0xcc]); // AWS's documented example
/// # Ok::<(), sigfour::Error>(())
/// ```
pub struct KeyDerivation {
    date_key: Zeroizing<[u8; 32]>,
    region_key: Zeroizing<[u8; 32]>,
    service_key: Zeroizing<[u8; 32]>,
    signing_key: Zeroizing<[u8; 32]>,
}

impl KeyDerivation {
    /// Derives all four.
    pub fn new(credentials: &Credentials, scope: &CredentialScope<'_>) -> Self {
        let step =
            |key: &[u8], message: &str| Zeroizing::new(HmacKey::new(key).tag(message.as_bytes()));
        let date_key = step(credentials.prefixed_secret(), scope.day());
        let region_key = step(&*date_key, scope.region());
        let service_key = step(&*region_key, scope.service());
        let signing_key = step(&*service_key, TERMINATOR);
        KeyDerivation { date_key, region_key, service_key, signing_key }
    }

    /// HMAC of the day under `AWS4` and the secret.
    pub fn date_key(&self) -> &[u8; 32] {
        &self.date_key
    }

    /// HMAC of the region under the date key.
    pub fn region_key(&self) -> &[u8; 32] {
        &self.region_key
    }

    /// HMAC of the service under the region key.
    pub fn service_key(&self) -> &[u8; 32] {
        &self.service_key
    }

    /// HMAC of `aws4_request` under the service key.
    pub fn signing_key(&self) -> &[u8; 32] {
        &self.signing_key
    }
}

impl fmt::Debug for KeyDerivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyDerivation(***)")
    }
}

/// Keeps the key last derived, for as long as day, region, service and credentials stay the same.
///
/// Credentials are the same when key id, secret and token all are: a rotated secret under an old key id
/// gets a key of its own.
#[derive(Debug, Default)]
pub struct KeyCache(Option<Arc<SigningKey>>);

impl KeyCache {
    /// An empty cache.
    pub const fn new() -> Self {
        KeyCache(None)
    }

    /// The key for a scope, derived if it is not the one kept.
    pub fn key(
        &mut self,
        credentials: &Credentials,
        scope: &CredentialScope<'_>,
    ) -> Arc<SigningKey> {
        if let Some(key) = &self.0 {
            if key.is_for(scope) && key.credentials.is_same(credentials) {
                return Arc::clone(key);
            }
        }
        let key = Arc::new(SigningKey::derive(credentials, scope));
        self.0 = Some(Arc::clone(&key));
        key
    }
}
