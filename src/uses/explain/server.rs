//! What a server shows of its side when it refuses a signature.

use alloc::string::{String, ToString};
use core::fmt;

use crate::Timestamp;

/// A server's refusal: its code and message, and its own canonical request and string to sign where it shows them.
///
/// S3 shows them in elements of their own; most other services within the message, which
/// [`ServerView::of_message`] reads. With the feature `client`, `ServerView::of_answer` reads either; without it, set
/// what S3 shows on one that `of_message` or `default` has made.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerView {
    /// AWS's name for the error, such as `SignatureDoesNotMatch`.
    pub code: String,
    /// The message, without the strings that it shows.
    pub message: String,
    /// The server's canonical request.
    pub canonical_request: Option<String>,
    /// The server's string to sign.
    pub string_to_sign: Option<String>,
    /// The region that the server wants.
    pub region: Option<String>,
    /// The SHA-256 of the body that the server got.
    pub body_sha256: Option<String>,
    /// The headers that the server wants signed.
    pub headers_not_signed: Option<String>,
    /// The server's clock.
    pub date: Option<Timestamp>,
}

const CANONICAL: &str = "canonical string for this request should have been";
const STRING_TO_SIGN: &str = "string-to-sign should have been";

impl ServerView {
    /// Of an error's code and message. The message may show canonical request and string to sign in quotes, as
    /// those of Lambda, API Gateway, IAM and STS do.
    pub fn of_message(code: &str, message: &str) -> Self {
        let (before, shown) = cut(message, CANONICAL).unwrap_or((message, ""));
        let (canonical, string) = cut(shown, STRING_TO_SIGN).unwrap_or((shown, ""));
        let before = before.trim_end();
        ServerView {
            code: code.into(),
            message: before.strip_suffix("The").unwrap_or(before).trim_end().into(),
            canonical_request: quoted(canonical),
            string_to_sign: quoted(string),
            ..ServerView::default()
        }
    }
}

/// What stands before and behind words that are in lower case here, and may be in any case there.
fn cut<'a>(text: &'a str, words: &str) -> Option<(&'a str, &'a str)> {
    let at = text.to_ascii_lowercase().find(words)?;
    Some((text.get(..at)?, text.get(at + words.len()..)?))
}

/// What stands between the first quote and the last: a header's value may have quotes of its own.
fn quoted(text: &str) -> Option<String> {
    let (start, end) = (text.find('\'')? + 1, text.rfind('\'')?);
    text.get(start..end).map(ToString::to_string)
}

/// The canonical request may hold a session token: it is not shown.
impl fmt::Debug for ServerView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerView")
            .field("code", &self.code)
            .field("string_to_sign", &self.string_to_sign)
            .finish_non_exhaustive()
    }
}
