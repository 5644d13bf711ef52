//! Verifying: the same steps as signing, from a request received.
//!
//! Strict by default: what AWS's pages ask of a signer is asked here, and nothing is guessed.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use core::time::Duration;

use time::OffsetDateTime;

use super::authorization::{Authorization, Form, QueryAuthorization, header_text, parameter};
use super::canonical::{CanonicalHeaders, CanonicalRequest};
use super::credentials::Credentials;
use super::date::{AmzDate, parse_http_date};
use super::error::Error;
use super::key::SigningKey;
use super::payload::{Payload, PayloadHash};
use super::presign::{MAX_EXPIRES, token_parameter};
use super::refusal::{Reason, Refusal};
use super::request::Request;
use super::rules::{Rules, SessionToken, always_signed};
use super::scope::CredentialScope;
use super::sign::{DATE, given_payload_hash};
use super::steps::Steps;
use super::string_to_sign::StringToSign;

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
    service: Box<str>,
    region: Box<str>,
    rules: Rules,
    tolerance: Duration,
}

/// A request that was let in.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    authorization: Authorization<'a>,
    date: AmzDate,
    payload: PayloadHash,
}

impl Verified<'_> {
    /// Whose key signed.
    pub fn access_key_id(&self) -> &str {
        self.authorization.access_key_id()
    }

    /// What the request says of its signature.
    pub fn authorization(&self) -> &Authorization<'_> {
        &self.authorization
    }

    /// When it was signed.
    pub fn date(&self) -> AmzDate {
        self.date
    }

    /// What of the body is covered: with [`PayloadHash::Unsigned`], nothing.
    pub fn payload(&self) -> PayloadHash {
        self.payload
    }
}

/// What one of the two forms says.
struct Claim<'a> {
    authorization: Authorization<'a>,
    date: AmzDate,
    /// Seconds of a presigned URL's life.
    expires: Option<u64>,
    /// The session token, empty where there is none.
    session_token: Cow<'a, [u8]>,
}

impl Verifier {
    /// A verifier for a service, by its signing name, and a region.
    pub fn new(service: &str, region: &str) -> Self {
        Verifier {
            service: service.into(),
            region: region.into(),
            rules: Rules::of(service),
            tolerance: TOLERANCE,
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
        let claim = self.claim(request)?;
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
        let claim = self.claim(request)?;
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

    /// Reads the one form that the request has.
    fn claim<'a>(&self, request: &Request<'a>) -> Result<Claim<'a>, Reason> {
        match Form::of(request)? {
            Form::Header(value) => self.header_claim(request, value),
            Form::Query => self.query_claim(request),
        }
    }

    fn header_claim<'a>(
        &self,
        request: &Request<'a>,
        authorization: &'a [u8],
    ) -> Result<Claim<'a>, Reason> {
        let authorization = Authorization::parse(header_text(authorization)?)?;
        let date = match (only(request, DATE)?, only(request, "date")?) {
            (Some(value), _) => AmzDate::parse(&lossy(value)).map_err(|_| malformed_date(value))?,
            (None, Some(value)) => {
                let text = lossy(value);
                AmzDate::parse(&text)
                    .or_else(|_| parse_http_date(&text))
                    .map_err(|_| malformed_date(value))?
            }
            (None, None) => return Err(Reason::MissingDate),
        };
        let session_token =
            only(request, self.rules.session_token_name)?.unwrap_or_default().into();
        Ok(Claim { authorization, date, expires: None, session_token })
    }

    fn query_claim<'a>(&self, request: &Request<'a>) -> Result<Claim<'a>, Reason> {
        let token_name = token_parameter(self.rules.session_token_name);
        let query = QueryAuthorization::parse(request.query(), Some(token_name))?;
        let date = AmzDate::parse(&query.date)
            .map_err(|_| Reason::MalformedDate { found: query.date.clone().into() })?;
        let digits = query.expires.bytes().all(|b| b.is_ascii_digit());
        let expires = query
            .expires
            .parse()
            .ok()
            .filter(|seconds| digits && (1..=MAX_EXPIRES).contains(seconds))
            .ok_or_else(|| Reason::InvalidExpires { found: query.expires.clone().into() })?;
        let session_token = match query.session_token {
            Some(Cow::Borrowed(token)) => Cow::Borrowed(token.as_bytes()),
            Some(Cow::Owned(token)) => Cow::Owned(token.into_bytes()),
            None => Cow::Borrowed(&b""[..]),
        };
        Ok(Claim {
            authorization: query.authorization,
            date,
            expires: Some(expires),
            session_token,
        })
    }

    fn check_scope(&self, scope: &CredentialScope<'_>, date: &AmzDate) -> Result<(), Reason> {
        if scope.day() != date.day() {
            return Err(Reason::DateNotInScope { scope: scope.day().into(), date: *date });
        }
        if *scope.region() != *self.region {
            let (found, expected) = (scope.region().into(), (*self.region).into());
            return Err(Reason::WrongRegion { found, expected });
        }
        if *scope.service() != *self.service {
            let (found, expected) = (scope.service().into(), (*self.service).into());
            return Err(Reason::WrongService { found, expected });
        }
        Ok(())
    }

    fn check_time(&self, claim: &Claim<'_>, now: &AmzDate) -> Result<(), Reason> {
        // Dates have four digits for the year and tolerances come from the program: at the ends of time,
        // saturating is as good as anything.
        let date = claim.date.to_offset_date_time();
        let tolerance = time::Duration::try_from(self.tolerance).unwrap_or(time::Duration::MAX);
        let life = match claim.expires {
            Some(seconds) => time::Duration::seconds(seconds as i64),
            None => tolerance,
        };
        let now_at = now.to_offset_date_time();
        if date > now_at.saturating_add(tolerance) {
            return Err(Reason::NotYetValid { date: claim.date, now: *now });
        }
        let until = date.saturating_add(life);
        if now_at > until {
            return Err(Reason::Expired {
                until: AmzDate::new(until).unwrap_or(claim.date),
                now: *now,
            });
        }
        Ok(())
    }

    /// The headers that `SignedHeaders` lists: names in lower case, in order, once each, all present; `host` and
    /// every `x-amz-*` that the request has among them.
    fn signed_headers<'a>(
        &self,
        request: &Request<'a>,
        names: &str,
    ) -> Result<CanonicalHeaders<'a>, Reason> {
        let mut last = "";
        for name in names.split(';') {
            if name.is_empty() {
                return Err(Reason::EmptySignedHeaders);
            }
            if name.bytes().any(|b| b.is_ascii_uppercase()) {
                return Err(Reason::UpperCaseSignedHeader { name: name.into() });
            }
            if name == last {
                return Err(Reason::RepeatedSignedHeader { name: name.into() });
            }
            if name < last {
                return Err(Reason::UnsortedSignedHeaders { name: name.into() });
            }
            last = name;
        }
        let is_exempt = |name: &str| {
            self.rules.session_token == SessionToken::Appended
                && name.eq_ignore_ascii_case(self.rules.session_token_name)
        };
        let mut headers = CanonicalHeaders::new(request.headers.iter());
        let mut unsigned = None;
        headers
            .keep(names, |name| {
                if always_signed(name) && !is_exempt(name) {
                    unsigned.get_or_insert(name);
                }
            })
            .map_err(|name| Reason::AbsentSignedHeader { name: name.into() })?;
        match unsigned {
            Some(name) => Err(Reason::UnsignedHeader { name: name.to_ascii_lowercase() }),
            None => Ok(headers),
        }
    }

    /// The payload's line: what the request declares, held against its body.
    fn payload(&self, request: &Request<'_>, presigned: bool) -> Result<PayloadHash, Reason> {
        let declared =
            given_payload_hash(request, presigned).map_err(|_| Reason::MalformedPayloadHash)?;
        let hash = match (declared, request.payload) {
            (None, Payload::Bytes(_)) if presigned && self.rules.presign_unsigned => {
                PayloadHash::Unsigned
            }
            (None, payload) => self.rules.hash(&payload),
            (Some(declared @ PayloadHash::Sha256(_)), payload) => {
                let actual = payload.hash();
                if actual != declared {
                    let (declared, actual) = (declared.to_string(), actual.to_string());
                    return Err(Reason::PayloadMismatch { declared, actual });
                }
                declared
            }
            (Some(PayloadHash::Unsigned), _) => PayloadHash::Unsigned,
            (Some(declared), Payload::Hash(known)) if declared == known => declared,
            (Some(PayloadHash::Streaming(_)), _) => return Err(Reason::StreamingPayload),
        };
        if !self.rules.takes(hash) {
            return Err(Reason::UnsignedPayload);
        }
        Ok(hash)
    }
}

/// The value of a header that may be there once.
fn only<'a>(request: &Request<'a>, name: &str) -> Result<Option<&'a [u8]>, Reason> {
    let mut values = request.headers.all(name);
    match (values.next(), values.next()) {
        (value, None) => Ok(value.map(<[u8]>::trim_ascii)),
        _ => Err(Reason::RepeatedField { name: name.into() }),
    }
}

fn lossy(value: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(value)
}

fn malformed_date(value: &[u8]) -> Reason {
    Reason::MalformedDate { found: lossy(value).into() }
}

fn invalid(error: Error) -> Reason {
    Reason::InvalidRequest { error }
}
