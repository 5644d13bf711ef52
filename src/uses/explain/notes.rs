//! What of a request implementations sign differently, so that it is better avoided. The vectors flag these cases as
//! `acceptable`.

use alloc::vec::Vec;

use crate::sigv4::names::header;
use crate::{Request, Rules};

struct Note {
    says: &'static str,
    applies: fn(&Request<'_>, path: &str, query: &str, is_s3: bool) -> bool,
}

const NOTES: &[Note] = &[
    Note {
        says: "the query has a bare '+': it is signed as a plus sign (%2B) here, and as a space by others. Write %2B or %20.",
        applies: |_, _, query, _| query.contains('+'),
    },
    Note {
        says: "the query has an empty pair (`&&`, or an `&` at an end): it is left out here, and signed as `=` by others.",
        applies: |_, _, query, _| !query.is_empty() && query.split('&').any(str::is_empty),
    },
    Note {
        says: "the path ends in a dot segment: it is signed with a slash at its end here, and without one by others.",
        applies: |_, path, _, is_s3| !is_s3 && (path.ends_with("/.") || path.ends_with("/..")),
    },
    Note {
        says: "the path has characters that are neither unreserved nor escaped: S3 may decode and encode it otherwise than it was sent. Escape all but A-Z a-z 0-9 - . _ ~ and /.",
        applies: |_, path, _, is_s3| is_s3 && path.bytes().any(|b| !is_plain(b)),
    },
    Note {
        says: "the target has bytes that HTTP does not allow unescaped (spaces, or what is not ASCII).",
        applies: |_, path, query, _| {
            [path, query].iter().any(|t| t.bytes().any(|b| !b.is_ascii_graphic()))
        },
    },
    Note {
        says: "a header's value has a tab: it is folded like a space here, and kept by others.",
        applies: |request, _, _, _| any_value(request, |value| value.contains(&b'\t')),
    },
    Note {
        says: "the body comes in chunks with signatures or a checksum of their own: they are not looked at here.",
        applies: |request, _, _, _| {
            let declared = request.list().first(header::CONTENT_SHA256);
            declared.is_some_and(|hash| hash.starts_with(b"STREAMING-"))
        },
    },
    Note {
        says: "a header's value has bytes that are no UTF-8: signers that take text can't sign them as they are sent.",
        applies: |request, _, _, _| {
            any_value(request, |value| core::str::from_utf8(value).is_err())
        },
    },
];

fn any_value(request: &Request<'_>, is_it: impl Fn(&[u8]) -> bool) -> bool {
    let mut found = false;
    request.list().visit(|_, value| found = found || is_it(value));
    found
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)
}

pub(super) fn of(request: &Request<'_>, rules: &Rules) -> Vec<&'static str> {
    let (path, query) = request.path_and_query();
    let is_s3 = *rules == rules.double_encode(false);
    let applying = NOTES.iter().filter(|note| (note.applies)(request, path, query, is_s3));
    applying.map(|note| note.says).collect()
}
