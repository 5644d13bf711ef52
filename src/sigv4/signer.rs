//! The signer: a service, a region, and the rules by which a request to it is signed.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::algorithm::Algorithm;
use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::payload::PayloadHash;
use super::rules::{Rules, UnsignedPayload, always_signed, never_signed};
use super::scope::{CredentialScope, ScopeNames, check_names};
use super::timestamp::Timestamp;

/// Signs requests to one service in one region.
///
/// ```
/// use sigfour::{Credentials, Request, Signer};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let headers = [("Host", "url-id.lambda-url.ap-northeast-2.on.aws")];
/// let request = Request::new("POST", "/orders").headers(&headers).body(b"{}");
///
/// let signer = Signer::new("lambda", "ap-northeast-2");
/// let signed = signer.sign(&request, &credentials, std::time::SystemTime::now())?;
/// for (name, value) in signed.headers() {
///     println!("{name}: {value}"); // set these on your request
/// }
/// # Ok::<(), sigfour::Error>(())
/// ```
///
/// [`Signer::sign`] and [`Signer::presign`] do the whole job. [`Signer::prepare`] and [`Signer::prepare_url`] stop before
/// the signature, to read the steps or to sign later.
#[derive(Debug, Clone)]
pub struct Signer {
    names: ScopeNames,
    pub(super) rules: Rules,
    left_out: Vec<Box<str>>,
    /// What is wrong with the names.
    fault: Option<Error>,
}

impl Signer {
    /// A signer for a service, by its signing name, and a region; the [`Rules`] are the service's own. Both names are
    /// validated on first use.
    pub fn new(service: &str, region: &str) -> Self {
        Signer {
            names: ScopeNames::new(region, service),
            rules: Rules::of(service),
            left_out: Vec::new(),
            fault: check_names(region, service).err(),
        }
    }

    /// Other rules than the service's own.
    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// Excludes a header from the signature, since something on the way changes it.
    ///
    /// Some are never signed, because they belong to a connection or intermediaries change them:
    /// `authorization`, `baggage`, `connection`, `expect`, `keep-alive`, `proxy-*`, `te`, `traceparent`, `tracestate`,
    /// `trailer`, `transfer-encoding`, `upgrade`, `user-agent` and `x-amzn-trace-id`.
    ///
    /// # Errors
    /// [`Error::HeaderMustBeSigned`] for `host` and `x-amz-*`.
    pub fn leave_out(mut self, header: &str) -> Result<Self, Error> {
        if always_signed(header) {
            return Err(Error::HeaderMustBeSigned { name: header.into() });
        }
        self.left_out.push(header.into());
        Ok(self)
    }

    /// The scope of a date: what a key for it is derived for.
    ///
    /// # Errors
    /// [`Error::Empty`] and [`Error::InvalidByte`] for an invalid region or service.
    pub fn scope(&self, date: &AmzDate) -> Result<CredentialScope<'_>, Error> {
        match &self.fault {
            Some(fault) => Err(fault.clone()),
            None => Ok(self.names.on(date.day_bytes())),
        }
    }

    /// The key for the day of `now`: the one that is kept with the credentials, or one that is derived now and
    /// kept with them (without `std`, it is derived anew each time).
    ///
    /// # Errors
    /// As [`Signer::scope`], and [`Error::DateOutOfRange`].
    pub fn key(
        &self,
        credentials: &Credentials,
        now: impl Into<Timestamp>,
    ) -> Result<SigningKey, Error> {
        Ok(credentials.key(&self.scope(&AmzDate::new(now)?)?).into_owned())
    }

    /// Whether a header of the caller's is to be signed.
    pub(super) fn signs(&self, name: &str) -> bool {
        !never_signed(name) && !self.left_out.iter().any(|n| n.eq_ignore_ascii_case(name))
    }

    /// The same where the token travels in a header.
    pub(super) fn signs_in_header_form(&self, name: &str) -> bool {
        self.signs(name) && self.rules.token_is_signed_in(name)
    }

    pub(super) fn check_payload(&self, payload: PayloadHash) -> Result<(), Error> {
        if !payload.suits(Algorithm::HmacSha256) {
            return Err(Error::InvalidPayloadHash);
        }
        if !self.rules.may_sign(payload) {
            return Err(Error::UnsignedPayloadRefused { service: self.names.service().into() });
        }
        if self.rules.unsigned_payload == UnsignedPayload::Only && payload != PayloadHash::Unsigned
        {
            return Err(Error::SignedPayloadRefused { service: self.names.service().into() });
        }
        Ok(())
    }
}
