//! Reading a request: everything that is checked without a key, and the whole job on top of it.

use super::claim::{self, Claim};
use super::stated::Stated;
use super::verified::Verified;
use super::verifier::Verifier;
use crate::sigv4::canonical::{CanonicalQuery, CanonicalRequest};
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
    /// A [`Reason`] where the request's signature can't be read, or what it covers is not there.
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
        let survey = request.survey(self.rules.session_token_name()).map_err(invalid)?;
        // A request with an Authorization header is signed there, or refused.
        let may_be_presigned = survey.authorization.first.is_none();
        let (_, query) = request.path_and_query();
        let query = CanonicalQuery::read(query, claim::left_out(&self.rules, may_be_presigned));
        let stated = Stated::read(&survey, query.fields(), &self.rules)?;
        check(&stated)?;
        let headers = self.signed_headers(request, stated.authorization.signed_headers())?;
        let in_query = query.fields().get(Parameter::ContentSha256);
        let is_presigned = stated.expires.is_some();
        let (payload, checks_body) =
            self.payload(request, survey.content_sha256, in_query, is_presigned)?;
        let text = payload.text();
        let digest =
            CanonicalRequest::new(request, &query, &headers, text.as_str(), &self.rules).digest();
        let (request, rules) = (*request, self.rules);
        Ok(Claim { stated, request, rules, payload, checks_body, digest, now })
    }
}

fn invalid(error: Error) -> Reason {
    Reason::InvalidRequest { error }
}
