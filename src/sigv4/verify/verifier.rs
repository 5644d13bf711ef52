//! The verifier: for which service and region, and what it insists on.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::time::Duration;

use super::limits::Limits;
use crate::sigv4::rules::{Rules, UnsignedPayload};

/// How far a request's date may be from the verifier's clock, as AWS has it.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// Verifies requests to one service in one region, in the header form and in the query form.
///
/// ```
/// use sigfour::{Credentials, Request, Verifier};
/// # use sigfour::{AmzDate, Signer};
/// # let now = AmzDate::parse("20150830T123600Z")?;
/// # let known = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// # let host = [("Host", "example.com")];
/// # let signed = Signer::new("execute-api", "us-east-1").sign(&Request::new("GET", "/").headers(&host), &known, now)?;
/// # let mut received = vec![("Host", "example.com")];
/// # received.extend(signed.headers());
/// let verifier = Verifier::new("execute-api", "us-east-1");
/// let request = Request::new("GET", "/").headers(&received).body(b"");
/// let verified = verifier.verify(&request, |id| (id == "AKIDEXAMPLE").then(|| known.clone()), now)?;
/// assert_eq!(verified.access_key_id(), "AKIDEXAMPLE");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Verifier::verify`] does the whole job with credentials at hand. Where the look-up of a key may fail, is async or tries
/// two keys, [`Verifier::read`] returns a [`Claim`](crate::Claim) first.
#[derive(Debug, Clone)]
pub struct Verifier {
    pub(super) services: Vec<Box<str>>,
    pub(super) regions: Vec<Box<str>>,
    /// Of the caller's; otherwise those of the service that a request is scoped to.
    rules: Option<Rules>,
    accepts_unsigned: bool,
    pub(super) tolerance: Duration,
    /// Sorted, in lower case.
    pub(super) required: Vec<Box<str>>,
    pub(super) check_body: bool,
    pub(super) strict_target: bool,
    pub(super) limits: Limits,
}

impl Verifier {
    /// A verifier for a service, by its signing name, and a region.
    pub fn new(service: &str, region: &str) -> Self {
        Verifier {
            services: vec![service.into()],
            regions: vec![region.into()],
            rules: None,
            accepts_unsigned: false,
            tolerance: TOLERANCE,
            required: Vec::new(),
            check_body: true,
            strict_target: false,
            limits: Limits::default(),
        }
    }

    /// Other rules than the service's own, for every service that is accepted.
    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// How far a request's date may be from `now`: 15 minutes, unless another is set.
    #[must_use]
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Accepts requests to another region, too.
    #[must_use]
    pub fn also_region(mut self, region: &str) -> Self {
        self.regions.push(region.into());
        self
    }

    /// Accepts requests that are scoped to another service, too, by that service's rules.
    #[must_use]
    pub fn also_service(mut self, service: &str) -> Self {
        self.services.push(service.into());
        self
    }

    /// Refuses a request that does not have this header, or does not sign it: beside `host` and the
    /// `x-amz-*` of the request, which must always be signed.
    #[must_use]
    pub fn require_signed(mut self, header: &str) -> Self {
        let header = header.to_ascii_lowercase().into();
        let place = self.required.binary_search(&header).unwrap_or_else(|place| place);
        self.required.insert(place, header);
        self
    }

    /// Trusts the digest that a request declares, where the body is not at hand yet.
    ///
    /// The caller must hash the body as it arrives and compare with [`Verified::payload`](crate::Verified::payload). A request that declares
    /// no digest is still verified with the hash of the body that it is handed in with.
    #[must_use]
    pub fn trust_declared_body(mut self) -> Self {
        self.check_body = false;
        self
    }

    /// Accepts `UNSIGNED-PAYLOAD` where the service is not known to take it. The signature of such a request does not
    /// cover its body: anyone on the way can change it.
    #[must_use]
    pub fn accept_unsigned_payload(mut self) -> Self {
        self.accepts_unsigned = true;
        self
    }

    /// The rules for a request that is scoped to a service.
    pub(super) fn rules_for(&self, service: &str) -> Rules {
        use UnsignedPayload::{Refused, Taken, Undocumented};
        let rules = self.rules.unwrap_or_else(|| Rules::of(service));
        match rules.unsigned_payload {
            Refused | Undocumented if self.accepts_unsigned => rules.unsigned_payload(Taken),
            _ => rules,
        }
    }

    /// Refuses a target that is not in canonical form, and a few that are but that servers are known to read in more
    /// than one way.
    ///
    /// A path must have no empty segment but at its end and no dot segment. Every byte that is not unreserved
    /// (`A-Z a-z 0-9 - . _ ~`) must be escaped once, with upper-case digits. Its text must be UTF-8 without control
    /// characters, `/` and `\` within a segment, and escapes within an escape (`%252F`).
    ///
    /// In a query, names and values must be escaped in the same way, every pair must have its `=`, the values of one
    /// name must be sorted, and no two names may differ in case only. The order of different names is free. A `?`
    /// without a query is refused.
    ///
    /// A server that takes other names for the same, as PHP does with `a.b` and `a_b`, must decide by the order itself.
    #[must_use]
    pub fn strict_target(mut self) -> Self {
        self.strict_target = true;
        self
    }

    /// Other limits than the default ones.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}
