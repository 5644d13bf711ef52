//! The operation `verify`.

use serde_json::{Value, json};
use sigfour::{Credentials, Verifier};

use super::fault::Fault;
use super::members::Members;
use super::rules::Overrides;

pub(super) fn verify(members: Members<'_>) -> Result<Value, Fault> {
    let overrides = Overrides::read(members)?;
    let (service, region) = (members.text("service")?, members.text("region")?);
    let known = credentials(members)?;
    let now = members.date("now")?.to_offset_date_time();
    let message = members.message()?;
    let request = message.request(&overrides);

    let find = |id: &str| known.iter().find(|known| known.access_key_id() == id).cloned();
    let verifier = Verifier::new(service, region).rules(overrides.rules);
    let mut answer = match verifier.verify(&request, find, now) {
        Ok(_) => json!({"result": "valid"}),
        Err(refusal) => json!({"result": "invalid", "reason": refusal.reason.code()}),
    };
    // As far as it comes: what the signature covers may not even be there.
    if let Ok(steps) = verifier.steps(&request) {
        answer["canonical_request"] = steps.canonical_request.into();
    }
    Ok(answer)
}

fn credentials(members: Members<'_>) -> Result<Vec<Credentials>, Fault> {
    let wrong = || Fault::wrong("credentials", "a list of objects");
    let one = |value: &Value| value.as_object().map(Members).ok_or_else(wrong)?.credentials();
    members.array("credentials")?.iter().map(one).collect()
}
