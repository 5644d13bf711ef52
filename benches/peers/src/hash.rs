//! The hashes, and the derivation of a signing key with each.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use sigfour_workloads::workload::REGION;

pub trait Hash: 'static {
    /// A key that HMAC is ready to use.
    type Key;
    fn digest(message: &[u8]) -> [u8; 32];
    fn key(secret: &[u8]) -> Self::Key;
    fn tag(key: &Self::Key, message: &[u8]) -> [u8; 32];

    /// From a secret that has its prefix `AWS4` already.
    fn derive(prefixed: &[u8], date: &str, service: &str) -> Self::Key {
        [date, REGION, service, "aws4_request"].iter().fold(Self::key(prefixed), |key, message| {
            Self::key(&Self::tag(&key, message.as_bytes()))
        })
    }
}

pub struct Ring;

impl Hash for Ring {
    type Key = ring::hmac::Key;

    fn digest(message: &[u8]) -> [u8; 32] {
        let digest = ring::digest::digest(&ring::digest::SHA256, message);
        digest.as_ref().try_into().expect("32 bytes")
    }

    fn key(secret: &[u8]) -> Self::Key {
        ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret)
    }

    fn tag(key: &Self::Key, message: &[u8]) -> [u8; 32] {
        ring::hmac::sign(key, message).as_ref().try_into().expect("32 bytes")
    }
}

/// The crates sha2 and hmac.
pub struct RustCrypto;

impl Hash for RustCrypto {
    type Key = Hmac<Sha256>;

    fn digest(message: &[u8]) -> [u8; 32] {
        Sha256::digest(message).into()
    }

    fn key(secret: &[u8]) -> Self::Key {
        Hmac::new_from_slice(secret).expect("a key of any length")
    }

    fn tag(key: &Self::Key, message: &[u8]) -> [u8; 32] {
        let mut mac = key.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// The compression function of sha2, and nothing else of it: FIPS 180-4 and RFC 2104 by hand.
pub struct Compression;

type State = [u32; 8];

/// FIPS 180-4, 5.3.3.
const INITIAL: State = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

impl Hash for Compression {
    /// After the block of the inner pad, and after that of the outer one.
    type Key = [State; 2];

    fn digest(message: &[u8]) -> [u8; 32] {
        finish(INITIAL, 0, message)
    }

    fn key(secret: &[u8]) -> Self::Key {
        let mut block = [0; 64];
        if secret.len() > block.len() {
            block[..32].copy_from_slice(&Self::digest(secret));
        } else {
            block[..secret.len()].copy_from_slice(secret);
        }
        [0x36, 0x5c].map(|pad| {
            let mut state = INITIAL;
            sha2::block_api::compress256(&mut state, &[block.map(|byte| byte ^ pad)]);
            state
        })
    }

    fn tag([inner, outer]: &Self::Key, message: &[u8]) -> [u8; 32] {
        finish(*outer, 64, &finish(*inner, 64, message))
    }
}

/// Pads and hashes the rest of a message of which `before` bytes, whole blocks, are hashed.
fn finish(mut state: State, before: usize, message: &[u8]) -> [u8; 32] {
    let (blocks, rest) = message.as_chunks::<64>();
    if !blocks.is_empty() {
        sha2::block_api::compress256(&mut state, blocks);
    }
    let mut last = [[0; 64]; 2];
    last[0][..rest.len()].copy_from_slice(rest);
    last[0][rest.len()] = 0x80;
    // The bit and the length take nine bytes.
    let last = &mut last[..if rest.len() < 56 { 1 } else { 2 }];
    let bits = (before + message.len()) as u64 * 8;
    last[last.len() - 1][56..].copy_from_slice(&bits.to_be_bytes());
    sha2::block_api::compress256(&mut state, last);
    let mut digest = [0; 32];
    for (bytes, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    digest
}

/// Lower-case hex.
pub fn hex(digest: &[u8; 32]) -> [u8; 64] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
        *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_agree_at_every_length_of_padding() {
        let message: Vec<u8> = (0..200).collect();
        for length in 0..message.len() {
            let message = &message[..length];
            let digest = Ring::digest(message);
            assert_eq!(RustCrypto::digest(message), digest);
            assert_eq!(Compression::digest(message), digest);
            // As a key, and as a message.
            let tag = Ring::tag(&Ring::key(message), message);
            assert_eq!(RustCrypto::tag(&RustCrypto::key(message), message), tag);
            assert_eq!(Compression::tag(&Compression::key(message), message), tag);
        }
    }

    #[test]
    fn hex_is_that_of_the_crate() {
        let digest = Ring::digest(b"");
        assert_eq!(hex::encode(digest).as_bytes(), hex(&digest));
    }
}
