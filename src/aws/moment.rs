//! Points in time, as STS and other services write them.

use std::time::Duration;

use super::json::Json;
use crate::{AmzDate, Timestamp};

/// Reads a point in time: RFC 3339 (ISO 8601), with any number of digits after the second, or seconds since 1970 as
/// an integer, a fraction or in scientific notation. A fraction is dropped: credentials never hold longer than they do.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    rfc3339(text).or_else(|| seconds(text))
}

/// `2018-01-02T05:04:05.123+09:00`.
fn rfc3339(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_at_checked(19)?;
    let [year, month, day] = [date.get(..4)?, date.get(5..7)?, date.get(8..10)?];
    let [hour, minute, second] = [date.get(11..13)?, date.get(14..16)?, date.get(17..)?];
    let separators = [4, 7, 10, 13, 16].map(|at| date.as_bytes()[at].to_ascii_uppercase());
    if !matches!(&separators, b"--T::" | b"-- ::") {
        return None;
    }
    let utc = std::format!("{year}{month}{day}T{hour}{minute}{second}Z");
    let local = AmzDate::parse(&utc).ok()?.timestamp();

    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    if matches!(zone, "Z" | "z") {
        return Some(local);
    }
    let (sign, offset) = zone.split_at_checked(1)?;
    let (hours, minutes) = offset.split_once(':')?;
    let offset = 60 * (60 * two_digits(hours, 23)? + two_digits(minutes, 59)?);
    match sign {
        "+" => Some(local - Duration::from_secs(offset)),
        "-" => Some(local + Duration::from_secs(offset)),
        _ => None,
    }
}

fn two_digits(text: &str, largest: u64) -> Option<u64> {
    let is_number = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number <= largest)
}

/// A number as JSON writes it: its reader is there anyway.
fn seconds(text: &str) -> Option<Timestamp> {
    let is_number = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    let Json::Text(seconds) = Json::parse(text).filter(|_| is_number)? else { return None };
    let at = Timestamp::from(seconds.parse::<i64>().ok()?);
    at.to_calendar().map(|_| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_many_forms() {
        for (text, seconds) in [
            ("1.514869445E9", 1_514_869_445),
            ("1.514869445e+9", 1_514_869_445),
            ("151486944599e-2", 1_514_869_445),
            ("1514869445", 1_514_869_445),
            ("1514869445.0", 1_514_869_445),
            ("1514869445.999", 1_514_869_445),
            ("-0.5", -1),
            ("2018-01-02T05:04:05Z", 1_514_869_445),
            ("2018-01-02 05:04:05z", 1_514_869_445),
            ("2018-01-02T05:04:05.123456789Z", 1_514_869_445),
            ("2018-01-02T14:04:05+09:00", 1_514_869_445),
            ("2018-01-01T21:34:05.5-07:30", 1_514_869_445),
        ] {
            assert_eq!(parse(text).map(Timestamp::unix_seconds), Some(seconds), "{text}");
        }
        for text in [
            "",
            "soon",
            "NaN",
            "inf",
            "1e300",
            "-1e300",
            "\"1514869445\"",
            "true",
            "1514869445s",
            "2018-01-02",
            "2018-01-02T05:04:05",
            "2018-02-30T05:04:05Z",
            "2018-01-02T25:04:05Z",
            "2018-01/02T05:04:05Z",
            "2018-01-02T05:04:05+0900",
            "2018-01-02T05:04:05+24:00",
            "2018-01-02T05:04:05+09:60",
            "2018-01-02T05:04:05+ 9:00",
            "2018-01-02T05:04:05é09:00",
            "2018-01-02é05:04:05Z",
            "2018-01-02T05:04:05.5",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
