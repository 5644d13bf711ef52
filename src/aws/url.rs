//! The URL of a call, taken apart: where to connect, the Host header, and the target as on the wire.

use std::string::{String, ToString};

use ureq::http::Uri;

use super::endpoint::without_port;
use super::error::Error;

#[derive(Debug, Clone)]
pub(crate) struct Url {
    /// The whole URL, as the transport takes it.
    pub(crate) text: String,
    /// The Host header: a port only where it is not the scheme's own.
    pub(crate) host: String,
    /// Path and query.
    pub(crate) target: String,
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let invalid = |why: &str| Error::InvalidUrl { url: without_user(text), why: why.into() };
        if let Some(wrong) = text.chars().find(|c| !c.is_ascii_graphic()) {
            let why = std::format!("it holds {wrong:?}, which must be percent-encoded");
            return Err(invalid(&why));
        }
        let uri: Uri =
            text.parse().map_err(|e: ureq::http::uri::InvalidUri| invalid(&e.to_string()))?;
        let default_port = match uri.scheme_str() {
            Some("https") => 443,
            Some("http") => 80,
            _ => return Err(invalid("it must start with https:// (or http://)")),
        };
        let authority = uri.authority().ok_or_else(|| invalid("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(invalid("a user name or password has no place in it"));
        }
        let host = match (authority.port_u16(), authority.as_str() == authority.host()) {
            (Some(port), _) if port != default_port => std::format!("{}:{port}", authority.host()),
            (Some(_), _) | (None, true) => authority.host().to_string(),
            (None, false) => return Err(invalid("its port is not a number from 0 to 65535")),
        };
        if host.is_empty() {
            return Err(invalid("it has no host"));
        }
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let target =
            if target.starts_with('/') { target.to_string() } else { std::format!("/{target}") };
        // A fragment stays with the client.
        let text = text.split('#').next().unwrap_or_default().to_string();
        Ok(Url { text, host, target })
    }

    /// Scheme and host, as they stand before the target.
    pub(crate) fn origin(&self) -> String {
        let scheme = self.text.split(':').next().unwrap_or_default();
        std::format!("{scheme}://{}", self.host)
    }

    /// Whether the host is this machine: no proxy can reach it for us.
    pub(crate) fn is_loopback(&self) -> bool {
        let name = without_port(&self.host);
        name == "localhost"
            || name == "[::1]"
            || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
    }
}

/// The URL without the user name and password that it should not have, to show.
pub(crate) fn without_user(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    match url[start..end].rfind('@') {
        Some(at) => std::format!("{}***{}", &url[..start], &url[start + at..]),
        None => url.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_target_are_what_goes_on_the_wire() {
        for (text, host, target) in [
            ("https://example.com", "example.com", "/"),
            ("https://example.com:443/a%20b?x=%2F&y", "example.com", "/a%20b?x=%2F&y"),
            ("http://example.com:443/", "example.com:443", "/"),
            ("http://[::1]:8080/a//b/../c", "[::1]:8080", "/a//b/../c"),
            ("https://example.com?a=b", "example.com", "/?a=b"),
            ("https://example.com/a#part", "example.com", "/a"),
        ] {
            let url = Url::parse(text).unwrap();
            assert_eq!((&*url.host, &*url.target), (host, target), "{text}");
        }
        for text in [
            "example.com",
            "ftp://example.com/",
            "https://",
            "https://a b/",
            "https://u:p@example.com/",
            "https://example.com/é",
            "/path",
        ] {
            assert!(Url::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loopback_is_known() {
        for (text, loopback) in [
            ("http://127.0.0.1:8080/", true),
            ("http://[::1]/", true),
            ("http://localhost:1/", true),
            ("http://10.0.0.1/", false),
            ("http://localhost.example.com/", false),
        ] {
            assert_eq!(Url::parse(text).unwrap().is_loopback(), loopback, "{text}");
        }
    }
}
