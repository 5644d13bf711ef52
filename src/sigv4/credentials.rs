//! Credentials: access key id, secret and session token travel as one value.

use alloc::string::String;
use alloc::sync::Arc;
use core::fmt;

use time::OffsetDateTime;
use zeroize::{Zeroize, Zeroizing};

use super::error::{Error, Part};
use super::hash::constant_time_eq;

/// What the key derivation puts before the secret.
const PREFIX: &str = "AWS4";

/// An AWS access key: id, secret and, for temporary credentials, the session token and the time they end.
///
/// The parts can't be changed one by one, so a new key id never travels with an old secret. A clone shares
/// the same memory, which is wiped when the last one is dropped. `Debug` shows the key id only.
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
pub struct Credentials(Arc<Secrets>);

#[derive(Clone)]
struct Secrets {
    access_key_id: String,
    /// `AWS4` and the secret: the form in which the key derivation needs it.
    prefixed_secret: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<OffsetDateTime>,
}

impl Credentials {
    /// Long-lived credentials: those of a user.
    ///
    /// # Errors
    /// [`Error::Empty`] and [`Error::InvalidByte`]: an access key id is visible ASCII without a comma; a
    /// secret is not empty.
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        Self::build(access_key_id, secret_access_key, None)
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
        Self::build(access_key_id, secret_access_key, Some(session_token))
    }

    fn build(id: &str, secret: &str, token: Option<&str>) -> Result<Self, Error> {
        visible(Part::AccessKeyId, id, b',')?;
        if secret.is_empty() {
            return Err(Error::Empty(Part::SecretAccessKey));
        }
        if let Some(at) = secret.bytes().position(|b| b.is_ascii_control()) {
            return Err(Error::InvalidByte { part: Part::SecretAccessKey, byte: 0, at });
        }
        if let Some(token) = token {
            visible(Part::SessionToken, token, 0)?;
        }
        let mut prefixed_secret =
            Zeroizing::new(String::with_capacity(PREFIX.len() + secret.len()));
        prefixed_secret.push_str(PREFIX);
        prefixed_secret.push_str(secret);
        Ok(Credentials(Arc::new(Secrets {
            access_key_id: id.into(),
            prefixed_secret,
            session_token: token.map(|t| Zeroizing::new(t.into())),
            expiration: None,
        })))
    }

    /// The same credentials, known to end at `expiration`.
    #[must_use]
    pub fn with_expiration(mut self, expiration: OffsetDateTime) -> Self {
        Arc::make_mut(&mut self.0).expiration = Some(expiration);
        self
    }

    /// The access key id, which is not a secret.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// The secret itself, for a program whose work is to hand it on. Keep it out of logs.
    pub fn expose_secret_access_key(&self) -> &str {
        &self.0.prefixed_secret[PREFIX.len()..]
    }

    /// The session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref().map(String::as_str)
    }

    /// When the credentials end, where that is known.
    pub fn expiration(&self) -> Option<OffsetDateTime> {
        self.0.expiration
    }

    /// Whether id, secret and token are the same, and end at the same time.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.access_key_id == other.0.access_key_id
                && self.0.expiration == other.0.expiration
                && constant_time_eq(self.prefixed_secret(), other.prefixed_secret())
                && self.has_token(other.session_token().unwrap_or_default().as_bytes()))
    }

    /// Whether `token` is the session token; an empty one is that of credentials without.
    pub(super) fn has_token(&self, token: &[u8]) -> bool {
        constant_time_eq(self.session_token().unwrap_or_default().as_bytes(), token)
    }

    pub(super) fn prefixed_secret(&self) -> &[u8] {
        self.0.prefixed_secret.as_bytes()
    }
}

/// Whether `text` is not empty and visible ASCII without `separator`.
fn visible(part: Part, text: &str, separator: u8) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::Empty(part));
    }
    match text.bytes().position(|b| !b.is_ascii_graphic() || b == separator) {
        Some(at) => {
            let byte = if part == Part::SessionToken { 0 } else { text.as_bytes()[at] };
            Err(Error::InvalidByte { part, byte, at })
        }
        None => Ok(()),
    }
}

impl Drop for Secrets {
    fn drop(&mut self) {
        self.access_key_id.zeroize();
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.0.access_key_id)
            .field("secret_access_key", &"***")
            .field("session_token", &self.0.session_token.as_ref().map(|_| "***"))
            .field("expiration", &self.0.expiration)
            .finish()
    }
}
