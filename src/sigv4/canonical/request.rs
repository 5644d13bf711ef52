//! The canonical request: the one text that client and server make of a request, and agree on.
//!
//! Source: "Create a canonical request" in the IAM user guide's page on signing AWS API requests.
//!
//! It is a view: it borrows its parts and writes itself into a sink, the hash when signing and a text
//! when somebody asks to read it.

use alloc::string::String;

use super::headers::CanonicalHeaders;
use super::path;
use super::query::CanonicalQuery;
use crate::sigv4::hash::Sha256;
use crate::sigv4::request::Request;
use crate::sigv4::rules::Rules;
use crate::sigv4::sink::{Sink, hashed, to_text};

/// The parts of a canonical request.
pub(crate) struct CanonicalRequest<'a> {
    method: &'a str,
    /// As on the wire.
    path: &'a str,
    query: &'a CanonicalQuery<'a>,
    headers: &'a CanonicalHeaders<'a>,
    /// The last line.
    payload: &'a [u8],
    rules: &'a Rules,
}

impl<'a> CanonicalRequest<'a> {
    /// Of a request's method and path, and of what was read of the rest.
    pub(crate) fn new(
        request: &Request<'a>,
        query: &'a CanonicalQuery<'a>,
        headers: &'a CanonicalHeaders<'a>,
        payload: &'a [u8],
        rules: &'a Rules,
    ) -> Self {
        let (path, _) = request.path_and_query();
        CanonicalRequest { method: request.method, path, query, headers, payload, rules }
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
        sink.put(self.payload);
    }

    /// Its SHA-256, without making the text.
    pub(crate) fn digest(&self) -> [u8; 32] {
        hashed::<_, 1024>(&Sha256, |sink| self.write_to(sink))
    }

    pub(crate) fn to_text(&self) -> String {
        to_text(|sink| self.write_to(sink))
    }
}
