//! What is not shown of a request: session tokens, keys that are sent along, and whatever else lets somebody in.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::sigv4::COMPONENT;
pub(super) use crate::sigv4::redact::{HIDDEN, is_secret, is_token};
use crate::sigv4::redact::{TOKENS, lossy};
use crate::{Credentials, Request};

/// How many texts are looked for in every line.
const MOST_TOKENS: usize = 32;

/// The value of a header or a parameter, if it may be shown.
pub(super) fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret(name) && !value.is_empty() { HIDDEN } else { value }
}

/// A text in which a session token stands behind its name, in a header's line or in a query: without it.
pub(crate) fn without_token(text: &str) -> String {
    TOKENS.iter().fold(text.to_string(), |text, name| {
        let text = cut_behind(&text, &format!("{name}:"), &['\n', '\r']);
        cut_behind(&text, &format!("{name}="), &['&', '\n', ' ', '\''])
    })
}

/// Hides what stands behind each `name`, which is in lower case here, up to one of `ends`: in one pass.
fn cut_behind(text: &str, name: &str, ends: &[char]) -> String {
    // ASCII keeps its length in lower case, so that places in one text are places in the other.
    let lower = text.to_ascii_lowercase();
    let (mut shown, mut from) = (String::with_capacity(text.len()), 0);
    for (at, _) in lower.match_indices(name) {
        let start = at + name.len();
        // One that stands in what was hidden is hidden with it.
        if at >= from {
            shown.push_str(&text[from..start]);
            shown.push_str(HIDDEN);
            from = text[start..].find(ends).map_or(text.len(), |length| start + length);
        }
    }
    shown.push_str(&text[from..]);
    shown
}

/// The session tokens that a request has, in headers and then in the query, decoded.
pub(super) fn tokens_of(request: &Request<'_>) -> impl Iterator<Item = Zeroizing<String>> {
    let in_headers = TOKENS.iter().filter_map(|name| request.list().first(name)).map(owned);
    in_headers.chain(tokens_as_sent(request).map(|text| {
        // In one piece: a list that grows leaves copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        bytes.extend(percent_decode_str(text));
        owned(&bytes)
    }))
}

/// Those in the query, as they are sent.
fn tokens_as_sent<'a>(request: &Request<'a>) -> impl Iterator<Item = &'a str> {
    let (_, query) = request.path_and_query();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| is_token(name)).map(|(_, value)| value)
}

fn owned(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(lossy(bytes))
}

/// The session tokens that a request has and that its credentials have, in each form in which they may stand in a text.
pub(super) struct Tokens(Vec<Zeroizing<String>>);

impl Tokens {
    pub(super) fn of(request: &Request<'_>, credentials: Option<&Credentials>) -> Self {
        let of_credentials = credentials.and_then(Credentials::session_token).map(str::as_bytes);
        // As they are sent, too: an escape may be in small letters.
        let as_sent = tokens_as_sent(request).map(str::as_bytes).map(owned);
        let plain = of_credentials.map(owned).into_iter().chain(tokens_of(request)).chain(as_sent);
        let mut values: Vec<_> = plain.flat_map(|value| [encoded(&value), value]).collect();
        values.retain(|value| !value.is_empty());
        // The longer first: one may be a part of another.
        values.sort_by_key(|value| core::cmp::Reverse(value.len()));
        values.dedup();
        // Each is looked for in every line. A request has one; of others the lines are hidden by their names.
        values.truncate(MOST_TOKENS);
        Tokens(values)
    }

    /// A text without any of them.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        let text = without_token(text);
        // A token of a few letters stands in any text by chance.
        let long = self.0.iter().filter(|token| token.len() >= 8);
        long.fold(text, |text, token| match text.contains(token.as_str()) {
            true => text.replace(token.as_str(), HIDDEN),
            false => text,
        })
    }
}

fn encoded(text: &str) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(3 * text.len()));
    encoded.extend(utf8_percent_encode(text, COMPONENT));
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_hidden_by_its_name_and_by_its_value() {
        let by_name = without_token("x\nX-Amz-Security-Token:abc\nq&X-Amz-Security-Token=a%2Bb&c'");
        assert_eq!(by_name, "x\nX-Amz-Security-Token:***\nq&X-Amz-Security-Token=***&c'");
        let headers = [("x-amz-security-token", "a+b/c=secret")];
        let request =
            Request::new("GET", "/?X-Amz-Security-Token=another%2Fsecret").headers(&headers);
        let tokens = Tokens::of(&request, None);
        let text = "/a+b/c=secret /a%2Bb%2Fc%3Dsecret another/secret another%2Fsecret";
        assert_eq!(tokens.hidden_in(text), "/*** /*** *** ***");
    }
}
