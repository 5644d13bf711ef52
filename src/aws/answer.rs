//! The server's answer, as it is.

use std::borrow::Cow;
use std::boxed::Box;
use std::fmt;
use std::string::String;
use std::vec::Vec;

use super::error::Error;
use super::service_error::ServiceError;

/// What the server answered, as it is: any status, all headers, the whole body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// An answer, for a [`Transport`](crate::transport::Transport) of one's own.
    pub fn new(status: u16, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Answer { status, headers, body }
    }

    /// The value of the first header of a name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 show as U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The answer, if it is what was asked for, else the error that it carries. A redirect is an error, too
    /// (304, which says that nothing has changed, is none): it is never followed, since the signature is for
    /// one host only.
    ///
    /// # Errors
    /// [`Error::Refused`].
    pub fn ok(self) -> Result<Self, Error> {
        if self.status < 300 || self.status == 304 {
            return Ok(self);
        }
        Err(Error::Refused(Box::new(ServiceError::of(&self))))
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}, {} bytes)", self.status, self.body.len())
    }
}
