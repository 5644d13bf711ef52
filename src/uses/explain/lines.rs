//! Two canonical requests, or two strings to sign, laid side by side line by line.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::canonical_text::CanonicalText;
use super::secrets::{HIDDEN, Tokens, is_secret};
use super::string_text::StringText;

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

    fn of(
        signed: Option<Named<'_>>,
        server: Option<Named<'_>>,
        is_shown: bool,
        tokens: &Tokens,
    ) -> Self {
        let is_secret = signed.iter().chain(&server).any(Named::is_secret);
        let differs = is_shown && signed.map(|n| n.text) != server.map(|n| n.text);
        let part = signed.or(server).map_or("", |named| named.part);
        let name = signed.or(server).and_then(|named| named.name).map(String::from);
        let shown = |named: Option<Named<'_>>, other: &str| {
            named.map(|named| match is_secret {
                true if differs => format!("{HIDDEN}{other}"),
                true => HIDDEN.to_string(),
                false => tokens.hidden_in(named.text),
            })
        };
        let server = shown(server, " (another one)");
        Line { part, name, signed: shown(signed, ""), server, differs }
    }
}

/// A line with the name of what it is.
#[derive(Clone, Copy)]
struct Named<'a> {
    part: &'static str,
    /// Of a header or a parameter.
    name: Option<&'a str>,
    text: &'a str,
}

impl<'a> Named<'a> {
    fn new(part: &'static str, text: &'a str) -> Self {
        Named { part, name: None, text }
    }

    fn of(part: &'static str, name: &'a str, text: &'a str) -> Self {
        Named { part, name: Some(name), text }
    }

    fn is_secret(&self) -> bool {
        self.name.is_some_and(is_secret)
    }
}

/// Lays two canonical requests side by side.
pub(super) fn of_canonical_requests(
    signed: Option<&CanonicalText>,
    server: Option<&CanonicalText>,
    tokens: &Tokens,
) -> Vec<Line> {
    aligned(signed.map(named_parts), server.map(named_parts), tokens)
}

fn named_parts(text: &CanonicalText) -> Vec<Named<'_>> {
    let parts = text.parts();
    let mut named = Vec::from([Named::new("method", parts.method), Named::new("path", parts.path)]);
    named.extend(text.pairs().map(|(name, value)| Named::of("query", name, value)));
    named.extend(parts.headers.iter().map(|(name, value)| Named::of("header", name, value)));
    named.push(Named::new("signed headers", parts.signed_headers));
    named.push(Named::new("payload hash", parts.payload));
    named
}

/// Lays two strings to sign side by side.
pub(super) fn of_strings_to_sign(
    signed: Option<&StringText>,
    server: Option<&StringText>,
    tokens: &Tokens,
) -> Vec<Line> {
    aligned(signed.map(named_lines), server.map(named_lines), tokens)
}

fn named_lines(text: &StringText) -> Vec<Named<'_>> {
    [
        ("algorithm", &text.algorithm),
        ("date", &text.date),
        ("scope", &text.scope),
        ("hash", &text.canonical_request),
    ]
    .map(|(part, text)| Named::new(part, text))
    .into()
}

/// The same parts side by side, and of headers and parameters, which are sorted, the same names.
fn aligned(
    signed: Option<Vec<Named<'_>>>,
    server: Option<Vec<Named<'_>>>,
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
    fn lines_are_laid_side_by_side_by_their_names_and_tokens_are_hidden() {
        let other = TEXT.replace("c=", "a=0").replace("secret", "another");
        let (own, theirs) = (CanonicalText::parse(TEXT), CanonicalText::parse(&other));
        let tokens = Tokens::of(&crate::Request::new("GET", "/"), None);
        let lines = of_canonical_requests(own.as_ref(), theirs.as_ref(), &tokens);
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
        let alone = of_canonical_requests(own.as_ref(), None, &tokens);
        assert!(alone.iter().all(|line| !line.differs()));
    }
}
