//! The credential scope: `20150830/us-east-1/iam/aws4_request`.

use core::fmt;

use super::canonical::sink::Sink;
use super::date::parse_day;
use super::error::{Error, Part};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CredentialScope<'a> {
    day: &'a str,
    region: &'a str,
    service: &'a str,
}

impl<'a> CredentialScope<'a> {
    /// The scope of a day (`YYYYMMDD`), a region and a service.
    ///
    /// # Errors
    /// [`Error::InvalidDate`]; [`Error::Empty`] and [`Error::InvalidByte`] for a region or service that is
    /// not visible ASCII, or holds `/` or `,`.
    pub fn new(day: &'a str, region: &'a str, service: &'a str) -> Result<Self, Error> {
        parse_day(day)?;
        for (part, text) in [(Part::Region, region), (Part::Service, service)] {
            if text.is_empty() {
                return Err(Error::Empty(part));
            }
            let refused = |b: u8| !b.is_ascii_graphic() || b == b'/' || b == b',';
            if let Some(at) = text.bytes().position(refused) {
                return Err(Error::InvalidByte { part, byte: text.as_bytes()[at], at });
            }
        }
        Ok(CredentialScope { day, region, service })
    }

    /// Stands where a scope was checked before and can't be missing.
    pub(super) const NOWHERE: CredentialScope<'static> =
        CredentialScope { day: "", region: "", service: "" };

    /// Reads the form with slashes; `None` where it is not one.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split('/');
        let scope = Self::new(parts.next()?, parts.next()?, parts.next()?).ok()?;
        (parts.next() == Some(TERMINATOR) && parts.next().is_none()).then_some(scope)
    }

    /// The day, `YYYYMMDD`.
    pub fn day(&self) -> &'a str {
        self.day
    }

    /// The region.
    pub fn region(&self) -> &'a str {
        self.region
    }

    /// The service's signing name.
    pub fn service(&self) -> &'a str {
        self.service
    }

    pub(super) fn write_to(&self, sink: &mut impl Sink) {
        for part in [self.day, self.region, self.service] {
            sink.put(part.as_bytes());
            sink.put(b"/");
        }
        sink.put(TERMINATOR.as_bytes());
    }
}

impl fmt::Display for CredentialScope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{TERMINATOR}", self.day, self.region, self.service)
    }
}
