//! The canonical URI: the path of the request, encoded.
//!
//! S3 and its kin: escapes decoded, everything encoded once, nothing removed. Everyone else: dot segments
//! removed (RFC 3986, section 5.2.4) and slashes merged, then the path as sent encoded once more.

use alloc::string::String;
use alloc::vec::Vec;

use percent_encoding::percent_decode_str;

use super::encode::{unreserved_or_slash, write_encoded, write_recoded};
use super::list::List;
use crate::sigv4::rules::Rules;
use crate::sigv4::sink::{Sink, to_text};

/// The canonical form of a path alone, to read.
pub(crate) fn canonical_path(path: &str, rules: &Rules) -> String {
    to_text(|sink| write_to(sink, path, rules))
}

/// Whether a path is sent in canonical form, and in one that no server is known to read otherwise: no segment but the
/// last is empty, none is a dot segment, all is encoded once and no more than it must be; it is text without control
/// characters and `\`, and has no escape within an escape.
pub(crate) fn is_canonical(path: &str) -> bool {
    let mut recoded = Vec::new();
    write_recoded(&mut recoded, path.as_bytes(), unreserved_or_slash);
    let is_encoded_once = recoded == path.as_bytes();
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    let is_plain_text = core::str::from_utf8(&decoded)
        .is_ok_and(|text| !text.contains(|c: char| c.is_control() || c == '\\'));
    let has_inner_escape = decoded.windows(3).any(|three| {
        three[0] == b'%' && three[1].is_ascii_hexdigit() && three[2].is_ascii_hexdigit()
    });
    let segments = || path.split('/').skip(1);
    let last = segments().count().saturating_sub(1);
    let is_normal = |(n, segment): (usize, &str)| match segment {
        "" => n == last,
        "." | ".." => false,
        _ => true,
    };
    is_encoded_once
        && is_plain_text
        && !has_inner_escape
        && path.starts_with('/')
        && segments().enumerate().all(is_normal)
}

pub(super) fn write_to(sink: &mut impl Sink, path: &str, rules: &Rules) {
    let write = |sink: &mut _, raw: &[u8]| match rules.double_encode {
        true => write_encoded(sink, raw, unreserved_or_slash),
        false => write_recoded(sink, raw, unreserved_or_slash),
    };
    // The path of most APIs.
    if matches!(path, "" | "/") {
        return sink.put(b"/");
    }
    if rules.normalize_path && needs_normalizing(path.as_bytes()) {
        write_normalized(sink, path.as_bytes(), write);
    } else {
        write(sink, path.as_bytes());
    }
}

/// Whether a segment may be empty, `.` or `..`: a first look, which takes other names with a leading dot for such.
fn needs_normalizing(path: &[u8]) -> bool {
    path.windows(2).any(|pair| pair == b"//" || pair == b"/.")
}

fn write_normalized<S: Sink>(sink: &mut S, path: &[u8], write: impl Fn(&mut S, &[u8])) {
    let mut kept = List::<&[u8], 32>::new(b"");
    let mut is_folder = true;
    for segment in path.split(|b| *b == b'/') {
        is_folder = matches!(segment, b"" | b"." | b"..");
        match segment {
            b"" | b"." => {}
            b".." => kept.pop(),
            name => kept.push(name),
        }
    }
    for name in kept.as_slice() {
        sink.put(b"/");
        write(sink, name);
    }
    if is_folder || kept.as_slice().is_empty() {
        sink.put(b"/");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(path: &str, service: &str) -> String {
        canonical_path(path, &Rules::of(service))
    }

    #[test]
    fn a_path_is_canonical_if_no_server_can_read_it_otherwise() {
        for path in ["/", "/a", "/a/", "/a%20b", "/.hidden", "/...", "/a/b~c", "/a%2Bb", "/a%25b"] {
            assert!(is_canonical(path), "{path}");
        }
        for path in [
            "", "a", "//", "//admin", "/a//b", "/a/..", "/./a", "/a/../b", "/a%2Fb", "/a%2fb",
            "/%2e%2e", "/a+b", "/a%7Eb", "/a b", "/ü", "/a%2bb", "/a%", "/%zz", "/a;b",
        ] {
            assert!(!is_canonical(path), "{path}");
        }
    }

    #[test]
    fn everyone_but_s3_normalizes_and_encodes_what_was_sent() {
        for (path, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("/.", "/"),
            ("/..", "/"),
            ("/../..", "/"),
            ("/a/../b", "/b"),
            ("/foo//bar", "/foo/bar"),
            ("/a/b/..", "/a/"),
            ("/a/./", "/a/"),
            ("/a%20b", "/a%2520b"),
            ("/a b", "/a%20b"),
            ("/ሴ", "/%E1%88%B4"),
            ("/.hidden", "/.hidden"),
            ("/...", "/..."),
            ("/a/%2e%2e/b", "/a/%252e%252e/b"),
            ("/a:b@c", "/a%3Ab%40c"),
        ] {
            assert_eq!(canonical(path, "execute-api"), expected, "{path}");
        }
    }

    #[test]
    fn s3_keeps_the_path_and_encodes_once() {
        for (path, expected) in [
            ("", "/"),
            ("//a//", "//a//"),
            ("/a/../b", "/a/../b"),
            ("/a%20b", "/a%20b"),
            ("/a b", "/a%20b"),
            ("/a+b", "/a%2Bb"),
            ("/a%2bb", "/a%2Bb"),
            ("/%7Eme", "/~me"),
            ("/a%25b", "/a%25b"),
        ] {
            assert_eq!(canonical(path, "s3"), expected, "{path}");
        }
    }
}
