//! Why a line of the protocol gets an error for an answer.

use serde_json::{Value, json};

/// An error of the protocol: a code for programs and a message for people. No secret is ever in either.
#[derive(Debug)]
pub(super) enum Fault {
    /// The operation or a part of it is not done by this program.
    Unsupported,
    /// The input is refused.
    Refused { code: &'static str, message: String },
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Fault::Refused { code, message: message.into() }
    }

    pub(super) fn missing(name: &str) -> Self {
        Fault::new("MissingMember", format!("the member {name:?} is missing"))
    }

    pub(super) fn wrong(name: &str, wanted: &str) -> Self {
        Fault::new("InvalidMember", format!("the member {name:?} is not {wanted}"))
    }

    /// The answer, with the request's id, which is null where none was read.
    pub(super) fn answer(self, id: &Value) -> Value {
        match self {
            Fault::Unsupported => json!({"id": id, "unsupported": true}),
            Fault::Refused { code, message } => {
                json!({"id": id, "error": {"code": code, "message": message}})
            }
        }
    }
}

impl From<sigfour::Error> for Fault {
    fn from(error: sigfour::Error) -> Self {
        Fault::new(error.code(), error.to_string())
    }
}
