//! A string to sign as an owned text in its lines.

use alloc::string::String;

/// A string to sign of a request, in its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StringText {
    pub(super) algorithm: String,
    pub(super) date: String,
    pub(super) scope: String,
    /// The digest of the canonical request, in hex.
    pub(super) canonical_request: String,
}

impl StringText {
    /// `None` for a text that is no string to sign.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut next = || lines.next().map(String::from);
        let (algorithm, date, scope) = (next()?, next()?, next()?);
        Some(StringText { algorithm, date, scope, canonical_request: next()? })
    }
}
