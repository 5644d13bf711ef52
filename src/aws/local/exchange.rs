//! A request as received and the answer to it, apart from the server that carries them.

use std::borrow::Cow;
use std::net::IpAddr;
use std::string::String;
use std::vec::Vec;

use hyper::body::Bytes;

use crate::Request;

/// A request as received: the whole of it.
pub(super) struct Received {
    pub(super) method: String,
    /// Path and query, as on the wire.
    pub(super) target: String,
    /// `HTTP/1.1`, or `HTTP/1.0`.
    pub(super) protocol: &'static str,
    /// Names in lower case.
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Bytes,
    pub(super) from: IpAddr,
}

impl Received {
    /// As the core sees it.
    pub(super) fn request(&self) -> Request<'_> {
        Request::new(&self.method, &self.target).headers(&self.headers).body(&self.body)
    }

    /// The values of the headers of a name.
    pub(super) fn headers<'a>(&'a self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        let named = move |(n, _): &&(String, Vec<u8>)| n == name;
        self.headers.iter().filter(named).map(|(_, value)| String::from_utf8_lossy(value))
    }

    /// The first value of a header.
    pub(super) fn header<'a>(&'a self, name: &str) -> Option<Cow<'a, str>> {
        self.headers(name).next()
    }

    /// The media type of the body, without its parameters, in lower case.
    pub(super) fn content_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The path, and the query without its question mark, as on the wire.
    pub(super) fn path_and_query(&self) -> (&str, &str) {
        self.target.split_once('?').unwrap_or((&self.target, ""))
    }
}

/// An answer. The server adds `date` and `content-length`.
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

/// The header in which AWS names a request.
pub(super) const REQUEST_ID: &str = "x-amzn-requestid";
