//! SigV4A.

use std::time::Duration;

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign as sign_request,
};
use aws_sigv4::sign::v4a;
use serde_json::{Value, json};

use crate::case::{Case, Failure, bytes};

pub fn derive_key(case: &Case) -> Value {
    let key = v4a::generate_signing_key(case.text("access_key_id"), case.text("secret_access_key"));
    json!({"private_key": hex::encode(key)})
}

pub fn sign(case: &Case) -> Result<Value, Failure> {
    let presigned = case.text("op") == "presign_v4a";
    let mut settings = SigningSettings::default();
    if presigned {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = case.0["expires_seconds"].as_u64().map(Duration::from_secs);
    }
    if !case.yes("double_encode", !case.is_s3()) {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
    }
    settings.uri_path_normalization_mode =
        UriPathNormalizationMode::from(case.yes("normalize_path", !case.is_s3()));
    if case.yes("content_sha256_header", case.is_s3() && !presigned) {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    if case.rule("session_token") == "appended" {
        settings.session_token_mode = SessionTokenMode::Exclude;
    }
    let body = bytes(&case.0["body"])?;
    let body = match case.rule("payload").as_str() {
        None if case.is_s3() && presigned => SignableBody::UnsignedPayload,
        None | Some("signed") => SignableBody::Bytes(&body),
        Some(name) => SignableBody::Precomputed(name.into()),
    };
    let identity = case.identity();
    let params = v4a::SigningParams::builder()
        .identity(&identity)
        .region_set(case.text("region_set"))
        .name(case.text("service"))
        .time(case.time()?)
        .settings(settings)
        .build()?
        .into();
    let request = SignableRequest::new(
        case.text("method"),
        case.url(),
        case.pairs("headers").into_iter(),
        body,
    )?;
    Ok(json!({"signature": sign_request(request, &params)?.into_parts().1}))
}
