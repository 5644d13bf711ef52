//! aws-sigv4: the signer of the AWS SDK for Rust.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use serde_json::Value;
use sigfour_adapters::{Case, No, demand, presigned, serve, signed};

fn answer(case: &Case) -> Result<Value, No> {
    let is_presign = case.text("op") == "presign";
    demand(is_presign || case.text("op") == "sign")?;
    let seconds = u64::try_from(case.seconds()?).map_err(|_| No::Unsupported)?;
    let is_s3 = case.is_s3();
    let yes = |rule: &str, usual: bool| case.rule(rule).as_bool().unwrap_or(usual);

    let mut settings = SigningSettings::default();
    if is_presign {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(case.expires()));
    }
    if !yes("double_encode", !is_s3) {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
    }
    settings.uri_path_normalization_mode =
        UriPathNormalizationMode::from(yes("normalize_path", !is_s3));
    if yes("content_sha256_header", is_s3 && !is_presign) {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    let appended = case.rule("session_token") == "appended" || case.text("service") == "iotdevicegateway";
    if appended {
        settings.session_token_mode = SessionTokenMode::Exclude;
    }
    if case.text("service") == "s3express" {
        settings.session_token_name_override =
            Some(if is_presign { "X-Amz-S3session-Token" } else { "x-amz-s3session-token" });
    }

    // A service that refuses UNSIGNED-PAYLOAD is the caller's to know.
    demand(case.text("service") != "lambda" || !case.has_rules())?;
    let body = case.body();
    let body = match case.rule("payload").as_str() {
        Some("UNSIGNED-PAYLOAD") => SignableBody::UnsignedPayload,
        Some("STREAMING-UNSIGNED-PAYLOAD-TRAILER") => SignableBody::StreamingUnsignedPayloadTrailer,
        Some("signed") => SignableBody::Bytes(&body),
        Some(other) => SignableBody::Precomputed(other.into()),
        None if is_s3 && is_presign => SignableBody::UnsignedPayload,
        None => SignableBody::Bytes(&body),
    };
    let token = case.token().map(String::from);
    let (id, secret) = (case.text("access_key_id"), case.text("secret_access_key"));
    let identity = Credentials::new(id, secret, token, None, "adapter").into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(case.text("region"))
        .name(case.text("service"))
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .settings(settings)
        .build()?
        .into();
    let request =
        SignableRequest::new(case.text("method"), case.url()?, case.headers().into_iter(), body)?;
    let (instructions, signature) = sign(request, &params)?.into_parts();
    let (headers, pairs) = instructions.into_parts();
    if !is_presign {
        let added = headers.iter().map(|h| (h.name().to_string(), h.value().to_string()));
        return Ok(signed(added.collect()));
    }
    let encoded = pairs.iter().map(|(name, value)| {
        let mut text = String::new();
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
                _ => text.push_str(&format!("%{byte:02X}")),
            }
        }
        format!("{name}={text}")
    });
    let target = case.text("target");
    let target = if target.starts_with('/') { target.into() } else { format!("/{target}") };
    let separator = if target.contains('?') { "&" } else { "?" };
    let mut answer = presigned(&format!("{target}{separator}{}", encoded.collect::<Vec<_>>().join("&")));
    answer["signature"] = signature.into();
    Ok(answer)
}

fn main() {
    serve(answer);
}
