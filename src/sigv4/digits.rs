//! Hex digits, as signatures and digests are written: 64 for 32 bytes, in lower case.

/// 32 bytes as 64 lower-case digits.
#[expect(clippy::expect_used, reason = "an empty digest must never be signed")]
pub(super) fn to_lower_hex(bytes: &[u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    hex::encode_to_slice(bytes, &mut digits).expect("there is room for two digits a byte");
    digits
}

/// The digits as text.
#[expect(clippy::expect_used, reason = "an empty digest must never be signed")]
pub(super) fn hex_text(digits: &[u8; 64]) -> &str {
    core::str::from_utf8(digits).expect("hex digits are ASCII")
}

/// 64 lower-case digits as 32 bytes; upper case is another spelling, which AWS refuses.
pub(super) fn from_lower_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
}
