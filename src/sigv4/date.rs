//! Dates as SigV4 writes them: `20150830T123600Z`, and `20150830` in the credential scope.

use core::fmt;

use time::{Date, Month, OffsetDateTime, Time};

use super::error::Error;
use super::timestamp::Timestamp;

/// The date and time of a request in the form that SigV4 writes, to the second, in UTC. Years 0 to 9999.
///
/// ```
/// use sigfour::AmzDate;
///
/// let date = AmzDate::parse("20150830T123600Z")?;
/// assert_eq!(date.day(), "20150830");
/// assert_eq!(date.timestamp().unix_seconds(), 1_440_938_160);
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AmzDate {
    text: [u8; 16],
    at: Timestamp,
}

impl AmzDate {
    /// Stands where the time is not looked at.
    pub(super) const UNIX_EPOCH: AmzDate =
        AmzDate { text: *b"19700101T000000Z", at: Timestamp::UNIX_EPOCH };

    /// The last point in time that has a date: 9999-12-31T23:59:59Z.
    pub(super) const LAST: Timestamp = Timestamp::from_unix_seconds(253_402_300_799);

    /// The date of a point in time.
    ///
    /// # Errors
    /// [`Error::DateOutOfRange`] if the year in UTC is not within 0 to 9999.
    pub fn new(at: impl Into<Timestamp>) -> Result<Self, Error> {
        let at = at.into();
        let calendar = at.to_calendar().ok_or(Error::DateOutOfRange)?;
        let year = u16::try_from(calendar.year())
            .ok()
            .filter(|y| *y <= 9999)
            .ok_or(Error::DateOutOfRange)?;
        let mut text = *b"00000000T000000Z";
        let [century, rest] = [year / 100, year % 100];
        for (offset, number) in [
            (0, century as u8),
            (2, rest as u8),
            (4, u8::from(calendar.month())),
            (6, calendar.day()),
            (9, calendar.hour()),
            (11, calendar.minute()),
            (13, calendar.second()),
        ] {
            text[offset] += number / 10;
            text[offset + 1] += number % 10;
        }
        Ok(AmzDate { text, at })
    }

    /// Reads `YYYYMMDDThhmmssZ`.
    ///
    /// # Errors
    /// [`Error::InvalidDate`] for any other form, and for days and times that never were. A leap second
    /// (`60`) is refused, as AWS does not take it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bytes: [u8; 16] = text.as_bytes().try_into().map_err(|_| Error::InvalidDate)?;
        if bytes[8] != b'T' || bytes[15] != b'Z' {
            return Err(Error::InvalidDate);
        }
        let day = parse_day(&text[..8])?;
        let two = |at: usize| digits(&bytes[at..at + 2]).map(|n| n as u8);
        let time = Time::from_hms(two(9)?, two(11)?, two(13)?).map_err(|_| Error::InvalidDate)?;
        let at = Timestamp::from_calendar(OffsetDateTime::new_utc(day, time));
        Ok(AmzDate { text: bytes, at })
    }

    /// `20150830T123600Z`.
    pub fn as_str(&self) -> &str {
        ascii(&self.text)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.text
    }

    /// `20150830`: the day, as the credential scope has it.
    pub fn day(&self) -> &str {
        ascii(&self.text[..8])
    }

    pub(super) fn day_bytes(&self) -> [u8; 8] {
        let [day @ .., _, _, _, _, _, _, _, _] = self.text;
        day
    }

    /// The same point in time, for computing with.
    pub const fn timestamp(self) -> Timestamp {
        self.at
    }
}

impl From<AmzDate> for Timestamp {
    fn from(date: AmzDate) -> Self {
        date.at
    }
}

/// Reads `YYYYMMDD`.
pub(super) fn parse_day(text: &str) -> Result<Date, Error> {
    let bytes = text.as_bytes();
    if bytes.len() != 8 {
        return Err(Error::InvalidDate);
    }
    let month = Month::try_from(digits(&bytes[4..6])? as u8).map_err(|_| Error::InvalidDate)?;
    Date::from_calendar_date(i32::from(digits(&bytes[..4])?), month, digits(&bytes[6..])? as u8)
        .map_err(|_| Error::InvalidDate)
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads an IMF-fixdate (RFC 9110, section 5.6.7): `Sun, 30 Aug 2015 12:36:00 GMT`. The obsolete forms are refused.
pub(crate) fn parse_http_date(text: &str) -> Result<AmzDate, Error> {
    let (date, zone) = text.as_bytes().split_first_chunk::<25>().ok_or(Error::InvalidDate)?;
    // Where the form has no letter and no digit, it is as in the form.
    let form = b"Sun, 30 Aug 2015 12:36:00";
    let fits = form.iter().zip(date).all(|(form, b)| form.is_ascii_alphanumeric() || form == b);
    // `-0000` is what botocore writes, with Python's `formatdate`.
    if !fits || !matches!(zone, b" GMT" | b" -0000" | b" +0000") {
        return Err(Error::InvalidDate);
    }
    let place = |names: &[&str], name: &[u8]| {
        names.iter().position(|known| known.as_bytes().eq_ignore_ascii_case(name))
    };
    place(&DAYS, &date[..3]).ok_or(Error::InvalidDate)?;
    let month = place(&MONTHS, &date[8..11]).ok_or(Error::InvalidDate)? as u8 + 1;
    let mut text = *b"YYYY00DDThhmmssZ";
    for (to, from) in
        [(0..4, 12..16), (6..8, 5..7), (9..11, 17..19), (11..13, 20..22), (13..15, 23..25)]
    {
        text[to].copy_from_slice(&date[from]);
    }
    text[4] += month / 10;
    text[5] += month % 10;
    AmzDate::parse(core::str::from_utf8(&text).map_err(|_| Error::InvalidDate)?)
}

fn digits(bytes: &[u8]) -> Result<u16, Error> {
    bytes.iter().try_fold(0, |number, b| match b {
        b'0'..=b'9' => Ok(number * 10 + u16::from(b - b'0')),
        _ => Err(Error::InvalidDate),
    })
}

/// Text that this module made of digits and letters.
#[expect(clippy::expect_used, reason = "an empty date must never be signed")]
fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).expect("a date is made of ASCII")
}

impl fmt::Display for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for AmzDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn only_days_that_were_are_dates() {
        assert_eq!(AmzDate::new(0), Ok(AmzDate::UNIX_EPOCH));
        for good in ["20160229T000000Z", "00000101T000000Z", "99991231T235959Z"] {
            let date = AmzDate::parse(good).unwrap();
            assert_eq!(AmzDate::new(date).unwrap().as_str(), good);
        }
        for bad in [
            "20150229T000000Z",
            "20151301T000000Z",
            "20150830T240000Z",
            "20150830T236000Z",
            "20150830T125960Z",
            "20150830t123600Z",
            "20150830T123600z",
            "2015-08-30T12:36",
            "+0150830T123600Z",
            "",
            "20150830T123600",
            "2015083éT12360Z",
        ] {
            assert_eq!(AmzDate::parse(bad), Err(Error::InvalidDate), "{bad}");
        }
    }

    #[test]
    fn the_date_of_http_is_read() {
        for zone in ["GMT", "-0000", "+0000"] {
            let date = parse_http_date(&format!("Sun, 30 Aug 2015 12:36:00 {zone}")).unwrap();
            assert_eq!(date.as_str(), "20150830T123600Z");
        }
        for (number, month) in (1..).zip(MONTHS) {
            let date = parse_http_date(&format!("Tue, 01 {month} 2015 00:00:00 GMT")).unwrap();
            assert_eq!(date.as_str(), format!("2015{number:02}01T000000Z"));
        }
        for bad in [
            "Sun, 30 Aug 2015 12:36:00 +0100",
            "Sun, 31 Feb 2015 12:36:00 GMT",
            "Sun, 30 Aug 2015 12:36:00",
            "Sun, 30 Aug 2015 12:36:00 GMT ",
            "Son, 30 Aug 2015 12:36:00 GMT",
            "Sun, 30 Agu 2015 12:36:00 GMT",
            "Sun, 30-Aug-2015 12:36:00 GMT",
            "Sun,  3 Aug 2015 12:36:00 GMT",
            "Sun, 30 Aug 2015 12:36:60 GMT",
            "Sunday, 30-Aug-15 12:36:00 GMT",
            "Sun Aug 30 12:36:00 2015",
            "Sun, 30 Aug é15 12:36:00é GMT",
            "(((((((((((((((((((((((((((((",
            "",
        ] {
            assert_eq!(parse_http_date(bad), Err(Error::InvalidDate), "{bad}");
        }
    }

    #[test]
    fn years_beyond_9999_and_before_0_are_refused() {
        for at in [-62_167_219_201, 253_402_300_800, i64::MIN, i64::MAX] {
            assert_eq!(AmzDate::new(at), Err(Error::DateOutOfRange), "{at}");
        }
        assert_eq!(AmzDate::new(-62_167_219_200).unwrap().as_str(), "00000101T000000Z");
        assert_eq!(AmzDate::new(253_402_300_799).unwrap().as_str(), "99991231T235959Z");
    }
}
