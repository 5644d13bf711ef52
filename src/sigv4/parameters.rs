//! Writing the target of a presigned URL: the caller's, and the parameters behind it.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use percent_encoding::percent_encode;

use super::canonical::COMPONENT;
use super::names::Parameter;
use super::request::Request;
use super::sink::Sink;

/// The target as given, ready for a parameter to follow.
pub(super) fn put_request_target(out: &mut Vec<u8>, request: &Request<'_>) {
    let target = request.target;
    if target.is_empty() || target.starts_with('?') {
        out.put(b"/");
    }
    out.put(target.as_bytes());
    // A question mark at the end may be that of a value: `?a=?`.
    let (path, query) = request.path_and_query();
    out.put(match query {
        _ if path.len() == target.len() => b"?",
        query if query.is_empty() || query.ends_with('&') => b"",
        _ => b"&",
    });
}

/// Writes a parameter with the value that `write` writes, encoded, and returns where the value stands.
pub(super) fn put_parameter(
    out: &mut Vec<u8>,
    separator: &str,
    parameter: Parameter,
    write: impl FnOnce(&mut Encoder<'_>),
) -> Range<usize> {
    out.put(separator.as_bytes());
    out.put(parameter.name().as_bytes());
    out.put(b"=");
    let start = out.len();
    write(&mut Encoder(out));
    start..out.len()
}

/// Percent-encodes what is put into it.
pub(super) struct Encoder<'a>(&'a mut Vec<u8>);

impl Sink for Encoder<'_> {
    fn put(&mut self, bytes: &[u8]) {
        percent_encode(bytes, COMPONENT).for_each(|piece| self.0.put(piece.as_bytes()));
    }
}

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text.as_bytes());
        Ok(())
    }
}
