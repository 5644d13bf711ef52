//! How things are written on the wire: dates, base64, XML, and the pairs of a query or form.

use std::borrow::Cow;
use std::format;
use std::string::{String, ToString};

use percent_encoding::percent_decode_str;
use time::OffsetDateTime;

use crate::Timestamp;

/// `Sun, 30 Aug 2015 12:36:00 GMT` (RFC 9110, section 5.6.7).
pub(super) fn http_date(at: Timestamp) -> String {
    let at = calendar(at);
    let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
    format!(
        "{}, {:02} {} {:04} {} GMT",
        three(&weekday),
        at.day(),
        three(&month),
        at.year(),
        hms(at)
    )
}

/// `30/Aug/2015:12:36:00 +0000`.
pub(super) fn log_date(at: Timestamp) -> String {
    let at = calendar(at);
    let month = at.month().to_string();
    format!("{:02}/{}/{:04}:{} +0000", at.day(), three(&month), at.year(), hms(at))
}

/// A clock that is set beyond the calendar shows its first second.
fn calendar(at: Timestamp) -> OffsetDateTime {
    at.to_calendar().unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn hms(at: OffsetDateTime) -> String {
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

fn three(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

/// Base64 with padding (RFC 4648, section 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * n)) as usize & 63];
            out.push(if n > group.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

/// Text as XML holds it: markup escaped, and what XML 1.0 can't hold at all replaced.
pub(super) fn escape_xml(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A reader turns a bare one into a line feed.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// The pairs of a query or of a form, decoded; `+` is a space.
pub(super) fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode(name), decode(value))
    })
}

fn decode(text: &str) -> String {
    let text: Cow<'_, str> =
        if text.contains('+') { text.replace('+', " ").into() } else { text.into() };
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn dates_are_written_as_each_place_has_them() {
        let at = Timestamp::from(1_440_938_160);
        assert_eq!(http_date(at), "Sun, 30 Aug 2015 12:36:00 GMT");
        assert_eq!(log_date(at), "30/Aug/2015:12:36:00 +0000");
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn xml_is_escaped() {
        let mut out = String::new();
        escape_xml("<a b='\"'>&amp;\r\n\u{1}é\u{ffff}</a>", &mut out);
        assert_eq!(
            out,
            "&lt;a b=&apos;&quot;&apos;&gt;&amp;amp;&#13;\n\u{fffd}é\u{fffd}&lt;/a&gt;"
        );
    }

    #[test]
    fn pairs_are_decoded() {
        let pairs: Vec<_> = pairs("a=1+2&b%3D=%2B&&c").collect();
        let expected = [("a", "1 2"), ("b=", "+"), ("c", "")];
        assert!(pairs.iter().map(|(n, v)| (&n[..], &v[..])).eq(expected));
    }
}
