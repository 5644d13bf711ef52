//! The credential scope: `20150830/us-east-1/iam/aws4_request`.

use alloc::boxed::Box;
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
#[derive(Clone, Copy)]
pub struct CredentialScope<'a> {
    /// By value, so that a value which holds a date can hold the scope of that date, too.
    day: [u8; 8],
    region: &'a str,
    service: &'a str,
    /// All but the day in one piece, where it is at hand: `us-east-1/iam/aws4_request`.
    joined: Option<&'a str>,
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
        Ok(Self::of_checked(bytes, region, service))
    }

    /// The scope of a date, with names that [`check_names`] has passed.
    pub(super) fn of_checked(day: [u8; 8], region: &'a str, service: &'a str) -> Self {
        CredentialScope { day, region, service, joined: None }
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
        if let Some(joined) = self.joined.filter(|_| algorithm.scope_has_region()) {
            return sink.put(joined.as_bytes());
        }
        if algorithm.scope_has_region() {
            sink.put(self.region.as_bytes());
            sink.put(b"/");
        }
        sink.put(self.service.as_bytes());
        sink.put(b"/");
        sink.put(TERMINATOR.as_bytes());
    }
}

impl PartialEq for CredentialScope<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day && self.region == other.region && self.service == other.service
    }
}

impl Eq for CredentialScope<'_> {}

/// A region and a service, as those who are for every day keep them: in one piece, so that they are written at once.
#[derive(Debug, Clone)]
pub(super) struct ScopeNames {
    /// `us-east-1/iam/aws4_request`
    joined: Box<str>,
    region_length: usize,
    service_length: usize,
}

impl ScopeNames {
    /// Of names that need not be valid.
    pub(super) fn new(region: &str, service: &str) -> Self {
        let joined = [region, service, TERMINATOR].join("/").into();
        ScopeNames { joined, region_length: region.len(), service_length: service.len() }
    }

    /// The scope of a day, if [`check_names`] has passed the names.
    pub(super) fn on(&self, day: [u8; 8]) -> CredentialScope<'_> {
        let joined = Some(&*self.joined);
        CredentialScope { day, region: self.region(), service: self.service(), joined }
    }

    pub(super) fn region(&self) -> &str {
        &self.joined[..self.region_length]
    }

    pub(super) fn service(&self) -> &str {
        let start = self.region_length + 1;
        &self.joined[start..start + self.service_length]
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
