//! What is shown of a request on a terminal or in a log: all but what lets somebody else in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sigfour::{Credentials, Steps};

const HIDDEN: &str = "***";

/// What a query escapes: all but the unreserved characters (RFC 3986, section 2.3).
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text without the session token of the credentials, as it stands in a header and in a query.
pub(crate) fn token(text: &str, credentials: &Credentials) -> String {
    let Some(token) = credentials.session_token() else { return text.into() };
    let encoded = utf8_percent_encode(token, COMPONENT).to_string();
    text.replace(token, HIDDEN).replace(&encoded, HIDDEN)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_hidden_in_headers_and_in_queries() {
        let credentials = Credentials::temporary("ASIA", "secret", "a+b/c==").unwrap();
        let text = "GET\n/\nX-Amz-Security-Token=a%2Bb%2Fc%3D%3D\nx-amz-security-token:a+b/c==\n";
        assert_eq!(
            token(text, &credentials),
            "GET\n/\nX-Amz-Security-Token=***\nx-amz-security-token:***\n"
        );
    }
}
