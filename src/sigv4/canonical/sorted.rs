//! A list in the order of its items' names.
//!
//! What is moved when sorting is small: the first eight bytes of a name, which most comparisons need no more than, and
//! where its item is.

use core::cmp::Ordering;

use super::list::List;
use crate::sigv4::scan::first_sixteen;

/// Items in the order of their names. Up to `N` need no heap.
pub(super) struct Sorted<T, const N: usize> {
    /// `None` in unused places: the cheapest value to fill them with.
    items: List<Option<T>, N>,
    order: List<Key, N>,
}

#[derive(Clone, Copy)]
struct Key {
    prefix: u64,
    at: usize,
}

impl<T: Copy, const N: usize> Sorted<T, N> {
    pub(super) fn new() -> Self {
        Sorted { items: List::new(None), order: List::new(Key { prefix: 0, at: 0 }) }
    }

    /// Adds an item at the end, to be sorted. `prefix` is [`prefix`] of its name.
    #[inline]
    pub(super) fn push(&mut self, prefix: u64, item: T) {
        self.order.push(Key { prefix, at: self.items.as_slice().len() });
        self.items.push(Some(item));
    }

    /// Sorts. `compare` is asked of items with the same prefix; equal ones stay in the order in which they were added.
    pub(super) fn sort(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let items = self.items.as_slice();
        let compare = |a: usize, b: usize| match (&items[a], &items[b]) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        };
        sort(self.order.as_mut_slice(), &compare);
    }

    /// Adds an item where it belongs among items that are sorted, behind those that are equal.
    pub(super) fn insert(&mut self, prefix: u64, item: T, compare: impl Fn(&T, &T) -> Ordering) {
        // From the end: a header that begins with `x-` is among the last.
        let is_before = |key: &Key| match key.prefix.cmp(&prefix) {
            Ordering::Equal => self.items.as_slice()[key.at]
                .is_none_or(|other| compare(&other, &item) != Ordering::Greater),
            order => order == Ordering::Less,
        };
        let place = self.order.as_slice().iter().rposition(is_before).map_or(0, |at| at + 1);
        self.push(prefix, item);
        self.order.as_mut_slice()[place..].rotate_right(1);
    }

    /// Keeps the items that `keep` says, asked in order.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        let items = self.items.as_slice();
        let order = self.order.as_mut_slice();
        let mut kept = 0;
        for n in 0..order.len() {
            let key = order[n];
            if items[key.at].as_ref().is_some_and(&mut keep) {
                order[kept] = key;
                kept += 1;
            }
        }
        self.order.truncate(kept);
    }

    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        let items = self.items.as_slice();
        self.order.as_slice().iter().filter_map(|key| items[key.at].as_ref())
    }
}

// Not generic: the standard library's sort is long, and this is the one copy of it.
fn sort(keys: &mut [Key], compare: &dyn Fn(usize, usize) -> Ordering) {
    keys.sort_unstable_by(|a, b| {
        a.prefix.cmp(&b.prefix).then_with(|| compare(a.at, b.at).then(a.at.cmp(&b.at)))
    });
}

/// The first eight bytes of a name.
#[inline]
pub(super) fn first_eight(name: &[u8]) -> [u8; 8] {
    (first_sixteen(name) as u64).to_le_bytes()
}

/// The first eight bytes of a name in canonical form, as a number that sorts as they do. None of them is 0, so that a
/// shorter name comes first, as it must.
#[inline]
pub(super) fn prefix(first: [u8; 8]) -> u64 {
    u64::from_be_bytes(first)
}
