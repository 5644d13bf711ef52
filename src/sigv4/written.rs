//! Text that signing writes: the values of headers, or a target. The session token in it is wiped when it is dropped.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::wipe::wipe;

#[derive(Default)]
pub(super) struct Written {
    text: String,
    /// Where the session token is.
    token: Range<usize>,
}

impl Written {
    #[expect(clippy::expect_used, reason = "an empty text must never be sent")]
    pub(super) fn new(bytes: Vec<u8>, token: Range<usize>) -> Self {
        let text = String::from_utf8(bytes).expect("ASCII was added to text");
        Written { text, token }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text of a range that was written.
    pub(super) fn at(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Adds text, for which there must be room: a text that grows leaves a copy of the token behind.
    pub(super) fn push(&mut self, text: &str) {
        debug_assert!(self.text.len() + text.len() <= self.text.capacity());
        self.text.push_str(text);
    }

    /// Takes the text to go on with it.
    pub(super) fn take(&mut self) -> (Vec<u8>, Range<usize>) {
        (core::mem::take(&mut self.text).into_bytes(), core::mem::take(&mut self.token))
    }

    /// Takes the memory, empty, for another text, which overwrites this one.
    pub(super) fn reuse(&mut self) -> Vec<u8> {
        let (mut bytes, token) = self.take();
        // Another text may be too short to overwrite it.
        wipe(&mut bytes[token]);
        bytes.clear();
        bytes
    }
}

impl Clone for Written {
    /// With as much memory, for what is added to it.
    fn clone(&self) -> Self {
        let mut text = String::with_capacity(self.text.capacity());
        text.push_str(&self.text);
        Written { text, token: self.token.clone() }
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if !self.token.is_empty() {
            let (mut bytes, token) = self.take();
            wipe(&mut bytes[token]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_has_room_for_what_comes_behind_the_token() {
        let mut bytes = Vec::with_capacity(100);
        bytes.extend_from_slice(b"token");
        let copy = Written::new(bytes, 0..5).clone();
        assert_eq!(copy.as_str(), "token");
        assert!(copy.text.capacity() >= 100);
    }
}

/// Memory that is used again: for [`Signer::sign_into`](crate::Signer::sign_into) as `Buffer<Signed>`, for
/// [`Signer::presign_into`](crate::Signer::presign_into) as `Buffer<Presigned>`.
///
/// It holds nothing that was not signed: what was signed last is read through the reference that signing returns.
///
/// ```
/// use sigfour::{Buffer, Credentials, Request, Signer};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let signer = Signer::new("execute-api", "us-east-1");
/// let headers = [("Host", "example.com")];
/// let mut buffer = Buffer::new();
/// for (n, path) in ["/a", "/b", "/c"].into_iter().enumerate() {
///     let now = 1_440_938_160 + n as i64;
///     let key = signer.key(&credentials, now)?;
///     let signed = signer.sign_into(&Request::new("GET", path).headers(&headers), &key, now, &mut buffer)?;
///     println!("{}", signed.authorization());
/// }
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone)]
pub struct Buffer<T>(pub(super) Option<T>);

impl<T> Buffer<T> {
    /// A buffer without memory: the first use allocates.
    pub const fn new() -> Self {
        Buffer(None)
    }
}

/// Shows nothing: after an error it may hold nothing, or what was signed before it.
impl<T> fmt::Debug for Buffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffer").finish_non_exhaustive()
    }
}

impl<T> Default for Buffer<T> {
    fn default() -> Self {
        Buffer::new()
    }
}
