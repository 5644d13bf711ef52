//! The operations that make signatures: `sign` and `presign`.

use std::time::Duration;

use serde_json::{Value, json};
use sigfour::Signer;

use super::fault::Fault;
use super::members::Members;
use super::rules::Overrides;

/// The order that the vector files have the headers in, behind the session token, whatever its name. It is
/// of no account to a server.
const ORDER: &[&str] = &["x-amz-date", "x-amz-content-sha256", "authorization"];

fn signer(members: Members<'_>, overrides: &Overrides) -> Result<Signer, Fault> {
    let (service, region) = (members.text("service")?, members.text("region")?);
    Ok(Signer::new(service, region).rules(overrides.rules))
}

pub(super) fn sign(members: Members<'_>) -> Result<Value, Fault> {
    let overrides = Overrides::read(members)?;
    let signer = signer(members, &overrides)?;
    let credentials = members.credentials()?;
    let now = members.date("timestamp")?;
    let message = members.message()?;
    let request = message.request(&overrides);

    let prepared = signer.prepare(&request, &credentials, now)?;
    let signed = prepared.sign(&signer.key(&credentials, now)?)?;
    let steps = prepared.steps();
    let mut headers: Vec<_> = signed.headers().collect();
    headers.sort_by_key(|(name, _)| ORDER.iter().position(|first| first == name));
    Ok(json!({
        "canonical_request": steps.canonical_request,
        "string_to_sign": steps.string_to_sign,
        "signed_headers": signed.signed_headers(),
        "signature": signed.signature().to_string(),
        "authorization": signed.authorization(),
        "headers": headers,
    }))
}

pub(super) fn presign(members: Members<'_>) -> Result<Value, Fault> {
    let overrides = Overrides::read(members)?;
    let signer = signer(members, &overrides)?;
    let credentials = members.credentials()?;
    let now = members.date("timestamp")?;
    let expires = Duration::from_secs(members.seconds("expires_seconds")?);
    let message = members.message()?;
    let request = message.request(&overrides);

    let prepared = signer.prepare_url(&request, &credentials, now, expires)?;
    let steps = prepared.steps();
    let presigned = prepared.sign(&signer.key(&credentials, now)?)?;
    Ok(json!({
        "canonical_request": steps.canonical_request,
        "string_to_sign": steps.string_to_sign,
        "signed_headers": presigned.signed_headers(),
        "signature": presigned.signature().to_string(),
        "target": presigned.target(),
    }))
}
