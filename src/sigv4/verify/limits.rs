//! How large a request may be that a verifier reads.

/// Limits on what a [`Verifier`](crate::Verifier) reads: whatever is sent, reading it takes little time. Requests
/// beyond a limit are refused with a reason of their own, before anything else is looked at.
///
/// The limits are on what is sorted and scanned. The size of the body is the caller's to bound.
///
/// ```
/// use sigfour::{Limits, Verifier};
///
/// let limits = Limits::default().max_parameters(100);
/// let verifier = Verifier::new("execute-api", "us-east-1").limits(limits);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    pub(super) target: usize,
    pub(super) parameters: usize,
    pub(super) headers: usize,
}

impl Default for Limits {
    /// A target of 65,536 bytes, 1,024 parameters, 256 headers: more than AWS's own front ends take.
    fn default() -> Self {
        Limits { target: 65_536, parameters: 1_024, headers: 256 }
    }
}

impl Limits {
    /// No limits: for requests that something else has bounded.
    pub const NONE: Limits =
        Limits { target: usize::MAX, parameters: usize::MAX, headers: usize::MAX };

    /// The longest target, in bytes.
    #[must_use]
    pub fn max_target_bytes(mut self, bytes: usize) -> Self {
        self.target = bytes;
        self
    }

    /// The most parameters in the query. Empty ones, between two `&`, count.
    #[must_use]
    pub fn max_parameters(mut self, count: usize) -> Self {
        self.parameters = count;
        self
    }

    /// The most headers.
    #[must_use]
    pub fn max_headers(mut self, count: usize) -> Self {
        self.headers = count;
        self
    }
}
