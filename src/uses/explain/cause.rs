//! The cause: the first of the known mistakes that the evidence shows.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use core::fmt;

use super::advice::advice_for;
use super::evidence::Evidence;
use super::row::Row;
use super::secrets::Tokens;
use super::{changed, last, said, signed, wrong_key};
use crate::Reason;

/// Why a signature is refused, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    code: &'static str,
    says: String,
    advice: &'static str,
}

impl Cause {
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
        Cause { code: reason.code(), says: reason.to_string(), advice: advice_for(reason) }
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

/// The first mistake that the evidence shows: by the server's words, by the request's own form, by what its
/// signature is one of, by where the server's canonical request differs.
pub(super) fn of(evidence: &Evidence<'_>) -> Option<Cause> {
    let of_row = |row: &Row| {
        let says = row.told_by(evidence)?;
        Some(Cause { code: row.code, says, advice: row.advice })
    };
    let first = |rows: &[Row]| rows.iter().find_map(of_row);
    let of_signer = || first(signed::ROWS).or_else(|| first(wrong_key::ROWS));
    first(said::ROWS)
        .or_else(|| evidence.steps.as_ref().err().map(Cause::of_reason))
        .or_else(|| (evidence.holds == Some(false)).then(of_signer).flatten())
        .or_else(|| first(changed::ROWS))
        .or_else(|| first(last::ROWS))
}

/// The codes of all mistakes that are known, sorted, beside those of [`Reason::code`].
pub fn codes() -> impl Iterator<Item = &'static str> {
    let tables = [said::ROWS, signed::ROWS, wrong_key::ROWS, changed::ROWS, last::ROWS];
    let rows = tables.into_iter().flatten();
    rows.map(|row| row.code).collect::<BTreeSet<_>>().into_iter()
}
