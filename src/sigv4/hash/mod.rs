//! The one seam to the cryptography: SHA-256 and HMAC-SHA-256, of ring or of RustCrypto.
//!
//! Both give the same results. If both features are on, `rustcrypto` is used.

#[cfg(all(feature = "ring", not(feature = "rustcrypto")))]
mod ring;
#[cfg(feature = "rustcrypto")]
mod rustcrypto;

#[cfg(all(feature = "ring", not(feature = "rustcrypto")))]
use ring as backend;
#[cfg(feature = "rustcrypto")]
use rustcrypto as backend;

#[cfg(not(any(feature = "ring", feature = "rustcrypto")))]
compile_error!("sigfour needs a hash: enable the feature `ring` (the default) or `rustcrypto`");

#[cfg(any(feature = "ring", feature = "rustcrypto"))]
pub(crate) use backend::{HmacKey, Sha256};

/// SHA-256 of nothing: the digest of every empty body.
pub(crate) const EMPTY: [u8; 32] = [
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
];

/// SHA-256 of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    if bytes.is_empty() { EMPTY } else { backend::sha256(bytes) }
}

/// Takes the pieces of a message and returns 32 bytes.
pub(crate) trait Digester {
    fn update(&mut self, bytes: &[u8]);
    fn finish(self) -> [u8; 32];
}

/// Compares in a time that depends on the number of bytes only.
pub(crate) fn constant_time_eq(
    a: impl Iterator<Item = u8> + Clone,
    b: impl Iterator<Item = u8> + Clone,
) -> bool {
    // `black_box` keeps the compiler from leaving the loop early.
    a.clone().count() == b.clone().count()
        && core::hint::black_box(a.zip(b).fold(0, |difference, (x, y)| difference | (x ^ y))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_nothing_is_the_hash_s_own() {
        assert_eq!(Sha256::new().finish(), EMPTY);
        assert_eq!(backend::sha256(b""), EMPTY);
    }

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_in_pieces_and_in_one() {
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let key = HmacKey::new(b"Jefe");
        let mut pieces = key.start();
        pieces.update(b"what do ya want ");
        pieces.update(b"for nothing?");
        assert_eq!(hex::encode(pieces.finish()), expected);
        let mut tag = [0; 32];
        key.tag_into(b"what do ya want for nothing?", &mut tag);
        assert_eq!(hex::encode(tag), expected);
    }
}
