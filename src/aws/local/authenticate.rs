//! Who signed a request: its signature verified, its credentials known and not yet ended.

use std::boxed::Box;
use std::time::Duration;
use std::vec::Vec;

use super::exchange::Received;
use super::refusal::Denial;
use super::state::{Caller, State};
use crate::{Authorization, Reason, Refusal, Verifier};

/// Verifies a request to a service, and answers whose it is.
pub(super) fn authenticate(
    state: &State,
    received: &Received,
    service: &str,
    tolerance: Duration,
) -> Result<Caller, Denial> {
    let now = state.now();
    let mut caller = None;
    let known = |id: &str| {
        let (credentials, whose) = state.find(id)?;
        caller = Some(whose);
        Some(credentials)
    };
    let verifier = Verifier::new(service, &state.settings.region).clock_tolerance(tolerance);
    let verified = verifier.verify(&received.request(), known, now);
    let presigned = received.header("authorization").is_none();
    if let Err(refusal) = verified {
        let refusal = as_aws_sees_it(refusal, &verifier, received);
        return Err(Denial::new(&refusal, tolerance, presigned));
    }
    // A verifier that lets a request in has asked for its credentials, so that there is a caller.
    caller.ok_or_else(Denial::unknown_key)
}

/// AWS takes a header that is listed and did not come for an empty one: the signature does not match.
fn as_aws_sees_it(refusal: Refusal, verifier: &Verifier, received: &Received) -> Refusal {
    if !matches!(refusal.reason, Reason::AbsentSignedHeader { .. }) {
        return refusal;
    }
    let request = received.request();
    let mut headers = received.headers.clone();
    if let Ok(authorization) = Authorization::of(&request) {
        for name in authorization.signed_headers().split(';') {
            if !headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name)) {
                headers.push((name.into(), Vec::new()));
            }
        }
    }
    let steps = verifier.steps(&request.headers(&headers)).ok().map(Box::new);
    Refusal { reason: Reason::SignatureDoesNotMatch, steps }
}
