//! Looking at many bytes at a time: sixteen, which is what a compiler makes vectors of.

const AT_A_TIME: usize = 16;

/// What is seen in any of the bytes: the bits that `see` returns of each. `see` must not branch. A short text is filled up
/// with `fill`.
#[inline]
pub(super) fn seen(text: &[u8], fill: u8, see: impl Fn(u8) -> u8) -> u8 {
    let mut seen = [0; AT_A_TIME];
    // The last ones overlap those before them, so that no byte is looked at alone.
    if let Some(last) = text.last_chunk() {
        for sixteen in text.chunks_exact(AT_A_TIME).filter_map(<[u8]>::first_chunk) {
            look(&mut seen, sixteen, &see);
        }
        look(&mut seen, last, &see);
    } else {
        let behind = u128::from_le_bytes([fill; AT_A_TIME]) << (8 * text.len());
        look(&mut seen, &(first_sixteen(text) | behind).to_le_bytes(), &see);
    }
    let seen = u128::from_le_bytes(core::hint::black_box(seen));
    let seen = (seen >> 64 | seen) as u64;
    let seen = seen >> 32 | seen;
    let seen = seen >> 16 | seen;
    (seen >> 8 | seen) as u8
}

// Not inlined: within the loop over the sixteens, the compiler makes sixteen steps of this one.
#[inline(never)]
fn look(seen: &mut [u8; AT_A_TIME], sixteen: &[u8; AT_A_TIME], see: impl Fn(u8) -> u8) {
    for (seen, byte) in seen.iter_mut().zip(sixteen) {
        *seen |= see(*byte);
    }
}

/// The first sixteen bytes of a text, as a number in little-endian order, with zeros behind a shorter text.
///
/// It is made of loads that overlap: bytes that are copied and then read together would have to be waited for.
#[inline]
pub(super) fn first_sixteen(text: &[u8]) -> u128 {
    if let Some(all) = text.first_chunk() {
        return u128::from_le_bytes(*all);
    }
    let length = text.len();
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let [first, last] = [first, last].map(|eight| u128::from(u64::from_le_bytes(*eight)));
        return first | last << (8 * (length - 8));
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        let [first, last] = [first, last].map(|four| u128::from(u32::from_le_bytes(*four)));
        return first | last << (8 * (length - 4));
    }
    text.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// Where the bytes are that `is` finds, in order. `is` must not branch.
#[inline]
pub(super) fn positions<F: Fn(u8) -> bool>(text: &[u8], is: F) -> Positions<'_, F> {
    Positions { text, start: 0, next: 0, found: 0, is }
}

/// The pieces of `text` between the separators, which are ASCII.
#[inline]
pub(super) fn split(text: &str, separator: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = positions(text.as_bytes(), move |b| b == separator).chain([text.len()]);
    ends.map(move |end| {
        let piece = &text[start..end];
        start = end + 1;
        piece
    })
}

pub(super) struct Positions<'a, F> {
    text: &'a [u8],
    /// Where the bytes begin that were looked at last, and where those that were not yet.
    start: usize,
    next: usize,
    /// A bit for each byte that was found and not handed out.
    found: u128,
    is: F,
}

impl<F: Fn(u8) -> bool> Positions<'_, F> {
    /// Looks at the next sixteen, or what is left.
    #[inline]
    fn look(&mut self) {
        let rest = &self.text[self.next..];
        if let Some(sixteen) = rest.first_chunk() {
            self.found = self.look_at(sixteen);
            (self.start, self.next) = (self.next, self.next + AT_A_TIME);
        } else if let Some(sixteen) = self.text.last_chunk() {
            // Without those that were looked at before.
            self.start = self.text.len() - AT_A_TIME;
            self.found = self.look_at(sixteen) & u128::MAX << (8 * (self.next - self.start));
            self.next = self.text.len();
        } else {
            let bits = rest.iter().rev().map(|byte| u128::from((self.is)(*byte)));
            self.found = bits.fold(0, |found, bit| found << 8 | bit);
            self.next = self.text.len();
        }
    }

    #[inline]
    fn look_at(&self, sixteen: &[u8; AT_A_TIME]) -> u128 {
        let mut found = [0; AT_A_TIME];
        for (found, byte) in found.iter_mut().zip(sixteen) {
            *found = u8::from((self.is)(*byte));
        }
        // Without `black_box` the compiler builds the number byte by byte. With it, the sixteen are stored as one vector
        // and loaded as one number.
        u128::from_le_bytes(core::hint::black_box(found))
    }
}

impl<F: Fn(u8) -> bool> Iterator for Positions<'_, F> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.found == 0 {
            if self.next == self.text.len() {
                return None;
            }
            self.look();
        }
        let at = self.start + self.found.trailing_zeros() as usize / 8;
        self.found &= self.found - 1;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_byte_is_overlooked() {
        for length in 0..100 {
            let mut text = [b'a'; 100];
            assert_eq!(seen(&text[..length], b'a', |b| u8::from(b == b'x')), 0);
            for at in 0..100 {
                text[at] = b'x';
                let expected = u8::from(at < length);
                assert_eq!(seen(&text[..length], b'a', |b| u8::from(b == b'x')), expected);
                text[at] = b'a';
            }
        }
    }

    #[test]
    fn the_first_sixteen_are_those_of_a_copy() {
        let text: alloc::vec::Vec<u8> = (1..=20).collect();
        for length in 0..=20 {
            let text = &text[..length];
            let mut copy = [0; 16];
            copy[..length.min(16)].copy_from_slice(&text[..length.min(16)]);
            assert_eq!(first_sixteen(text).to_le_bytes(), copy, "{length}");
        }
    }

    #[test]
    fn each_is_found_in_order() {
        for length in 0..100 {
            let text: alloc::vec::Vec<u8> = (0..length).map(|n| (n * n % 11) as u8).collect();
            for wanted in 0..11 {
                let expected = (0..text.len()).filter(|at| text[*at] == wanted);
                assert!(positions(&text, |b| b == wanted).eq(expected), "{length} {wanted}");
            }
        }
    }
}
