//! A signed request as it would be sent, held against AWS's rules instead of against one expected text.
//!
//! Signers are free to sign more headers than they must, or fewer. What a server lets in is right.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::vectors::{Case, list};
use crate::adapter;

/// The headers that a signer may set anew.
const OWN: [&str; 5] =
    ["authorization", "date", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];

/// Whether what an answer to `sign` or `presign` makes of the request is let in.
///
/// # Errors
/// Why it is not: a reason of the verifier, or what of the caller's own request was changed.
pub(super) fn verify(case: &Case, answer: &Value) -> Result<(), Refused> {
    let (target, headers) = match case.op.as_str() {
        "sign" => (case.text("target").to_string(), with_added(case, answer)?),
        _ => (presigned(case, answer)?, case.input("headers").clone()),
    };
    let mut credentials = json!({
        "access_key_id": case.input("access_key_id"),
        "secret_access_key": case.input("secret_access_key"),
    });
    if !case.input("session_token").is_null() {
        credentials["session_token"] = case.input("session_token").clone();
    }
    let mut request = json!({
        "id": case.id,
        "op": "verify",
        "method": case.input("method"),
        "target": target,
        "headers": headers,
        "body": case.input("body"),
        "now": case.input("timestamp"),
        "credentials": [credentials],
        "region": case.input("region"),
        "service": case.input("service"),
        "options": {"tolerance_seconds": 0},
    });
    if !case.input("rules").is_null() {
        request["rules"] = case.input("rules").clone();
    }
    let verdict = request.as_object().map(adapter::answer_to).unwrap_or_default();
    if verdict["result"] == "valid" {
        return Ok(());
    }
    let reason = verdict["reason"].as_str().unwrap_or("unreadable");
    let is_s3 = case.text("service").starts_with("s3");
    if reason == "UnsignedHeader" && !is_s3 {
        // Services other than S3 take this one unsigned, and signers in use rely on it.
        let without = without_header(answer, "x-amz-content-sha256");
        if without != *answer {
            return verify(case, &without);
        }
    }
    Err(Refused {
        why: format!("what it sends is refused: {reason}"),
        canonical_request: verdict["canonical_request"].as_str().map(String::from),
    })
}

fn without_header(answer: &Value, name: &str) -> Value {
    let mut answer = answer.clone();
    if let Some(headers) = answer["headers"].as_array_mut() {
        headers.retain(|header| !header[0].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)));
    }
    answer
}

#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub(super) why: String,
    /// The verifier's own, of the request as sent.
    pub(super) canonical_request: Option<String>,
}

fn changed(what: &str) -> Refused {
    Refused { why: format!("it changes the caller's {what}"), canonical_request: None }
}

/// The caller's headers, and those of the answer that it does not have.
fn with_added(case: &Case, answer: &Value) -> Result<Value, Refused> {
    let added = answer["headers"].as_array().ok_or_else(|| Refused {
        why: "the answer has no headers".into(),
        canonical_request: None,
    })?;
    let name_of = |header: &Value| header[0].as_str().unwrap_or_default().to_ascii_lowercase();
    let value_of = |header: &Value| header[1].as_str().unwrap_or_default().trim().to_string();
    let mut headers = list(case.input("headers")).to_vec();
    for header in added {
        let given: Vec<_> = headers.iter().filter(|h| name_of(h) == name_of(header)).collect();
        match given[..] {
            [] => headers.push(header.clone()),
            _ if given.iter().any(|given| value_of(given) == value_of(header)) => {}
            // What signing is about may be put right; the rest is the caller's.
            _ if OWN.contains(&&*name_of(header)) => {
                headers.retain(|given| name_of(given) != name_of(header));
                headers.push(header.clone());
            }
            _ => return Err(changed(&format!("header {}", name_of(header)))),
        }
    }
    Ok(headers.into())
}

/// The signed target, which must be the caller's own with parameters added.
fn presigned(case: &Case, answer: &Value) -> Result<String, Refused> {
    let target = answer["target"].as_str().unwrap_or_default();
    let split = |target: &str| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = if path.is_empty() { "/" } else { path };
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        (path.to_string(), pairs.map(String::from).collect::<Vec<_>>())
    };
    let (path, query) = split(case.text("target"));
    let (sent_path, mut sent_query) = split(target);
    if path != sent_path {
        return Err(changed("path"));
    }
    for pair in query {
        let place = sent_query.iter().position(|sent| decoded(sent) == decoded(&pair));
        sent_query.swap_remove(place.ok_or_else(|| changed("query"))?);
    }
    let life = format!("X-Amz-Expires={}", case.input("expires_seconds"));
    if !sent_query.contains(&life) {
        return Err(Refused {
            why: "it has not the expiry asked for".into(),
            canonical_request: None,
        });
    }
    Ok(target.into())
}

/// What a parameter stands for, however it is written.
fn decoded(pair: &str) -> (Vec<u8>, Vec<u8>) {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    (percent_decode_str(name).collect(), percent_decode_str(value).collect())
}
