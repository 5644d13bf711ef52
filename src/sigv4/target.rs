//! A request target from a path and pairs that are not encoded yet.

use alloc::string::String;
use core::fmt;

use super::canonical::{encoded, unreserved, unreserved_or_slash};
use super::redact::Shown;

/// Builds a request target with the same encoder that the canonical request uses, so that there is nothing
/// to disagree on.
///
/// ```
/// use sigfour::Target;
///
/// let target = Target::new("/photos/a cat + dog.jpg").pair("versionId", "a/b=c").to_string();
/// assert_eq!(target, "/photos/a%20cat%20%2B%20dog.jpg?versionId=a%2Fb%3Dc");
/// ```
///
/// `Debug` shows no value: one may be a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    text: String,
    has_query: bool,
}

impl Target {
    /// The target of a path that is not encoded: slashes stay, all else but `A-Z a-z 0-9 - . _ ~` is
    /// escaped. A missing slash in front is added.
    pub fn new(path: &str) -> Self {
        let mut text = String::from(if path.starts_with('/') { "" } else { "/" });
        text.push_str(&encoded(path, unreserved_or_slash));
        Target { text, has_query: false }
    }

    /// With a further pair in the query, neither name nor value encoded.
    #[must_use]
    pub fn pair(mut self, name: &str, value: &str) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.push_str(&encoded(name, unreserved));
        self.text.push('=');
        self.text.push_str(&encoded(value, unreserved));
        self
    }

    /// Path and query, as they go on the wire.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Target").field(&Shown(&self.text)).finish()
    }
}
