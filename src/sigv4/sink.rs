//! Where a canonical form is written to: a hash when signing, a text when somebody asks to read it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sigv4::hash::{Digester, Hash};

/// Takes the bytes of a canonical form, piece by piece.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// The text that `write` writes, for a person to read. Header values may hold any byte: those that are
/// not UTF-8 show as U+FFFD.
pub(crate) fn to_text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes);
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

/// The hash of what `write` writes, of which up to `N` bytes are hashed at once.
pub(crate) fn hashed<H: Hash, const N: usize>(
    hash: &H,
    write: impl FnOnce(&mut Gather<'_, H, N>),
) -> [u8; 32] {
    let mut gather = Gather { hash, context: None, buffer: [0; N], len: 0 };
    write(&mut gather);
    let gathered = &gather.buffer[..gather.len];
    match gather.context {
        None => hash.once(gathered),
        Some(mut context) => {
            context.update(gathered);
            context.finish()
        }
    }
}

/// Gathers small pieces before it hands them to the hash: each call of a hash costs more than the copy of a few bytes.
/// Where all fits, the hash is called once.
pub(crate) struct Gather<'h, H: Hash, const N: usize> {
    hash: &'h H,
    /// What has spilled.
    context: Option<H::Context>,
    buffer: [u8; N],
    len: usize,
}

impl<H: Hash, const N: usize> Gather<'_, H, N> {
    #[cold]
    fn spill(&mut self, bytes: &[u8]) {
        let context = self.context.get_or_insert_with(|| self.hash.start());
        context.update(&self.buffer[..self.len]);
        self.len = 0;
        match self.buffer.get_mut(..bytes.len()) {
            Some(room) => {
                room.copy_from_slice(bytes);
                self.len = bytes.len();
            }
            None => context.update(bytes),
        }
    }
}

impl<H: Hash, const N: usize> Sink for Gather<'_, H, N> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if let Some(room) = self.buffer.get_mut(self.len..self.len + bytes.len()) {
            room.copy_from_slice(bytes);
            self.len += bytes.len();
        } else {
            self.spill(bytes);
        }
    }
}
