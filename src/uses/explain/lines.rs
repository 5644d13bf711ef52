//! The lines of two texts, one's own and the server's, side by side.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::canonical_text::CanonicalText;
use super::secrets::Tokens;
use super::string_text::StringText;
use crate::sigv4::redact::{HIDDEN, is_secret};

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
        let differs = is_shown && signed.map(|named| named.text) != server.map(|named| named.text);
        let either = signed.or(server);
        let shown = |named: Named<'_>| match is_secret {
            true => HIDDEN.to_string(),
            false => tokens.hidden_in(named.text),
        };
        let mut line = Line {
            part: either.map_or("", |named| named.part),
            name: either.and_then(|named| named.name).map(String::from),
            signed: signed.map(shown),
            server: server.map(shown),
            differs,
        };
        if let Some(server) = line.server.as_mut().filter(|_| is_secret && differs) {
            server.push_str(" (another one)");
        }
        line
    }
}

/// The lines of canonical requests.
pub(super) fn of_requests(
    signed: Option<&CanonicalText>,
    server: Option<&CanonicalText>,
    tokens: &Tokens,
) -> Vec<Line> {
    side_by_side(signed.map(of_request), server.map(of_request), tokens)
}

/// The lines of strings to sign.
pub(super) fn of_strings(
    signed: Option<&StringText>,
    server: Option<&StringText>,
    tokens: &Tokens,
) -> Vec<Line> {
    side_by_side(signed.map(of_string), server.map(of_string), tokens)
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

    fn is_secret(&self) -> bool {
        self.name.is_some_and(is_secret)
    }
}

fn of_request(text: &CanonicalText) -> Vec<Named<'_>> {
    let named = |part| move |(name, text)| Named { part, name: Some(name), text };
    let mut lines = Vec::from([Named::new("method", &text.method), Named::new("path", &text.path)]);
    lines.extend(text.pairs().map(named("query")));
    lines.extend(text.headers().map(named("header")));
    lines.push(Named::new("signed headers", &text.signed_headers));
    lines.push(Named::new("payload hash", &text.payload));
    lines
}

fn of_string(text: &StringText) -> Vec<Named<'_>> {
    let parts = [
        ("algorithm", &text.algorithm),
        ("date", &text.date),
        ("scope", &text.scope),
        ("hash", &text.hash),
    ];
    parts.map(|(part, text)| Named::new(part, text)).into()
}

/// Lays the lines side by side: the same parts, and of headers and parameters, which are sorted, the same names.
fn side_by_side(
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
        let text = CanonicalText::parse(TEXT).unwrap();
        let other = CanonicalText::parse(&TEXT.replace("c=", "a=0").replace("secret", "another"));
        let tokens = Tokens::of(&crate::Request::new("GET", "/"), None);
        let lines = of_requests(Some(&text), other.as_ref(), &tokens);
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
        assert!(of_requests(Some(&text), None, &tokens).iter().all(|line| !line.differs()));
    }
}
