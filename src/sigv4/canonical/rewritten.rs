//! Bytes that were not sent in canonical form, written in that form: on the stack until they are many.

use alloc::vec::Vec;

use crate::sigv4::sink::Sink;
use crate::sigv4::wipe::wipe;

/// How many bytes need no heap.
const INLINE: usize = 256;

/// A session token may be among them: what is on the heap is wiped.
pub(super) struct Rewritten {
    inline: [u8; INLINE],
    len: usize,
    /// All bytes, once there are more.
    heap: Vec<u8>,
    /// The most that there can be.
    most: usize,
}

impl Rewritten {
    pub(super) fn new(most: usize) -> Self {
        Rewritten { inline: [0; INLINE], len: 0, heap: Vec::new(), most }
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        if self.heap.is_empty() { &self.inline[..self.len] } else { &self.heap }
    }
}

impl Sink for Rewritten {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        match self.inline.get_mut(self.len..end) {
            Some(room) if self.heap.is_empty() => {
                room.copy_from_slice(bytes);
                self.len = end;
            }
            _ => {
                if self.heap.is_empty() {
                    // Once: a list that grows leaves copies behind.
                    self.heap.reserve_exact(self.most);
                    self.heap.extend_from_slice(&self.inline[..self.len]);
                }
                self.heap.extend_from_slice(bytes);
            }
        }
    }
}

impl Drop for Rewritten {
    fn drop(&mut self) {
        wipe(&mut self.heap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_together_across_the_move_to_the_heap() {
        let text: Vec<u8> = (0..=255).cycle().take(700).collect();
        for step in [1, 3, 250, 256, 257, 700] {
            let mut rewritten = Rewritten::new(700);
            text.chunks(step).for_each(|piece| rewritten.put(piece));
            rewritten.put(b"");
            assert_eq!(rewritten.as_slice(), text);
        }
    }
}
