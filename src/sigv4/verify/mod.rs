//! Verifying: the same steps as signing, from a request received.
//!
//! Strict by default: what AWS's pages ask of a signer is asked here, and nothing is guessed.

mod checks;
mod claim;
mod verified;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::time::Duration;

use time::OffsetDateTime;

use super::authorization::parameter;
use super::canonical::{CanonicalHeaders, CanonicalRequest};
use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::payload::PayloadHash;
use super::presign::token_parameter;
use super::refusal::{Reason, Refusal};
use super::request::Request;
use super::rules::{Rules, SessionToken};
use super::scope::CredentialScope;
use super::steps::Steps;
use super::string_to_sign::StringToSign;

use claim::Claim;
pub use verified::Verified;

/// How far a request's date may be from the verifier's clock, as AWS has it.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// Verifies requests to one service in one region, in the header form and in the query form.
///
/// ```
/// use sigfour::{Credentials, Request, Verifier};
/// # use sigfour::{AmzDate, Signer};
/// # let now = AmzDate::parse("20150830T123600Z")?.to_offset_date_time();
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
#[derive(Debug, Clone)]
pub struct Verifier {
    /// The first is the one whose rules are taken and that refusals name.
    services: Vec<Box<str>>,
    regions: Vec<Box<str>>,
    rules: Rules,
    tolerance: Duration,
    required: Vec<Box<str>>,
    check_body: bool,
}

impl Verifier {
    /// A verifier for a service, by its signing name, and a region.
    pub fn new(service: &str, region: &str) -> Self {
        Verifier {
            services: vec![service.into()],
            regions: vec![region.into()],
            rules: Rules::of(service),
            tolerance: TOLERANCE,
            required: Vec::new(),
            check_body: true,
        }
    }

    /// Other rules than the service's own.
    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// How far a request's date may be from `now`: 15 minutes, unless another is set.
    #[must_use]
    pub fn clock_tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Lets in requests to another region, too.
    #[must_use]
    pub fn also_region(mut self, region: &str) -> Self {
        self.regions.push(region.into());
        self
    }

    /// Lets in requests that are scoped to another service, too. The rules stay those of the first.
    #[must_use]
    pub fn also_service(mut self, service: &str) -> Self {
        self.services.push(service.into());
        self
    }

    /// Refuses a request that does not have this header, or does not sign it: beside `host` and the
    /// `x-amz-*` of the request, which must always be signed.
    #[must_use]
    pub fn require_signed(mut self, header: &str) -> Self {
        self.required.push(header.to_ascii_lowercase().into());
        self
    }

    /// Takes the digest that a request declares at its word, where the body is not at hand yet.
    ///
    /// The caller must hold the body against [`Verified::payload`] as it arrives. A request that declares
    /// none is still verified with the hash of the body that it is handed in with.
    #[must_use]
    pub fn trust_declared_body(mut self) -> Self {
        self.check_body = false;
        self
    }

    /// Verifies a request as received: target, all headers and the whole body.
    ///
    /// `known` answers the credentials of an access key id, with the session token that it was handed out
    /// with, and the time they end, if any.
    ///
    /// # Errors
    /// A [`Refusal`] with the [`Reason`], and what this side made of the request.
    pub fn verify<'a>(
        &self,
        request: &Request<'a>,
        known: impl FnOnce(&str) -> Option<Credentials>,
        now: impl Into<OffsetDateTime>,
    ) -> Result<Verified<'a>, Refusal> {
        let derive = |id: &str, scope: &CredentialScope<'_>| {
            known(id).map(|credentials| Arc::new(SigningKey::derive(&credentials, scope)))
        };
        self.verify_with_keys(request, derive, now)
    }

    /// As [`Verifier::verify`], with keys that the caller derived and keeps, by access key id and scope.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    pub fn verify_with_keys<'a>(
        &self,
        request: &Request<'a>,
        known: impl FnOnce(&str, &CredentialScope<'_>) -> Option<Arc<SigningKey>>,
        now: impl Into<OffsetDateTime>,
    ) -> Result<Verified<'a>, Refusal> {
        let now = AmzDate::new(now).map_err(invalid)?;
        request.check().map_err(invalid)?;
        let claim = Claim::of(request, &self.rules)?;
        let scope = claim.authorization.scope();
        self.check_scope(&scope, &claim.date)?;
        self.check_time(&claim, &now)?;
        let headers = self.signed_headers(request, claim.authorization.signed_headers())?;

        let id = claim.authorization.access_key_id();
        let unknown = || Reason::UnknownAccessKey { found: id.into() };
        let key = known(id, &scope).ok_or_else(unknown)?;
        key.check(&scope).map_err(invalid)?;
        if key.credentials().access_key_id() != id {
            return Err(unknown().into());
        }
        if !key.credentials().has_token(&claim.session_token) {
            return Err(Reason::WrongSessionToken.into());
        }

        let payload = self.payload(request, claim.expires.is_some())?;
        self.string_to_sign(
            request,
            &claim,
            &headers,
            payload,
            |canonical_request, string_to_sign| {
                // Equality of signatures takes the same time wherever they differ.
                if string_to_sign.signature(&key) == claim.authorization.signature() {
                    return Ok(());
                }
                let steps = Steps::new(canonical_request, string_to_sign);
                Err(Refusal { reason: Reason::SignatureDoesNotMatch, steps: Some(Box::new(steps)) })
            },
        )?;
        let end = key.credentials().expiration();
        if end.is_some_and(|end| end <= now.to_offset_date_time()) {
            return Err(Reason::ExpiredCredentials.into());
        }
        Ok(Verified { date: claim.date, payload, authorization: claim.authorization })
    }

    /// The canonical request and the string to sign that this side makes of a request, to read. The
    /// signature is not verified, nor is the time.
    ///
    /// # Errors
    /// A [`Reason`] where the request's signature can't be read, or what it covers is not there.
    pub fn steps(&self, request: &Request<'_>) -> Result<Steps, Reason> {
        request.check().map_err(invalid)?;
        let claim = Claim::of(request, &self.rules)?;
        let headers = self.signed_headers(request, claim.authorization.signed_headers())?;
        let payload = self.payload(request, claim.expires.is_some())?;
        Ok(self.string_to_sign(request, &claim, &headers, payload, Steps::new))
    }

    /// Goes from the request to the string to sign, of the headers that it says are signed, and hands both
    /// to `then`.
    fn string_to_sign<R>(
        &self,
        request: &Request<'_>,
        claim: &Claim<'_>,
        headers: &CanonicalHeaders<'_>,
        payload: PayloadHash,
        then: impl FnOnce(&CanonicalRequest<'_>, &StringToSign<'_>) -> R,
    ) -> R {
        let token_parameter = token_parameter(self.rules.session_token_name);
        let but_for = [parameter::SIGNATURE, token_parameter];
        // In the header form a parameter of these names is one like any other.
        let but_for = match (claim.expires, self.rules.session_token) {
            (None, _) => &[],
            (Some(_), SessionToken::Signed) => &but_for[..1],
            (Some(_), SessionToken::Appended) => &but_for[..],
        };
        let canonical_request = CanonicalRequest::new(
            request.method,
            request.target,
            but_for,
            headers,
            payload,
            &self.rules,
        );
        let string_to_sign = StringToSign {
            date: &claim.date,
            scope: claim.authorization.scope(),
            canonical_request: canonical_request.sha256(),
        };
        then(&canonical_request, &string_to_sign)
    }
}

fn invalid(error: Error) -> Reason {
    Reason::InvalidRequest { error }
}
