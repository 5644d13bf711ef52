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
    if bytes.is_empty() { EMPTY } else { Sha256.once(bytes) }
}

/// A function from a message to 32 bytes: SHA-256, or HMAC-SHA-256 with a key.
pub(crate) trait Hash {
    type Context: Digester;

    /// Of a whole message.
    fn once(&self, message: &[u8]) -> [u8; 32];

    /// Of a message that comes in pieces.
    fn start(&self) -> Self::Context;
}

/// Takes the pieces of a message and returns 32 bytes.
pub(crate) trait Digester {
    fn update(&mut self, bytes: &[u8]);
    fn finish(self) -> [u8; 32];
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::ring::{digest, hmac};
    use alloc::vec::Vec;

    #[test]
    fn the_digest_of_nothing_is_the_hash_s_own() {
        assert_eq!(Sha256.start().finish(), EMPTY);
        assert_eq!(Sha256.once(b""), EMPTY);
    }

    /// RFC 4231, test case 2.
    #[test]
    fn hmac_as_the_rfc_has_it() {
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let tag = HmacKey::new(b"Jefe").once(b"what do ya want for nothing?");
        assert_eq!(hex::encode(tag), expected);
    }

    /// Of each length around the ends of blocks, at once and in pieces, with keys shorter and longer than a block.
    #[test]
    fn both_hashes_are_those_of_ring() {
        let text: Vec<u8> = (0..2500u32).map(|n| (n * 7 % 251) as u8).collect();
        for length in (0..260).chain([511, 512, 1015, 1016, 1024, 1087, 2048, 2500]) {
            let message = &text[..length];
            let expected = digest::digest(&digest::SHA256, message);
            assert_eq!(Sha256.once(message), expected.as_ref(), "{length} bytes");
            assert_eq!(in_pieces(&Sha256, message), expected.as_ref(), "{length} bytes in pieces");
            for key in [0, 1, 32, 63, 64, 65, 200].map(|length| &text[100..100 + length]) {
                let expected = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message);
                let own = HmacKey::new(key);
                let lengths = (length, key.len());
                assert_eq!(own.once(message), expected.as_ref(), "{lengths:?}");
                assert_eq!(in_pieces(&own, message), expected.as_ref(), "{lengths:?} in pieces");
                let mut tag = [0; 32];
                own.tag_into(message, &mut tag);
                assert_eq!(tag, expected.as_ref());
            }
        }
    }

    fn in_pieces(hash: &impl Hash, message: &[u8]) -> [u8; 32] {
        let (mut context, mut rest, mut length) = (hash.start(), message, 1);
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(length.min(rest.len()));
            context.update(piece);
            (rest, length) = (after, (length * 5 + 3) % 193);
        }
        context.finish()
    }
}
