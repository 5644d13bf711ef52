//! STS: AssumeRole, GetCallerIdentity and GetSessionToken, over the query API.
//!
//! Source: the STS API reference, version 2011-06-15.

mod answer;
mod assume_role;
mod caller_identity;
mod check;
mod session_token;

use std::format;
use std::string::{String, ToString};
use std::time::Duration;
use std::vec::Vec;

use answer::{Format, Node};

use super::authenticate::authenticate;
use super::exchange::{Answer, Received};
use super::random;
use super::refusal::Denial;
use super::state::{Caller, State};
use super::text::pairs;
use crate::Credentials;

/// How far a request's date may be from the clock.
const TOLERANCE: Duration = Duration::from_secs(15 * 60);

/// The largest body that is read.
pub(super) const MAX_BODY: usize = 1024 * 1024;

/// The one version of the API.
const VERSION: &str = "2011-06-15";

type Action = fn(&State, &Caller, &Parameters) -> Result<Node, Fault>;

const ACTIONS: &[(&str, Action)] = &[
    ("AssumeRole", assume_role::answer),
    ("GetCallerIdentity", caller_identity::answer),
    ("GetSessionToken", session_token::answer),
];

/// An error of the query API: always the sender's, but for `InternalFailure`.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    status: u16,
    code: &'static str,
    message: String,
}

impl Fault {
    fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Fault { status, code, message: message.into() }
    }

    fn access_denied(message: impl Into<String>) -> Self {
        Fault::new(403, "AccessDenied", message)
    }

    fn validation(message: impl Into<String>) -> Self {
        Fault::new(400, "ValidationError", message)
    }
}

impl From<Denial> for Fault {
    fn from(denial: Denial) -> Self {
        Fault::new(denial.kind.status(), denial.kind.sts_code(), denial.message)
    }
}

impl From<random::NoRandomness> for Fault {
    fn from(_: random::NoRandomness) -> Self {
        Fault::new(500, "InternalFailure", "The system gives no random numbers.")
    }
}

/// The parameters of a call. Of those given twice the first counts.
struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// From the form, where there is one, and the query.
    fn of(received: &Received) -> Self {
        let form = received.method == "POST"
            && received.content_type().as_deref() == Some("application/x-www-form-urlencoded");
        let form = if form { String::from_utf8_lossy(&received.body) } else { "".into() };
        let (_, query) = received.path_and_query();
        Parameters(pairs(&form).chain(pairs(query)).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| &**value)
    }

    /// Whether a member of a list has anything: `Tags.member.1.Key`, or `TransitiveTagKeys.member.1`.
    fn has_member(&self, member: &str) -> bool {
        self.0.iter().any(|(name, _)| match name.strip_prefix(member) {
            Some(rest) => rest.is_empty() || rest.starts_with('.'),
            None => false,
        })
    }
}

pub(super) fn answer(state: &State, received: &Received) -> Answer {
    let format = Format::of(received);
    let request_id = random::request_id();
    match call(state, received) {
        Ok((action, result)) => format.result(action, &result, request_id),
        Err(fault) => format.fault(&fault, request_id),
    }
}

fn call(state: &State, received: &Received) -> Result<(&'static str, Node), Fault> {
    let caller = authenticate(state, received, "sts", TOLERANCE)?;
    let parameters = Parameters::of(received);
    let Some(name) = parameters.get("Action") else {
        return Err(Fault::new(400, "MissingAction", "The request is missing an action."));
    };
    let version = parameters.get("Version").unwrap_or("NO_VERSION_SPECIFIED");
    let known = ACTIONS.iter().find(|(known, _)| *known == name && version == VERSION);
    let Some((name, action)) = known else {
        let message = format!("Could not find operation {name} for version {version}");
        return Err(Fault::new(400, "InvalidAction", message));
    };
    Ok((name, action(state, &caller, &parameters)?))
}

/// A body that is too large or did not arrive in time is refused before its signature can be verified.
pub(super) fn refuse_body(status: u16) -> Answer {
    let (code, message) = match status {
        413 => ("RequestEntityTooLarge", "The request body is larger than 1048576 bytes."),
        408 => ("RequestTimeout", "The request body did not arrive in time."),
        _ => ("BadRequest", "The request body could not be read."),
    };
    Format::Xml.fault(&Fault::new(status, code, message), random::request_id())
}

/// What AWS says to a caller whom the role does not trust, for whatever reason: it does not tell which.
fn not_authorized(caller: &Caller, action: &str, resource: &str) -> Fault {
    Fault::access_denied(format!(
        "User: {} is not authorized to perform: {action} on resource: {resource}",
        caller.arn
    ))
}

/// Checks the MFA device's code, where one is given. Answers whether one was.
fn mfa(state: &State, parameters: &Parameters) -> Result<bool, Fault> {
    let (serial, code) = match (parameters.get("SerialNumber"), parameters.get("TokenCode")) {
        (None, None) => return Ok(false),
        (Some(serial), Some(code)) => (serial, code),
        _ => return Err(Fault::validation("Both SerialNumber and TokenCode must be given.")),
    };
    match &state.settings.mfa {
        Some(mfa) if mfa.serial_number == serial && mfa.token_code == code => Ok(true),
        Some(mfa) if mfa.serial_number == serial => Err(Fault::access_denied(
            "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
        )),
        _ => Err(Fault::access_denied(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial \
             number is valid and associated with this user.",
        )),
    }
}

/// The credentials of an answer, in AWS's order.
fn credentials_node(credentials: &Credentials) -> Node {
    let token = credentials.session_token().unwrap_or_default();
    Node::Map(std::vec![
        ("AccessKeyId", Node::Text(credentials.access_key_id().to_string())),
        ("SecretAccessKey", Node::Text(credentials.expose_secret_access_key().to_string())),
        ("SessionToken", Node::Text(token.to_string())),
        ("Expiration", credentials.expiration().map_or(Node::Map(Vec::new()), Node::Time)),
    ])
}
