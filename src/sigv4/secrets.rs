//! The memory of credentials: wiped when the last of those who share it is dropped.

use alloc::string::String;

use zeroize::{Zeroize, Zeroizing};

#[cfg(feature = "std")]
use super::canonical::encoded;
use super::canonical::unreserved;
#[cfg(not(feature = "std"))]
use super::canonical::write_encoded;
use super::comparison::Comparison;
use super::error::{Error, Part};
use super::sink::Sink;
use super::timestamp::Timestamp;

/// What the key derivation puts before the secret.
const PREFIX: &str = "AWS4";

#[derive(Clone)]
pub(super) struct Secrets {
    access_key_id: String,
    /// `AWS4` and the secret: the form in which the key derivation needs it.
    prefixed_secret: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    /// The token as presigned URLs carry it, once one was made: it is the longest text in them.
    #[cfg(feature = "std")]
    encoded_token: std::sync::OnceLock<Zeroizing<String>>,
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
            #[cfg(feature = "std")]
            encoded_token: std::sync::OnceLock::new(),
            expiration: None,
        })
    }

    pub(super) fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    pub(super) fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref().map(String::as_str)
    }

    /// Writes the session token, percent-encoded.
    pub(super) fn write_encoded_token(&self, sink: &mut impl Sink) {
        let token = self.session_token().unwrap_or_default();
        #[cfg(feature = "std")]
        sink.put(
            self.encoded_token
                .get_or_init(|| Zeroizing::new(encoded(token, unreserved)))
                .as_bytes(),
        );
        #[cfg(not(feature = "std"))]
        write_encoded(sink, token.as_bytes(), unreserved);
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
        let token = self.session_token().unwrap_or_default();
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
