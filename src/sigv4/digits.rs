//! Hex digits, as signatures and digests are written: 64 for 32 bytes, in lower case.

/// 32 bytes as 64 lower-case digits.
// One copy: each is long, and a string to sign would have nine.
#[inline(never)]
pub(super) fn to_lower_hex(bytes: &[u8; 32]) -> [u8; 64] {
    // Computed; `hex` looks digits up one by one. The compiler computes sixteen at a time, and a signature has three such
    // numbers.
    let digit = |n: u8| n + if n < 10 { b'0' } else { b'a' - 10 };
    let (high, low) = (bytes.map(|b| digit(b >> 4)), bytes.map(|b| digit(b & 15)));
    let mut digits = [0; 64];
    for (n, pair) in digits.chunks_exact_mut(2).enumerate() {
        pair.copy_from_slice(&[high[n], low[n]]);
    }
    digits
}

/// The digits as text.
#[expect(clippy::expect_used, reason = "an empty digest must never be signed")]
pub(super) fn hex_text(digits: &[u8; 64]) -> &str {
    core::str::from_utf8(digits).expect("hex digits are ASCII")
}

/// 64 lower-case digits as 32 bytes; upper case is another spelling, which AWS refuses.
pub(super) fn from_lower_hex(text: &str) -> Option<[u8; 32]> {
    let digits: &[u8; 64] = text.as_bytes().try_into().ok()?;
    // All of them, and not up to the first: the compiler looks at many at a time.
    if digits.iter().fold(false, |found, b| found | b.is_ascii_uppercase()) {
        return None;
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_crate_hex() {
        for start in 0..=255u8 {
            let bytes = core::array::from_fn(|n| start.wrapping_add(n as u8));
            let digits = to_lower_hex(&bytes);
            assert_eq!(hex_text(&digits), hex::encode(bytes));
            assert_eq!(from_lower_hex(hex_text(&digits)), Some(bytes));
        }
        let digits = "0123456789abcdef".repeat(4);
        assert!(from_lower_hex(&digits).is_some());
        for wrong in
            [digits.to_uppercase(), digits.replace('f', "g"), digits[1..].into(), digits + "0"]
        {
            assert_eq!(from_lower_hex(&wrong), None, "{wrong}");
        }
    }
}
