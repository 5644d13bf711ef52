//! The canonical request: the one text that client and server make of a request, and agree on.
//!
//! Source: "Create a canonical request" in the IAM user guide's page on signing AWS API requests.
//!
//! It is a view: it borrows the request and writes itself into a sink, the hash when signing and a text
//! when somebody asks to read it.

mod encode;
mod headers;
mod list;
mod path;
mod query;
pub(super) mod sink;

use alloc::string::String;
use core::fmt;

pub(crate) use encode::COMPONENT;
pub(super) use encode::PATH;
pub(super) use headers::CanonicalHeaders;
use query::CanonicalQuery;
pub(super) use query::{is_named, parameters};
use sink::{Gather, Sink, to_text};

use super::hash::Sha256;
use super::payload::PayloadHash;
use super::rules::Rules;

/// The canonical form of a path alone, to read.
pub(crate) fn canonical_path(path: &str, rules: &Rules) -> String {
    to_text(|sink| path::write_to(sink, path, rules))
}

/// The canonical request of a request, a set of signed headers and a payload hash.
pub(super) struct CanonicalRequest<'a> {
    method: &'a str,
    path: &'a str,
    rules: &'a Rules,
    query: CanonicalQuery<'a>,
    headers: &'a CanonicalHeaders<'a>,
    payload: PayloadHash,
}

impl<'a> CanonicalRequest<'a> {
    /// `target` as on the wire; the query parameters named in `but_for` are not part of the canonical request.
    pub(super) fn new(
        method: &'a str,
        target: &'a str,
        but_for: &[&str],
        headers: &'a CanonicalHeaders<'a>,
        payload: PayloadHash,
        rules: &'a Rules,
    ) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = CanonicalQuery::new(query, but_for);
        CanonicalRequest { method, path, rules, query, headers, payload }
    }

    fn write_to(&self, sink: &mut impl Sink) {
        sink.put(self.method.as_bytes());
        sink.put(b"\n");
        path::write_to(sink, self.path, self.rules);
        sink.put(b"\n");
        self.query.write_to(sink);
        sink.put(b"\n");
        self.headers.write_lines(sink);
        sink.put(b"\n");
        self.headers.write_names(sink);
        sink.put(b"\n");
        sink.put(self.payload.text().as_str().as_bytes());
    }

    /// Its SHA-256, made without ever building the text.
    pub(super) fn sha256(&self) -> [u8; 32] {
        let mut gather = Gather::<_, 1024>::new(Sha256::new());
        self.write_to(&mut gather);
        gather.finish()
    }

    pub(super) fn to_text(&self) -> String {
        to_text(|sink| self.write_to(sink))
    }
}

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}
