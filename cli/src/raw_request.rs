//! A request as text: read from a file, and written again with further headers.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use sigfour::{Payload, Request};

use crate::failure::Failure;
use crate::terminal;

/// How many characters an error shows of a line that is no request line.
const MAX_SHOWN: usize = 80;

/// A request as it goes over the wire, with CRLF or LF at the end of its lines.
#[derive(Debug)]
pub(crate) struct RawRequest {
    /// Request line and headers, without the blank line; folded values unfolded.
    head: Vec<u8>,
    line_break: &'static str,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl RawRequest {
    /// Reads a file, or stdin where there is none or it is `-`.
    pub(crate) fn read(file: Option<&PathBuf>) -> Result<Self, Failure> {
        let text = match file.filter(|path| path.as_path() != Path::new("-")) {
            Some(path) => fs::read(path).map_err(|error| {
                Failure::usage(format_args!("{} can't be read: {error}", path.display())).advise(
                    "Check the path. Without one, or for -, the request is read from stdin.",
                )
            })?,
            None => {
                if io::stdin().is_terminal() {
                    terminal::aside("Reading a raw HTTP request from the terminal (end: Ctrl-D)");
                }
                let mut text = Vec::new();
                io::stdin().lock().read_to_end(&mut text).map_err(unreadable_stdin)?;
                text
            }
        };
        Self::parse(&text)
    }

    pub(crate) fn parse(text: &[u8]) -> Result<Self, Failure> {
        let sent = sent_by_curl(text);
        let (head, body) = split(sent.as_deref().unwrap_or(text));
        let line_break = if head.windows(2).any(|two| two == b"\r\n") { "\r\n" } else { "\n" };
        let head = unfold(head);
        check_request_line(&head)?;

        let lines = head.iter().filter(|b| **b == b'\n').count();
        let mut headers = vec![httparse::EMPTY_HEADER; lines + 1];
        let mut parsed = httparse::Request::new(&mut headers);
        let complete = [&with_known_version(&head)[..], b"\r\n\r\n"].concat();
        parsed.parse(&complete).map_err(unreadable)?;
        let headers =
            parsed.headers.iter().map(|h| (h.name.to_string(), h.value.to_vec())).collect();
        let (method, target) = (parsed.method.unwrap_or_default(), parsed.path.unwrap_or_default());
        let request = RawRequest {
            method: method.into(),
            target: target.into(),
            headers,
            body: body.to_vec(),
            head: head.clone(),
            line_break,
        };
        request.check_length()?;
        Ok(request)
    }

    /// The body must be what the headers say of it.
    fn check_length(&self) -> Result<(), Failure> {
        if self.values("transfer-encoding").next().is_some() {
            return Err(Failure::usage(
                "the body of a request with Transfer-Encoding can't be read",
            )
            .advise("Take the header out and give the body as it is."));
        }
        for value in self.values("content-length") {
            let length: usize = std::str::from_utf8(value)
                .ok()
                .filter(|text| text.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| {
                    Failure::usage("Content-Length is not a number")
                        .advise("Take the header out: the rest of the file is the body.")
                })?;
            let actual = self.body.len();
            if length != actual {
                let advice = if actual > length && self.body[length..].trim_ascii().is_empty() {
                    "The file ends with a line break that is not part of the body: take it out."
                } else {
                    "Correct the header or the body; without the header the rest of the file is the body."
                };
                return Err(Failure::usage(format_args!(
                    "Content-Length says {length} bytes, the body has {actual}"
                ))
                .advise(advice));
            }
        }
        Ok(())
    }

    /// The values of the headers of a name.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let is_named = move |header: &&(String, Vec<u8>)| header.0.eq_ignore_ascii_case(name);
        self.headers.iter().filter(is_named).map(|(_, value)| &value[..])
    }

    /// The host that the request is for.
    pub(crate) fn host(&self) -> &str {
        let host = self.values("host").next().unwrap_or_default();
        std::str::from_utf8(host).unwrap_or_default().trim()
    }

    /// As the core takes it, with the body or with what stands for it.
    pub(crate) fn request<'a>(&'a self, payload: Option<Payload<'a>>) -> Request<'a> {
        Request::new(&self.method, &self.target)
            .headers(&self.headers)
            .payload(payload.unwrap_or(Payload::Bytes(&self.body)))
    }

    /// The request as it was read, with further headers after its own.
    pub(crate) fn with_headers<'a>(
        &self,
        added: impl Iterator<Item = (&'static str, &'a str)>,
    ) -> Result<Vec<u8>, io::Error> {
        let mut out = self.head.clone();
        out.extend_from_slice(self.line_break.as_bytes());
        for (name, value) in added {
            write!(out, "{name}: {value}{}", self.line_break)?;
        }
        out.extend_from_slice(self.line_break.as_bytes());
        out.extend_from_slice(&self.body);
        Ok(out)
    }
}

pub(crate) fn unreadable_stdin(error: io::Error) -> Failure {
    Failure::usage(format_args!("stdin can't be read: {error}")).advise("Name a file instead.")
}

/// The request in what `curl -v` prints on stderr: the lines that begin with `> `. `None` for another text.
fn sent_by_curl(text: &[u8]) -> Option<Vec<u8>> {
    let is_curls = text.starts_with(b"*") || text.starts_with(b"> ");
    let sent = text.split(|b| *b == b'\n').filter_map(|line| line.strip_prefix(b">"));
    let lines: Vec<_> = sent.map(|line| line.strip_prefix(b" ").unwrap_or(line)).collect();
    (is_curls && !lines.is_empty()).then(|| lines.join(&b'\n'))
}

/// The head with a version that the parser knows: HTTP/2 and HTTP/3 have no request line, but tools print one.
fn with_known_version(head: &[u8]) -> Vec<u8> {
    let end = head.iter().position(|b| *b == b'\n').unwrap_or(head.len());
    let (first, rest) = head.split_at(end);
    let first = first.trim_ascii_end();
    let later = LATER_VERSIONS.iter().find_map(|version| first.strip_suffix(*version));
    match later {
        Some(start) => [start, b" HTTP/1.1", rest].concat(),
        None => head.into(),
    }
}

const LATER_VERSIONS: [&[u8]; 4] = [b" HTTP/2", b" HTTP/2.0", b" HTTP/3", b" HTTP/3.0"];

/// Head and body, without the blank line between them; a head alone may lack it.
fn split(text: &[u8]) -> (&[u8], &[u8]) {
    let text = &text[text.iter().take_while(|b| b"\r\n".contains(b)).count()..];
    for (at, _) in text.iter().enumerate().filter(|(_, b)| **b == b'\n') {
        let rest = &text[at + 1..];
        for blank in [&b"\n"[..], b"\r\n"] {
            if rest.starts_with(blank) {
                return (
                    text[..at].strip_suffix(b"\r").unwrap_or(&text[..at]),
                    &rest[blank.len()..],
                );
            }
        }
    }
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    (text.strip_suffix(b"\r").unwrap_or(text), b"")
}

/// Replaces each line break that continues a header's value with a space (RFC 9112, section 5.2).
fn unfold(head: &[u8]) -> Vec<u8> {
    let lines = head.split(|b| *b == b'\n').map(|l| (l, l.strip_suffix(b"\r").unwrap_or(l)));
    let mut out = Vec::with_capacity(head.len());
    let mut pending: &[u8] = b"";
    for (number, (whole, line)) in lines.enumerate() {
        // The second line is the first that may be a header, so the third is the first continuation.
        if number > 1 && line.first().is_some_and(|b| b" \t".contains(b)) {
            out.push(b' ');
        } else if number > 0 {
            out.extend_from_slice(pending);
            out.push(b'\n');
        }
        out.extend_from_slice(line);
        pending = &whole[line.len()..];
    }
    out
}

/// The ways in which a request line is wrong that a parser's error would not tell.
fn check_request_line(head: &[u8]) -> Result<(), Failure> {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end();
    if line.is_empty() {
        return Err(Failure::usage("there is no request to read")
            .advise("It is a request line, headers, a blank line and the body; see --help."));
    }
    let parts = line.split(|b| *b == b' ').count();
    if parts > 3 {
        return Err(Failure::usage("the request line has a raw space in its target")
            .advise("Write each space as %20: `GET /a%20file?name=a%20value HTTP/1.1`."));
    }
    let known = [&b" HTTP/1.1"[..], b" HTTP/1.0"].into_iter().chain(LATER_VERSIONS);
    if parts < 3 || !known.into_iter().any(|version| line.ends_with(version)) {
        // A file of another kind may be one line as a whole.
        let text = String::from_utf8_lossy(line);
        let start: String = text.chars().take(MAX_SHOWN).collect();
        let rest = if start.len() < text.len() { "…" } else { "" };
        return Err(Failure::usage(format_args!("{start:?}{rest} is not a request line"))
            .advise("It must be of the form `GET /path?query HTTP/1.1`."));
    }
    Ok(())
}

fn unreadable(error: httparse::Error) -> Failure {
    let advice = match error {
        httparse::Error::HeaderName => "A header is a name and a colon, without spaces before it.",
        httparse::Error::Token => {
            "The method or the target holds a character that must be percent-encoded."
        }
        _ => "It must be a request line, headers, a blank line and the body.",
    };
    Failure::usage(format_args!("the request can't be read: {error}")).advise(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> RawRequest {
        RawRequest::parse(text.as_bytes()).unwrap()
    }

    fn message(text: &str) -> String {
        match RawRequest::parse(text.as_bytes()) {
            Err(Failure::Said { message, .. }) => message,
            other => panic!("{text:?}: {other:?}"),
        }
    }

    #[test]
    fn both_line_breaks_are_read_and_written_again() {
        for text in [
            "POST /a?b HTTP/1.1\r\nHost: h\r\nX:  y \r\n\r\nbody\r\n\r\n",
            "POST /a?b HTTP/1.1\nHost: h\nX:  y \n\nbody\r\n\r\n",
        ] {
            let request = parse(text);
            assert_eq!((&*request.method, &*request.target), ("POST", "/a?b"));
            assert_eq!(request.headers[1], ("X".into(), b"y".to_vec()));
            assert_eq!(request.body, b"body\r\n\r\n");
            assert_eq!(request.with_headers([].into_iter()).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn what_curl_prints_and_later_versions_are_read() {
        let curl = "* Connected\n> POST /a?b HTTP/2\r\n> Host: h\r\n> X: y\r\n> \r\n< HTTP/2 403\r\n< A: b\r\n";
        for text in [curl, &curl[12..], "POST /a?b HTTP/3\nHost: h\nX: y\n\n"] {
            let request = parse(text);
            assert_eq!((&*request.method, &*request.target), ("POST", "/a?b"), "{text:?}");
            assert_eq!((request.host(), &request.headers[1].1[..]), ("h", &b"y"[..]), "{text:?}");
            assert_eq!((request.headers.len(), &*request.body), (2, &b""[..]), "{text:?}");
        }
    }

    #[test]
    fn a_head_may_end_with_the_file() {
        for text in [
            "GET / HTTP/1.1\nHost: h",
            "GET / HTTP/1.1\nHost: h\n",
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        ] {
            let request = parse(text);
            assert_eq!((request.host(), &*request.body), ("h", &b""[..]), "{text:?}");
        }
        assert!(parse("GET / HTTP/1.1").headers.is_empty());
    }

    #[test]
    fn a_folded_value_is_one_line() {
        for text in [
            "GET / HTTP/1.1\nA:1\n  2\n\t3\nB:4\n",
            "GET / HTTP/1.1\r\nA:1\r\n  2\r\n\t3\r\nB:4\r\n\r\n",
        ] {
            let request = parse(text);
            assert_eq!(request.headers[0], ("A".into(), b"1   2 \t3".to_vec()));
            assert_eq!(request.headers[1], ("B".into(), b"4".to_vec()));
        }
    }

    #[test]
    fn content_length_is_held_against_the_body() {
        let head = "PUT / HTTP/1.1\nHost: h\nContent-Length: 4\n\n";
        assert_eq!(parse(&format!("{head}body")).body, b"body");
        assert!(message(&format!("{head}body\n")).contains("has 5"));
        assert!(message(&format!("{head}bod")).contains("has 3"));
        assert!(message("PUT / HTTP/1.1\nContent-Length: +1\n\na").contains("not a number"));
        assert!(message("PUT / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n").contains("Transfer"));
    }

    #[test]
    fn what_is_wrong_with_a_request_line_is_said() {
        assert!(message("GET /a b HTTP/1.1\nHost: h\n\n").contains("raw space"));
        for text in ["GET /\nHost: h\n\n", "GET / HTTP/4\n\n", "hello"] {
            assert!(message(text).contains("not a request line"), "{text:?}");
        }
        let long = message(&"x".repeat(1000));
        assert!(long.contains("x\"… is not") && long.len() < 200, "{long}");
        assert!(message("\r\n\n").contains("no request"));
        assert!(message("GET / HTTP/1.1\nHost h\n\n").contains("can't be read"));
    }
}
