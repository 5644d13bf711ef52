//! A family of requests: one for each size.

use sigfour::{Limits, Verifier};

use crate::operation::Case;
use crate::wire::{REGION, Wire};

pub struct Family {
    /// A word for programs.
    pub id: &'static str,
    /// What it is, for the page.
    pub says: &'static str,
    /// What is counted: bytes, headers, …
    pub unit: Unit,
    /// The largest that a verifier reads at its default limits; `usize::MAX` where no limit is on it.
    pub at_limits: usize,
    /// What is timed, the smallest first.
    pub sizes: &'static [usize],
    pub make: fn(usize) -> Wire,
    pub verifier: fn(&'static str, usize) -> Verifier,
    /// The verifier's reason to refuse it; none where it is let in.
    pub reason: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Bytes,
    Parameters,
    Headers,
    Names,
}

impl Unit {
    pub fn name(self) -> &'static str {
        match self {
            Unit::Bytes => "bytes",
            Unit::Parameters => "parameters",
            Unit::Headers => "headers",
            Unit::Names => "names",
        }
    }
}

pub(crate) const THOUSANDS: &[usize] = &[2_500, 5_000, 10_000];

impl Family {
    /// What the others are written beside. A stranger's, whose signature does not match.
    pub(crate) const BYTES: Family = Family {
        id: "",
        says: "",
        unit: Unit::Bytes,
        at_limits: 65_000,
        sizes: &[1 << 18, 1 << 19, 1 << 20],
        make: |_| Wire::path("/".into()),
        verifier: |service, _| Verifier::new(service, REGION).limits(Limits::NONE),
        reason: Some("SignatureDoesNotMatch"),
    };
    pub(crate) const PARAMETERS: Family =
        Family { unit: Unit::Parameters, at_limits: 1_024, sizes: THOUSANDS, ..Family::BYTES };
    pub(crate) const HEADERS: Family =
        Family { unit: Unit::Headers, at_limits: 250, sizes: THOUSANDS, ..Family::BYTES };

    pub fn case(&self, size: usize) -> Case {
        Case::new(self, size)
    }

    /// The sizes at which it is counted: doubled, and doubled again.
    pub fn counted(&self) -> [usize; 3] {
        let most = if self.unit == Unit::Bytes { 16_384 } else { 1_024 };
        [most / 4, most / 2, most]
    }
}
