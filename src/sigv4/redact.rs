//! What of a request may be shown: in `Debug`, in errors and in reasons.
//!
//! Two ways: by name, where a name tells that its value is a secret, and by form, where a text is quoted that is not
//! what it should be. A text that was put into the wrong place may be a secret that belongs elsewhere.

use alloc::string::String;
use core::fmt;

use super::names::{Parameter, header};

/// Stands in the place of what is not shown.
pub(crate) const HIDDEN: &str = "***";

/// Headers and parameters that carry a session token.
pub(crate) const TOKENS: [&str; 2] = [header::SECURITY_TOKEN, header::S3_SESSION_TOKEN];

/// Further headers and parameters whose values let somebody in.
const OTHERS: [&str; 8] = [
    header::AUTHORIZATION,
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "x-amz-copy-source-server-side-encryption-customer-key",
    "x-amz-server-side-encryption-customer-key",
    "x-amz-signature",
    "x-api-key",
];

/// Whether a header or a parameter of this name carries a session token.
pub(crate) fn is_token(name: &str) -> bool {
    TOKENS.iter().any(|token| token.eq_ignore_ascii_case(name.trim()))
}

/// Whether the value of a header or a parameter of this name is not shown.
pub(crate) fn is_secret(name: &str) -> bool {
    is_token(name) || OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name.trim()))
}

/// The longest text that is shown of what may be anything. Secrets and tokens are longer: a secret access key has 40
/// characters.
const SHORT: usize = 24;

/// The longest name of AWS's own, `x-amz-copy-source-server-side-encryption-customer-key-md5`, has 57 characters.
const LONGEST_NAME: usize = 60;

/// A name as a request gives it, if it is no longer than names are and made of what names are made of.
pub(crate) fn name(text: &str) -> &str {
    let is_of_name = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    let is_known = Parameter::find(text.as_bytes()).is_some()
        || text.starts_with("x-amz-") && text.len() <= LONGEST_NAME;
    if (is_known || text.len() <= SHORT) && text.bytes().all(is_of_name) { text } else { HIDDEN }
}

/// An access key id as a request gives it. It is no secret, but a secret may have been put into its place.
pub(crate) fn id(text: &str) -> &str {
    let is_of_id = |b: u8| b.is_ascii_alphanumeric() || b"-_.:@".contains(&b);
    if text.len() <= 32 && text.bytes().all(is_of_id) { text } else { HIDDEN }
}

/// A region or a service as a request gives it.
pub(crate) fn label(text: &str) -> &str {
    let is_of_label = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if text.len() <= 63 && text.bytes().all(is_of_label) { text } else { name(text) }
}

/// A number as a request gives it.
pub(crate) fn number(text: &str) -> &str {
    let is_of_number = |b: u8| b.is_ascii_digit() || b"+-.".contains(&b);
    if text.len() <= SHORT && text.bytes().all(is_of_number) { text } else { HIDDEN }
}

/// A date as a request gives it: digits, separators, and the words that dates are written with.
pub(crate) fn date(text: &str) -> &str {
    const WORDS: &str = "T Z t z GMT UTC Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday \
                         Saturday Sunday Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let is_of_date = |b: u8| b.is_ascii_alphanumeric() || b" ,:+-./".contains(&b);
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let is_shown = text.len() <= 40
        && text.bytes().all(is_of_date)
        && words.all(|word| WORDS.split_ascii_whitespace().any(|known| known == word));
    if is_shown { text } else { HIDDEN }
}

/// The scheme of an Authorization header, if it is one that is registered with IANA or of AWS.
pub(crate) fn scheme(text: &str) -> &str {
    const KNOWN: &str = "AWS AWS3 AWS3-HTTPS Basic Bearer Digest DPoP GNAP HMAC HOBA Hawk Mutual Negotiate NTLM OAuth \
                         Signature Token VAPID";
    let is_known = text.is_empty()
        || KNOWN.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(text));
    let is_of_algorithm = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let is_of_aws = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("AWS4"))
        && text.len() <= 40
        && text.bytes().all(is_of_algorithm);
    if is_known || is_of_aws { text } else { HIDDEN }
}

/// The names of signed headers, as `host;x-amz-date`.
pub(crate) struct Names<'a>(pub(crate) &'a str);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.split(';').map(name)).finish()
    }
}

/// A target: its path and the names in its query. Long segments and names, and all values, are hidden.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = self.0.split_once('?').map_or((self.0, None), |(p, q)| (p, Some(q)));
        for (n, segment) in path.split('/').enumerate() {
            write!(f, "{}{}", if n > 0 { "/" } else { "" }, name(segment))?;
        }
        let Some(query) = query else { return Ok(()) };
        for (n, pair) in query.split('&').enumerate() {
            f.write_str(if n > 0 { "&" } else { "?" })?;
            match pair.split_once('=') {
                Some((left, "")) => write!(f, "{}=", name(left))?,
                Some((left, _)) => write!(f, "{}={HIDDEN}", name(left))?,
                None => f.write_str(name(pair))?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// The text of bytes that may be no UTF-8.
pub(crate) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    const TOKEN: &str = "IQoJb3JpZ2luX2VjEXAMPLETOKEN";

    #[test]
    fn a_text_is_shown_only_in_the_form_that_belongs_there() {
        for (shown, text) in [
            (name as fn(&str) -> &str, "x-amz-date"),
            (name, "X-Amz-SignedHeaders"),
            (name, "x-amz-server-side-encryption-customer-key"),
            (id, "AKIAIOSFODNN7EXAMPLE"),
            (label, "partnercentral-revenue-measurement"),
            (label, "US-EAST-1"),
            (number, "604801"),
            (number, "-1"),
            (date, "2015-08-30T12:36:00Z"),
            (date, "Sun, 31 Feb 2015 12:36:00 GMT"),
            (scheme, "AWS4-HMAC-SHA512"),
            (scheme, "aws4-hmac-sha256"),
            (scheme, "Bearer"),
            (scheme, ""),
        ] {
            assert_eq!(shown(text), text);
        }
        for (shown, text) in [
            (name as fn(&str) -> &str, TOKEN),
            (name, "a b"),
            (name, "wJalrXUtnFEMI/K7"),
            (id, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            (label, TOKEN),
            (number, "12x"),
            (number, TOKEN),
            (date, TOKEN),
            (date, "hunter2"),
            (scheme, TOKEN),
            (scheme, "hunter2"),
            (scheme, "AWS4é"),
        ] {
            assert_eq!(shown(text), HIDDEN);
        }
    }

    #[test]
    fn a_target_is_shown_without_values() {
        let target = format!("/orders/{TOKEN}/items?n=1&{TOKEN}&X-Amz-Security-Token={TOKEN}&a=");
        let shown = format!("{}", Shown(&target));
        assert_eq!(shown, "/orders/***/items?n=***&***&X-Amz-Security-Token=***&a=");
    }
}
