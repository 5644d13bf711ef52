//! The credential scope: `20150830/us-east-1/iam/aws4_request`.

use core::fmt;

use super::algorithm::Algorithm;
use super::date::{AmzDate, parse_day};
use super::error::{Error, Part};
use super::redact::label;
use super::sink::Sink;

/// What closes every scope.
pub(super) const TERMINATOR: &str = "aws4_request";

/// Where and when a signing key holds: day, region and service.
///
/// ```
/// use sigfour::CredentialScope;
///
/// let scope = CredentialScope::parse("20150830/us-east-1/iam/aws4_request").unwrap();
/// assert_eq!((scope.day(), scope.region(), scope.service()), ("20150830", "us-east-1", "iam"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CredentialScope<'a> {
    /// By value, so that a value which holds a date can hold the scope of that date, too.
    day: [u8; 8],
    region: &'a str,
    service: &'a str,
}

impl<'a> CredentialScope<'a> {
    /// The scope of a day (`YYYYMMDD`), a region and a service.
    ///
    /// # Errors
    /// [`Error::InvalidDate`]; [`Error::Empty`] and [`Error::InvalidByte`] for a region or service that is
    /// not visible ASCII, or holds `/` or `,`.
    pub fn new(day: &str, region: &'a str, service: &'a str) -> Result<Self, Error> {
        parse_day(day)?;
        check_names(region, service)?;
        let mut bytes = [0; 8];
        bytes.copy_from_slice(day.as_bytes());
        Ok(CredentialScope { day: bytes, region, service })
    }

    /// The scope of a date, with names that [`check_names`] has passed.
    pub(super) fn of_checked(day: [u8; 8], region: &'a str, service: &'a str) -> Self {
        CredentialScope { day, region, service }
    }

    /// Reads the form with slashes; `None` where it is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split('/');
        let scope = Self::new(parts.next()?, parts.next()?, parts.next()?).ok()?;
        (parts.next() == Some(TERMINATOR) && parts.next().is_none()).then_some(scope)
    }

    /// The day, `YYYYMMDD`.
    #[expect(clippy::expect_used, reason = "an empty day must never be signed")]
    pub fn day(&self) -> &str {
        core::str::from_utf8(&self.day).expect("a day is made of digits")
    }

    pub(super) fn day_bytes(&self) -> [u8; 8] {
        self.day
    }

    pub(super) fn is_on_day_of(&self, date: &AmzDate) -> bool {
        self.day == date.day_bytes()
    }

    /// The region.
    pub fn region(&self) -> &'a str {
        self.region
    }

    /// The service's signing name.
    pub fn service(&self) -> &'a str {
        self.service
    }

    pub(super) fn write_to(&self, algorithm: Algorithm, sink: &mut impl Sink) {
        sink.put(&self.day);
        sink.put(b"/");
        if algorithm.scope_has_region() {
            sink.put(self.region.as_bytes());
            sink.put(b"/");
        }
        sink.put(self.service.as_bytes());
        sink.put(b"/");
        sink.put(TERMINATOR.as_bytes());
    }
}

/// Refuses a region or a service that can't be one.
pub(super) fn check_names(region: &str, service: &str) -> Result<(), Error> {
    for (part, text) in [(Part::Region, region), (Part::Service, service)] {
        if text.is_empty() {
            return Err(Error::Empty(part));
        }
        let refused = |b: u8| !b.is_ascii_graphic() || b == b'/' || b == b',';
        if let Some(at) = text.bytes().position(refused) {
            return Err(Error::InvalidByte { part, byte: text.as_bytes()[at], at });
        }
    }
    Ok(())
}

impl fmt::Display for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{TERMINATOR}", self.day(), self.region, self.service)
    }
}

/// Of a scope that a request gives, only names that may be those of a region and a service are shown.
impl fmt::Debug for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CredentialScope({}/{}/{})", self.day(), label(self.region), label(self.service))
    }
}
