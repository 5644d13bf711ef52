//! Credentials: access key id, secret and session token travel as one value, with the keys derived from them.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::fmt;

use super::error::Error;
use super::identity::Identity;
use super::kept_keys::KeptKeys;
use super::key::{KeyDerivation, SigningKey};
use super::scope::CredentialScope;
use super::secrets::Secrets;
use super::timestamp::Timestamp;

/// An AWS access key: id, secret and, for temporary credentials, the session token and the time at which they expire.
///
/// The parts can't be changed one by one, so a new key id never travels with an old secret. A clone shares
/// the same memory, which is wiped when the last one is dropped. `Debug` shows the key id only.
///
/// With the feature `std`, the signing keys that are derived from them are kept with them and shared by clones: the first
/// eight, and the last eight of those after them. From the ninth key on (a ninth day, region or service), threads share a
/// lock, which costs some 50 ns a signature and more where they meet: a program that signs for long on many threads keeps
/// the key of [`Signer::key`](crate::Signer::key) for the day and uses [`Signer::sign_into`](crate::Signer::sign_into).
/// So reuse one value: another of the same parts derives its keys again, which costs more than a signature.
///
/// ```
/// use sigfour::Credentials;
///
/// let long_lived = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let temporary = Credentials::temporary("ASIAEXAMPLE", "secret", "token")?;
/// assert!(temporary.session_token().is_some());
/// assert!(!format!("{long_lived:?}").contains("wJalr"));
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone)]
pub struct Credentials {
    secrets: Arc<Secrets>,
    keys: KeptKeys,
}

impl Credentials {
    /// Long-lived credentials: those of a user.
    ///
    /// # Errors
    /// [`Error::Empty`] and [`Error::InvalidByte`]: an access key id is visible ASCII without a comma; a
    /// secret is not empty and has no control character.
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        Ok(Self::with_fresh_keys(Secrets::new(access_key_id, secret_access_key, None)?))
    }

    /// Temporary credentials, as STS hands them out.
    ///
    /// # Errors
    /// As [`Credentials::new`]; a session token is visible ASCII.
    pub fn temporary(
        access_key_id: &str,
        secret_access_key: &str,
        session_token: &str,
    ) -> Result<Self, Error> {
        let secrets = Secrets::new(access_key_id, secret_access_key, Some(session_token))?;
        Ok(Self::with_fresh_keys(secrets))
    }

    fn with_fresh_keys(secrets: Secrets) -> Self {
        Credentials { secrets: Arc::new(secrets), keys: KeptKeys::default() }
    }

    /// The same credentials, known to expire at `expiration`.
    #[must_use]
    pub fn with_expiration(mut self, expiration: impl Into<Timestamp>) -> Self {
        Arc::make_mut(&mut self.secrets).expiration = Some(expiration.into());
        // The keys kept before hold credentials without this expiration.
        Credentials { secrets: self.secrets, keys: KeptKeys::default() }
    }

    /// The access key id, which is not a secret.
    pub fn access_key_id(&self) -> &str {
        self.secrets.access_key_id()
    }

    /// The secret itself, for a program whose work is to hand it on. Keep it out of logs.
    pub fn expose_secret_access_key(&self) -> &str {
        self.secrets.secret()
    }

    /// The session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.secrets.session_token()
    }

    /// When the credentials expire, where that is known.
    pub fn expiration(&self) -> Option<Timestamp> {
        self.secrets.expiration
    }

    /// The signing key for a scope: the one that is kept, or one that is derived now and kept.
    pub(super) fn key(&self, scope: &CredentialScope<'_>) -> Cow<'_, SigningKey> {
        self.keys.get(scope, || SigningKey::derive(self, scope))
    }
}

/// Deriving a key that is not kept.
impl SigningKey {
    /// Derives the key for a scope. It is not kept with the credentials: [`Signer::key`](crate::Signer::key) does that.
    pub fn derive(credentials: &Credentials, scope: &CredentialScope<'_>) -> Self {
        Self::of(&credentials.secrets, scope)
    }
}

impl KeyDerivation {
    /// Derives all four.
    pub fn new(credentials: &Credentials, scope: &CredentialScope<'_>) -> Self {
        Self::of(&credentials.secrets, scope)
    }
}

impl<'a> From<&'a Credentials> for Identity<'a> {
    fn from(credentials: &'a Credentials) -> Self {
        Identity(&credentials.secrets)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id())
            .field("secret_access_key", &"***")
            .field("session_token", &self.session_token().map(|_| "***"))
            .field("expiration", &self.expiration())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Credentials {
        Credentials::new("AKIDEXAMPLE", "secret").unwrap()
    }

    fn scope() -> CredentialScope<'static> {
        CredentialScope::new("20150830", "us-east-1", "iam").unwrap()
    }

    #[test]
    fn credentials_and_the_keys_kept_with_them_are_freed_together() {
        let known = known();
        let first = known.key(&scope());
        let secrets = Arc::downgrade(&known.secrets);
        let first = first.into_owned();
        drop((known.clone(), known));
        assert!(secrets.upgrade().is_some(), "the key holds them");
        drop(first);
        assert!(secrets.upgrade().is_none());
    }

    #[cfg(feature = "std")]
    #[test]
    fn a_clone_uses_the_same_key() {
        let known = known();
        assert!(known.key(&scope()).is_same_as(&known.clone().key(&scope())));
        assert!(!known.key(&scope()).is_same_as(&self::known().key(&scope())));
    }

    #[test]
    fn a_key_of_before_the_expiration_was_known_is_not_kept() {
        let known = known();
        drop(known.key(&scope()));
        let expiring = known.clone().with_expiration(1_440_938_160);
        assert_eq!(expiring.key(&scope()).identity().expiration(), expiring.expiration());
        assert_eq!(known.key(&scope()).identity().expiration(), None);
    }
}
