//! Event streams.

use std::time::{Duration, SystemTime};

use aws_sigv4::event_stream::{SigningParams, sign_empty_message, sign_message};
use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use serde_json::{Value, json};

use crate::case::{Case, Failure, base64, bytes};

/// A payload that is no message can't be given to this signer.
pub fn sign(case: &Case) -> Result<Value, Failure> {
    let identity = case.identity();
    let mut previous = case.text("seed_signature").to_string();
    let mut steps = Vec::new();
    for event in case.list("events") {
        let seconds = event["epoch_seconds"].as_u64().ok_or("a time before 1970")?;
        let params = SigningParams::builder()
            .identity(&identity)
            .region(case.text("region"))
            .name(case.text("service"))
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .settings(())
            .build()?;
        let payload = bytes(&event["payload"])?;
        let (message, signature) = if payload.is_empty() {
            sign_empty_message(&previous, &params)?.into_parts()
        } else {
            match read_message_from(payload) {
                Ok(inner) => sign_message(&inner, &previous, &params)?.into_parts(),
                Err(_) => return Ok(json!({"unsupported": true})),
            }
        };
        let mut frame = Vec::new();
        write_message_to(&message, &mut frame)?;
        steps.push(json!({"signature": signature, "message": base64(&frame)}));
        previous = signature;
    }
    Ok(json!({"steps": steps}))
}
