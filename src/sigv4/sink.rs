//! Where a canonical form is written to: a hash when signing, a text when somebody asks to read it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::sigv4::hash::Digester;

/// Takes the bytes of a canonical form, piece by piece.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
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

/// Gathers small pieces before it hands them to the digest: each call of a digest costs more than the
/// copy of a few bytes.
pub(crate) struct Gather<D, const N: usize> {
    digest: D,
    buffer: [u8; N],
    len: usize,
}

impl<D: Digester, const N: usize> Gather<D, N> {
    pub(crate) fn new(digest: D) -> Self {
        Gather { digest, buffer: [0; N], len: 0 }
    }

    pub(crate) fn finish(mut self) -> [u8; 32] {
        self.digest.update(&self.buffer[..self.len]);
        self.digest.finish()
    }
}

impl<D: Digester, const N: usize> Sink for Gather<D, N> {
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

impl<D: Digester, const N: usize> Gather<D, N> {
    #[cold]
    fn spill(&mut self, bytes: &[u8]) {
        self.digest.update(&self.buffer[..self.len]);
        self.len = 0;
        if bytes.len() < N {
            self.put(bytes);
        } else {
            self.digest.update(bytes);
        }
    }
}
