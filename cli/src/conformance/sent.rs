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

/// The parameters that a signer may set anew.
const OWN_PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
];

/// What becomes of a request as it is sent.
pub(super) enum Sent {
    LetIn,
    Refused(Refused),
    /// Servers differ, or it can't be told here: what in it.
    Unclear(&'static str),
}

#[derive(Debug, Clone)]
pub(super) struct Refused {
    /// A reason of the verifier, or what of the caller's own request was changed.
    pub(super) why: String,
    /// It is not even a request of HTTP.
    pub(super) is_no_request: bool,
    /// The verifier's own, of the request as sent.
    pub(super) canonical_request: Option<String>,
}

/// Whether what an answer to `sign` or `presign` makes of the request is let in.
pub(super) fn verify(case: &Case, answer: &Value) -> Sent {
    let sent = match case.op.as_str() {
        "sign" => {
            rewritten(case, answer).and_then(|target| Ok((target, with_added(case, answer)?)))
        }
        _ => presigned(case, answer).map(|target| (target, list(case.input("headers")).to_vec())),
    };
    let (target, mut headers) = match sent {
        Ok(sent) => sent,
        Err(refused) => return Sent::Refused(refused),
    };
    if !case.text("body").is_empty() && !headers.iter().any(|h| name_of(h) == "content-length") {
        headers.push(json!(["Content-Length", content_length(case.text("body"))]));
    }
    let mut verdict = received(case, &target, &headers);
    if verdict["reason"] == "UnsignedHeader" && !case.text("service").starts_with("s3") {
        // Services other than S3 take this one unsigned, and signers in use rely on it.
        headers.retain(|header| name_of(header) != "x-amz-content-sha256");
        verdict = received(case, &target, &headers);
    }
    if verdict["result"] == "valid" {
        return Sent::LetIn;
    }
    if verdict["unsupported"] == true {
        return Sent::Unclear("what it sends can't be verified here");
    }
    let is_let_in =
        |target: &str, headers: &[Value]| received(case, target, headers)["result"] == "valid";
    let code = verdict["error"]["code"].as_str().unwrap_or("unreadable");
    let reason = verdict["reason"].as_str().unwrap_or(code);
    // Whoever opens a URL leaves the usual port out of Host.
    if case.op == "presign" && is_let_in(&target, &without_usual_port(&headers)) {
        return Sent::LetIn;
    }
    // S3 reads a raw plus sign as a space; what others do differs.
    if target.contains('+') && is_let_in(&target.replace('+', "%20"), &headers) {
        return Sent::Unclear("it sends a space as a raw '+'");
    }
    Sent::Refused(Refused {
        why: format!("what it sends is refused: {reason}"),
        is_no_request: reason == "InvalidRequest",
        canonical_request: verdict["canonical_request"].as_str().map(String::from),
    })
}

/// The verifier's answer.
fn received(case: &Case, target: &str, headers: &[Value]) -> Value {
    let mut credentials = json!({
        "access_key_id": case.input("access_key_id"),
        "secret_access_key": case.input("secret_access_key"),
    });
    // An empty token is none, for those who take one.
    if !case.text("session_token").is_empty() {
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
    request.as_object().map(adapter::answer_to).unwrap_or_default()
}

/// Of a body in base64.
fn content_length(body: &str) -> String {
    (body.trim_end_matches('=').len() * 3 / 4).to_string()
}

fn name_of(header: &Value) -> String {
    header[0].as_str().unwrap_or_default().to_ascii_lowercase()
}

fn value_of(header: &Value) -> String {
    header[1].as_str().unwrap_or_default().trim().to_string()
}

fn without_usual_port(headers: &[Value]) -> Vec<Value> {
    let mut headers = headers.to_vec();
    for host in headers.iter_mut().filter(|header| name_of(header) == "host") {
        let value = value_of(host);
        let short = value.strip_suffix(":443").or_else(|| value.strip_suffix(":80"));
        host[1] = short.unwrap_or(&value).into();
    }
    headers
}

impl Refused {
    /// Before a verifier has seen it.
    fn without_view(why: impl Into<String>) -> Self {
        Refused { why: why.into(), is_no_request: false, canonical_request: None }
    }
}

fn changed(what: &str) -> Refused {
    Refused::without_view(format!("it changes the caller's {what}"))
}

/// The caller's headers, and those of the answer that it does not have.
fn with_added(case: &Case, answer: &Value) -> Result<Vec<Value>, Refused> {
    let added = answer["headers"]
        .as_array()
        .ok_or_else(|| Refused::without_view("the answer has no headers"))?;
    let mut headers = list(case.input("headers")).to_vec();
    for header in added {
        let given: Vec<_> = headers.iter().filter(|h| name_of(h) == name_of(header)).collect();
        match given[..] {
            [] => headers.push(header.clone()),
            // Sent as the answer has it: spaces around a value are of no account, what else was there is.
            [given] if value_of(given) == value_of(header) => {
                let sent = header.clone();
                headers
                    .iter_mut()
                    .filter(|h| name_of(h) == name_of(header))
                    .for_each(|h| *h = sent.clone());
            }
            _ if given.iter().any(|given| value_of(given) == value_of(header)) => {}
            // Clients leave the usual port out, whoever wrote it.
            [host]
                if name_of(host) == "host"
                    && is_usual_port_of(&value_of(host), &value_of(header)) =>
            {
                headers.retain(|given| name_of(given) != "host");
                headers.push(header.clone());
            }
            // What signing is about may be put right; the rest is the caller's.
            _ if OWN.contains(&&*name_of(header)) => {
                headers.retain(|given| name_of(given) != name_of(header));
                headers.push(header.clone());
            }
            _ => return Err(changed(&format!("header {}", name_of(header)))),
        }
    }
    Ok(headers)
}

fn is_usual_port_of(given: &str, sent: &str) -> bool {
    given.strip_prefix(sent).is_some_and(|port| matches!(port, ":80" | ":443"))
}

/// The signed target, which must be the caller's own with parameters added.
fn presigned(case: &Case, answer: &Value) -> Result<String, Refused> {
    let target = answer["target"].as_str().unwrap_or_default();
    let added = beside_the_callers(case, target)?;
    let life = format!("X-Amz-Expires={}", case.input("expires_seconds"));
    if !added.contains(&life) {
        return Err(Refused::without_view("it has not the expiry asked for"));
    }
    Ok(target.into())
}

/// The target of a request signed in its header: the caller's own, unless the answer says that it is sent otherwise,
/// in another order or with other escapes.
fn rewritten(case: &Case, answer: &Value) -> Result<String, Refused> {
    let Some(target) = answer["target"].as_str() else { return Ok(case.text("target").into()) };
    match &beside_the_callers(case, target)?[..] {
        [] => Ok(target.into()),
        _ => Err(changed("query")),
    }
}

/// The parameters of a target that are not the caller's, all of whose must be there.
fn beside_the_callers(case: &Case, target: &str) -> Result<Vec<String>, Refused> {
    let split = |target: &str| {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = if path.is_empty() { "/" } else { path };
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        (path.to_string(), pairs.map(String::from).collect::<Vec<_>>())
    };
    // A fragment is never sent.
    let given = case.text("target").split('#').next().unwrap_or_default();
    let (path, query) = split(given);
    let (sent_path, mut sent_query) = split(target);
    if path != sent_path {
        return Err(changed("path"));
    }
    for pair in query {
        let name = pair.split('=').next().unwrap_or_default();
        match sent_query.iter().position(|sent| decoded(sent) == decoded(&pair)) {
            Some(place) => drop(sent_query.remove(place)),
            None if OWN_PARAMETERS.contains(&name) => {}
            None => return Err(changed("query")),
        }
    }
    Ok(sent_query)
}

/// What a parameter stands for, however it is written.
fn decoded(pair: &str) -> (Vec<u8>, Vec<u8>) {
    let pair = pair.replace('+', "%20");
    let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
    (percent_decode_str(name).collect(), percent_decode_str(value).collect())
}
