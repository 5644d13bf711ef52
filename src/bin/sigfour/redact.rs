//! What is shown of a request on a terminal or in a log: all but what lets somebody else in.

use sigfour::{Credentials, Steps};

const HIDDEN: &str = "***";

/// A text without the session token of the credentials.
pub(crate) fn token(text: &str, credentials: &Credentials) -> String {
    match credentials.session_token() {
        Some(token) => text.replace(token, HIDDEN),
        None => text.into(),
    }
}

/// A header's value, for whoever reads along.
pub(crate) fn header(name: &str, value: &str, credentials: &Credentials) -> String {
    if name.eq_ignore_ascii_case("authorization") {
        // The first digits tell one signature from another.
        if let Some((at, _)) = value.match_indices("Signature=").next() {
            let end = (at + "Signature=".len() + 8).min(value.len());
            return format!("{}…", value.get(..end).unwrap_or_default());
        }
        return HIDDEN.into();
    }
    token(value, credentials)
}

/// The canonical request with the token hidden, and the string to sign, which does not hold it.
pub(crate) fn steps(steps: &Steps, credentials: &Credentials) -> (String, String) {
    (token(&steps.canonical_request, credentials), steps.string_to_sign.clone())
}
