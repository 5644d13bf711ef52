//! Finds many secret texts in a text, the longest at each place, in one pass (Aho and Corasick, 1975). A search for each
//! place anew would take quadratic time on a text that nearly has a long one everywhere.
//!
//! Both are read from their ends: where a text ends in this direction, it begins in the other.

use alloc::vec;
use alloc::vec::Vec;

use zeroize::Zeroizing;

/// A tree of the texts, read from their ends: a node is the end of one, and the root is the empty one.
pub(super) struct Needles {
    nodes: Vec<Node>,
    /// For each node but the root, the byte that leads to it from its parent.
    bytes: Zeroizing<Vec<u8>>,
}

/// `0` where there is no other node: the root is nobody's child.
#[derive(Clone, Copy, Default)]
struct Node {
    first_child: usize,
    next_sibling: usize,
    /// The longest other node that was read when this one was.
    shorter: usize,
    /// The length of the longest text that was read when this node was; 0 if there is none.
    longest: usize,
}

const ROOT: usize = 0;

impl Needles {
    pub(super) fn new<'a>(texts: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        // The room for all from the beginning: memory that a list grew out of would not be wiped.
        let most = 1 + texts.clone().map(<[u8]>::len).sum::<usize>();
        let bytes = Zeroizing::new(Vec::with_capacity(most));
        let mut needles = Needles { nodes: Vec::with_capacity(most), bytes };
        needles.add_node(0);
        texts.for_each(|text| needles.add(text));
        needles.link();
        needles
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// For each place of a text, the length of the longest one that stands there; 0 where none does.
    pub(super) fn lengths_in(&self, text: &[u8]) -> Vec<usize> {
        let mut lengths = vec![0; text.len()];
        let mut node = ROOT;
        for (length, byte) in lengths.iter_mut().zip(text).rev() {
            node = self.next(node, *byte);
            *length = self.nodes[node].longest;
        }
        lengths
    }

    fn add_node(&mut self, byte: u8) -> usize {
        self.nodes.push(Node::default());
        self.bytes.push(byte);
        self.nodes.len() - 1
    }

    fn add(&mut self, text: &[u8]) {
        let mut node = ROOT;
        for byte in text.iter().rev() {
            node = self.child(node, *byte).unwrap_or_else(|| {
                let child = self.add_node(*byte);
                self.nodes[child].next_sibling = self.nodes[node].first_child;
                self.nodes[node].first_child = child;
                child
            });
        }
        self.nodes[node].longest = text.len();
    }

    /// Finds what is `shorter` for each node, those near the root first.
    fn link(&mut self) {
        let mut queue = Vec::with_capacity(self.nodes.len());
        queue.push(ROOT);
        let mut done = 0;
        while let Some(parent) = queue.get(done).copied() {
            done += 1;
            let mut child = self.nodes[parent].first_child;
            while child != ROOT {
                let shorter = match parent {
                    ROOT => ROOT,
                    _ => self.next(self.nodes[parent].shorter, self.bytes[child]),
                };
                self.nodes[child].shorter = shorter;
                if self.nodes[child].longest == 0 {
                    self.nodes[child].longest = self.nodes[shorter].longest;
                }
                queue.push(child);
                child = self.nodes[child].next_sibling;
            }
        }
    }

    fn child(&self, node: usize, byte: u8) -> Option<usize> {
        let mut child = self.nodes[node].first_child;
        while child != ROOT && self.bytes[child] != byte {
            child = self.nodes[child].next_sibling;
        }
        (child != ROOT).then_some(child)
    }

    /// The node that is read after another, with one more byte.
    fn next(&self, mut node: usize, byte: u8) -> usize {
        loop {
            match self.child(node, byte) {
                Some(child) => return child,
                None if node == ROOT => return ROOT,
                None => node = self.nodes[node].shorter,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_longest_at_each_place_is_found(
            texts in vec("[ab]{1,6}", 0..6),
            text in "[abc]{0,40}",
        ) {
            let needles = Needles::new(texts.iter().map(String::as_bytes));
            let longest = |at: usize| {
                let here = texts.iter().filter(|needle| text[at..].starts_with(needle.as_str()));
                here.map(String::len).max().unwrap_or(0)
            };
            let expected: Vec<_> = (0..text.len()).map(longest).collect();
            prop_assert_eq!(needles.lengths_in(text.as_bytes()), expected);
            prop_assert_eq!(needles.is_empty(), texts.is_empty());
        }
    }
}
