//! aws-sigv4: the signer of the AWS SDK for Rust.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::{v4, v4a};
use serde_json::{Value, json};
use sigfour_adapters::{Case, No, at_midnight, demand, presigned, serve, signed};

fn answer(case: &Case) -> Result<Value, No> {
    match case.text("op") {
        "sign" | "presign" | "sign_v4a" | "presign_v4a" => signature(case),
        "derive_key" => {
            let day = time_of(at_midnight(case.text("date"))?)?;
            let (region, service) = (case.text("region"), case.text("service"));
            let key =
                v4::generate_signing_key(case.text("secret_access_key"), day, region, service);
            Ok(json!({"signing_key": hex(key.as_ref())}))
        }
        "derive_key_v4a" => {
            let (id, secret) = (case.text("access_key_id"), case.text("secret_access_key"));
            Ok(json!({"private_key": hex(v4a::generate_signing_key(id, secret).as_ref())}))
        }
        _ => Err(No::Unsupported),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn time_of(seconds: i64) -> Result<SystemTime, No> {
    let seconds = u64::try_from(seconds).map_err(|_| No::Unsupported)?;
    Ok(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

fn signature(case: &Case) -> Result<Value, No> {
    let is_presign = case.text("op").starts_with("presign");
    let time = time_of(case.seconds()?)?;
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
    let appended =
        case.rule("session_token") == "appended" || case.text("service") == "iotdevicegateway";
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
    let name = case.text("service");
    let params = if case.text("op").ends_with("_v4a") {
        let params = v4a::SigningParams::builder().identity(&identity).name(name).time(time);
        params.region_set(case.text("region_set")).settings(settings).build()?.into()
    } else {
        let params = v4::SigningParams::builder().identity(&identity).name(name).time(time);
        params.region(case.text("region")).settings(settings).build()?.into()
    };
    let request =
        SignableRequest::new(case.text("method"), case.url()?, case.headers().into_iter(), body)?;
    let (instructions, signature) = sign(request, &params)?.into_parts();
    let (headers, pairs) = instructions.into_parts();
    if !is_presign {
        let added = headers.iter().map(|h| (h.name().to_string(), h.value().to_string()));
        return signed(added.collect());
    }
    let encoded = pairs.iter().map(|(name, value)| {
        let mut text = String::new();
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    text.push(char::from(byte))
                }
                _ => text.push_str(&format!("%{byte:02X}")),
            }
        }
        format!("{name}={text}")
    });
    let target = case.text("target");
    let target = if target.starts_with('/') { target.into() } else { format!("/{target}") };
    let separator = if target.contains('?') { "&" } else { "?" };
    let mut answer =
        presigned(&format!("{target}{separator}{}", encoded.collect::<Vec<_>>().join("&")));
    answer["signature"] = signature.into();
    Ok(answer)
}

fn main() {
    serve(answer);
}
