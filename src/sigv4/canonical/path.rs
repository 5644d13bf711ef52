//! The canonical URI: the path of the request, encoded.
//!
//! S3 and its kin: escapes decoded, everything encoded once, nothing removed. Everyone else: dot segments
//! removed (RFC 3986, section 5.2.4) and slashes merged, then the path as sent encoded once more.

use super::encode::{PATH, write_encoded, write_recoded};
use super::list::List;
use super::sink::Sink;
use crate::sigv4::rules::Rules;

pub(super) fn write_to(sink: &mut impl Sink, path: &str, rules: &Rules) {
    let write = if rules.double_encode { write_encoded } else { write_recoded };
    let path = if path.is_empty() { "/" } else { path };
    if rules.normalize_path && needs_normalizing(path.as_bytes()) {
        write_normalized(sink, path.as_bytes(), write);
    } else {
        write(sink, path.as_bytes(), PATH);
    }
}

/// Whether a segment is empty, `.` or `..`.
fn needs_normalizing(path: &[u8]) -> bool {
    path.windows(2).any(|pair| pair == b"//" || pair == b"/.")
}

fn write_normalized<S: Sink>(
    sink: &mut S,
    path: &[u8],
    write: fn(&mut S, &[u8], &'static percent_encoding::AsciiSet),
) {
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
        write(sink, name, PATH);
    }
    if is_folder || kept.as_slice().is_empty() {
        sink.put(b"/");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::canonical::sink::to_text;

    fn canonical(path: &str, service: &str) -> alloc::string::String {
        to_text(|sink| write_to(sink, path, &Rules::of(service)))
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
