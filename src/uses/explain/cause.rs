//! The cause of a refusal, and what to do.

use alloc::string::{String, ToString};
use core::fmt;

use super::advice;
use super::secrets::Tokens;
use crate::Reason;

/// Why a signature is refused, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    code: &'static str,
    says: String,
    advice: &'static str,
}

impl Cause {
    pub(super) fn new(code: &'static str, says: String, advice: &'static str) -> Self {
        Cause { code, says, advice }
    }

    /// A short name for programs: stable where the text may change.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        self.advice
    }

    /// Of a request that a verifier refuses whatever its signature.
    pub fn of_reason(reason: &Reason) -> Self {
        Cause::new(reason.code(), reason.to_string(), advice::for_reason(reason))
    }

    /// Without what must not be shown.
    pub(super) fn without(self, tokens: &Tokens) -> Self {
        Cause { says: tokens.hidden_in(&self.says), ..self }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}
