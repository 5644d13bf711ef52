//! The canonical query string: names and values decoded, encoded, then sorted.
//!
//! Sorted after encoding, by name and then by value. A name without `=` gets one; an empty pair, as between
//! two `&`, is no parameter; a `+` is a plus sign.

use core::cmp::Ordering;

use super::encode::{COMPONENT, is_canonical, recoded, write_recoded};
use super::list::List;
use super::sink::Sink;

/// How many parameters are sorted without the heap.
const INLINE: usize = 32;

pub(super) struct CanonicalQuery<'a> {
    pairs: List<Pair<'a>, INLINE>,
}

#[derive(Clone, Copy)]
struct Pair<'a> {
    name: Component<'a>,
    value: Component<'a>,
    /// The first eight bytes of the name's canonical form: most comparisons need no more.
    prefix: u64,
}

impl Pair<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        self.prefix
            .cmp(&other.prefix)
            .then_with(|| self.name.compare(&other.name))
            .then_with(|| self.value.compare(&other.value))
    }
}

impl<'a> CanonicalQuery<'a> {
    /// The parameters of a query as on the wire, but for those of the given names.
    pub(super) fn new(query: &'a str, but_for: &[&str]) -> Self {
        let nothing = Component { raw: b"", canonical: true };
        let mut pairs = List::new(Pair { name: nothing, value: nothing, prefix: 0 });
        for (name, value) in parameters(query) {
            let name = Component::new(name);
            if but_for.iter().any(|left_out| name.is(left_out)) {
                continue;
            }
            pairs.push(Pair { name, value: Component::new(value), prefix: name.prefix() });
        }
        // Equal pairs are the same text, so that an unstable order can't be seen.
        pairs.as_mut_slice().sort_unstable_by(Pair::compare);
        CanonicalQuery { pairs }
    }

    pub(super) fn write_to(&self, sink: &mut impl Sink) {
        for (n, pair) in self.pairs.as_slice().iter().enumerate() {
            if n > 0 {
                sink.put(b"&");
            }
            pair.name.write_to(sink);
            sink.put(b"=");
            pair.value.write_to(sink);
        }
    }
}

/// The pairs of a query as on the wire, in its order, still encoded.
pub(crate) fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Whether a name as on the wire is `name`, however it is escaped.
pub(crate) fn is_named(raw: &str, name: &str) -> bool {
    raw == name || (raw.contains('%') && recoded(raw.as_bytes()).eq(name.bytes()))
}

/// A name or a value as on the wire, with what comparing it needs.
#[derive(Clone, Copy)]
struct Component<'a> {
    raw: &'a [u8],
    /// Whether `raw` is already the canonical form.
    canonical: bool,
}

impl<'a> Component<'a> {
    fn new(text: &'a str) -> Self {
        let raw = text.as_bytes();
        Component { raw, canonical: is_canonical(raw) }
    }

    /// The first eight bytes of the canonical form, as a number that sorts as they do: no canonical byte is 0,
    /// so that a shorter text comes first, as it must.
    fn prefix(&self) -> u64 {
        let mut first = [0; 8];
        if self.canonical {
            let length = self.raw.len().min(8);
            first[..length].copy_from_slice(&self.raw[..length]);
        } else {
            first.iter_mut().zip(recoded(self.raw)).for_each(|(place, byte)| *place = byte);
        }
        u64::from_be_bytes(first)
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self.canonical, other.canonical) {
            (true, true) => self.raw.cmp(other.raw),
            _ => recoded(self.raw).cmp(recoded(other.raw)),
        }
    }

    /// Whether the canonical form is `name`, a text of unreserved characters.
    fn is(&self, name: &str) -> bool {
        if self.canonical {
            self.raw == name.as_bytes()
        } else {
            recoded(self.raw).eq(name.bytes())
        }
    }

    fn write_to(&self, sink: &mut impl Sink) {
        if self.canonical {
            sink.put(self.raw);
        } else {
            write_recoded(sink, self.raw, COMPONENT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::canonical::sink::to_text;
    use alloc::string::String;
    use proptest::prelude::*;

    fn canonical(query: &str) -> String {
        to_text(|sink| CanonicalQuery::new(query, &[]).write_to(sink))
    }

    #[test]
    fn sorted_after_encoding_by_name_then_value() {
        for (query, expected) in [
            ("", ""),
            ("&&", ""),
            ("acl", "acl="),
            ("=a", "=a"),
            ("a=b=c", "a=b%3Dc"),
            ("a=1&&b=2", "a=1&b=2"),
            ("Param=2&%E1%88%B4=1", "%E1%88%B4=1&Param=2"),
            ("Param=2&ሴ=1", "%E1%88%B4=1&Param=2"),
            ("a-b=1&a=2", "a=2&a-b=1"),
            ("a=b&a=a", "a=a&a=b"),
            ("a=%2B+%20", "a=%2B%2B%20"),
            ("a;b=c;d", "a%3Bb=c%3Bd"),
            ("a=%ff&a=%FE", "a=%FE&a=%FF"),
            ("b=1&B=2", "B=2&b=1"),
            ("longname2=b&longname1=c&longname1=a", "longname1=a&longname1=c&longname2=b"),
            ("%61=2&a=1", "a=1&a=2"),
            ("__proto__=1", "__proto__=1"),
        ] {
            assert_eq!(canonical(query), expected, "{query}");
        }
    }

    #[test]
    fn a_parameter_is_left_out_however_it_is_escaped() {
        let query =
            CanonicalQuery::new("a=1&X-Amz-Signature=x&X%2DAmz-Signature=y", &["X-Amz-Signature"]);
        assert_eq!(to_text(|sink| query.write_to(sink)), "a=1");
    }

    proptest! {
        #[test]
        fn the_canonical_query_of_a_canonical_query_is_itself(query in "[ -~é&=%+]{0,60}") {
            let once = canonical(&query);
            prop_assert_eq!(canonical(&once), once);
        }

        #[test]
        fn the_order_on_the_wire_changes_nothing(
            pairs in proptest::collection::vec("[a-c%41]{0,12}=?[ -%'-~]{0,4}", 0..40),
            seed in any::<u64>(),
        ) {
            let mut shuffled = pairs.clone();
            let mut state = seed | 1;
            for n in (1..shuffled.len()).rev() {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                shuffled.swap(n, (state >> 33) as usize % (n + 1));
            }
            prop_assert_eq!(canonical(&pairs.join("&")), canonical(&shuffled.join("&")));
        }
    }
}
