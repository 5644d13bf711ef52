//! The order of the tables: the surest evidence first.

use alloc::collections::BTreeSet;

use super::cause::Cause;
use super::evidence::Evidence;
use super::row::Row;
use super::{changed, last, said, signed};

/// The first mistake that the evidence shows: by the server's words, by the request's own form, by which mistake's
/// signature it has, by where the server's canonical request differs.
pub(super) fn first_cause(evidence: &Evidence<'_>) -> Option<Cause> {
    let first = |rows: &[Row]| rows.iter().find_map(|row| row.applied(evidence));
    first(said::ROWS)
        .or_else(|| evidence.reason().map(Cause::of_reason))
        .or_else(|| (evidence.holds() == Some(false)).then(|| first(signed::ROWS)).flatten())
        .or_else(|| first(changed::ROWS))
        .or_else(|| first(last::ROWS))
}

/// The codes of all mistakes that are known, sorted, beside those of [`Reason::code`](crate::Reason::code).
pub fn codes() -> impl Iterator<Item = &'static str> {
    let rows = said::ROWS.iter().chain(signed::ROWS).chain(changed::ROWS).chain(last::ROWS);
    rows.map(|row| row.code).collect::<BTreeSet<_>>().into_iter()
}
