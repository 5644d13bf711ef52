//! reqsign-aws-v4: the signer of reqsign, which OpenDAL uses.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Request};
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::{Context, SignRequest};
use serde_json::Value;
use sigfour_adapters::{Case, No, clock, demand, hash_of, presigned, serve, signed, waited_for};

fn answer(case: &Case) -> Result<Value, No> {
    let is_presign = case.text("op") == "presign";
    demand(is_presign || case.text("op") == "sign")?;
    // It has no rules but one: the host of S3 Express decides the name of the token.
    demand(case.rules_are_only(&["payload"]) && case.text("service") != "iotdevicegateway")?;
    let is_express = case.host().contains("s3express");
    demand(case.token().is_none() || is_express == (case.text("service") == "s3express"))?;
    clock::stop_at(case.seconds()?);
    // A service that refuses UNSIGNED-PAYLOAD is the caller's to know.
    demand(case.text("service") != "lambda" || !case.has_rules())?;
    // It takes text: what is no ASCII in a header, or no UTF-8 in a path, it refuses in so many words.
    demand(case.headers().iter().all(|(_, value)| value.is_ascii()))?;
    let path = case.text("target").split('?').next().unwrap_or_default();
    demand(percent_encoding::percent_decode_str(path).decode_utf8().is_ok())?;

    let mut request = Request::builder().method(case.text("method")).uri(case.url()?).body(())?;
    *request.headers_mut() = headers(case)?;
    // It does not see the body: without this header, it signs UNSIGNED-PAYLOAD.
    let payload = match case.rule("payload").as_str() {
        None if is_presign && case.is_s3() => None,
        None | Some("signed") => Some(hash_of(&case.body())),
        Some(other) => Some(other.into()),
    };
    // In a presigned URL the header would have to be sent with it.
    demand(!is_presign || matches!(payload.as_deref(), None | Some("UNSIGNED-PAYLOAD")))?;
    if let (false, Some(payload)) =
        (is_presign || case.header("x-amz-content-sha256").is_some(), payload)
    {
        request.headers_mut().insert("x-amz-content-sha256", HeaderValue::from_str(&payload)?);
    }
    let credential = Credential {
        access_key_id: case.text("access_key_id").into(),
        secret_access_key: case.text("secret_access_key").into(),
        session_token: case.token().map(String::from),
        expires_in: None,
    };
    let signer = RequestSigner::new(case.text("service"), case.text("region"));
    let life = is_presign.then(|| Duration::from_secs(case.expires()));
    let (mut parts, ()) = request.into_parts();
    waited_for(signer.sign_request(&Context::new(), &mut parts, Some(&credential), life))?;
    if is_presign {
        return Ok(presigned(parts.uri.path_and_query().map_or("/", |target| target.as_str())));
    }
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    signed(parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect())
}

fn headers(case: &Case) -> Result<HeaderMap, No> {
    let mut headers = HeaderMap::new();
    for (name, value) in case.headers() {
        headers.append(HeaderName::from_bytes(name.as_bytes())?, HeaderValue::from_str(value)?);
    }
    Ok(headers)
}

fn main() {
    serve(answer);
}
