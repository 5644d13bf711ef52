//! The function URL with IAM authentication: verifies, and answers the event that its function would get.
//!
//! Source: "Control access to Lambda function URLs" in the Lambda developer guide.

use std::borrow::ToOwned;
use std::string::{String, ToString};
use std::time::Duration;

use serde_json::json;

use super::authenticate::authenticate;
use super::event::event;
use super::exchange::{Answer, REQUEST_ID, Received};
use super::random;
use super::refusal::{Denial, Kind};
use super::state::{Principal, State};

/// How far a request's date may be from the clock.
const TOLERANCE: Duration = Duration::from_secs(5 * 60);

/// The largest body of a synchronous invocation.
pub(super) const MAX_BODY: usize = 6 * 1024 * 1024;

/// What AWS says both to a request without a signature and to a caller without the permission.
const FORBIDDEN: &str = "Forbidden. For troubleshooting Function URL authorization issues, see: \
                         https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

pub(super) fn answer(state: &State, received: &Received) -> Answer {
    let request_id = random::request_id();
    let caller = match authenticate(state, received, &state.settings.function_service, TOLERANCE) {
        Ok(caller) => caller,
        Err(Denial { kind: Kind::NotSigned, .. }) => return forbidden(request_id),
        Err(Denial { kind, message }) => {
            let body = json!({ "message": message });
            return error(kind.status(), kind.lambda_error_type(), body.to_string(), request_id);
        }
    };
    if caller.principal != Principal::Role && !state.settings.function_allows_user {
        return forbidden(request_id);
    }
    let body = event(state, received, &caller, &request_id).to_string();
    let headers =
        std::vec![("content-type", "application/json".to_owned()), (REQUEST_ID, request_id),];
    Answer { status: 200, headers, body }
}

/// A body that is too large or did not arrive in time is refused before its signature can be verified.
pub(super) fn refuse_body(status: u16) -> Answer {
    let (error_type, message) = match status {
        413 => {
            ("RequestTooLargeException", "Exceeded maximum allowed payload size (6291456 bytes).")
        }
        408 => ("RequestTimeoutException", "The request body did not arrive in time."),
        _ => ("BadRequestException", "The request body could not be read."),
    };
    let body = json!({ "message": message });
    error(status, error_type, body.to_string(), random::request_id())
}

fn forbidden(request_id: String) -> Answer {
    // Here AWS writes the member with a capital letter.
    let body = json!({ "Message": FORBIDDEN });
    error(403, "AccessDeniedException", body.to_string(), request_id)
}

fn error(status: u16, error_type: &str, body: String, request_id: String) -> Answer {
    let headers = std::vec![
        ("content-type", "application/json".to_owned()),
        ("x-amzn-errortype", error_type.to_owned()),
        (REQUEST_ID, request_id),
    ];
    Answer { status, headers, body }
}
