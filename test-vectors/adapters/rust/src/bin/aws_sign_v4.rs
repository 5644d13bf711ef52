//! aws-sign-v4: one function that makes an Authorization header.

use aws_sign_v4::AwsSign;
use chrono::DateTime;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use sigfour_adapters::{Case, No, demand, serve, signed};

fn answer(case: &Case) -> Result<Value, No> {
    demand(case.text("op") == "sign" && !case.has_rules())?;
    demand(!matches!(case.text("service"), "s3express" | "iotdevicegateway"))?;
    let at = DateTime::from_timestamp(case.seconds()?, 0).ok_or(No::Unsupported)?;
    let body = case.body();
    // As its README has it: the caller sets the headers that are to be signed.
    let mut added = vec![("x-amz-date".to_string(), case.text("timestamp").to_string())];
    if case.is_s3() {
        added.push(("x-amz-content-sha256".into(), sha256::digest(&body[..])));
    }
    if let Some(token) = case.token() {
        added.push(("x-amz-security-token".into(), token.into()));
    }
    let mut headers = HeaderMap::new();
    let given =
        case.headers().into_iter().map(|(name, value)| (name.to_string(), value.to_string()));
    for (name, value) in given.chain(added.clone()) {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        headers.append(name, HeaderValue::from_str(&value)?);
    }
    // It panics where there is no URL.
    let url = case.url()?;
    demand(url::Url::parse(&url).is_ok_and(|parsed| parsed.as_str() == url))?;
    let signer = AwsSign::new(
        case.text("method"),
        &url,
        &at,
        &headers,
        case.text("region"),
        case.text("access_key_id"),
        case.text("secret_access_key"),
        case.text("service"),
        &body,
    );
    added.push(("authorization".into(), signer.sign()));
    signed(added)
}

fn main() {
    serve(answer);
}
