//! The operation `derive_key`.

use serde_json::{Value, json};
use sigfour::{CredentialScope, Credentials, KeyDerivation};

use super::fault::Fault;
use super::members::Members;

pub(super) fn derive_key(members: Members<'_>) -> Result<Value, Fault> {
    // The derivation is of the secret alone; the id that goes with it is of no account.
    let credentials = Credentials::new("-", members.text("secret_access_key")?)?;
    let [date, region, service] =
        [members.text("date")?, members.text("region")?, members.text("service")?];
    let steps = KeyDerivation::new(&credentials, &CredentialScope::new(date, region, service)?);
    Ok(json!({
        "date_key": hex::encode(steps.date_key()),
        "region_key": hex::encode(steps.region_key()),
        "service_key": hex::encode(steps.service_key()),
        "signing_key": hex::encode(steps.signing_key()),
    }))
}
