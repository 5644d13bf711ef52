//! Whether parameters are within the bounds that the API reference gives, said in AWS's words.

use std::format;
use std::ops::RangeInclusive;
use std::string::String;
use std::vec::Vec;

use super::{Fault, Parameters};

/// What a text may be made of, and how AWS writes that.
pub(super) struct Pattern {
    regex: &'static str,
    allows: fn(char) -> bool,
}

fn word(c: char, more: &str) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || more.contains(c)
}

pub(super) const NAME: Pattern = Pattern { regex: r"[\w+=,.@-]*", allows: |c| word(c, "+=,.@-") };
pub(super) const EXTERNAL_ID: Pattern =
    Pattern { regex: r"[\w+=,.@:\/-]*", allows: |c| word(c, "+=,.@:/-") };
pub(super) const SERIAL_NUMBER: Pattern =
    Pattern { regex: r"[\w+=/:,.@-]*", allows: |c| word(c, "+=/:,.@-") };
pub(super) const DIGITS: Pattern = Pattern { regex: r"[\d]*", allows: |c| c.is_ascii_digit() };
pub(super) const TAG: Pattern = Pattern {
    regex: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*",
    allows: |c| c.is_alphanumeric() || c == ' ' || "_.:/=+-@".contains(c),
};
pub(super) const TEXT: Pattern = Pattern {
    regex: r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
    allows: |c| matches!(c, '\t' | '\n' | '\r' | '\u{85}' | ' '..='~' | '\u{a0}'..),
};

/// Gathers what is wrong, so that one answer names it all.
pub(super) struct Checks<'a> {
    parameters: &'a Parameters,
    failed: Vec<String>,
}

impl<'a> Checks<'a> {
    pub(super) fn new(parameters: &'a Parameters) -> Self {
        Checks { parameters, failed: Vec::new() }
    }

    fn fail(&mut self, name: &str, value: Option<&str>, must: &str) {
        let value = value.map_or("null".into(), |value| format!("'{value}'"));
        let member = member(name);
        self.failed.push(format!(
            "Value {value} at '{member}' failed to satisfy constraint: Member must {must}"
        ));
    }

    /// A text that must be there; empty where it is not.
    pub(super) fn required(
        &mut self,
        name: &str,
        length: RangeInclusive<usize>,
        pattern: &Pattern,
    ) -> &'a str {
        let value = self.text(name, length, pattern);
        if value.is_none() {
            self.fail(name, None, "not be null");
        }
        value.unwrap_or_default()
    }

    /// A text that may be there.
    pub(super) fn text(
        &mut self,
        name: &str,
        length: RangeInclusive<usize>,
        pattern: &Pattern,
    ) -> Option<&'a str> {
        let value = self.parameters.get(name)?;
        let count = value.chars().count();
        let is_empty_but_must_not_be = value.is_empty() && pattern.regex.ends_with('+');
        if is_empty_but_must_not_be || !value.chars().all(pattern.allows) {
            let must = format!("satisfy regular expression pattern: {}", pattern.regex);
            self.fail(name, Some(value), &must);
        }
        if count < *length.start() {
            let must = format!("have length greater than or equal to {}", length.start());
            self.fail(name, Some(value), &must);
        }
        if count > *length.end() {
            let must = format!("have length less than or equal to {}", length.end());
            self.fail(name, Some(value), &must);
        }
        Some(value)
    }

    /// A whole number that may be there.
    pub(super) fn number(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.parameters.get(name)?;
        let number = value.parse().ok();
        match number {
            None => self.fail(name, Some(value), "be a whole number"),
            Some(n) if n < *range.start() => {
                let must = format!("have value greater than or equal to {}", range.start());
                self.fail(name, Some(value), &must);
            }
            Some(n) if n > *range.end() => {
                let must = format!("have value less than or equal to {}", range.end());
                self.fail(name, Some(value), &must);
            }
            Some(_) => {}
        }
        number
    }

    /// The names of a list's members, `Tags.member.1` and so on, up to the first that is not there.
    pub(super) fn members(&mut self, list: &str, most: usize) -> Vec<String> {
        let names = (1..).map(|n| format!("{list}.member.{n}"));
        // One more than may be is enough to see that there are too many.
        let there: Vec<_> =
            names.take_while(|name| self.parameters.has_member(name)).take(most + 1).collect();
        if there.len() > most {
            self.fail(list, Some("…"), &format!("have length less than or equal to {most}"));
        }
        there
    }

    pub(super) fn finish(self) -> Result<(), Fault> {
        if self.failed.is_empty() {
            return Ok(());
        }
        let (count, s) = (self.failed.len(), if self.failed.len() == 1 { "" } else { "s" });
        let message = format!("{count} validation error{s} detected: {}", self.failed.join("; "));
        Err(Fault::validation(message))
    }
}

/// How AWS names a parameter in its messages: `roleArn`, `tags.1.member.key`.
fn member(name: &str) -> String {
    let lower = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().map(|c| c.to_ascii_lowercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    let mut parts: Vec<_> = name.split('.').map(lower).collect();
    if parts.len() > 2 {
        parts.swap(1, 2);
    }
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let given = [("RoleArn", ""), ("DurationSeconds", "60"), ("Tags.member.1.Key", "a#")];
        let given = given.map(|(n, v)| (n.into(), v.into()));
        let parameters = Parameters(given.into());
        let mut checks = Checks::new(&parameters);
        checks.required("RoleArn", 20..=2048, &TEXT);
        checks.required("RoleSessionName", 2..=64, &NAME);
        checks.number("DurationSeconds", 900..=43_200);
        assert_eq!(checks.members("Tags", 50), ["Tags.member.1"]);
        checks.text("Tags.member.1.Key", 1..=128, &TAG);
        let message = checks.finish().unwrap_err().message;
        assert_eq!(
            message,
            "5 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\
             \\uE000-\\uFFFD\\u10000-\\u10FFFF]+; Value '' at 'roleArn' failed to satisfy constraint: Member \
             must have length greater than or equal to 20; Value null at 'roleSessionName' failed to satisfy \
             constraint: Member must not be null; Value '60' at 'durationSeconds' failed to satisfy \
             constraint: Member must have value greater than or equal to 900; Value 'a#' at \
             'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression \
             pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"
        );
    }
}
