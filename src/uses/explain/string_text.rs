//! A string to sign taken apart into its lines.

use alloc::string::String;

/// The lines of a request's string to sign.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct StringText {
    pub(super) algorithm: String,
    pub(super) date: String,
    pub(super) scope: String,
    /// The digest of the canonical request.
    pub(super) hash: String,
}

impl StringText {
    /// Parses a text; `None` if it is not a string to sign.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(String::from);
        let (algorithm, date, scope) = (lines.next()?, lines.next()?, lines.next()?);
        Some(StringText { algorithm, date, scope, hash: lines.next()? })
    }
}
