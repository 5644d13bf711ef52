//! The event that the function of a function URL gets: payload format 2.0.
//!
//! Source: "Invoking Lambda function URLs" in the Lambda developer guide. What that page leaves open:
//! - `rawPath` is the path as on the wire, still percent-encoded: so it is at function URLs, where API Gateway's
//!   HTTP APIs decode it.
//! - A body is text where its content type is text, JSON, JavaScript or XML, and base64 for all others, a form
//!   included, as at API Gateway.
//! - `authorization` and `x-amz-security-token` are left out of `headers`: an event gets logged, and a function
//!   learns who calls it from `requestContext.authorizer.iam`.
//! - Members that have nothing to say (`cookies`, `queryStringParameters`, `body`) are left out.

use std::borrow::ToOwned;
use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use serde_json::{Map, Value, json};

use super::exchange::Received;
use super::state::{ACCOUNT, Caller, State};
use super::text::{base64, log_date, pairs};

/// Headers that are not passed on under `headers`: two are secrets, cookies have a place of their own, and the
/// others belong to the connection.
const KEPT_BACK: &[&str] = &[
    "authorization",
    "x-amz-security-token",
    "cookie",
    "connection",
    "expect",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// Content types, beside `text/*`, whose bodies are passed on as text.
const TEXT: &[&str] = &["application/json", "application/javascript", "application/xml"];

pub(super) fn event(
    state: &State,
    received: &Received,
    caller: &Caller,
    request_id: &str,
) -> Value {
    let now = state.now();
    let (path, query) = received.path_and_query();
    let domain = format!("{}.lambda-url.{}.on.aws", state.url_id, state.settings.region);
    let user_agent = received.header("user-agent").unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers(received),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": state.url_id,
            "authentication": null,
            "authorizer": { "iam": {
                "accessKey": caller.access_key_id,
                "accountId": ACCOUNT,
                "callerId": caller.user_id,
                "cognitoIdentity": null,
                "principalOrgId": null,
                "userArn": caller.arn,
                "userId": caller.user_id,
            } },
            "domainName": domain,
            "domainPrefix": state.url_id,
            "http": {
                "method": received.method,
                "path": path,
                "protocol": received.protocol,
                "sourceIp": received.from.to_string(),
                "userAgent": user_agent,
            },
            "requestId": request_id,
            "routeKey": "$default",
            "stage": "$default",
            "time": log_date(now),
            "timeEpoch": now.unix_seconds().saturating_mul(1000),
        },
        "isBase64Encoded": false,
    });
    if let Some(members) = event.as_object_mut() {
        add_what_is_there(members, received, query);
    }
    event
}

fn add_what_is_there(event: &mut Map<String, Value>, received: &Received, query: &str) {
    let cookies: Vec<String> = received
        .headers("cookie")
        .flat_map(|line| line.split(';').map(|c| c.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cookie| !cookie.is_empty())
        .collect();
    if !cookies.is_empty() {
        event.insert("cookies".into(), cookies.into());
    }
    let parameters = joined(pairs(query));
    if !parameters.is_empty() {
        event.insert("queryStringParameters".into(), json!(parameters));
    }
    if !received.body.is_empty() {
        let text = std::str::from_utf8(&received.body).ok().filter(|_| is_text(received));
        event.insert("isBase64Encoded".into(), text.is_none().into());
        let body = text.map_or_else(|| base64(&received.body), ToOwned::to_owned);
        event.insert("body".into(), body.into());
    }
}

fn is_text(received: &Received) -> bool {
    let content_type = received.content_type().unwrap_or_default();
    content_type.starts_with("text/") || TEXT.contains(&&*content_type)
}

fn headers(received: &Received) -> BTreeMap<String, String> {
    let passed_on = received.headers.iter().filter(|(name, _)| !KEPT_BACK.contains(&&**name));
    joined(passed_on.map(|(n, v)| (n.clone(), String::from_utf8_lossy(v).into_owned())))
}

/// The values of a repeated name, joined by commas.
fn joined(pairs: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::<String, String>::new();
    for (name, value) in pairs {
        map.entry(name)
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    map
}
