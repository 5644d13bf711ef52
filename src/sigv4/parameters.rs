//! Writing the target of a presigned URL: the caller's, and the parameters behind it.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::canonical::{unreserved, write_encoded};
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

/// How many parameters are added that are signed.
pub(super) const MOST_ADDED: usize = 6;

/// Where a parameter stands that was written.
pub(super) struct Pair {
    pub(super) parameter: Parameter,
    /// `name=value`
    pub(super) text: Range<usize>,
}

impl Pair {
    pub(super) fn value(&self) -> Range<usize> {
        self.text.start + self.parameter.name().len() + 1..self.text.end
    }
}

/// Writes a parameter with the value that `write` writes, which must encode what needs it.
pub(super) fn put_parameter(
    out: &mut Vec<u8>,
    separator: &str,
    parameter: Parameter,
    write: impl FnOnce(&mut Vec<u8>),
) -> Pair {
    out.put(separator.as_bytes());
    let start = out.len();
    out.put(parameter.name().as_bytes());
    out.put(b"=");
    write(out);
    Pair { parameter, text: start..out.len() }
}

/// Percent-encodes what is put into it.
pub(super) struct Encoder<'a>(pub(super) &'a mut Vec<u8>);

impl Sink for Encoder<'_> {
    fn put(&mut self, bytes: &[u8]) {
        write_encoded(self.0, bytes, unreserved);
    }
}

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text.as_bytes());
        Ok(())
    }
}
