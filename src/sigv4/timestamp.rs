//! A point in time, as the functions of this crate take it.

use core::fmt;
use core::ops::{Add, Sub};
use core::time::Duration;

use time::OffsetDateTime;

/// A point in time: whole seconds since 1970-01-01T00:00:00Z, negative before.
///
/// Signing, presigning and verifying take `impl Into<Timestamp>`: a `SystemTime`
/// (feature `std`), an `i64`, an [`AmzDate`](crate::AmzDate), or a `time::OffsetDateTime` (feature `time`). The core never reads a
/// clock. Whether the year can be written is checked where a date is written ([`AmzDate::new`](crate::AmzDate::new)).
///
/// Adding and subtracting a [`Duration`] drops fractions of a second and saturates.
///
/// ```
/// use sigfour::Timestamp;
/// use std::time::{Duration, SystemTime};
///
/// let noon = Timestamp::from(1_440_938_160);
/// assert_eq!(noon.to_string(), "2015-08-30T12:36:00Z");
/// assert_eq!((noon + Duration::from_secs(60)).unix_seconds(), 1_440_938_220);
/// assert!(noon < SystemTime::now().into());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Timestamp = Timestamp(0);

    /// The time of this machine's clock.
    #[cfg(feature = "std")]
    pub fn now() -> Self {
        std::time::SystemTime::now().into()
    }

    pub(super) const fn from_unix_seconds(seconds: i64) -> Self {
        Timestamp(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Seconds from `earlier` to `self`, negative if `earlier` is later.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    pub(crate) fn to_calendar(self) -> Option<OffsetDateTime> {
        OffsetDateTime::from_unix_timestamp(self.0).ok()
    }

    pub(crate) fn from_calendar(at: OffsetDateTime) -> Self {
        Timestamp(at.unix_timestamp())
    }
}

impl Add<Duration> for Timestamp {
    type Output = Timestamp;

    fn add(self, duration: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add_unsigned(duration.as_secs()))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Timestamp;

    fn sub(self, duration: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub_unsigned(duration.as_secs()))
    }
}

impl From<i64> for Timestamp {
    fn from(unix_seconds: i64) -> Self {
        Timestamp(unix_seconds)
    }
}

#[cfg(feature = "std")]
impl From<std::time::SystemTime> for Timestamp {
    /// Fractions of a second are dropped, towards the past.
    fn from(at: std::time::SystemTime) -> Self {
        let seconds = |length: Duration| i64::try_from(length.as_secs()).unwrap_or(i64::MAX);
        match at.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => Timestamp(seconds(after)),
            Err(before) => {
                let before = before.duration();
                let part = i64::from(before.subsec_nanos() > 0);
                Timestamp((-seconds(before)).saturating_sub(part))
            }
        }
    }
}

#[cfg(feature = "time")]
#[cfg_attr(docsrs, doc(cfg(feature = "time")))]
impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        Timestamp::from_calendar(at)
    }
}

/// RFC 3339, in UTC; the number of seconds where the year is not within 0 to 9999.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(at) = self.to_calendar().filter(|at| (0..=9999).contains(&at.year())) else {
            return write!(f, "{} s", self.0);
        };
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        let (hour, minute, second) = at.to_hms();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    #[cfg(feature = "std")]
    use std::time::UNIX_EPOCH;

    #[cfg(feature = "std")]
    #[test]
    fn a_fraction_of_a_second_is_dropped_towards_the_past() {
        let half = Duration::from_millis(500);
        assert_eq!(Timestamp::from(UNIX_EPOCH + half).unix_seconds(), 0);
        assert_eq!(Timestamp::from(UNIX_EPOCH - half).unix_seconds(), -1);
        assert_eq!(Timestamp::from(UNIX_EPOCH - 2 * half).unix_seconds(), -1);
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!((Timestamp(i64::MAX) + Duration::MAX).unix_seconds(), i64::MAX);
        assert_eq!((Timestamp(0) - Duration::MAX).unix_seconds(), i64::MIN);
        assert_eq!(Timestamp(i64::MIN).seconds_since(Timestamp(1)), i64::MIN);
    }

    #[test]
    fn what_no_calendar_has_is_shown_as_a_number() {
        assert_eq!(Timestamp(i64::MAX).to_string(), "9223372036854775807 s");
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59Z");
    }
}
