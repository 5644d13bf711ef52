//! Who signed a request: its signature verified, its credentials known and not yet ended.

use std::time::Duration;

use super::exchange::Received;
use super::refusal::Denial;
use super::state::{Caller, State};
use crate::Verifier;

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
    verified.map_err(|refusal| Denial::new(&refusal, tolerance, presigned))?;
    // A verifier that lets a request in has asked for its credentials, so that there is a caller.
    caller.ok_or_else(Denial::unknown_key)
}
