//! The canonical headers and the list of their names.
//!
//! Names in lower case and sorted; values trimmed, runs of white space folded to one space, quotes or not;
//! the values of a repeated name joined with commas in the order they were sent.

use core::cmp::Ordering;

use super::sorted::{Sorted, first_eight, prefix};
use crate::sigv4::error::Error;
use crate::sigv4::request::Request;
use crate::sigv4::sink::Sink;
use crate::sigv4::survey::{Header, Survey};

/// How many headers are sorted without the heap.
const INLINE: usize = 24;

/// The headers that a signature covers, sorted by name.
pub(crate) struct CanonicalHeaders<'a> {
    headers: Sorted<Header<'a>, INLINE>,
    /// The list of their names, where it came with them.
    names: Option<&'a str>,
}

impl<'a> CanonicalHeaders<'a> {
    /// None yet.
    pub(crate) fn new() -> Self {
        CanonicalHeaders { headers: Sorted::new(), names: None }
    }

    /// Reads the headers of a request that are to be signed, and what it says of those that signing knows.
    ///
    /// # Errors
    /// As [`Request::check`].
    pub(crate) fn read<'r: 'a>(
        &mut self,
        request: &Request<'r>,
        is_signed: impl Fn(&str) -> bool,
    ) -> Result<Survey<'r>, Error> {
        let survey = request.survey(|header| {
            if is_signed(header.name) {
                self.headers.push(name_prefix(&header), header);
            }
        })?;
        self.headers.sort(compare_names);
        Ok(survey)
    }

    /// Adds a header, of a name in lower case and a value with nothing to trim or fold.
    pub(crate) fn add(&mut self, name: &'static str, value: &'a [u8]) {
        let header = Header::added(name, value);
        self.headers.insert(name_prefix(&header), header, compare_names);
    }

    /// Keeps the headers that `names` lists, in lower case, sorted, each once, with `;` between them. Hands the others
    /// to `unlisted`.
    ///
    /// # Errors
    /// The rest of the list, from the first name that is not that of the next header.
    pub(crate) fn keep(
        &mut self,
        names: &'a str,
        mut unlisted: impl FnMut(&'a str),
    ) -> Result<(), &'a str> {
        let (mut rest, mut last) = (names, "");
        self.headers.retain(|header| {
            if is_repeated(last, header) {
                return true;
            }
            // Since both are sorted, the next name on the list is this header's, or this header is not on it.
            match after_name(rest, header) {
                Some(after) => {
                    (rest, last) = (after, header.name);
                    true
                }
                None => {
                    unlisted(header.name);
                    false
                }
            }
        });
        // An empty list, and one with a `;` at its end, leave no rest, too.
        let is_whole = rest.is_empty() && !names.is_empty() && !names.ends_with(';');
        if !is_whole {
            return Err(rest);
        }
        self.names = Some(names);
        Ok(())
    }

    /// How many bytes [`CanonicalHeaders::write_names`] writes at most.
    pub(crate) fn names_length(&self) -> usize {
        self.headers.iter().map(|header| header.name.len() + 1).sum()
    }

    /// The lines `name:value`, each with its line break.
    pub(crate) fn write_lines(&self, sink: &mut impl Sink) {
        let mut last = "";
        for header in self.headers.iter() {
            if is_repeated(last, header) {
                sink.put(b",");
            } else {
                if !last.is_empty() {
                    sink.put(b"\n");
                }
                put_name(sink, header);
                sink.put(b":");
            }
            put_value(sink, header);
            last = header.name;
        }
        if !last.is_empty() {
            sink.put(b"\n");
        }
    }

    /// `host;x-amz-date`.
    pub(crate) fn write_names(&self, sink: &mut impl Sink) {
        if let Some(names) = self.names {
            return sink.put(names.as_bytes());
        }
        let mut last = "";
        for header in self.headers.iter() {
            if is_repeated(last, header) {
                continue;
            }
            if !last.is_empty() {
                sink.put(b";");
            }
            put_name(sink, header);
            last = header.name;
        }
    }
}

fn name_prefix(header: &Header<'_>) -> u64 {
    let mut first = first_eight(header.name.as_bytes());
    if header.has_capitals {
        first.make_ascii_lowercase();
    }
    prefix(first)
}

fn compare_names(a: &Header<'_>, b: &Header<'_>) -> Ordering {
    if !a.has_capitals && !b.has_capitals {
        return a.name.cmp(b.name);
    }
    lower_case(a.name).cmp(lower_case(b.name))
}

fn lower_case(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().map(|b| b.to_ascii_lowercase())
}

/// Whether the header has the name of the one before it, which is empty at the first.
fn is_repeated(last: &str, header: &Header<'_>) -> bool {
    last.len() == header.name.len() && last.eq_ignore_ascii_case(header.name)
}

/// What follows the header's name and a `;` at the front of a list.
fn after_name<'n>(names: &'n str, header: &Header<'_>) -> Option<&'n str> {
    let (name, after) = names.split_at_checked(header.name.len())?;
    let is_listed = match header.has_capitals {
        false => name == header.name,
        true => name.bytes().eq(lower_case(header.name)),
    };
    if !is_listed {
        return None;
    }
    if after.is_empty() { Some(after) } else { after.strip_prefix(';') }
}

fn put_name(sink: &mut impl Sink, header: &Header<'_>) {
    let name = header.name.as_bytes();
    if !header.has_capitals {
        return sink.put(name);
    }
    for piece in name.chunks(32) {
        let mut lower = [0; 32];
        let lower = &mut lower[..piece.len()];
        lower.copy_from_slice(piece);
        lower.make_ascii_lowercase();
        sink.put(lower);
    }
}

/// Trims the value and folds what is blank within it. A tab counts as a space, as in botocore and
/// aws-c-auth; the documentation speaks of spaces only, and other SDKs keep a tab.
fn put_value(sink: &mut impl Sink, header: &Header<'_>) {
    if !header.has_blanks {
        return sink.put(header.value);
    }
    // Of white space, only spaces and tabs come past the door.
    let trimmed = header.value.trim_ascii();
    let is_blank = |b: &u8| matches!(b, b' ' | b'\t');
    // Most values with a space have nothing to fold: one look is cheaper than going word by word.
    if !trimmed.contains(&b'\t') && !trimmed.windows(2).any(|pair| pair == b"  ") {
        return sink.put(trimmed);
    }
    let words = trimmed.split(is_blank).filter(|word| !word.is_empty());
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
        let headers: [(&str, &[u8]); 9] = [
            ("Host", b"example.com"),
            ("b", b" x  y "),
            ("A", b"2"),
            ("accept-encoding", b"gzip"),
            ("accept", b"*/*"),
            ("a", b""),
            ("a", b"1"),
            ("tabs", b"\tp \t q\t"),
            ("quoted", b"\"a   b\" \xA0 c"),
        ];
        let request = Request::new("GET", "/").headers(&headers);
        let mut canonical = CanonicalHeaders::new();
        assert!(canonical.read(&request, |name| !name.eq_ignore_ascii_case("HOST")).is_ok());
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
