//! The hash of RustCrypto: no C compiler, builds for WebAssembly, and wipes its key.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Digest;

use super::Digester;

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(bytes).into()
}

/// A key that HMAC-SHA-256 is ready to use: its two pads are already hashed. Wiped when dropped.
pub(crate) struct HmacKey(Hmac<sha2::Sha256>);

impl HmacKey {
    #[expect(clippy::expect_used, reason = "an unkeyed signature must never be made")]
    pub(crate) fn new(key: &[u8]) -> Self {
        HmacKey(Hmac::new_from_slice(key).expect("HMAC takes a key of any length"))
    }

    /// Writes the tag where it stays, so that no copy of a derived key is left behind.
    pub(crate) fn tag_into(&self, message: &[u8], tag: &mut [u8; 32]) {
        let mut mac = self.0.clone();
        mac.update(message);
        tag.copy_from_slice(&mac.finalize().into_bytes());
    }

    /// A tag of a message that comes in pieces.
    pub(crate) fn start(&self) -> HmacContext {
        HmacContext(self.0.clone())
    }
}

pub(crate) struct Sha256(sha2::Sha256);

impl Sha256 {
    pub(crate) fn new() -> Self {
        Sha256(sha2::Sha256::new())
    }
}

impl Digester for Sha256 {
    fn update(&mut self, bytes: &[u8]) {
        Digest::update(&mut self.0, bytes);
    }
    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

pub(crate) struct HmacContext(Hmac<sha2::Sha256>);

impl Digester for HmacContext {
    fn update(&mut self, bytes: &[u8]) {
        Mac::update(&mut self.0, bytes);
    }
    fn finish(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }
}
