//! A list that lives on the stack until it is long: what a usual request needs never touches the heap.

use alloc::vec::Vec;

pub(super) struct List<T, const N: usize> {
    inline: [T; N],
    /// How many there are, up to `N`; `N` from the move to the heap on.
    len: usize,
    /// All elements, once there were more than `N`.
    heap: Vec<T>,
}

impl<T: Copy, const N: usize> List<T, N> {
    pub(super) fn new(filler: T) -> Self {
        List { inline: [filler; N], len: 0, heap: Vec::new() }
    }

    fn is_inline(&self) -> bool {
        self.heap.capacity() == 0
    }

    #[inline]
    pub(super) fn push(&mut self, item: T) {
        match self.inline.get_mut(self.len) {
            Some(place) => {
                *place = item;
                self.len += 1;
            }
            None => self.push_to_heap(item),
        }
    }

    #[cold]
    fn push_to_heap(&mut self, item: T) {
        if self.is_inline() {
            self.heap.extend_from_slice(&self.inline);
        }
        self.heap.push(item);
    }

    pub(super) fn pop(&mut self) {
        self.truncate(self.as_slice().len().saturating_sub(1));
    }

    /// Keeps the first `len` elements.
    pub(super) fn truncate(&mut self, len: usize) {
        if self.is_inline() {
            self.len = self.len.min(len);
        } else {
            self.heap.truncate(len);
        }
    }

    #[inline]
    pub(super) fn as_slice(&self) -> &[T] {
        if self.is_inline() { &self.inline[..self.len] } else { &self.heap }
    }

    #[inline]
    pub(super) fn as_mut_slice(&mut self) -> &mut [T] {
        if self.is_inline() { &mut self.inline[..self.len] } else { &mut self.heap }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_across_the_move_to_the_heap_and_back() {
        let mut list = List::<u8, 2>::new(0);
        for n in 1..=4 {
            list.push(n);
        }
        assert_eq!(list.as_slice(), [1, 2, 3, 4]);
        for left in (0..4).rev() {
            list.pop();
            assert_eq!(list.as_slice().len(), left);
        }
        list.pop();
        list.push(9);
        assert_eq!(list.as_slice(), [9]);
        for len in [3, 1, 0] {
            let mut list = List::<u8, 2>::new(0);
            [1, 2, 3, 4].into_iter().for_each(|n| list.push(n));
            list.truncate(len);
            list.push(5);
            assert_eq!(list.as_slice()[len..], [5]);
            assert_eq!(list.as_slice()[..len], [1, 2, 3][..len]);
        }
    }
}
