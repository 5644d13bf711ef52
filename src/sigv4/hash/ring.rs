//! The hash of ring.

use ring::{digest, hmac};

use super::{Digester, Hash};

pub(crate) struct Sha256;

impl Hash for Sha256 {
    type Context = Sha256Context;

    #[inline]
    fn once(&self, message: &[u8]) -> [u8; 32] {
        to_array(digest::digest(&digest::SHA256, message).as_ref())
    }
    fn start(&self) -> Sha256Context {
        Sha256Context(digest::Context::new(&digest::SHA256))
    }
}

pub(crate) struct Sha256Context(digest::Context);

impl Digester for Sha256Context {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(self) -> [u8; 32] {
        to_array(self.0.finish().as_ref())
    }
}

/// A key that HMAC-SHA-256 is ready to use: its two pads are already hashed.
///
/// ring cannot wipe it.
pub(crate) struct HmacKey(hmac::Key);

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        HmacKey(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// Writes the tag where it stays, so that no copy of a derived key is left behind.
    pub(crate) fn tag_into(&self, message: &[u8], tag: &mut [u8; 32]) {
        tag.copy_from_slice(hmac::sign(&self.0, message).as_ref());
    }
}

impl Hash for HmacKey {
    type Context = HmacContext;

    #[inline]
    fn once(&self, message: &[u8]) -> [u8; 32] {
        to_array(hmac::sign(&self.0, message).as_ref())
    }
    fn start(&self) -> HmacContext {
        HmacContext(hmac::Context::with_key(&self.0))
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

#[inline]
fn to_array(bytes: &[u8]) -> [u8; 32] {
    let mut array = [0; 32];
    array.copy_from_slice(bytes);
    array
}
