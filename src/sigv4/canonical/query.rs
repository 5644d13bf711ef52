//! The canonical query string: names and values decoded, encoded, then sorted.
//!
//! Sorted after encoding, by name and then by value. A name without `=` gets one; an empty pair, as between
//! two `&`, is no parameter; a `+` is a plus sign.
//!
//! A query is read once: into its pairs, each in canonical form, and into the fields that signing adds.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::encode::{COMPONENT, is_canonical_escape, is_unreserved, write_recoded};
use super::list::{List, prefix};
use super::rewritten::Rewritten;
use crate::sigv4::field::Field;
use crate::sigv4::names::Parameter;
use crate::sigv4::sink::Sink;

/// How many parameters are sorted without the heap.
const INLINE: usize = 32;

/// The sorted parameters, and what those say that signing adds.
pub(crate) struct CanonicalQuery<'a> {
    /// None where there is no query: the lists are kilobytes to fill.
    pairs: Option<Pairs<'a>>,
    fields: Fields<'a>,
    /// A parameter that is no part of it, beside the signature.
    left_out: Option<Parameter>,
}

struct Pairs<'a> {
    sorted: List<Pair<'a>, INLINE>,
    /// Names and values that were not sent in canonical form, in that form.
    rewritten: Rewritten,
}

#[derive(Clone, Copy)]
struct Pair<'a> {
    name: Component<'a>,
    value: Component<'a>,
    /// The first eight bytes of the canonical name: most comparisons need no more.
    prefix: u64,
}

/// A name or a value in canonical form.
#[derive(Clone, Copy)]
enum Component<'a> {
    AsSent(&'a [u8]),
    Rewritten { start: usize, end: usize },
}

impl<'a> Component<'a> {
    #[inline]
    fn new(raw: &'a [u8], is_canonical: bool, rewritten: &mut Rewritten) -> Self {
        if is_canonical {
            return Component::AsSent(raw);
        }
        Self::rewrite(raw, rewritten)
    }

    #[cold]
    fn rewrite(raw: &[u8], rewritten: &mut Rewritten) -> Self {
        let start = rewritten.as_slice().len();
        write_recoded(rewritten, raw, COMPONENT);
        Component::Rewritten { start, end: rewritten.as_slice().len() }
    }

    fn bytes<'s>(&self, rewritten: &'s [u8]) -> &'s [u8]
    where
        'a: 's,
    {
        match self {
            Component::AsSent(raw) => raw,
            Component::Rewritten { start, end } => &rewritten[*start..*end],
        }
    }
}

impl<'a> CanonicalQuery<'a> {
    /// Reads a query as on the wire. A signature is no part of its own canonical query.
    pub(crate) fn read(query: &'a str) -> Self {
        let mut read = CanonicalQuery { pairs: None, fields: Fields::default(), left_out: None };
        if query.is_empty() {
            return read;
        }
        let nothing = Component::AsSent(b"");
        let Pairs { sorted, rewritten } = read.pairs.insert(Pairs {
            sorted: List::new(Pair { name: nothing, value: nothing, prefix: 0 }),
            // An escape triples a byte.
            rewritten: Rewritten::new(3 * query.len()),
        });
        for pair in SentPairs(query.as_bytes()) {
            let name = Component::new(pair.name, pair.name_is_canonical, rewritten);
            let name_bytes = name.bytes(rewritten.as_slice());
            let prefix = prefix(name_bytes.iter().copied());
            if let Some(known) = Parameter::find(name_bytes) {
                read.fields.0[known as usize].see(pair.value);
                if known == Parameter::Signature {
                    continue;
                }
            }
            let value = Component::new(pair.value, pair.value_is_canonical, rewritten);
            sorted.push(Pair { name, value, prefix });
        }
        let rewritten = rewritten.as_slice();
        // Equal pairs are the same text, so that an unstable order can't be seen.
        sorted.as_mut_slice().sort_unstable_by(|a, b| compare(a, b, rewritten));
        read
    }

    /// Leaves a parameter out of the canonical query, however often it is given.
    pub(crate) fn leave_out(&mut self, parameter: Option<Parameter>) {
        self.left_out = parameter;
    }

    /// What the query says of the parameters that signing adds.
    pub(crate) fn fields(&self) -> &Fields<'a> {
        &self.fields
    }

    pub(super) fn write_to(&self, sink: &mut impl Sink) {
        let Some(Pairs { sorted, rewritten }) = &self.pairs else { return };
        let rewritten = rewritten.as_slice();
        let is_left_out = |name: &[u8]| self.left_out.is_some_and(|p| p.name().as_bytes() == name);
        let mut separator: &[u8] = b"";
        for pair in sorted.as_slice() {
            let name = pair.name.bytes(rewritten);
            if is_left_out(name) {
                continue;
            }
            sink.put(separator);
            separator = b"&";
            sink.put(name);
            sink.put(b"=");
            sink.put(pair.value.bytes(rewritten));
        }
    }
}

fn compare(a: &Pair<'_>, b: &Pair<'_>, rewritten: &[u8]) -> Ordering {
    let order = |a: &Component<'_>, b: &Component<'_>| a.bytes(rewritten).cmp(b.bytes(rewritten));
    a.prefix
        .cmp(&b.prefix)
        .then_with(|| order(&a.name, &b.name))
        .then_with(|| order(&a.value, &b.value))
}

/// What a query says of the parameters that signing adds, each as on the wire.
#[derive(Default)]
pub(crate) struct Fields<'a>([Field<'a>; Parameter::ALL.len()]);

impl<'a> Fields<'a> {
    pub(in crate::sigv4) fn get(&self, parameter: Parameter) -> Field<'a> {
        self.0[parameter as usize]
    }
}

/// A pair as it is sent.
struct SentPair<'a> {
    name: &'a [u8],
    value: &'a [u8],
    name_is_canonical: bool,
    value_is_canonical: bool,
    has_equals: bool,
}

/// The pairs of a query, in its order, without the empty ones: each byte is looked at once.
struct SentPairs<'a>(&'a [u8]);

impl<'a> Iterator for SentPairs<'a> {
    type Item = SentPair<'a>;

    fn next(&mut self) -> Option<SentPair<'a>> {
        while let [b'&', rest @ ..] = self.0 {
            self.0 = rest;
        }
        let text = self.0;
        if text.is_empty() {
            return None;
        }
        let (mut at, mut equals) = (0, None);
        let mut are_canonical = [true; 2];
        while let Some(byte) = text.get(at) {
            at += 1;
            if is_unreserved(*byte) {
                continue;
            }
            match byte {
                b'&' => {
                    at -= 1;
                    break;
                }
                b'=' if equals.is_none() => equals = Some(at - 1),
                b'%' if is_canonical_escape(&text[at - 1..]) => at += 2,
                _ => are_canonical[usize::from(equals.is_some())] = false,
            }
        }
        self.0 = &text[at..];
        let (name, value) = match equals {
            Some(equals) => (&text[..equals], &text[equals + 1..at]),
            None => (&text[..at], &text[at..at]),
        };
        let [name_is_canonical, value_is_canonical] = are_canonical;
        let has_equals = equals.is_some();
        Some(SentPair { name, value, name_is_canonical, value_is_canonical, has_equals })
    }
}

/// Whether a query is sent in canonical form, but for the order of different names: every pair has its `=`, is encoded
/// as it must be and no more, none is empty, and the values of one name are in order. No two names may differ in case
/// only.
pub(crate) fn is_canonical(query: &str) -> bool {
    let sent =
        |pair: &SentPair<'_>| pair.name_is_canonical && pair.value_is_canonical && pair.has_equals;
    let pairs = || SentPairs(query.as_bytes());
    let has_empty = query.split('&').any(str::is_empty) && !query.is_empty();
    let lower = |name: &[u8]| name.to_ascii_lowercase();
    let mut names: Vec<_> = pairs().map(|pair| (lower(pair.name), pair)).collect();
    // Stable: the values of one name stay in the order in which they are sent.
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
    let in_order = names.windows(2).all(|two| {
        let [(lower, pair), (next_lower, next)] = two else { return true };
        lower != next_lower || pair.name == next.name && pair.value <= next.value
    });
    !has_empty && in_order && pairs().all(|pair| sent(&pair))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::sink::to_text;
    use alloc::string::String;
    use proptest::prelude::*;

    fn canonical(query: &str) -> String {
        to_text(|sink| CanonicalQuery::read(query).write_to(sink))
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
    fn a_parameter_is_found_and_left_out_however_it_is_escaped() {
        let mut query = CanonicalQuery::read(
            "a=1&X-Amz-Signature=x&X%2DAmz-Signature=y&%58-Amz-Security-Token=z",
        );
        assert_eq!(to_text(|sink| query.write_to(sink)), "X-Amz-Security-Token=z&a=1");
        query.leave_out(Some(Parameter::SecurityToken));
        assert_eq!(to_text(|sink| query.write_to(sink)), "a=1");
        let signature = query.fields().get(Parameter::Signature);
        assert_eq!((signature.first, signature.repeated), (Some(&b"x"[..]), true));
        let token = query.fields().get(Parameter::SecurityToken);
        assert_eq!((token.first, token.repeated), (Some(&b"z"[..]), false));
        assert!(query.fields().get(Parameter::Date).first.is_none());
    }

    #[test]
    fn a_query_is_canonical_if_no_server_can_read_it_otherwise() {
        for query in ["", "a=", "a=1&b=2", "b=1&a=2", "a=1&a=2", "a=%20&b=%2B"] {
            assert!(is_canonical(query), "{query}");
        }
        for query in [
            "a",
            "a=+",
            "a=%2b",
            "a=%41",
            "a=1&",
            "&a=1",
            "a=1&&b=",
            "a=2&a=1",
            "a=b=c",
            "a=2&b=&a=1",
            "A=1&a=2",
            "a=1&b=&A=1",
        ] {
            assert!(!is_canonical(query), "{query}");
        }
    }

    proptest! {
        #[test]
        fn the_canonical_query_of_a_canonical_query_is_itself(query in "[ -~é&=%+]{0,60}") {
            let once = canonical(&query);
            prop_assert_eq!(canonical(&once), once.clone());
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
