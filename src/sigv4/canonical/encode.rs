//! Percent-encoding as SigV4 defines it (`UriEncode`): all but `A-Z a-z 0-9 - . _ ~`, upper-case digits.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sigv4::scan::positions;
use crate::sigv4::sink::Sink;

/// What stays as it is in a query's names and values. Without branches, so that the compiler tests many bytes at
/// a time.
pub(crate) fn unreserved(byte: u8) -> bool {
    let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    is_letter | is_digit | (byte == b'-') | (byte == b'.') | (byte == b'_') | (byte == b'~')
}

/// What stays as it is in a path.
pub(crate) fn unreserved_or_slash(byte: u8) -> bool {
    unreserved(byte) | (byte == b'/')
}

/// Text, encoded as it stands. Allocates for the longest result at once: a text that grows leaves copies behind, and this
/// one may be a token.
#[expect(clippy::expect_used, reason = "an empty text must never be sent")]
pub(crate) fn encoded(text: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut bytes = Vec::with_capacity(3 * text.len());
    write_encoded(&mut bytes, text.as_bytes(), stays);
    String::from_utf8(bytes).expect("what is encoded is ASCII")
}

/// Writes `raw`, encoded as it stands.
pub(crate) fn write_encoded(sink: &mut impl Sink, raw: &[u8], stays: impl Fn(u8) -> bool) {
    let mut start = 0;
    for at in positions(raw, |b| !stays(b)) {
        sink.put(&raw[start..at]);
        sink.put(&escape(raw[at]));
        start = at + 1;
    }
    sink.put(&raw[start..]);
}

fn escape(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

/// Writes `raw` with its escapes decoded.
pub(crate) fn write_decoded(sink: &mut impl Sink, raw: &[u8]) {
    let mut start = 0;
    // The digits of an escape are no `%`.
    for at in positions(raw, |b| b == b'%') {
        sink.put(&raw[start..at]);
        let (byte, length) = unescape(&raw[at..]);
        sink.put(&[byte]);
        start = at + length;
    }
    sink.put(&raw[start..]);
}

/// Writes `raw` with its escapes decoded and everything encoded again.
pub(super) fn write_recoded(sink: &mut impl Sink, raw: &[u8], stays: impl Fn(u8) -> bool) {
    let mut start = 0;
    // The digits of an escape stay as they are: none of them is such a position.
    for at in positions(raw, |b| !stays(b)) {
        sink.put(&raw[start..at]);
        let (byte, length) = if raw[at] == b'%' { unescape(&raw[at..]) } else { (raw[at], 1) };
        if stays(byte) {
            sink.put(&[byte]);
        } else {
            sink.put(&escape(byte));
        }
        start = at + length;
    }
    sink.put(&raw[start..]);
}

/// The byte that the escape at the front of `text` stands for, and how many bytes it takes there. A `%` that two
/// hex digits don't follow stands for itself.
fn unescape(text: &[u8]) -> (u8, usize) {
    // In one `Option`: matching two of them costs a twentieth of verifying a URL with a long token.
    let digits = |high: u8, low: u8| Some((hex_digit(high)?, hex_digit(low)?));
    match text {
        [_, high, low, ..] => {
            digits(*high, *low).map_or((b'%', 1), |(high, low)| (high << 4 | low, 3))
        }
        _ => (b'%', 1),
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

/// Whether an escape that stands at the front is one that [`write_recoded`] writes: of a byte that must be escaped,
/// with upper-case digits.
pub(super) fn is_canonical_escape(text: &[u8]) -> bool {
    let is_upper_hex = |digit: u8| matches!(digit, b'0'..=b'9' | b'A'..=b'F');
    match text {
        [b'%', high, low, ..] => {
            is_upper_hex(*high) && is_upper_hex(*low) && !unreserved(unescape(text).0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn what_is_written_is_canonical() {
        for (raw, canonical) in [
            (&b"abc-._~"[..], "abc-._~"),
            (b"a b", "a%20b"),
            (b"a+b", "a%2Bb"),
            (b"a%2fb", "a%2Fb"),
            (b"%41%2d", "A-"),
            (b"100%", "100%25"),
            (b"%zz%4", "%25zz%254"),
            (b"%FF\xFF", "%FF%FF"),
            (b"a=b;c/d", "a%3Db%3Bc%2Fd"),
            ("ሴ".as_bytes(), "%E1%88%B4"),
        ] {
            let mut written = Vec::new();
            write_recoded(&mut written, raw, unreserved);
            assert_eq!(written, canonical.as_bytes());
            let mut again = Vec::new();
            write_recoded(&mut again, &written, unreserved);
            assert_eq!(again, written);
        }
    }

    /// In `percent-encoding`'s words: what is not alphanumeric, but for the four.
    #[test]
    fn all_is_encoded_but_what_rfc_3986_calls_unreserved() {
        use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
        const SET: &AsciiSet =
            &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
        let all: Vec<u8> = (0..=255).collect();
        let [mut in_query, mut in_path] = [Vec::new(), Vec::new()];
        write_encoded(&mut in_query, &all, unreserved);
        assert_eq!(in_query, percent_encode(&all, SET).to_string().into_bytes());
        write_encoded(&mut in_path, &all, unreserved_or_slash);
        let path = const { &SET.remove(b'/') };
        assert_eq!(in_path, percent_encode(&all, path).to_string().into_bytes());
    }

    #[test]
    fn decoding_is_that_of_percent_encoding() {
        for raw in
            ["", "abc", "%41%", "a%2fb%2F", "%zz%4", "%%41", "100%", "%e1%88%b4", "%25%32%46"]
        {
            let mut written = Vec::new();
            write_decoded(&mut written, raw.as_bytes());
            assert_eq!(
                written,
                percent_encoding::percent_decode_str(raw).collect::<Vec<_>>(),
                "{raw}"
            );
        }
    }

    #[test]
    fn an_escape_is_canonical_if_it_is_needed_and_in_capitals() {
        assert!([&b"%20"[..], b"%2Fx", b"%FF", b"%25"].into_iter().all(is_canonical_escape));
        assert!(
            ![&b"%2f"[..], b"%41", b"%7E", b"%2", b"%zz", b"a20", b""]
                .into_iter()
                .any(is_canonical_escape)
        );
    }
}
