//! GetSessionToken: temporary credentials of the user itself.

use super::answer::Node;
use super::check::{Checks, DIGITS, SERIAL_NUMBER};
use super::{Fault, Parameters, credentials_node, mfa};
use crate::aws::local::state::{Caller, Principal, State};

pub(super) fn answer(state: &State, caller: &Caller, given: &Parameters) -> Result<Node, Fault> {
    let mut checks = Checks::new(given);
    let seconds = checks.number("DurationSeconds", 900..=129_600);
    checks.text("SerialNumber", 9..=256, &SERIAL_NUMBER);
    checks.text("TokenCode", 6..=6, &DIGITS);
    checks.finish()?;
    if caller.principal != Principal::User {
        return Err(Fault::access_denied("Cannot call GetSessionToken with session credentials"));
    }
    let has_mfa = mfa(state, given)?;
    let (credentials, _) = state.issue(None, has_mfa, seconds.unwrap_or(43_200))?;
    Ok(Node::Map(std::vec![("Credentials", credentials_node(&credentials))]))
}
