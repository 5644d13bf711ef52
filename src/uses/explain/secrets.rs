//! Hides session tokens in texts: what stands behind a token's name, and every token that is known.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::needles::Needles;
use crate::sigv4::redact::{HIDDEN, TOKENS, is_token, lossy};
use crate::sigv4::{encoded, unreserved};
use crate::{Credentials, Request};

/// A text in which a session token stands behind its name, in a header's line or in a query: without it.
#[cfg(any(feature = "client", test))]
pub(crate) fn without_token(text: &str) -> String {
    without(text, behind_names(text))
}

/// The session tokens that a request has, in headers and then in the query, decoded.
pub(super) fn tokens_of(request: &Request<'_>) -> impl Iterator<Item = Zeroizing<String>> {
    let in_headers = TOKENS.iter().filter_map(|name| request.list().first(name));
    let in_headers = in_headers.map(|value| Zeroizing::new(lossy(value)));
    in_headers.chain(tokens_as_sent(request).map(decoded))
}

/// Those in the query, as they are sent.
fn tokens_as_sent<'a>(request: &Request<'a>) -> impl Iterator<Item = &'a str> {
    let (_, query) = request.path_and_query();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| is_token(name)).map(|(_, value)| value)
}

/// The session tokens that a request has and that its credentials have, in each form in which they may stand in a text.
pub(super) struct Tokens(Needles);

/// The shortest token that is looked for: one of a few letters stands in any text by chance.
const SHORTEST: usize = 8;

impl Tokens {
    pub(super) fn of(request: &Request<'_>, credentials: Option<&Credentials>) -> Self {
        let copy = |text: &str| Zeroizing::new(String::from(text));
        let of_credentials = credentials.and_then(Credentials::session_token).map(copy);
        // As they are sent, too: an escape may be in small letters.
        let as_sent = tokens_as_sent(request).map(copy);
        let plain = of_credentials.into_iter().chain(tokens_of(request)).chain(as_sent);
        Self::of_values(
            plain.flat_map(|value| [Zeroizing::new(encoded(&value, unreserved)), value]).collect(),
        )
    }

    fn of_values(values: Vec<Zeroizing<String>>) -> Self {
        let long = values.iter().filter(|value| value.len() >= SHORTEST);
        Tokens(Needles::new(long.map(|value| value.as_bytes())))
    }

    /// A text without any of them.
    pub(super) fn hidden_in(&self, text: &str) -> String {
        let mut ranges = behind_names(text);
        if !self.0.is_empty() {
            let lengths = self.0.lengths_in(text.as_bytes());
            let mut at = 0;
            while let Some(length) = lengths.get(at) {
                if *length > 0 {
                    ranges.push(at..at + length);
                }
                at += length.max(&1);
            }
        }
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        without(text, ranges)
    }
}

/// Where values stand behind the name of a token, in order: in a header's line after a colon, in a query after an
/// equals sign.
fn behind_names(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    // Where the last value of either kind ends: one that begins before that ends there, too.
    let [mut end_of_line, mut end_of_pair] = [0; 2];
    for (at, separator) in text.match_indices([':', '=']) {
        let before = &text.as_bytes()[..at];
        let ends_with = |name: &str| {
            let start = before.len().checked_sub(name.len());
            start.is_some_and(|start| before[start..].eq_ignore_ascii_case(name.as_bytes()))
        };
        if !TOKENS.iter().any(|name| ends_with(name)) {
            continue;
        }
        let start = at + 1;
        let (end, ends): (_, &[char]) = match separator {
            ":" => (&mut end_of_line, &['\n', '\r']),
            _ => (&mut end_of_pair, &['&', '\n', ' ', '\'']),
        };
        if start > *end {
            *end = text[start..].find(ends).map_or(text.len(), |length| start + length);
        }
        ranges.push(start..*end);
    }
    ranges
}

/// A text with its ranges hidden, which are sorted. Those that overlap are hidden as one.
fn without(text: &str, ranges: Vec<Range<usize>>) -> String {
    let (mut shown, mut from) = (String::with_capacity(text.len()), 0);
    for range in ranges {
        if range.start >= from {
            shown.push_str(&text[from..range.start]);
            shown.push_str(HIDDEN);
        }
        from = from.max(range.end);
    }
    shown.push_str(&text[from..]);
    shown
}

/// A copy with room for all from the beginning: memory that a text grew out of would not be wiped.
fn decoded(text: &str) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    bytes.extend(percent_decode_str(text));
    Zeroizing::new(match core::str::from_utf8(&bytes) {
        Ok(_) => String::from_utf8(mem::take(&mut *bytes)).unwrap_or_default(),
        Err(_) => lossy(&bytes),
    })
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

    #[test]
    fn what_is_hidden_for_two_reasons_is_hidden_once() {
        for (text, shown) in [
            ("x-amz-security-token:a x-amz-security-token=b c\nd", "x-amz-security-token:***\nd"),
            ("x-amz-security-token=ax-amz-security-token:b c\nd", "x-amz-security-token=***\nd"),
            (
                "x-amz-security-token=&x-amz-s3session-token=",
                "x-amz-security-token=***&x-amz-s3session-token=***",
            ),
            ("é-amz-security-token:a é=b", "é-amz-security-token:a é=b"),
        ] {
            assert_eq!(without_token(text), shown);
        }
        let tokens = Tokens::of_values(Vec::from([Zeroizing::new("ab&cdefg".into())]));
        assert_eq!(tokens.hidden_in("x-amz-security-token=ab&cdefgh"), "x-amz-security-token=***h");
    }

    #[test]
    fn of_tokens_that_start_alike_the_longest_is_hidden() {
        let values =
            ["tokentoken", "tokentoken/1/2", "tokentoken/1", "tokentoken/3", "token", "ünïcödé"];
        let tokens = Tokens::of_values(values.map(|value| Zeroizing::new(value.into())).into());
        for (text, shown) in [
            ("tokentoken/1/2/3", "***/3"),
            ("tokentoken/1/1", "***/1"),
            ("tokentoken/2 ttokentoken", "***/2 t***"),
            ("token tokentokentoken", "token ***token"),
            ("tokentokentokentoken", "******"),
            ("üünïcödéé", "ü***é"),
            ("", ""),
        ] {
            assert_eq!(tokens.hidden_in(text), shown);
        }
    }
}
