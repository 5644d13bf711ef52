//! What a request must keep to, whatever its signature: scope, time, signed headers, payload.

use alloc::boxed::Box;
use core::cmp::Ordering;
use core::time::Duration;

use super::stated::Stated;
use super::verifier::Verifier;
use crate::sigv4::algorithm::Algorithm;
use crate::sigv4::canonical::{CanonicalHeaders, path_is_canonical, query_is_canonical};
use crate::sigv4::date::AmzDate;
use crate::sigv4::field::Field;
use crate::sigv4::payload::{Payload, PayloadHash, declared};
use crate::sigv4::redact;
use crate::sigv4::refusal::Reason;
use crate::sigv4::request::Request;
use crate::sigv4::rules::always_signed;
use crate::sigv4::scope::CredentialScope;

impl Verifier {
    /// Refuses what takes long to read.
    pub(super) fn check_limits(&self, request: &Request<'_>) -> Result<(), Reason> {
        let limits = &self.limits;
        if request.target.len() > limits.target {
            return Err(Reason::TargetTooLong { limit: limits.target });
        }
        if request.headers.count() > limits.headers {
            return Err(Reason::TooManyHeaders { limit: limits.headers });
        }
        let (_, query) = request.path_and_query();
        // A query with more parameters than that is no shorter.
        if !query.is_empty()
            && query.len() >= limits.parameters
            && query.bytes().filter(|b| *b == b'&').count() >= limits.parameters
        {
            return Err(Reason::TooManyParameters { limit: limits.parameters });
        }
        Ok(())
    }

    /// Refuses a target that a server behind may read otherwise.
    pub(super) fn check_target(&self, request: &Request<'_>) -> Result<(), Reason> {
        let (path, query) = request.path_and_query();
        let has_bare_question_mark = query.is_empty() && path.len() < request.target.len();
        let is_canonical =
            || path_is_canonical(path) && query_is_canonical(query) && !has_bare_question_mark;
        if self.strict_target && !is_canonical() {
            return Err(Reason::TargetNotCanonical);
        }
        Ok(())
    }

    pub(super) fn check_scope(
        &self,
        scope: &CredentialScope<'_>,
        date: &AmzDate,
    ) -> Result<(), Reason> {
        if !scope.is_on_day_of(date) {
            return Err(Reason::DateNotInScope { scope: scope.day().into(), date: *date });
        }
        if !lists(&self.regions, scope.region()) {
            let (found, expected) =
                (redact::label(scope.region()).into(), self.regions.join(" or "));
            return Err(Reason::WrongRegion { found, expected });
        }
        if !lists(&self.services, scope.service()) {
            let (found, expected) =
                (redact::label(scope.service()).into(), self.services.join(" or "));
            return Err(Reason::WrongService { found, expected });
        }
        Ok(())
    }

    pub(super) fn check_time(&self, stated: &Stated<'_>, now: &AmzDate) -> Result<(), Reason> {
        let (date, now_at) = (stated.date.timestamp(), now.timestamp());
        if date > now_at + self.tolerance {
            return Err(Reason::NotYetValid { date: stated.date, now: *now });
        }
        let life =
            stated.expires.map_or(self.tolerance, |seconds| Duration::from_secs(seconds.into()));
        let until = date + life;
        if now_at > until {
            let until = AmzDate::new(until).unwrap_or(stated.date);
            return Err(Reason::Expired { until, now: *now });
        }
        Ok(())
    }

    /// Keeps the headers that `SignedHeaders` lists: names in lower case, in order, once each, all present; `host`,
    /// every `x-amz-*` that the request has and what this verifier requires among them.
    pub(super) fn keep_signed<'s>(
        &self,
        headers: &mut CanonicalHeaders<'s>,
        stated: &'s Stated<'_>,
    ) -> Result<(), Reason> {
        let names = stated.authorization.signed_headers();
        // A token that is added after signing: in a header, its value is compared. A presigned URL has it in its query.
        let is_exempt =
            |name: &str| !stated.is_presigned() && !stated.rules.token_is_signed_in(name);
        let mut unsigned = None;
        headers
            .keep(names, |name| {
                if always_signed(name) && !is_exempt(name) {
                    unsigned.get_or_insert(name);
                }
            })
            .map_err(|rest| fault_of(names, rest))?;
        match unsigned.or_else(|| self.first_unlisted(names)) {
            Some(name) => {
                Err(Reason::UnsignedHeader { name: redact::name(name).to_ascii_lowercase() })
            }
            None => Ok(()),
        }
    }

    /// The first required header that is not among `names`. Both are sorted.
    fn first_unlisted(&self, names: &str) -> Option<&str> {
        let mut names = names.split(';').peekable();
        self.required.iter().map(|name| &**name).find(|required| {
            while names.next_if(|name| name < required).is_some() {}
            names.peek() != Some(required)
        })
    }

    /// The payload's line, and whether the body is still to be held against it.
    pub(super) fn payload(
        &self,
        request: &Request<'_>,
        stated: &Stated<'_>,
        in_header: Field<'_>,
        in_query: Field<'_>,
    ) -> Result<(PayloadHash, bool), Reason> {
        let (rules, is_presigned) = (&stated.rules, stated.is_presigned());
        let in_query = if is_presigned { in_query } else { Field::default() };
        let declared = declared(in_header, in_query).map_err(|_| Reason::MalformedPayloadHash)?;
        let (hash, checks_body) = match (declared, request.body_or_hash()) {
            (None, _) if is_presigned && rules.presign_unsigned => {
                // The rule says that presigned URLs leave the body open.
                let is_taken = rules.may_sign(PayloadHash::Unsigned);
                return is_taken
                    .then_some((PayloadHash::Unsigned, false))
                    .ok_or(Reason::UnsignedPayload);
            }
            (None, _) if !is_presigned && rules.content_sha256_header => {
                return Err(Reason::MissingPayloadHash);
            }
            (None, payload) => (rules.hash(&payload), false),
            (Some(declared @ PayloadHash::Sha256(_)), _) => (declared, self.check_body),
            (Some(declared @ PayloadHash::Unsigned), _) => (declared, false),
            (Some(declared), Payload::Hash(known))
                if declared == known && declared.suits(Algorithm::HmacSha256) =>
            {
                (declared, false)
            }
            (Some(PayloadHash::Streaming(_)), _) => return Err(Reason::StreamingPayload),
        };
        if !rules.may_accept(hash) {
            return Err(Reason::UnsignedPayload);
        }
        Ok((hash, checks_body))
    }
}

/// What is wrong with a list of signed headers: its form, or else the name at the front of `rest`, of which there is no
/// header.
fn fault_of(names: &str, rest: &str) -> Reason {
    let mut last = "";
    for name in names.split(';') {
        let shown = || redact::name(name).into();
        if name.is_empty() {
            return Reason::EmptySignedHeaders;
        }
        if name.bytes().any(|b| b.is_ascii_uppercase()) {
            return Reason::UpperCaseSignedHeader { name: shown() };
        }
        match name.cmp(last) {
            Ordering::Equal => return Reason::RepeatedSignedHeader { name: shown() },
            Ordering::Less => return Reason::UnsortedSignedHeaders { name: shown() },
            Ordering::Greater => last = name,
        }
    }
    let absent = rest.split(';').next().unwrap_or_default();
    Reason::AbsentSignedHeader { name: redact::name(absent).into() }
}

fn lists(names: &[Box<str>], name: &str) -> bool {
    names.iter().any(|one| **one == *name)
}
