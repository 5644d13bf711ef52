//! Reading a request: everything that is checked without a key, and the whole job on top of it.

use super::claim::Claim;
use super::stated::Stated;
use super::verified::Verified;
use super::verifier::Verifier;
use crate::sigv4::canonical::{CanonicalHeaders, CanonicalQuery, CanonicalRequest};
use crate::sigv4::credentials::Credentials;
use crate::sigv4::date::AmzDate;
use crate::sigv4::error::Error;
use crate::sigv4::names::Parameter;
use crate::sigv4::redact;
use crate::sigv4::refusal::{Reason, Refusal};
use crate::sigv4::request::Request;
use crate::sigv4::steps::Steps;
use crate::sigv4::timestamp::Timestamp;

impl Verifier {
    /// Verifies a request as received: target, all headers and the whole body.
    ///
    /// `known` returns the credentials of an access key id, with the session token that they were handed out
    /// with, and the time at which they expire, if any. The signing key is the one that is kept with them; see
    /// [`Credentials`].
    ///
    /// # Errors
    /// A [`Refusal`] with the [`Reason`], and the verifier's view of the request.
    pub fn verify<'a>(
        &self,
        request: &Request<'a>,
        known: impl FnOnce(&str) -> Option<Credentials>,
        now: impl Into<Timestamp>,
    ) -> Result<Verified<'a>, Refusal> {
        let claim = self.read(request, now)?;
        let unknown =
            || Reason::UnknownAccessKey { found: redact::id(claim.access_key_id()).into() };
        let known = known(claim.access_key_id()).ok_or_else(unknown)?;
        let key = known.key(&claim.scope());
        claim.verify(&key)
    }

    /// Reads a request as received and checks everything that needs no key. The body of a request that declares a
    /// digest is hashed later, in [`Claim::verify`].
    ///
    /// # Errors
    /// A [`Refusal`]. In this order: limits, the request itself, the form of the signature, the target (if strict),
    /// scope, time, signed headers, payload.
    pub fn read<'a>(
        &self,
        request: &Request<'a>,
        now: impl Into<Timestamp>,
    ) -> Result<Claim<'a>, Refusal> {
        let now = AmzDate::new(now).map_err(invalid)?;
        self.check_limits(request)?;
        let check = |stated: &Stated<'_>| {
            self.check_target(request)?;
            self.check_scope(&stated.authorization.scope(), &stated.date)?;
            self.check_time(stated, &now)
        };
        Ok(self.claim(request, now, check)?)
    }

    /// The canonical request and the string to sign that this verifier makes of a request, to read. Neither the
    /// signature is verified nor scope, time and limits.
    ///
    /// # Errors
    /// A [`Reason`] where the request's signature can't be read, a header that it covers is not there, or the body is not
    /// the declared one.
    pub fn steps(&self, request: &Request<'_>) -> Result<Steps, Reason> {
        self.unchecked(request).map(|claim| claim.steps())
    }

    /// A claim of which scope, time and limits are not checked, to explain.
    pub(crate) fn unchecked<'a>(&self, request: &Request<'a>) -> Result<Claim<'a>, Reason> {
        let claim = self.claim(request, AmzDate::UNIX_EPOCH, |_| Ok(()))?;
        claim.check_body()?;
        Ok(claim)
    }

    fn claim<'a>(
        &self,
        request: &Request<'a>,
        now: AmzDate,
        check: impl FnOnce(&Stated<'_>) -> Result<(), Reason>,
    ) -> Result<Claim<'a>, Reason> {
        let mut headers = CanonicalHeaders::new();
        let survey = headers.read(request, |_| true).map_err(invalid)?;
        let mut query = CanonicalQuery::new();
        query.read(request.query());
        let stated = Stated::read(&survey, query.fields(), |service| self.rules_for(service))?;
        check(&stated)?;
        query.leave_out(stated.left_out());
        self.keep_signed(&mut headers, &stated)?;
        let in_query = query.fields().get(Parameter::ContentSha256);
        let (payload, checks_body) =
            self.payload(request, &stated, survey.content_sha256, in_query)?;
        let text = payload.text();
        let digest =
            CanonicalRequest::new(request, &query, &headers, text.as_bytes(), &stated.rules)
                .digest();
        Ok(Claim { stated, request: *request, payload, checks_body, digest, now })
    }
}

fn invalid(error: Error) -> Reason {
    Reason::InvalidRequest { error }
}
