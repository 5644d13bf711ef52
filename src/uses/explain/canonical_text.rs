//! A canonical request as an owned text in its parts: of the request as it was given, or as a server rendered it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// A canonical request in its parts.
///
/// Two are equal if the same signature is that of both. A server may end its lines with CR LF where it shows them; they
/// are read as if it did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CanonicalText {
    method: String,
    path: String,
    query: String,
    /// Names in lower case, with the values folded and joined.
    headers: Vec<(String, String)>,
    signed_headers: String,
    payload: String,
}

impl CanonicalText {
    /// `None` for a text that is no canonical request.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let (method, path, query) = (lines.next()?, lines.next()?, lines.next()?);
        let headers = lines
            .by_ref()
            .take_while(|line| !line.is_empty())
            .map(|line| line.split_once(':').map(|(name, value)| (name.into(), value.into())))
            .collect::<Option<_>>()?;
        let (signed_headers, payload) = (lines.next()?, lines.next()?);
        let [method, path, query] = [method, path, query].map(String::from);
        let [signed_headers, payload] = [signed_headers, payload].map(String::from);
        Some(CanonicalText { method, path, query, headers, signed_headers, payload })
    }

    /// Its parts, to read, or to change one and [`render`](Parts::render) the rest as it is.
    pub(super) fn parts(&self) -> Parts<'_> {
        Parts {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            signed_headers: &self.signed_headers,
            payload: &self.payload,
        }
    }

    /// The value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The parameters, still encoded.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    /// How often it has each parameter.
    pub(super) fn counted(&self) -> BTreeMap<(&str, &str), usize> {
        let mut counts = BTreeMap::new();
        self.pairs().for_each(|pair| *counts.entry(pair).or_default() += 1);
        counts
    }
}

/// The parts of a canonical request, borrowed.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a [(String, String)],
    pub(super) signed_headers: &'a str,
    pub(super) payload: &'a str,
}

impl Parts<'_> {
    /// The text.
    pub(super) fn render(&self) -> String {
        let headers: usize = self.headers.iter().map(|(n, v)| n.len() + v.len() + 2).sum();
        let lines = [self.method, self.path, self.query, "", self.signed_headers, self.payload];
        let length = headers + lines.iter().map(|line| line.len() + 1).sum::<usize>();
        let mut text = String::with_capacity(length);
        let mut put = |pieces: &[&str]| pieces.iter().for_each(|piece| text.push_str(piece));
        put(&[self.method, "\n", self.path, "\n", self.query, "\n"]);
        self.headers.iter().for_each(|(name, value)| put(&[name, ":", value, "\n"]));
        put(&["\n", self.signed_headers, "\n", self.payload]);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "GET\n/a\nb=1&c=\nhost:h\nx-amz-date:d\n\nhost;x-amz-date\nUNSIGNED-PAYLOAD";

    #[test]
    fn a_canonical_request_is_taken_apart_and_put_together() {
        let text = CanonicalText::parse(TEXT).unwrap();
        assert_eq!(text.parts().render(), TEXT);
        assert!(text.pairs().eq([("b", "1"), ("c", "")]));
        assert_eq!(text.header("x-amz-date"), Some("d"));
        assert_eq!(CanonicalText::parse(&TEXT.replace('\n', "\r\n")), Some(text));
        for text in ["", "GET", "GET\n/\n\nhost\n\nhost\nx", "GET\n/\n\nhost:h\n"] {
            assert!(CanonicalText::parse(text).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_the_core_renders_is_rendered_again_to_the_letter(
            target in "/[!-\"$-~é]{0,40}",
            headers in prop::collection::vec(("x-[a-z]{1,8}", "[ -~é:\t]{0,20}"), 0..8),
        ) {
            use crate::{Credentials, Request, Signer};
            let mut headers = headers;
            headers.push(("host".into(), "example.com".into()));
            let known = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
            let request = Request::new("GET", &target).headers(&headers);
            if let Ok(prepared) = Signer::new("s3", "us-east-1").prepare(&request, &known, 0) {
                let text = prepared.canonical_request();
                let parsed = CanonicalText::parse(&text).unwrap();
                prop_assert_eq!(parsed.parts().render(), text);
            }
        }
    }
}
