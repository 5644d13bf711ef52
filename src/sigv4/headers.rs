//! The headers of a request, from slices of pairs or from a type of the caller's.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::redact;

/// Headers in a type of the caller's, such as the header map of an HTTP library.
///
/// Headers are visited more than once; every visit must hand over the same headers in the same order. With the
/// feature `http`, `http::HeaderMap` is a `HeaderList`.
///
/// ```
/// struct Pairs(Vec<(String, Vec<u8>)>);
///
/// impl sigfour::HeaderList for Pairs {
///     fn visit<'s>(&'s self, visitor: &mut dyn FnMut(&'s str, &'s [u8])) {
///         self.0.iter().for_each(|(name, value)| visitor(name, value));
///     }
/// }
///
/// let pairs = Pairs(vec![("host".into(), b"example.com".to_vec())]);
/// let request = sigfour::Request::new("GET", "/").headers(sigfour::Headers::from_list(&pairs));
/// # assert!(request.check().is_ok());
/// ```
pub trait HeaderList: Sync {
    /// Calls `visitor` with the name and the value of each header, in the order in which they are sent.
    fn visit<'s>(&'s self, visitor: &mut dyn FnMut(&'s str, &'s [u8]));
}

/// The headers of a request, borrowed: slices and arrays of pairs by `into()`, other types by
/// [`Headers::from_list`]. `Debug` shows the names only: a value may be a token.
#[derive(Clone, Copy)]
pub struct Headers<'a>(Source<'a>);

/// Slices are visited directly, without a call through a table.
#[derive(Clone, Copy)]
enum Source<'a> {
    Text(&'a [(&'a str, &'a str)]),
    Bytes(&'a [(&'a str, &'a [u8])]),
    Owned(&'a [(String, String)]),
    OwnedBytes(&'a [(String, Vec<u8>)]),
    List(&'a dyn HeaderList),
}

impl<'a> Headers<'a> {
    /// The headers of a [`HeaderList`].
    pub fn from_list(list: &'a impl HeaderList) -> Self {
        Headers(Source::List(list))
    }

    /// Calls `visitor` with each header, in order.
    #[inline]
    pub(crate) fn visit(&self, mut visitor: impl FnMut(&'a str, &'a [u8])) {
        match self.0 {
            Source::Text(pairs) => pairs.iter().for_each(|(n, v)| visitor(n, v.as_bytes())),
            Source::Bytes(pairs) => pairs.iter().for_each(|(n, v)| visitor(n, v)),
            Source::Owned(pairs) => pairs.iter().for_each(|(n, v)| visitor(n, v.as_bytes())),
            Source::OwnedBytes(pairs) => pairs.iter().for_each(|(n, v)| visitor(n, v)),
            Source::List(list) => list.visit(&mut visitor),
        }
    }

    /// How many headers there are.
    pub(super) fn count(&self) -> usize {
        match self.0 {
            Source::Text(pairs) => pairs.len(),
            Source::Bytes(pairs) => pairs.len(),
            Source::Owned(pairs) => pairs.len(),
            Source::OwnedBytes(pairs) => pairs.len(),
            Source::List(list) => {
                let mut count = 0;
                list.visit(&mut |_, _| count += 1);
                count
            }
        }
    }

    /// The value of the header of a name, in whichever case: the first one's.
    pub(crate) fn first(&self, name: &str) -> Option<&'a [u8]> {
        let mut found = None;
        self.visit(|n, value| {
            if found.is_none() && n.eq_ignore_ascii_case(name) {
                found = Some(value);
            }
        });
        found
    }
}

impl Default for Headers<'_> {
    fn default() -> Self {
        Headers(Source::Text(&[]))
    }
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        self.visit(|name, _| {
            list.entry(&redact::name(name));
        });
        list.finish()
    }
}

macro_rules! headers_from {
    ($($variant:ident: $pair:ty),*) => {$(
        impl<'a> From<&'a [$pair]> for Headers<'a> {
            fn from(pairs: &'a [$pair]) -> Self {
                Headers(Source::$variant(pairs))
            }
        }
        impl<'a, const N: usize> From<&'a [$pair; N]> for Headers<'a> {
            fn from(pairs: &'a [$pair; N]) -> Self {
                Headers(Source::$variant(pairs))
            }
        }
        impl<'a> From<&'a Vec<$pair>> for Headers<'a> {
            fn from(pairs: &'a Vec<$pair>) -> Self {
                Headers(Source::$variant(pairs))
            }
        }
    )*};
}

headers_from!(
    Text: (&'a str, &'a str),
    Bytes: (&'a str, &'a [u8]),
    Owned: (String, String),
    OwnedBytes: (String, Vec<u8>)
);
