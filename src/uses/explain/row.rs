//! A row of a table of mistakes: how a mistake is told, what it is, and what to do.

use alloc::format;
use alloc::string::{String, ToString};

use super::cause::Cause;
use super::evidence::Evidence;

pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) says: &'static str,
    pub(super) advice: &'static str,
    /// The particulars, or an empty text, if this is the mistake.
    pub(super) finds: fn(&Evidence<'_>) -> Option<String>,
}

impl Row {
    pub(super) fn applied(&self, evidence: &Evidence<'_>) -> Option<Cause> {
        let particulars = (self.finds)(evidence)?;
        let says = match particulars.is_empty() {
            true => self.says.to_string(),
            false => format!("{}: {particulars}", self.says),
        };
        Some(Cause::new(self.code, says, self.advice))
    }
}
