//! The request to sign or verify: method, target, headers and payload, all borrowed.

use core::fmt;

use super::error::{Error, Part};
use super::field::Field;
use super::headers::Headers;
use super::names::header;
use super::payload::Payload;
use super::redact;
use super::rules::SessionTokenHeader;

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
    pub(super) headers: Headers<'a>,
    /// None where the caller names none: the body is empty, or the headers declare its hash.
    payload: Option<Payload<'a>>,
}

impl<'a> Request<'a> {
    /// A request without headers and with an empty body. `target` is path and query as on the wire,
    /// already encoded: send exactly what you give here.
    pub fn new(method: &'a str, target: &'a str) -> Self {
        Request { method, target, headers: Headers::default(), payload: None }
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

    /// The path and the query of the target, as on the wire.
    pub(crate) fn path_and_query(&self) -> (&'a str, &'a str) {
        self.target.split_once('?').unwrap_or((self.target, ""))
    }

    /// Checks that the request can be read in one way only. Signing, presigning and verifying make the same
    /// checks before they hash.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::InvalidByte`], [`Error::InvalidHeaderValue`],
    /// [`Error::TargetNotOriginForm`], [`Error::MissingHost`] and [`Error::RepeatedHost`].
    pub fn check(&self) -> Result<(), Error> {
        self.survey().map(|_| ())
    }

    /// One look over the request: checks it, and finds the headers that signing knows.
    pub(super) fn survey(&self) -> Result<Survey<'a>, Error> {
        token(Part::Method, self.method)?;
        check_target(self.target)?;
        let mut survey = Survey::default();
        let mut fault = None;
        self.headers.visit(|name, value| {
            if fault.is_some() {
                return;
            }
            match check_header(name, value) {
                Ok(()) => survey.see(name, value),
                Err(error) => fault = Some(error),
            }
        });
        match (fault, survey.host) {
            (Some(error), _) => Err(error),
            (None, Field { repeated: true, .. }) => Err(Error::RepeatedHost),
            (None, Field { first: Some(host), .. }) if !host.trim_ascii().is_empty() => Ok(survey),
            (None, _) => Err(Error::MissingHost),
        }
    }
}

/// The headers that signing knows.
#[derive(Default)]
pub(super) struct Survey<'a> {
    host: Field<'a>,
    pub(super) authorization: Field<'a>,
    pub(super) date: Field<'a>,
    pub(super) http_date: Field<'a>,
    security_token: Field<'a>,
    s3_session_token: Field<'a>,
    pub(super) content_sha256: Field<'a>,
}

impl<'a> Survey<'a> {
    /// The header that carries the session token.
    pub(super) fn token(&self, header: SessionTokenHeader) -> Field<'a> {
        match header {
            SessionTokenHeader::SecurityToken => self.security_token,
            SessionTokenHeader::S3SessionToken => self.s3_session_token,
        }
    }

    fn see(&mut self, name: &str, value: &'a [u8]) {
        // The length tells most names apart without a look at their bytes.
        let is = |known: &str| name.len() == known.len() && name.eq_ignore_ascii_case(known);
        let field = if is(header::HOST) {
            &mut self.host
        } else if is(header::HTTP_DATE) {
            &mut self.http_date
        } else if is(header::DATE) {
            &mut self.date
        } else if is(header::AUTHORIZATION) {
            &mut self.authorization
        } else if is(header::CONTENT_SHA256) {
            &mut self.content_sha256
        } else if is(header::SECURITY_TOKEN) {
            &mut self.security_token
        } else if is(header::S3_SESSION_TOKEN) {
            &mut self.s3_session_token
        } else {
            return;
        };
        field.see(value);
    }
}

fn check_target(target: &str) -> Result<(), Error> {
    if !target.is_empty() && !target.starts_with(['/', '?']) {
        return Err(Error::TargetNotOriginForm);
    }
    // A fragment is never sent, so that a signature over one can't hold.
    let refused = |b: u8| b.is_ascii_control() || b == b'#';
    match first(target.as_bytes(), refused) {
        Some((at, byte)) => Err(Error::InvalidByte { part: Part::Target, byte, at }),
        None => Ok(()),
    }
}

fn check_header(name: &str, value: &[u8]) -> Result<(), Error> {
    token(Part::HeaderName, name)?;
    match first(value, |b| b.is_ascii_control() && b != b'\t') {
        Some((at, byte)) => {
            let name = redact::name(name).into();
            Err(Error::InvalidHeaderValue { name, byte, at })
        }
        None => Ok(()),
    }
}

/// The first byte that is refused, and where it stands. Most texts have none: a look at all bytes, of which the
/// compiler takes many at a time, comes first.
fn first(text: &[u8], refused: impl Fn(u8) -> bool) -> Option<(usize, u8)> {
    text.iter().fold(false, |found, b| found | refused(*b)).then_some(())?;
    text.iter().position(|b| refused(*b)).map(|at| (at, text[at]))
}

/// Whether `text` is a token of HTTP (RFC 9110, section 5.6.2).
fn token(part: Part, text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::Empty(part));
    }
    match text.bytes().position(|b| !TOKEN[usize::from(b)]) {
        Some(at) => Err(Error::InvalidByte { part, byte: text.as_bytes()[at], at }),
        None => Ok(()),
    }
}

/// The bytes of a token: a table, as every byte of every name is looked up.
static TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let others = b"!#$%&'*+-.^_`|~";
    let mut byte = 0;
    while byte < 256 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut n = 0;
    while n < others.len() {
        table[others[n] as usize] = true;
        n += 1;
    }
    table
};

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
