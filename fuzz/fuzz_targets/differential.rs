//! What this crate and aws-sigv4 make of the same request is the same signature, or differs for a reason that is
//! listed in [`known`]. A new reason is a new case for `test-vectors/`.
#![no_main]

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as PeerCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest,
    SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use libfuzzer_sys::fuzz_target;
use sigfour::{Rules, SessionToken, Signer, Steps};
use sigfour_fuzz::known::known;
use sigfour_fuzz::{Message, REGION, SECRET, TOKEN, credentials, now};

const EXPIRES: Duration = Duration::from_secs(3600);

fuzz_target!(|message: Message| {
    let at = now();
    let own = credentials("AKIDEXAMPLE", message.with_token).unwrap();
    let signer = Signer::new(message.service, REGION);
    let request = message.request();

    if let Ok(signed) = signer.sign(&request, &own, at) {
        let steps = signer.prepare(&request, &own, at).unwrap().steps();
        compare(&message, SignatureLocation::Headers, &signed.signature().to_string(), &steps);
    }
    if let Ok(presigned) = signer.presign(&request, &own, at, EXPIRES) {
        let steps = signer.prepare_url(&request, &own, at, EXPIRES).unwrap().steps();
        let signature = presigned.signature().to_string();
        compare(&message, SignatureLocation::QueryParams, &signature, &steps);
    }
});

fn compare(message: &Message, location: SignatureLocation, signature: &str, steps: &Steps) {
    let presigned = location == SignatureLocation::QueryParams;
    if let Some(theirs) = peer(message, location) {
        if theirs != signature && known(message, presigned).is_none() {
            panic!(
                "aws-sigv4 signs {theirs}, sigfour {signature} (presigned: {presigned}) of\n{}\nfor {message:?}",
                steps.canonical_request
            );
        }
    }
}

/// The signature that aws-sigv4 makes, told what this crate knows from the service's name. `None` where it takes
/// no such request.
fn peer(message: &Message, location: SignatureLocation) -> Option<String> {
    let rules = Rules::of(message.service);
    let is_s3 = message.service.starts_with("s3");
    let token = message.with_token.then(|| TOKEN.to_string());
    let identity = PeerCredentials::new("AKIDEXAMPLE", SECRET, token, None, "fuzz").into();

    let mut settings = SigningSettings::default();
    settings.expires_in = (location == SignatureLocation::QueryParams).then_some(EXPIRES);
    settings.signature_location = location;
    settings.excluded_headers = Some(message.never_signed().map(Cow::Owned).collect());
    if is_s3 {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        if location == SignatureLocation::Headers {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
    }
    if rules == rules.session_token(SessionToken::Appended) {
        settings.session_token_mode = SessionTokenMode::Exclude;
    }
    if message.service == "s3express" {
        settings.session_token_name_override = Some(match location {
            SignatureLocation::Headers => "x-amz-s3session-token",
            _ => "X-Amz-S3session-Token",
        });
    }
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(REGION)
        .name(message.service)
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(now().timestamp().unix_seconds() as u64))
        .settings(settings)
        .build()
        .ok()?
        .into();

    let mut headers = Vec::new();
    for (name, value) in &message.headers {
        headers.push((name.as_str(), std::str::from_utf8(value).ok()?));
    }
    // The Host header counts; a URI needs some host for itself.
    let uri = format!("https://example.com{}", message.target);
    let body = match is_s3 && location == SignatureLocation::QueryParams {
        true => SignableBody::UnsignedPayload,
        false => SignableBody::Bytes(&message.body),
    };
    let request = SignableRequest::new(&message.method, uri, headers.into_iter(), body).ok()?;
    Some(sign(request, &params).ok()?.signature().to_string())
}
