//! `sigfour adapter`: answers the line protocol of the test vectors, one JSON object a line.

mod derive_key;
mod fault;
mod members;
mod rules;
mod sign;
mod verify;

use std::io::{self, Write};

use clap::Args;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::lines::{self, Line, Lines};
use fault::Fault;
use members::Members;

/// Answer the line protocol of the test vectors on stdin and stdout
///
/// Reads one JSON object a line and answers each with one line, in the same order and with the same id. A
/// line that can't be read is answered with an error, and the next one is read.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  sigfour adapter < requests.jsonl > answers.jsonl")]
pub(crate) struct Adapter {}

impl Adapter {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut lines = Lines::new(io::stdin().lock());
        let mut out = io::stdout().lock();
        loop {
            let answer = match lines
                .next()
                .map_err(|error| Failure::usage(format_args!("stdin can't be read: {error}")))?
            {
                Line::End => return Ok(()),
                Line::TooLong => Fault::new(
                    "LineTooLong",
                    format!("the line is longer than {} bytes", lines::MAX_LENGTH),
                )
                .answer(&Value::Null),
                Line::Text(text) => answer(text),
            };
            // One write, so that the line is whole for whoever waits for it.
            out.write_all(format!("{answer}\n").as_bytes())?;
            out.flush()?;
        }
    }
}

/// The answer to a line.
fn answer(line: &[u8]) -> Value {
    let request = match serde_json::from_slice(line) {
        Ok(Value::Object(members)) => members,
        Ok(_) => {
            return Fault::new("InvalidLine", "the line is not a JSON object").answer(&Value::Null);
        }
        Err(error) => {
            // The error names the place, never what stands there.
            let message = format!("the line is not JSON: {error}");
            return Fault::new("InvalidLine", message).answer(&Value::Null);
        }
    };
    answer_to(&request)
}

/// The answer to a request of the protocol.
pub(crate) fn answer_to(request: &Map<String, Value>) -> Value {
    let members = Members(request);
    let id = members.get("id").unwrap_or(&Value::Null);
    match perform(members) {
        Ok(mut answer) => {
            answer["id"] = id.clone();
            answer
        }
        Err(fault) => fault.answer(id),
    }
}

fn perform(members: Members<'_>) -> Result<Value, Fault> {
    if members.get("id").is_none() {
        return Err(Fault::missing("id"));
    }
    match members.text("op")? {
        "sign" => sign::sign(members),
        "presign" => sign::presign(members),
        "verify" => verify::verify(members),
        "derive_key" => derive_key::derive_key(members),
        "sign_chunks" | "sign_events" | "sign_post_policy" | "sign_v4a" | "presign_v4a"
        | "verify_v4a" | "derive_key_v4a" => Err(Fault::Unsupported),
        op => Err(Fault::new("UnknownOp", format!("there is no op {op:?}"))),
    }
}
