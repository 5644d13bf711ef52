//! The request to sign or verify: method, target, headers and payload, all borrowed.

use core::fmt;

use super::headers::Headers;
use super::payload::Payload;
use super::redact;

/// A request, as it goes over the wire.
///
/// ```
/// use sigfour::Request;
///
/// let headers = [("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9")];
/// let get = Request::new("GET", "/test.txt").headers(&headers);
/// let put = Request::new("PUT", "/test.txt").headers(&headers).body(b"Welcome");
/// ```
///
/// `Debug` shows names of headers and parameters, no values, and no long segment of the path: each may be a token.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    /// Where in the target the query begins, with its question mark.
    path_length: usize,
    pub(super) headers: Headers<'a>,
    /// None where the caller names none: the body is empty, or the headers declare its hash.
    payload: Option<Payload<'a>>,
}

impl<'a> Request<'a> {
    /// A request without headers and with an empty body. `target` is path and query as on the wire,
    /// already encoded: send exactly what you give here.
    pub fn new(method: &'a str, target: &'a str) -> Self {
        let path_length = target.bytes().position(|b| b == b'?').unwrap_or(target.len());
        Request { method, target, path_length, headers: Headers::default(), payload: None }
    }

    /// The headers, in the order in which they are sent; `Host` must be among them.
    #[must_use]
    pub fn headers(mut self, headers: impl Into<Headers<'a>>) -> Self {
        self.headers = headers.into();
        self
    }

    /// The body.
    #[must_use]
    pub fn body(self, body: &'a [u8]) -> Self {
        self.payload(Payload::Bytes(body))
    }

    /// What stands for the body: its digest where that is known, `UNSIGNED-PAYLOAD`, or the name of a streamed body.
    /// The [`Verifier`](crate::Verifier) of a streamed body is told so here, too.
    #[must_use]
    pub fn payload(mut self, payload: Payload<'a>) -> Self {
        self.payload = Some(payload);
        self
    }

    /// The target, as on the wire.
    pub(crate) fn target(&self) -> &'a str {
        self.target
    }

    /// The headers.
    pub(crate) fn list(&self) -> &Headers<'a> {
        &self.headers
    }

    /// What was given for the body.
    pub(crate) fn given_payload(&self) -> Option<Payload<'a>> {
        self.payload
    }

    /// What stands for the body: the empty one where none was given.
    pub(crate) fn body_or_hash(&self) -> Payload<'a> {
        self.payload.unwrap_or(Payload::Bytes(b""))
    }

    /// The query of the target, as on the wire.
    pub(super) fn query(&self) -> &'a str {
        self.path_and_query().1
    }

    /// The path and the query of the target, as on the wire.
    pub(crate) fn path_and_query(&self) -> (&'a str, &'a str) {
        let (path, query) = self.target.split_at(self.path_length);
        (path, query.strip_prefix('?').unwrap_or_default())
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &redact::name(self.method))
            .field("target", &redact::Shown(self.target))
            .field("headers", &self.headers)
            .field("payload", &self.payload)
            .finish()
    }
}
