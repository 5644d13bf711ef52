//! The request to sign or verify: method, target, headers and payload, all borrowed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::canonical::parameters;
use super::error::{Error, Part};
use super::payload::{Payload, PayloadHash};

/// A request, as it goes over the wire.
///
/// ```
/// use sigfour::Request;
///
/// let headers = [("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9")];
/// let get = Request::new("GET", "/test.txt").headers(&headers);
/// let put = Request::new("PUT", "/test.txt").headers(&headers).body(b"Welcome");
/// ```
/// `Debug` shows the names of headers and of query parameters only: their values may let somebody in.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) headers: Headers<'a>,
    pub(super) payload: Payload<'a>,
}

impl<'a> Request<'a> {
    /// A request without headers and with an empty body. `target` is path and query as on the wire,
    /// already encoded: what you give here is what you must send.
    pub fn new(method: &'a str, target: &'a str) -> Self {
        Request { method, target, headers: Headers::default(), payload: Payload::Bytes(b"") }
    }

    /// The headers, in the order they are sent; `Host` is among them.
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

    /// What stands for the body: its digest where that is known, or `UNSIGNED-PAYLOAD`.
    #[must_use]
    pub fn payload(mut self, payload: Payload<'a>) -> Self {
        self.payload = payload;
        self
    }

    /// The target, as on the wire.
    pub(crate) fn target(&self) -> &'a str {
        self.target
    }

    /// The payload's hash, as far as the request itself tells it.
    pub(crate) fn payload_hash(&self) -> PayloadHash {
        self.payload.hash()
    }

    /// The first value of a header as text; bytes that are not UTF-8 show as U+FFFD.
    pub(crate) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        self.headers.all(name).next().map(|value| String::from_utf8_lossy(value.trim_ascii()))
    }

    /// Whether a header's value has a tab.
    pub(crate) fn has_tab(&self) -> bool {
        self.headers.iter().any(|(_, value)| value.contains(&b'\t'))
    }

    /// Whether a header's value is no UTF-8.
    pub(crate) fn has_other_than_utf8(&self) -> bool {
        self.headers.iter().any(|(_, value)| core::str::from_utf8(value).is_err())
    }

    /// The query of the target, as on the wire.
    pub(super) fn query(&self) -> &'a str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// Refuses what can't be signed without doubt: signing, presigning and verifying do so first.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::InvalidByte`], [`Error::InvalidHeaderValue`],
    /// [`Error::TargetNotOriginForm`], [`Error::MissingHost`] and [`Error::RepeatedHost`].
    pub fn check(&self) -> Result<(), Error> {
        token(Part::Method, self.method)?;
        let is_origin_form = self.target.is_empty() || self.target.starts_with(['/', '?']);
        if !is_origin_form {
            return Err(Error::TargetNotOriginForm);
        }
        // A fragment is never sent, so that a signature over one can't hold.
        let refused = |b: u8| b.is_ascii_control() || b == b'#';
        if let Some(at) = self.target.bytes().position(refused) {
            let byte = self.target.as_bytes()[at];
            return Err(Error::InvalidByte { part: Part::Target, byte, at });
        }
        let mut hosts = 0;
        for (name, value) in self.headers.iter() {
            token(Part::HeaderName, name)?;
            if let Some(at) = value.iter().position(|b| b.is_ascii_control() && *b != b'\t') {
                return Err(Error::InvalidHeaderValue { name: name.into(), byte: value[at], at });
            }
            if name.eq_ignore_ascii_case("host") {
                hosts += 1;
                if value.trim_ascii().is_empty() {
                    return Err(Error::MissingHost);
                }
            }
        }
        match hosts {
            0 => Err(Error::MissingHost),
            1 => Ok(()),
            _ => Err(Error::RepeatedHost),
        }
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let names: Vec<_> = parameters(query).map(|(name, _)| name).collect();
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &path)
            .field("query", &names)
            .field("headers", &self.headers)
            .field("payload", &self.payload)
            .finish()
    }
}

/// Whether `text` is a token of HTTP (RFC 9110, section 5.6.2).
fn token(part: Part, text: &str) -> Result<(), Error> {
    if text.is_empty() {
        return Err(Error::Empty(part));
    }
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    match text.bytes().position(|b| !allowed(b)) {
        Some(at) => Err(Error::InvalidByte { part, byte: text.as_bytes()[at], at }),
        None => Ok(()),
    }
}

/// The headers of a request: borrowed pairs of name and value. Made by `into()` from slices and arrays of
/// pairs whose values are text or bytes. `Debug` shows the names only: a value may be a token.
#[derive(Clone, Copy, Default)]
pub struct Headers<'a>(Pairs<'a>);

#[derive(Clone, Copy)]
enum Pairs<'a> {
    Text(&'a [(&'a str, &'a str)]),
    Bytes(&'a [(&'a str, &'a [u8])]),
    Owned(&'a [(String, String)]),
    OwnedBytes(&'a [(String, Vec<u8>)]),
}

impl Default for Pairs<'_> {
    fn default() -> Self {
        Pairs::Text(&[])
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

impl<'a> Headers<'a> {
    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> + use<'a> {
        let pairs = self.0;
        (0..).map_while(move |n| pairs.get(n))
    }

    /// The values of the headers of a name, in order.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl<'a> Pairs<'a> {
    fn get(&self, n: usize) -> Option<(&'a str, &'a [u8])> {
        Some(match self {
            Pairs::Text(pairs) => pairs.get(n).map(|(name, value)| (*name, value.as_bytes()))?,
            Pairs::Bytes(pairs) => *pairs.get(n)?,
            Pairs::Owned(pairs) => {
                pairs.get(n).map(|(name, value)| (name.as_str(), value.as_bytes()))?
            }
            Pairs::OwnedBytes(pairs) => {
                pairs.get(n).map(|(name, value)| (name.as_str(), &value[..]))?
            }
        })
    }
}

macro_rules! headers_from {
    ($($variant:ident: $pair:ty),*) => {$(
        impl<'a> From<&'a [$pair]> for Headers<'a> {
            fn from(pairs: &'a [$pair]) -> Self {
                Headers(Pairs::$variant(pairs))
            }
        }
        impl<'a, const N: usize> From<&'a [$pair; N]> for Headers<'a> {
            fn from(pairs: &'a [$pair; N]) -> Self {
                Headers(Pairs::$variant(pairs))
            }
        }
        impl<'a> From<&'a Vec<$pair>> for Headers<'a> {
            fn from(pairs: &'a Vec<$pair>) -> Self {
                Headers(Pairs::$variant(pairs))
            }
        }
    )*};
}

headers_from!(
    Text: (&'a str, &'a str),
    Bytes: (&'a str, &'a [u8]),
    Owned: (String, String),
    OwnedBytes: (String, Vec<u8>)
);
