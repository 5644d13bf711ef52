//! Base64 (RFC 4648, section 4, padded), as bodies have it in the files.

pub(crate) fn decode(text: &str) -> Vec<u8> {
    let digits = text.trim_end_matches('=');
    assert!(text.len() % 4 == 0 && text.len() - digits.len() <= 2, "not padded: {text:?}");
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => panic!("not base64: {text:?}"),
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    assert_eq!(bits, 0, "bits left over: {text:?}");
    bytes
}

#[test]
fn base64_is_read_as_its_rfc_has_it() {
    for (text, bytes) in [
        ("", ""),
        ("Zg==", "f"),
        ("Zm8=", "fo"),
        ("Zm9v", "foo"),
        ("Zm9vYg==", "foob"),
        ("Zm9vYmE=", "fooba"),
        ("Zm9vYmFy", "foobar"),
    ] {
        assert_eq!(decode(text), bytes.as_bytes());
    }
    assert_eq!(decode("+/8="), [0xfb, 0xff]);
}
