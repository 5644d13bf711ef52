//! A URL in its parts: what a presigned one is put together from.

use sigfour::client::Error;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Url<'a> {
    /// `https` or `http`.
    pub(crate) scheme: &'a str,
    /// The Host header: a port only where it is not the scheme's own.
    pub(crate) host: &'a str,
    /// Path and query, as given.
    pub(crate) target: &'a str,
}

impl<'a> Url<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, Error> {
        let invalid = |why: &str| Error::InvalidUrl { url: text.into(), why: why.into() };
        if text.chars().any(|c| !c.is_ascii_graphic()) {
            return Err(invalid("a space or another character in it must be percent-encoded"));
        }
        let (scheme, rest, port) = match text.split_once("://") {
            Some(("https", rest)) => ("https", rest, ":443"),
            Some(("http", rest)) => ("http", rest, ":80"),
            _ => return Err(invalid("it must start with https:// (or http://)")),
        };
        // A fragment stays with the client.
        let rest = rest.split('#').next().unwrap_or_default();
        let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let host = host.strip_suffix(port).unwrap_or(host);
        match host {
            "" => Err(invalid("it has no host")),
            host if host.contains('@') => {
                Err(invalid("a user name or password has no place in it"))
            }
            host => Ok(Url { scheme, host, target }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_target_are_what_goes_on_the_wire() {
        for (text, scheme, host, target) in [
            ("https://h", "https", "h", ""),
            ("https://h:443/a//b?x=%2F&y#part", "https", "h", "/a//b?x=%2F&y"),
            ("http://h:443/", "http", "h:443", "/"),
            ("http://[::1]:80?a", "http", "[::1]", "?a"),
        ] {
            assert_eq!(Url::parse(text).unwrap(), Url { scheme, host, target }, "{text}");
        }
        for text in ["h/a", "ftp://h/", "https://", "https:///a", "https://u:p@h/", "https://h/a b"]
        {
            assert!(Url::parse(text).is_err(), "{text}");
        }
    }
}
