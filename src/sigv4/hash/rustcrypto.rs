//! The hash of RustCrypto: no C compiler, builds for WebAssembly, and wipes its key.
//!
//! What is signed is short. So only the compression function is RustCrypto's; the padding of FIPS 180-4 (section 5.1.1)
//! and HMAC (RFC 2104) stand here, which takes a fifth less time for one block than its types for any length do
//! (`benches/RESULTS.md`).

use sha2::block_api::compress256;
use sha2::digest::array::{Array, typenum::U64};
use zeroize::Zeroize;

use super::{Digester, Hash};

const BLOCK: usize = 64;

/// The state before the first block: FIPS 180-4, section 5.3.3.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

pub(crate) struct Sha256;

impl Hash for Sha256 {
    type Context = Sha256Context;

    #[inline]
    fn once(&self, message: &[u8]) -> [u8; 32] {
        close(INITIAL, 0, message)
    }
    fn start(&self) -> Sha256Context {
        Sha256Context { state: INITIAL, hashed: 0, block: [0; BLOCK], len: 0 }
    }
}

/// Hashes the whole blocks at the front of `bytes`, and returns the rest.
#[inline]
fn whole_blocks<'a>(state: &mut [u32; 8], bytes: &'a [u8]) -> &'a [u8] {
    // The standard library's own `as_chunks` needs Rust 1.88.
    let (blocks, rest) = Array::<u8, U64>::slice_as_chunks(bytes);
    if !blocks.is_empty() {
        compress256(state, Array::cast_slice_to_core(blocks));
    }
    rest
}

/// The digest, where `before` bytes have gone into the state and `message` ends it.
#[inline]
fn close(mut state: [u32; 8], before: u64, message: &[u8]) -> [u8; 32] {
    let rest = whole_blocks(&mut state, message);
    let mut blocks = [[0; BLOCK]; 2];
    let padded = blocks.as_flattened_mut();
    padded[..rest.len()].copy_from_slice(rest);
    padded[rest.len()] = 0x80;
    // A bit that ends the message and its length take nine bytes.
    let count = if rest.len() < BLOCK - 8 { 1 } else { 2 };
    let bits = (before + message.len() as u64).wrapping_mul(8);
    padded[count * BLOCK - 8..count * BLOCK].copy_from_slice(&bits.to_be_bytes());
    compress256(&mut state, &blocks[..count]);
    let mut digest = [0; 32];
    for (bytes, word) in digest.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    digest
}

pub(crate) struct Sha256Context {
    state: [u32; 8],
    /// How many bytes have gone into the state.
    hashed: u64,
    /// The start of the next block.
    block: [u8; BLOCK],
    len: usize,
}

impl Digester for Sha256Context {
    fn update(&mut self, bytes: &[u8]) {
        let (head, after_head) = match self.len {
            0 => (&b""[..], bytes),
            len => bytes.split_at(bytes.len().min(BLOCK - len)),
        };
        self.block[self.len..self.len + head.len()].copy_from_slice(head);
        self.len += head.len();
        if self.len == BLOCK {
            compress256(&mut self.state, &[self.block]);
            (self.hashed, self.len) = (self.hashed + BLOCK as u64, 0);
        }
        if self.len > 0 {
            return;
        }
        let rest = whole_blocks(&mut self.state, after_head);
        self.hashed += (after_head.len() - rest.len()) as u64;
        self.block[..rest.len()].copy_from_slice(rest);
        self.len = rest.len();
    }
    fn finish(self) -> [u8; 32] {
        self.close()
    }
}

impl Sha256Context {
    fn close(&self) -> [u8; 32] {
        close(self.state, self.hashed, &self.block[..self.len])
    }
}

/// A key that HMAC-SHA-256 is ready to use: its two pads are already hashed. Wiped when dropped.
pub(crate) struct HmacKey {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        let mut pad = [0; BLOCK];
        if key.len() > BLOCK {
            pad[..32].copy_from_slice(&Sha256.once(key));
        } else {
            pad[..key.len()].copy_from_slice(key);
        }
        let mut hmac = HmacKey { inner: INITIAL, outer: INITIAL };
        pad.iter_mut().for_each(|byte| *byte ^= 0x36);
        compress256(&mut hmac.inner, &[pad]);
        pad.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
        compress256(&mut hmac.outer, &[pad]);
        pad.zeroize();
        hmac
    }

    /// Writes the tag to where it stays.
    pub(crate) fn tag_into(&self, message: &[u8], tag: &mut [u8; 32]) {
        *tag = self.once(message);
    }
}

impl Hash for HmacKey {
    type Context = HmacContext;

    #[inline]
    fn once(&self, message: &[u8]) -> [u8; 32] {
        let inner = close(self.inner, BLOCK as u64, message);
        close(self.outer, BLOCK as u64, &inner)
    }
    fn start(&self) -> HmacContext {
        let mut inner = Sha256.start();
        (inner.state, inner.hashed) = (self.inner, BLOCK as u64);
        HmacContext { inner, outer: self.outer }
    }
}

/// The states are as good as the key.
impl Drop for HmacKey {
    fn drop(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

pub(crate) struct HmacContext {
    inner: Sha256Context,
    outer: [u32; 8],
}

impl Digester for HmacContext {
    fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }
    fn finish(self) -> [u8; 32] {
        close(self.outer, BLOCK as u64, &self.inner.close())
    }
}

impl Drop for HmacContext {
    fn drop(&mut self) {
        self.inner.state.zeroize();
        self.outer.zeroize();
    }
}
