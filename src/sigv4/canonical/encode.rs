//! Percent-encoding as SigV4 defines it (`UriEncode`): all but `A-Z a-z 0-9 - . _ ~`, upper-case digits.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use crate::sigv4::sink::Sink;

/// What is encoded in a query name or value.
pub(crate) const COMPONENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What is encoded in a path: the same, but for the slash.
pub(crate) const PATH: &AsciiSet = &COMPONENT.remove(b'/');

/// For each byte, whether it is one of the unreserved: a table, as every byte of a query is asked.
static UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

pub(super) fn is_unreserved(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
}

/// Writes `raw`, encoded as it stands.
pub(super) fn write_encoded(sink: &mut impl Sink, raw: &[u8], set: &'static AsciiSet) {
    for piece in percent_encode(raw, set) {
        sink.put(piece.as_bytes());
    }
}

/// Writes `raw` with its escapes decoded and everything encoded again.
pub(super) fn write_recoded(sink: &mut impl Sink, raw: &[u8], set: &'static AsciiSet) {
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|b| *b == b'%') {
        write_encoded(sink, &rest[..at], set);
        let (byte, length) = unescape(&rest[at..]);
        write_encoded(sink, &[byte], set);
        rest = &rest[at + length..];
    }
    write_encoded(sink, rest, set);
}

/// The byte at the front of `text`, an escape decoded, and how many bytes it takes there. A `%` that two
/// hex digits don't follow stands for itself.
fn unescape(text: &[u8]) -> (u8, usize) {
    match text {
        [b'%', high, low, ..] => match (hex_digit(*high), hex_digit(*low)) {
            (Some(high), Some(low)) => (high << 4 | low, 3),
            _ => (b'%', 1),
        },
        [byte, ..] => (*byte, 1),
        [] => (0, 0),
    }
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|n| n as u8)
}

/// Whether an escape that stands at the front is one that [`write_recoded`] writes: of a byte that must be escaped,
/// with upper-case digits.
pub(super) fn is_canonical_escape(text: &[u8]) -> bool {
    match text {
        [b'%', high, low, ..] => {
            is_upper_hex(*high) && is_upper_hex(*low) && !is_unreserved(unescape(text).0)
        }
        _ => false,
    }
}

fn is_upper_hex(digit: u8) -> bool {
    matches!(digit, b'0'..=b'9' | b'A'..=b'F')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

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
            write_recoded(&mut written, raw, COMPONENT);
            assert_eq!(written, canonical.as_bytes());
            let mut again = Vec::new();
            write_recoded(&mut again, &written, COMPONENT);
            assert_eq!(again, written);
        }
    }

    #[test]
    fn the_table_and_the_encoder_have_the_same_unreserved_bytes() {
        for byte in 0..=255 {
            let mut written = Vec::new();
            write_encoded(&mut written, &[byte], COMPONENT);
            assert_eq!(written == [byte], is_unreserved(byte), "{byte}");
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
