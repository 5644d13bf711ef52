//! What a request must keep to, whatever its signature: scope, time, signed headers, payload.

use alloc::boxed::Box;
use alloc::string::ToString;

use super::Verifier;
use super::claim::Claim;
use crate::sigv4::canonical::CanonicalHeaders;
use crate::sigv4::date::AmzDate;
use crate::sigv4::payload::{Payload, PayloadHash};
use crate::sigv4::refusal::Reason;
use crate::sigv4::request::Request;
use crate::sigv4::rules::{SessionToken, always_signed};
use crate::sigv4::scope::CredentialScope;
use crate::sigv4::sign::given_payload_hash;

impl Verifier {
    pub(super) fn check_scope(
        &self,
        scope: &CredentialScope<'_>,
        date: &AmzDate,
    ) -> Result<(), Reason> {
        if scope.day() != date.day() {
            return Err(Reason::DateNotInScope { scope: scope.day().into(), date: *date });
        }
        if !lists(&self.regions, scope.region()) {
            let (found, expected) = (scope.region().into(), self.regions.join(" or "));
            return Err(Reason::WrongRegion { found, expected });
        }
        if !lists(&self.services, scope.service()) {
            let (found, expected) = (scope.service().into(), self.services.join(" or "));
            return Err(Reason::WrongService { found, expected });
        }
        Ok(())
    }

    pub(super) fn check_time(&self, claim: &Claim<'_>, now: &AmzDate) -> Result<(), Reason> {
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

    /// The headers that `SignedHeaders` lists: names in lower case, in order, once each, all present; `host`,
    /// every `x-amz-*` that the request has and what this verifier requires among them.
    pub(super) fn signed_headers<'a>(
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
        let is_listed = |required: &str| names.split(';').any(|name| name == required);
        let unsigned = unsigned
            .or_else(|| self.required.iter().map(|name| &**name).find(|name| !is_listed(name)));
        match unsigned {
            Some(name) => Err(Reason::UnsignedHeader { name: name.to_ascii_lowercase() }),
            None => Ok(headers),
        }
    }

    /// The payload's line: what the request declares, held against its body.
    pub(super) fn payload(
        &self,
        request: &Request<'_>,
        presigned: bool,
    ) -> Result<PayloadHash, Reason> {
        let declared =
            given_payload_hash(request, presigned).map_err(|_| Reason::MalformedPayloadHash)?;
        let hash = match (declared, request.payload) {
            (None, Payload::Bytes(_)) if presigned && self.rules.presign_unsigned => {
                PayloadHash::Unsigned
            }
            (None, _) if !presigned && self.rules.content_sha256_header => {
                return Err(Reason::MissingPayloadHash);
            }
            (None, payload) => self.rules.hash(&payload),
            (Some(declared @ PayloadHash::Sha256(_)), payload) if self.check_body => {
                let actual = payload.hash();
                if actual != declared {
                    let (declared, actual) = (declared.to_string(), actual.to_string());
                    return Err(Reason::PayloadMismatch { declared, actual });
                }
                declared
            }
            (Some(declared @ (PayloadHash::Sha256(_) | PayloadHash::Unsigned)), _) => declared,
            (Some(declared), Payload::Hash(known)) if declared == known => declared,
            (Some(PayloadHash::Streaming(_)), _) => return Err(Reason::StreamingPayload),
        };
        if !self.rules.takes(hash) {
            return Err(Reason::UnsignedPayload);
        }
        Ok(hash)
    }
}

fn lists(names: &[Box<str>], name: &str) -> bool {
    names.iter().any(|one| **one == *name)
}
