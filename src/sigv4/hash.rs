//! The one seam to the cryptography: SHA-256 and HMAC-SHA-256.

use ring::{digest, hmac};

/// SHA-256 of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    to_array(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// A key that HMAC-SHA-256 is ready to use: its two pads are already hashed.
#[derive(Clone)]
pub(crate) struct HmacKey(hmac::Key);

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        HmacKey(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub(crate) fn tag(&self, message: &[u8]) -> [u8; 32] {
        to_array(hmac::sign(&self.0, message).as_ref())
    }

    /// A tag of a message that comes in pieces.
    pub(crate) fn start(&self) -> HmacContext {
        HmacContext(hmac::Context::with_key(&self.0))
    }
}

/// Takes the pieces of a message and answers 32 bytes.
pub(crate) trait Digester {
    fn update(&mut self, bytes: &[u8]);
    fn finish(self) -> [u8; 32];
}

pub(crate) struct Sha256(digest::Context);

impl Sha256 {
    pub(crate) fn new() -> Self {
        Sha256(digest::Context::new(&digest::SHA256))
    }
}

impl Digester for Sha256 {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(self) -> [u8; 32] {
        to_array(self.0.finish().as_ref())
    }
}

pub(crate) struct HmacContext(hmac::Context);

impl Digester for HmacContext {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(self) -> [u8; 32] {
        to_array(self.0.sign().as_ref())
    }
}

/// Compares in a time that depends on the lengths only.
pub(crate) fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    // ring has deprecated its own comparison of slices. `black_box` keeps the compiler from leaving the
    // loop early.
    a.len() == b.len()
        && core::hint::black_box(a.iter().zip(b).fold(0, |difference, (x, y)| difference | (x ^ y)))
            == 0
}

fn to_array(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    array.copy_from_slice(bytes);
    array
}
