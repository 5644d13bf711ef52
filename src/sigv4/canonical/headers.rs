//! The canonical headers and the list of their names.
//!
//! Names in lower case and sorted; values trimmed, runs of white space folded to one space, quotes or not;
//! the values of a repeated name joined with commas in the order they were sent.

use core::cmp::Ordering;

use super::list::{List, prefix};
use crate::sigv4::sink::Sink;

/// How many headers are sorted without the heap.
const INLINE: usize = 24;

/// The headers that a signature covers, sorted by name.
pub(crate) struct CanonicalHeaders<'a> {
    entries: List<Entry<'a>, INLINE>,
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    name: &'a str,
    value: &'a [u8],
    /// The first eight bytes of the name in lower case: most comparisons need no more.
    prefix: u64,
    /// Whether the name is not in lower case as it is.
    has_capitals: bool,
    /// The place on the wire: repeated names keep their order.
    order: usize,
}

impl Entry<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        self.prefix
            .cmp(&other.prefix)
            .then_with(|| compare_names(self.name, other.name))
            .then(self.order.cmp(&other.order))
    }
}

impl<'a> CanonicalHeaders<'a> {
    /// The headers that `visit` hands to its argument.
    pub(crate) fn collect(visit: impl FnOnce(&mut dyn FnMut(&'a str, &'a [u8]))) -> Self {
        let nothing = Entry { name: "", value: b"", prefix: 0, has_capitals: false, order: 0 };
        let mut headers = CanonicalHeaders { entries: List::new(nothing) };
        let entries = &mut headers.entries;
        let mut order = 0;
        visit(&mut |name, value| {
            let has_capitals = name.bytes().fold(false, |found, b| found | b.is_ascii_uppercase());
            let prefix = prefix(lower_case(name));
            entries.push(Entry { name, value, prefix, has_capitals, order });
            order += 1;
        });
        entries.as_mut_slice().sort_unstable_by(Entry::compare);
        headers
    }

    /// Keeps the headers that `names` lists, which are sorted, in lower case and there once each. Hands the
    /// others to `unlisted`.
    ///
    /// # Errors
    /// The first name that no header has.
    pub(crate) fn keep<'n>(
        &mut self,
        names: &'n str,
        mut unlisted: impl FnMut(&'a str),
    ) -> Result<(), &'n str> {
        let entries = self.entries.as_mut_slice();
        let (mut next, mut kept) = (0, 0);
        for name in names.split(';') {
            let before = kept;
            while let Some(entry) = entries.get(next).copied() {
                match compare_names(entry.name, name) {
                    Ordering::Less => unlisted(entry.name),
                    Ordering::Equal => {
                        entries[kept] = entry;
                        kept += 1;
                    }
                    Ordering::Greater => break,
                }
                next += 1;
            }
            if kept == before {
                return Err(name);
            }
        }
        entries[next..].iter().for_each(|entry| unlisted(entry.name));
        self.entries.truncate(kept);
        Ok(())
    }

    /// How many bytes [`CanonicalHeaders::write_names`] writes at most.
    pub(crate) fn names_length(&self) -> usize {
        self.entries.as_slice().iter().map(|entry| entry.name.len() + 1).sum()
    }

    /// The lines `name:value`, each with its line break.
    pub(crate) fn write_lines(&self, sink: &mut impl Sink) {
        let mut last: Option<&str> = None;
        for entry in self.entries.as_slice() {
            if last.is_some_and(|name| name.eq_ignore_ascii_case(entry.name)) {
                sink.put(b",");
            } else {
                if last.is_some() {
                    sink.put(b"\n");
                }
                put_lower_case(sink, entry);
                sink.put(b":");
            }
            put_folded(sink, entry.value);
            last = Some(entry.name);
        }
        if last.is_some() {
            sink.put(b"\n");
        }
    }

    /// `host;x-amz-date`.
    pub(crate) fn write_names(&self, sink: &mut impl Sink) {
        let mut last: Option<&str> = None;
        for entry in self.entries.as_slice() {
            if last.is_some_and(|name| name.eq_ignore_ascii_case(entry.name)) {
                continue;
            }
            if last.is_some() {
                sink.put(b";");
            }
            put_lower_case(sink, entry);
            last = Some(entry.name);
        }
    }
}

fn compare_names(a: &str, b: &str) -> Ordering {
    lower_case(a).cmp(lower_case(b))
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|b| b.to_ascii_lowercase())
}

fn put_lower_case(sink: &mut impl Sink, entry: &Entry<'_>) {
    let mut rest = entry.name.as_bytes();
    if !entry.has_capitals {
        return sink.put(rest);
    }
    while let Some(at) = rest.iter().position(u8::is_ascii_uppercase) {
        sink.put(&rest[..at]);
        sink.put(&[rest[at].to_ascii_lowercase()]);
        rest = &rest[at + 1..];
    }
    sink.put(rest);
}

/// Trims the value and folds what is blank within it. A tab counts as a space, as in botocore and
/// aws-c-auth; the documentation speaks of spaces only, and other SDKs keep a tab.
fn put_folded(sink: &mut impl Sink, value: &[u8]) {
    // Of white space, only spaces and tabs come past the door.
    let trimmed = value.trim_ascii();
    // Most values have nothing to fold, and long ones no space at all: a look for one byte is the cheapest.
    let has_run = || trimmed.contains(&b' ') && trimmed.windows(2).any(|pair| pair == b"  ");
    if !trimmed.contains(&b'\t') && !has_run() {
        return sink.put(trimmed);
    }
    let words = trimmed.split(|b| matches!(b, b' ' | b'\t')).filter(|word| !word.is_empty());
    for (n, word) in words.enumerate() {
        if n > 0 {
            sink.put(b" ");
        }
        sink.put(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigv4::sink::to_text;

    #[test]
    fn values_are_trimmed_folded_and_joined_in_order() {
        let headers: [(&str, &[u8]); 8] = [
            ("b", b" x  y "),
            ("A", b"2"),
            ("accept-encoding", b"gzip"),
            ("accept", b"*/*"),
            ("a", b""),
            ("a", b"1"),
            ("tabs", b"\tp \t q\t"),
            ("quoted", b"\"a   b\" \xA0 c"),
        ];
        let canonical =
            CanonicalHeaders::collect(|push| headers.iter().for_each(|(n, v)| push(n, v)));
        assert_eq!(
            to_text(|sink| canonical.write_lines(sink)),
            "a:2,,1\naccept:*/*\naccept-encoding:gzip\nb:x y\nquoted:\"a b\" \u{FFFD} c\ntabs:p q\n"
        );
        assert_eq!(
            to_text(|sink| canonical.write_names(sink)),
            "a;accept;accept-encoding;b;quoted;tabs"
        );
    }
}
