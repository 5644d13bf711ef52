//! Points in time and spans of it, as people and programs write them.

use std::time::Duration;

use sigfour::AmzDate;

/// In seconds.
const WEEK: u64 = 7 * 24 * 60 * 60;

/// Reads a span: `900`, `900s`, `15m`, `1h`, `7d`.
pub(crate) fn span(text: &str) -> Result<Duration, String> {
    let (digits, factor) = match text.as_bytes().last() {
        Some(b's') => (&text[..text.len() - 1], 1),
        Some(b'm') => (&text[..text.len() - 1], 60),
        Some(b'h') => (&text[..text.len() - 1], 60 * 60),
        Some(b'd') => (&text[..text.len() - 1], 24 * 60 * 60),
        _ => (text, 1),
    };
    let number = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u64>().ok());
    number
        .flatten()
        .and_then(|number| number.checked_mul(factor))
        .map(Duration::from_secs)
        .ok_or_else(|| "it must be of the form 900, 900s, 15m, 1h or 7d".into())
}

/// Reads how long a presigned URL is to hold.
pub(crate) fn life(text: &str) -> Result<Duration, String> {
    let life = span(text)?;
    let is_allowed = (1..=WEEK).contains(&life.as_secs());
    is_allowed.then_some(life).ok_or_else(|| "a presigned URL holds from 1s to 7d".into())
}

/// Reads how long something may take.
pub(crate) fn timeout(text: &str) -> Result<Duration, String> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let seconds = text.parse().ok().filter(|seconds| is_number && (1..=WEEK).contains(seconds));
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| format!("it must be a whole number of seconds from 1 to {WEEK}"))
}

/// Reads the date of a request, for the command line.
pub(crate) fn date(text: &str) -> Result<AmzDate, sigfour::Error> {
    AmzDate::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_units() {
        for (text, seconds) in
            [("900", 900), ("900s", 900), ("15m", 900), ("1h", 3600), ("7d", 604_800)]
        {
            assert_eq!(span(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        for text in ["", "m", "-1", "+1", "1.5h", "1w", "15 m", "99999999999999999d", "é"] {
            assert!(span(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lives_and_timeouts_have_an_end() {
        for text in ["1", "7d"] {
            assert_eq!(life(text), span(text), "{text}");
        }
        for text in ["0", "604801", "8d"] {
            assert!(life(text).is_err(), "{text}");
        }
        assert_eq!(timeout("604800"), Ok(Duration::from_secs(604_800)));
        for text in ["", "0", "+1", "0.5", "1s", "604801", "99999999999999999999"] {
            assert!(timeout(text).is_err(), "{text}");
        }
    }
}
