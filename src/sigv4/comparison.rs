//! Comparing with a secret, in a time that depends on the numbers of bytes only.

use super::sink::Sink;

/// Compares what is put into it with a text.
pub(super) struct Comparison<'a> {
    rest: &'a [u8],
    /// Not 0 once a byte differed or was too many.
    difference: u8,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Comparison { rest: text, difference: 0 }
    }

    /// Whether all was put that the text has, and no more.
    pub(super) fn is_equal(&self) -> bool {
        self.rest.is_empty() && self.difference == 0
    }
}

impl Sink for Comparison<'_> {
    fn put(&mut self, bytes: &[u8]) {
        let Some((expected, rest)) = self.rest.split_at_checked(bytes.len()) else {
            self.difference = 1;
            return;
        };
        self.rest = rest;
        let differences = bytes.iter().zip(expected).fold(0, |all, (a, b)| all | (a ^ b));
        // The compiler can't know what this is, and so can't leave the loop early.
        self.difference |= core::hint::black_box(differences);
    }
}

/// Whether two texts are equal.
pub(super) fn is_equal(a: &[u8], b: &[u8]) -> bool {
    let mut comparison = Comparison::new(a);
    comparison.put(b);
    comparison.is_equal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_is_what_has_the_same_bytes_in_whatever_pieces() {
        assert!(is_equal(b"", b"") && is_equal(b"token", b"token"));
        for other in [&b""[..], b"t", b"toke", b"tokens", b"Token", b"tokem", b"nekot"] {
            assert!(!is_equal(b"token", other) && !is_equal(other, b"token"));
        }
        for (pieces, expected) in [
            (&[&b"to"[..], b"", b"ken"][..], true),
            (&[b"token", b"s"], false),
            (&[b"tokens", b"token"], false),
            (&[b"to"], false),
            (&[b"xo", b"ken"], false),
        ] {
            let mut comparison = Comparison::new(b"token");
            pieces.iter().for_each(|piece| comparison.put(piece));
            assert_eq!(comparison.is_equal(), expected, "{pieces:?}");
        }
    }
}
