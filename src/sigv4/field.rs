//! A header or a parameter that may be given once, as a look over the request finds it.

use super::error::Error;

/// A header or a parameter that may be given once.
#[derive(Clone, Copy, Default)]
pub(super) struct Field<'a> {
    pub(super) first: Option<&'a [u8]>,
    pub(super) repeated: bool,
}

impl<'a> Field<'a> {
    pub(super) fn see(&mut self, value: &'a [u8]) {
        match self.first {
            None => self.first = Some(value),
            Some(_) => self.repeated = true,
        }
    }

    /// Whether the request already has the header that signing adds, with the value that it would get. Another
    /// value is left from an earlier signing: two dates or tokens in one request are never right.
    pub(super) fn is_given(&self, name: &str, value: &[u8]) -> Result<bool, Error> {
        match self {
            Field { first: None, .. } => Ok(false),
            Field { first: Some(given), repeated: false } if given.trim_ascii() == value => {
                Ok(true)
            }
            _ => Err(Error::AlreadySigned { name: name.into() }),
        }
    }

    /// Refuses what must not be there, since signing adds it.
    pub(super) fn refuse(&self, name: &str) -> Result<(), Error> {
        match self.first {
            Some(_) => Err(Error::AlreadySigned { name: name.into() }),
            None => Ok(()),
        }
    }
}
