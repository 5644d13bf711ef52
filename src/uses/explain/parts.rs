//! Canonical request and string to sign taken apart into named lines, and two of them laid side by side.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::secrets::{HIDDEN, Tokens, is_secret};

/// A canonical request in its parts.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CanonicalParts<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Vec<(&'a str, &'a str)>,
    /// Names in lower case, with the values folded and joined.
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) signed_headers: &'a str,
    pub(super) payload: &'a str,
}

impl<'a> CanonicalParts<'a> {
    /// `None` for a text that is no canonical request.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let headers = lines
            .by_ref()
            .take_while(|line| !line.is_empty())
            .map(|line| line.split_once(':'))
            .collect::<Option<_>>()?;
        let (signed_headers, payload) = (lines.next()?, lines.next()?);
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let query = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        Some(CanonicalParts { method, path, query, headers, signed_headers, payload })
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }

    /// How often it has each parameter.
    pub(super) fn counted(&self) -> BTreeMap<(&'a str, &'a str), usize> {
        let mut counts = BTreeMap::new();
        self.query.iter().for_each(|pair| *counts.entry(*pair).or_default() += 1);
        counts
    }

    /// The query as one text.
    pub(super) fn query_text(&self) -> String {
        let pairs: Vec<_> =
            self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }

    /// The text again.
    pub(super) fn to_text(&self) -> String {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let (method, path, query) = (self.method, self.path, self.query_text());
        let (names, payload) = (self.signed_headers, self.payload);
        format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{payload}")
    }

    /// Its lines, each with the name of what it is.
    pub(super) fn named(&self) -> Vec<Named> {
        let mut named =
            Vec::from([Named::new("method", self.method), Named::new("path", self.path)]);
        named.extend(self.query.iter().map(|(name, value)| Named::of("query", name, value)));
        named.extend(self.headers.iter().map(|(name, value)| Named::of("header", name, value)));
        named.push(Named::new("signed headers", self.signed_headers));
        named.push(Named::new("payload hash", self.payload));
        named
    }
}

/// A string to sign in its lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct StringParts<'a> {
    pub(super) algorithm: &'a str,
    pub(super) date: &'a str,
    pub(super) scope: &'a str,
    pub(super) canonical_request: &'a str,
}

impl<'a> StringParts<'a> {
    /// `None` for a text that is no string to sign.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut lines = text.lines();
        let mut next = || lines.next();
        let (algorithm, date, scope) = (next()?, next()?, next()?);
        Some(StringParts { algorithm, date, scope, canonical_request: next()? })
    }

    pub(super) fn named(&self) -> Vec<Named> {
        [
            ("algorithm", self.algorithm),
            ("date", self.date),
            ("scope", self.scope),
            ("hash", self.canonical_request),
        ]
        .map(|(part, text)| Named::new(part, text))
        .into()
    }
}

/// A line with the name of what it is.
pub(super) struct Named {
    part: &'static str,
    /// Of a header or a parameter.
    name: Option<String>,
    text: String,
}

impl Named {
    fn new(part: &'static str, text: &str) -> Self {
        Named { part, name: None, text: text.into() }
    }

    fn of(part: &'static str, name: &str, text: &str) -> Self {
        Named { part, name: Some(name.into()), text: text.into() }
    }

    fn is_secret(&self) -> bool {
        self.name.as_deref().is_some_and(is_secret)
    }
}

/// A line of what was signed, beside the server's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// What it is: of the canonical request `method`, `path`, `query`, `header`, `signed headers`, `payload hash`; of the
    /// string to sign `algorithm`, `date`, `scope`, `hash`, which is that of the canonical request.
    pub part: &'static str,
    /// The name of the header or of the query parameter.
    pub name: Option<String>,
    /// What was signed; `None` where the server has a line that was not signed.
    pub signed: Option<String>,
    /// What the server has; `None` where it has no such line, or does not show its side.
    pub server: Option<String>,
    differs: bool,
}

impl Line {
    /// Whether the server shows its side and has it otherwise.
    pub fn differs(&self) -> bool {
        self.differs
    }

    fn of(signed: Option<Named>, server: Option<Named>, is_shown: bool, tokens: &Tokens) -> Self {
        let is_secret = signed.iter().chain(&server).any(Named::is_secret);
        let differs =
            is_shown && signed.as_ref().map(|n| &n.text) != server.as_ref().map(|n| &n.text);
        let part = signed.as_ref().or(server.as_ref()).map_or("", |named| named.part);
        let name = signed.as_ref().or(server.as_ref()).and_then(|named| named.name.clone());
        let shown = |named: Option<Named>, other: &str| {
            named.map(|named| match is_secret {
                true if differs => format!("{HIDDEN}{other}"),
                true => HIDDEN.to_string(),
                false => tokens.hidden_in(&named.text),
            })
        };
        let server = shown(server, " (another one)");
        Line { part, name, signed: shown(signed, ""), server, differs }
    }
}

/// Lays the lines side by side: the same parts, and of headers and parameters, which are sorted, the same names.
pub(super) fn aligned(
    signed: Option<Vec<Named>>,
    server: Option<Vec<Named>>,
    tokens: &Tokens,
) -> Vec<Line> {
    let is_shown = signed.is_some() && server.is_some();
    let mut signed = signed.into_iter().flatten().peekable();
    let mut server = server.into_iter().flatten().peekable();
    let mut lines = Vec::new();
    loop {
        let order = match (signed.peek(), server.peek()) {
            (None, None) => return lines,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) if a.part == b.part => a.name.cmp(&b.name),
            // A part that may have no line at all comes before those that have one.
            (Some(a), Some(b)) => place(a.part).cmp(&place(b.part)),
        };
        let (own, theirs) = match order {
            Ordering::Less => (signed.next(), None),
            Ordering::Equal => (signed.next(), server.next()),
            Ordering::Greater => (None, server.next()),
        };
        lines.push(Line::of(own, theirs, is_shown, tokens));
    }
}

fn place(part: &str) -> usize {
    let order = ["method", "path", "query", "header", "signed headers", "payload hash"];
    order.iter().position(|one| *one == part).unwrap_or(order.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "GET\n/a\nb=1&c=\nhost:h\nx-amz-security-token:secret\n\nhost;x-amz-security-token\nUNSIGNED-PAYLOAD";

    #[test]
    fn a_canonical_request_is_taken_apart_and_put_together() {
        let parts = CanonicalParts::parse(TEXT).unwrap();
        assert_eq!(parts.to_text(), TEXT);
        assert_eq!(parts.query, [("b", "1"), ("c", "")]);
        for text in ["", "GET", "GET\n/\n\nhost\n\nhost\nx", "GET\n/\n\nhost:h\n"] {
            assert!(CanonicalParts::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn lines_are_laid_side_by_side_by_their_names_and_tokens_are_hidden() {
        let other = TEXT.replace("c=", "a=0").replace("secret", "another");
        let named = |text| CanonicalParts::parse(text).map(|parts| parts.named());
        let tokens = Tokens::of(&crate::Request::new("GET", "/"), None);
        let lines = aligned(named(TEXT), named(&other), &tokens);
        let differing: Vec<_> = lines.iter().filter(|line| line.differs()).collect();
        let shown: Vec<_> = differing
            .iter()
            .map(|line| (line.name.as_deref(), line.signed.as_deref(), line.server.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("a"), None, Some("0")),
                (Some("c"), Some(""), None),
                (Some("x-amz-security-token"), Some("***"), Some("*** (another one)")),
            ]
        );
        assert!(aligned(named(TEXT), None, &tokens).iter().all(|line| !line.differs()));
    }
}
