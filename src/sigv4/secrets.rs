//! The memory of credentials: wiped when the last of those who share it is dropped.

use alloc::string::String;

use zeroize::{Zeroize, Zeroizing};

use super::comparison::Comparison;
use super::error::{Error, Part};
use super::identity::Identity;
use super::timestamp::Timestamp;

/// What the key derivation puts before the secret.
const PREFIX: &str = "AWS4";

#[derive(Clone)]
pub(super) struct Secrets {
    access_key_id: String,
    /// `AWS4` and the secret: the form in which the key derivation needs it.
    prefixed_secret: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    pub(super) expiration: Option<Timestamp>,
}

impl Secrets {
    pub(super) fn new(id: &str, secret: &str, token: Option<&str>) -> Result<Self, Error> {
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
        // In one piece: a text that grows leaves copies behind.
        let mut prefixed_secret =
            Zeroizing::new(String::with_capacity(PREFIX.len() + secret.len()));
        prefixed_secret.push_str(PREFIX);
        prefixed_secret.push_str(secret);
        Ok(Secrets {
            access_key_id: id.into(),
            prefixed_secret,
            session_token: token.map(|token| Zeroizing::new(token.into())),
            expiration: None,
        })
    }

    pub(super) fn identity(&self) -> Identity<'_> {
        Identity {
            access_key_id: &self.access_key_id,
            session_token: self.session_token.as_deref().map(String::as_str),
            expiration: self.expiration,
        }
    }

    pub(super) fn secret(&self) -> &str {
        &self.prefixed_secret[PREFIX.len()..]
    }

    /// The secret as the key derivation needs it.
    pub(super) fn prefixed_secret(&self) -> &[u8] {
        self.prefixed_secret.as_bytes()
    }

    /// Whether `write` writes the session token; nothing is that of credentials without. Takes the same time wherever
    /// they differ.
    pub(super) fn has_token(&self, write: impl FnOnce(&mut Comparison<'_>)) -> bool {
        let token = self.identity().session_token.unwrap_or_default();
        let mut comparison = Comparison::new(token.as_bytes());
        write(&mut comparison);
        comparison.is_equal()
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
