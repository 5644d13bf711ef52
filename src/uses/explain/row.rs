//! A known mistake, as a row of a table.

use alloc::format;
use alloc::string::{String, ToString};

use super::evidence::Evidence;

/// A mistake: how it is told, and how it is found.
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) says: &'static str,
    pub(super) advice: &'static str,
    /// The particulars, or an empty text, if this is the mistake.
    pub(super) finds: fn(&Evidence<'_>) -> Option<String>,
}

impl Row {
    /// The sentence on it, if this is the mistake.
    pub(super) fn told_by(&self, evidence: &Evidence<'_>) -> Option<String> {
        let particulars = (self.finds)(evidence)?;
        Some(match particulars.is_empty() {
            true => self.says.to_string(),
            false => format!("{}: {particulars}", self.says),
        })
    }
}
