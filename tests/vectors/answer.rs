//! What this crate answers to a case, in the members that the files name.

use serde_json::{Map, Value, json};
use sigfour::{AmzDate, CredentialScope, Credentials, Error, KeyDerivation, Signer, Verifier};

use crate::case::{self, Case};

type Answer = Map<String, Value>;

/// The answer to a case; `None` for an op that is not known here.
pub(crate) fn answer(case: &Case) -> Option<Answer> {
    let answer = match case.op.as_str() {
        "sign" => sign(case),
        "presign" => presign(case),
        "verify" => verify(case),
        "derive_key" => derive_key(case),
        _ => return None,
    };
    Some(
        answer.unwrap_or_else(|error| {
            members(json!({"error": error.code(), "reason": error.code()}))
        }),
    )
}

fn members(value: Value) -> Answer {
    match value {
        Value::Object(members) => members,
        other => panic!("not an object: {other}"),
    }
}

fn sign(case: &Case) -> Result<Answer, Error> {
    let request = case.request();
    let (signer, credentials, now) = signing(case)?;
    let steps = signer.steps(&request.borrow(), &credentials, now)?;
    let signed = signer.sign(&request.borrow(), &credentials, now)?;
    Ok(members(json!({
        "canonical_request": steps.canonical_request,
        "string_to_sign": steps.string_to_sign,
        "signed_headers": signed.signed_headers(),
        "signature": signed.signature().to_string(),
        "authorization": signed.authorization(),
        "headers": signed.headers().collect::<Vec<_>>(),
    })))
}

fn presign(case: &Case) -> Result<Answer, Error> {
    let request = case.request();
    let (signer, credentials, now) = signing(case)?;
    let expires = case.expires()?;
    let steps = signer.presign_steps(&request.borrow(), &credentials, now, expires)?;
    let presigned = signer.presign(&request.borrow(), &credentials, now, expires)?;
    Ok(members(json!({
        "canonical_request": steps.canonical_request,
        "string_to_sign": steps.string_to_sign,
        "signed_headers": presigned.signed_headers(),
        "signature": presigned.signature().to_string(),
        "target": presigned.target(),
    })))
}

fn signing(case: &Case) -> Result<(Signer, Credentials, time::OffsetDateTime), Error> {
    let signer = Signer::new(case.text("service"), case.text("region")).rules(case.rules());
    let now = AmzDate::parse(case.text("timestamp"))?.to_offset_date_time();
    Ok((signer, case.credentials()?, now))
}

fn verify(case: &Case) -> Result<Answer, Error> {
    let known: Vec<_> = case
        .list("credentials")
        .iter()
        .map(|one| case::credentials(one.as_object().unwrap()))
        .collect::<Result<_, _>>()?;
    let now = AmzDate::parse(case.text("now"))?.to_offset_date_time();
    let request = case.request();
    let verifier = Verifier::new(case.text("service"), case.text("region")).rules(case.rules());
    let find = |id: &str| known.iter().find(|one| one.access_key_id() == id).cloned();
    Ok(match verifier.verify(&request.borrow(), find, now) {
        Ok(_) => members(json!({"result": "valid"})),
        Err(refusal) => {
            let mut answer = members(json!({"result": "invalid", "reason": refusal.reason.code()}));
            if let Some(steps) = refusal.steps {
                answer.insert("canonical_request".into(), steps.canonical_request.into());
            }
            answer
        }
    })
}

fn derive_key(case: &Case) -> Result<Answer, Error> {
    // The derivation has no access key id.
    let credentials = Credentials::new("none", case.text("secret_access_key"))?;
    let scope = CredentialScope::new(case.text("date"), case.text("region"), case.text("service"))?;
    let keys = KeyDerivation::new(&credentials, &scope);
    Ok(members(json!({
        "date_key": to_hex(keys.date_key()),
        "region_key": to_hex(keys.region_key()),
        "service_key": to_hex(keys.service_key()),
        "signing_key": to_hex(keys.signing_key()),
    })))
}

fn to_hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
