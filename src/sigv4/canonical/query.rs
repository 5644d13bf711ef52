//! The canonical query string: names and values decoded, encoded, then sorted.
//!
//! Sorted after encoding, by name and then by value. A name without `=` gets one; an empty pair, as between
//! two `&`, is no parameter; a `+` is a plus sign.
//!
//! A query is read once: into its pairs, each in canonical form, and into the fields that signing adds.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::encode::{is_canonical_escape, unreserved, write_recoded};
use super::rewritten::Rewritten;
use super::sorted::{Sorted, first_eight, prefix};
use crate::sigv4::field::Field;
use crate::sigv4::names::Parameter;
use crate::sigv4::scan::positions;
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
    sorted: Sorted<Pair<'a>, INLINE>,
    /// Pairs that were not sent in canonical form, in that form.
    rewritten: Rewritten,
}

/// `name=value` in canonical form.
#[derive(Clone, Copy)]
struct Pair<'a> {
    text: Text<'a>,
    /// The length of the name.
    name: usize,
}

#[derive(Clone, Copy)]
enum Text<'a> {
    AsSent(&'a [u8]),
    Rewritten { start: usize, end: usize },
}

impl<'a> Pair<'a> {
    #[cold]
    fn rewrite(sent: &SentPair<'_>, rewritten: &mut Rewritten) -> Self {
        let start = rewritten.as_slice().len();
        write_recoded(rewritten, sent.name, unreserved);
        let name = rewritten.as_slice().len() - start;
        rewritten.put(b"=");
        write_recoded(rewritten, sent.value, unreserved);
        Pair { text: Text::Rewritten { start, end: rewritten.as_slice().len() }, name }
    }

    #[inline]
    fn text<'s>(&self, rewritten: &'s [u8]) -> &'s [u8]
    where
        'a: 's,
    {
        match self.text {
            Text::AsSent(text) => text,
            Text::Rewritten { start, end } => &rewritten[start..end],
        }
    }

    #[inline]
    fn name<'s>(&self, rewritten: &'s [u8]) -> &'s [u8]
    where
        'a: 's,
    {
        &self.text(rewritten)[..self.name]
    }
}

impl<'a> Pairs<'a> {
    /// `most` is how long the rewritten pairs get at most.
    fn new(most: usize) -> Self {
        Pairs { sorted: Sorted::new(), rewritten: Rewritten::new(most) }
    }
}

impl<'a> CanonicalQuery<'a> {
    /// An empty one, to read into: what is read is too long to be moved.
    pub(crate) fn new() -> Self {
        CanonicalQuery { pairs: None, fields: Fields::default(), left_out: None }
    }

    /// Reads a query as on the wire. A signature is no part of its own canonical query.
    pub(crate) fn read(&mut self, query: &'a str) {
        if query.is_empty() {
            return;
        }
        // An escape triples a byte, and a name without `=` gets one.
        let Pairs { sorted, rewritten } = self.pairs.insert(Pairs::new(3 * query.len() + 1));
        read_pairs(query, |sent| {
            let pair = match sent.text {
                Some(text) => Pair { text: Text::AsSent(text), name: sent.name.len() },
                None => Pair::rewrite(&sent, rewritten),
            };
            let name = pair.name(rewritten.as_slice());
            if let Some(known) = Parameter::find(name) {
                self.fields.0[known as usize].see(sent.value);
                if known == Parameter::Signature {
                    return;
                }
            }
            sorted.push(prefix(first_eight(name)), pair);
        });
        let rewritten = rewritten.as_slice();
        sorted.sort(|a, b| compare(a, b, rewritten));
    }

    /// Adds a pair that is in canonical form: `text` is `name=value`.
    pub(crate) fn add(&mut self, parameter: Parameter, text: &'a [u8]) {
        let name = parameter.name().len();
        let Pairs { sorted, rewritten } = self.pairs.get_or_insert_with(|| Pairs::new(0));
        let rewritten = rewritten.as_slice();
        let pair = Pair { text: Text::AsSent(text), name };
        let prefix = prefix(first_eight(&text[..name]));
        sorted.insert(prefix, pair, |a, b| compare(a, b, rewritten));
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
        let is_left_out = |pair: &Pair<'_>| {
            self.left_out.is_some_and(|p| p.name().as_bytes() == pair.name(rewritten))
        };
        let mut is_first = true;
        for pair in sorted.iter() {
            if is_left_out(pair) {
                continue;
            }
            if !is_first {
                sink.put(b"&");
            }
            is_first = false;
            sink.put(pair.text(rewritten));
        }
    }
}

/// By name, then by value.
fn compare(a: &Pair<'_>, b: &Pair<'_>, rewritten: &[u8]) -> Ordering {
    let ((a_name, a_value), (b_name, b_value)) =
        (a.text(rewritten).split_at(a.name), b.text(rewritten).split_at(b.name));
    a_name.cmp(b_name).then_with(|| a_value.cmp(b_value))
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
    /// Both with their `=`, where that is their canonical form.
    text: Option<&'a [u8]>,
}

/// Hands the pairs of a query to `see`, in its order, without the empty ones.
#[inline]
fn read_pairs<'a>(query: &'a str, mut see: impl FnMut(SentPair<'a>)) {
    let query = query.as_bytes();
    let (mut start, mut equals, mut is_canonical) = (0, None, true);
    let mut reserved = positions(query, |b| !unreserved(b));
    loop {
        let at = reserved.next().unwrap_or(query.len());
        match query.get(at) {
            None | Some(b'&') => {
                if at > start {
                    let equals = equals.map(|at: usize| at - start);
                    see(SentPair::new(&query[start..at], equals, is_canonical));
                }
                if at == query.len() {
                    return;
                }
                (start, equals, is_canonical) = (at + 1, None, true);
            }
            Some(b'=') if equals.is_none() => equals = Some(at),
            Some(b'%') if is_canonical_escape(&query[at..]) => {}
            Some(_) => is_canonical = false,
        }
    }
}

impl<'a> SentPair<'a> {
    #[inline]
    fn new(text: &'a [u8], equals: Option<usize>, is_canonical: bool) -> Self {
        let (name, value) = match equals {
            Some(equals) => (&text[..equals], &text[equals + 1..]),
            None => text.split_at(text.len()),
        };
        SentPair { name, value, text: (is_canonical && equals.is_some()).then_some(text) }
    }
}

/// Whether a query is sent in canonical form, but for the order of different names: every pair has its `=`, is encoded
/// as it must be and no more, none is empty, and the values of one name are in order. No two names may differ in case
/// only.
pub(crate) fn is_canonical(query: &str) -> bool {
    let mut pairs = Vec::new();
    read_pairs(query, |pair| pairs.push(pair));
    let has_empty = query.split('&').any(str::is_empty) && !query.is_empty();
    let lower = |name: &[u8]| name.to_ascii_lowercase();
    let mut names: Vec<_> = pairs.iter().map(|pair| (lower(pair.name), pair)).collect();
    // Stable: the values of one name stay in the order in which they are sent.
    names.sort_by(|(a, _), (b, _)| a.cmp(b));
    let in_order = names.windows(2).all(|two| {
        let [(lower, pair), (next_lower, next)] = two else { return true };
        lower != next_lower || pair.name == next.name && pair.value <= next.value
    });
    !has_empty && in_order && pairs.iter().all(|pair| pair.text.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::sink::to_text;
    use alloc::string::String;
    use proptest::prelude::*;

    fn canonical(query: &str) -> String {
        let mut read = CanonicalQuery::new();
        read.read(query);
        to_text(|sink| read.write_to(sink))
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
        let mut query = CanonicalQuery::new();
        query.read("a=1&X-Amz-Signature=x&X%2DAmz-Signature=y&%58-Amz-Security-Token=z");
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
