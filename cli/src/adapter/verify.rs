//! The operation `verify`.

use std::time::Duration;

use serde_json::{Value, json};
use sigfour::{Credentials, Reason, Refusal, Verifier};

use super::fault::Fault;
use super::members::Members;
use super::rules::Overrides;

/// What a request may set otherwise than AWS does.
const OPTIONS: &[&str] =
    &["tolerance_seconds", "required_signed_headers", "regions", "services", "check_body"];

pub(super) fn verify(members: Members<'_>) -> Result<Value, Fault> {
    let overrides = Overrides::read(members)?;
    let (service, region) = (members.text("service")?, members.text("region")?);
    let known = credentials(members)?;
    let now = members.date("now")?;
    let message = members.message()?;
    let request = message.request(&overrides);

    let find = |id: &str| known.iter().find(|known| known.access_key_id() == id).cloned();
    let mut verifier = verifier(members, service, region)?.rules(overrides.rules);
    if overrides.leaves_body_open() {
        verifier = verifier.accept_unsigned_payload();
    }
    let mut answer = match verifier.verify(&request, find, now) {
        Ok(_) => json!({"result": "valid"}),
        // The chunks' signatures are not verified yet: neither valid nor invalid.
        Err(Refusal { reason: Reason::StreamingPayload, .. }) => return Err(Fault::Unsupported),
        Err(refusal) => json!({"result": "invalid", "reason": refusal.reason.code()}),
    };
    // As far as it comes: what the signature covers may not even be there.
    if let Ok(steps) = verifier.steps(&request) {
        answer["canonical_request"] = steps.canonical_request.into();
    }
    Ok(answer)
}

/// A verifier with the `options` of the request.
fn verifier(members: Members<'_>, service: &str, region: &str) -> Result<Verifier, Fault> {
    let Some(options) = members.object("options")? else {
        return Ok(Verifier::new(service, region));
    };
    if let Some(name) = options.0.keys().find(|name| !OPTIONS.contains(&name.as_str())) {
        return Err(Fault::new("UnknownOption", format!("there is no option {name:?}")));
    }
    let regions = options.texts("regions")?.unwrap_or_else(|| vec![region]);
    let services = options.texts("services")?.unwrap_or_else(|| vec![service]);
    let ([region, regions @ ..], [first, services @ ..]) = (&*regions, &*services) else {
        return Err(Fault::wrong("options", "lists of one name or more"));
    };
    // The rules are laid over by the caller: they stay those of the request's `service`.
    let mut verifier = Verifier::new(first, region);
    verifier = regions.iter().fold(verifier, |verifier, name| verifier.also_region(name));
    verifier = services.iter().fold(verifier, |verifier, name| verifier.also_service(name));
    for name in options.texts("required_signed_headers")?.unwrap_or_default() {
        verifier = verifier.require_signed(name);
    }
    if options.get("tolerance_seconds").is_some() {
        let seconds = options.seconds("tolerance_seconds")?;
        verifier = verifier.clock_tolerance(Duration::from_secs(seconds));
    }
    match options.get("check_body").map(Value::as_bool) {
        None | Some(Some(true)) => Ok(verifier),
        Some(Some(false)) => Ok(verifier.trust_declared_body()),
        Some(None) => Err(Fault::wrong("check_body", "true or false")),
    }
}

fn credentials(members: Members<'_>) -> Result<Vec<Credentials>, Fault> {
    let wrong = || Fault::wrong("credentials", "a list of objects");
    let one = |value: &Value| value.as_object().map(Members).ok_or_else(wrong)?.credentials();
    members.array("credentials")?.iter().map(one).collect()
}
