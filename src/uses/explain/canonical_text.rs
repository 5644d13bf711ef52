//! A canonical request as one value: parsed from a text, edited, rendered again.
//!
//! The text may be that of [`Steps`](crate::Steps), or one that a server shows.

use alloc::string::String;

/// The parts of a canonical request. It may contain a session token.
///
/// Query and headers are kept as text, so that a copy costs six allocations however many there are.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CanonicalText {
    pub(super) method: String,
    pub(super) path: String,
    /// Pairs with `&` between them. A parsed one has a `=` in every pair, and no empty pair.
    pub(super) query: String,
    /// A line `name:value` for each, with its line feed.
    headers: String,
    pub(super) signed_headers: String,
    pub(super) payload: String,
}

/// How a canonical request is laid out in lines. `RIGHT` is the one that AWS defines.
pub(super) struct Layout {
    line_break: &'static str,
    /// Whether an empty query has a line.
    has_empty_query: bool,
    /// Whether an empty line follows the headers.
    has_empty_line: bool,
    /// Whether a line break follows the payload's hash.
    has_last_break: bool,
}

impl Layout {
    const RIGHT: Layout = Layout {
        line_break: "\n",
        has_empty_query: true,
        has_empty_line: true,
        has_last_break: false,
    };

    /// Those that signers are seen to sign by mistake.
    pub(super) const WRONG: [Layout; 4] = [
        Layout { has_last_break: true, ..Layout::RIGHT },
        Layout { has_empty_query: false, ..Layout::RIGHT },
        Layout { line_break: "\r\n", ..Layout::RIGHT },
        Layout { has_empty_line: false, ..Layout::RIGHT },
    ];
}

impl CanonicalText {
    /// Parses a text; `None` if it is not a canonical request.
    ///
    /// What the core renders is rendered again unchanged. A server's text may have CRLF for line feeds, parameters without
    /// `=`, empty pairs and lines after the payload's hash: these are normalised or dropped.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let mut headers = String::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            line.find(':')?;
            headers.extend([line, "\n"]);
        }
        let (signed_headers, payload) = (lines.next()?, lines.next()?);
        Some(CanonicalText {
            method: method.into(),
            path: path.into(),
            query: joined(query.split('&').filter(|pair| !pair.is_empty()).map(in_two)),
            headers,
            signed_headers: signed_headers.into(),
            payload: payload.into(),
        })
    }

    /// The names and values of the query.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.split('&').filter(|pair| !pair.is_empty()).map(in_two)
    }

    /// The headers: names in lower case, values folded and joined.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.headers.split_terminator('\n');
        lines.map(|line| line.split_once(':').unwrap_or((line, "")))
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// With another method.
    pub(super) fn with_method(&self, method: &str) -> Self {
        CanonicalText { method: method.into(), ..self.clone() }
    }

    /// With another text in the path's line.
    pub(super) fn with_path(&self, path: &str) -> Self {
        CanonicalText { path: path.into(), ..self.clone() }
    }

    /// With another text in the query's line.
    pub(super) fn with_query(&self, query: impl Into<String>) -> Self {
        CanonicalText { query: query.into(), ..self.clone() }
    }

    /// With another value of a header, where it has that header.
    pub(super) fn with_header(&self, name: &str, value: &str) -> Self {
        self.with_values(|n| (n == name).then_some(value))
    }

    /// With the values that `value_of` has for the names of headers; `None` leaves a value as it is.
    pub(super) fn with_values<'v>(&self, value_of: impl Fn(&str) -> Option<&'v str>) -> Self {
        let mut headers = String::with_capacity(self.headers.len());
        for (name, value) in self.headers() {
            headers.extend([name, ":", value_of(name).unwrap_or(value), "\n"]);
        }
        CanonicalText { headers, ..self.clone() }
    }

    /// With another text in the payload's line.
    pub(super) fn with_payload(&self, payload: &str) -> Self {
        CanonicalText { payload: payload.into(), ..self.clone() }
    }

    /// The text.
    pub(super) fn render(&self) -> String {
        self.render_in(&Layout::RIGHT)
    }

    /// The text in another layout.
    pub(super) fn render_in(&self, layout: &Layout) -> String {
        let texts = [&self.method, &self.path, &self.query, &self.headers, &self.signed_headers];
        let length: usize = texts.iter().map(|text| text.len()).sum();
        // Room for the line breaks, of which only a wrong layout may have more.
        let mut text = String::with_capacity(length + self.payload.len() + 8);
        let mut line = |content: &str| text.extend([content, layout.line_break]);
        line(&self.method);
        line(&self.path);
        if layout.has_empty_query || !self.query.is_empty() {
            line(&self.query);
        }
        self.headers.split_terminator('\n').for_each(&mut line);
        if layout.has_empty_line {
            line("");
        }
        line(&self.signed_headers);
        text.push_str(&self.payload);
        if layout.has_last_break {
            text.push_str(layout.line_break);
        }
        text
    }
}

fn in_two(pair: &str) -> (&str, &str) {
    pair.split_once('=').unwrap_or((pair, ""))
}

/// A query of pairs.
fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend([name, "=", value]);
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use proptest::collection::vec;
    use proptest::prelude::*;

    use crate::{Credentials, Request, Signer};

    const TEXT: &str =
        "GET\n/a\nb=1&c=\nhost:h\nx-amz-date:d:e\n\nhost;x-amz-date\nUNSIGNED-PAYLOAD";

    fn parsed() -> CanonicalText {
        CanonicalText::parse(TEXT).unwrap()
    }

    #[test]
    fn a_canonical_request_is_parsed_and_rendered() {
        let text = parsed();
        assert_eq!(text.render(), TEXT);
        assert_eq!(text.pairs().collect::<Vec<_>>(), [("b", "1"), ("c", "")]);
        assert_eq!(text.headers().collect::<Vec<_>>(), [("host", "h"), ("x-amz-date", "d:e")]);
        for text in ["", "GET", "GET\n/\n\nhost\n\nhost\nx", "GET\n/\n\nhost:h\n"] {
            assert!(CanonicalText::parse(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_servers_text_is_normalised() {
        for text in [
            TEXT.replace('\n', "\r\n"),
            TEXT.replace("c=", "c"),
            TEXT.replace("b=1&c=", "&b=1&&c=&"),
            format!("{TEXT}\n"),
            format!("{TEXT}\r\n\r\nmore"),
        ] {
            assert_eq!(CanonicalText::parse(&text).unwrap().render(), TEXT, "{text:?}");
        }
    }

    #[test]
    fn an_edit_changes_its_part_only() {
        let text = parsed();
        for (edited, expected) in [
            (text.with_method("get"), TEXT.replace("GET", "get")),
            (text.with_path(""), TEXT.replace("/a", "")),
            (text.with_query("c"), TEXT.replace("b=1&c=", "c")),
            (text.with_header("host", "other"), TEXT.replace("host:h", "host:other")),
            (text.with_header("none", "other"), TEXT.to_string()),
            (text.with_values(|name| name.contains('-').then_some("0")), TEXT.replace("d:e", "0")),
            (text.with_payload("0"), TEXT.replace("UNSIGNED-PAYLOAD", "0")),
        ] {
            assert_eq!(edited.render(), expected);
        }
    }

    #[test]
    fn wrong_layouts_differ_in_their_line_breaks() {
        let rendered = |text: &CanonicalText| Layout::WRONG.map(|layout| text.render_in(&layout));
        let [last_break, empty_query, crlf, empty_line] = rendered(&parsed());
        assert_eq!(last_break, format!("{TEXT}\n"));
        assert_eq!(empty_query, TEXT);
        assert_eq!(crlf, TEXT.replace('\n', "\r\n"));
        assert_eq!(empty_line, TEXT.replace("\n\n", "\n"));
        let [_, empty_query, ..] = rendered(&parsed().with_query(""));
        assert_eq!(empty_query, TEXT.replace("\nb=1&c=", ""));
    }

    proptest! {
        #[test]
        fn what_the_core_renders_is_rendered_again_unchanged(
            method in "[A-Z]{1,8}",
            path in "(/[!-\"$-~ é]{0,6}){0,4}",
            query in "[!-\"$-~ é]{0,40}",
            headers in vec(("x-[A-Za-z0-9!|~-]{1,4}", "[\t -~é]{0,20}"), 0..8),
            body in vec(any::<u8>(), 0..8),
            service in prop::sample::select(&["s3", "execute-api"][..]),
        ) {
            let target = format!("{path}?{query}");
            let host = ("host".to_string(), "example.com".to_string());
            let headers: Vec<_> = headers.into_iter().chain([host]).collect();
            let request = Request::new(&method, &target).headers(&headers).body(&body);
            let credentials = Credentials::temporary("ASIAEXAMPLE", "secret", "token").unwrap();
            let signer = Signer::new(service, "us-east-1");
            let prepared = signer.prepare(&request, &credentials, 1_440_938_160).unwrap();
            let text = prepared.canonical_request();
            prop_assert_eq!(CanonicalText::parse(&text).unwrap().render(), text);
        }
    }
}
