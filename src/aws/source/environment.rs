//! Keys in the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, and
//! `AWS_CREDENTIAL_EXPIRATION`, which `aws configure export-credentials` writes beside them.

use std::string::ToString;
use std::vec;

use super::Source;
use crate::Credentials;
use crate::aws::context::Context;
use crate::aws::error::Error;
use crate::aws::moment;

/// The keys that the environment holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentKeys;

impl Source for EnvironmentKeys {
    /// [`Error::NoCredentials`] where there are none at all; what is there by half or malformed is
    /// [`Error::InvalidCredentials`], and no other source is asked in its place.
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let get = |name| context.environment.get(name);
        let invalid =
            |why: &str| Error::InvalidCredentials { from: "environment".into(), why: why.into() };
        let (id, secret) = match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => (id, secret),
            (Some(_), None) => {
                return Err(invalid("AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not"));
            }
            (None, Some(_)) => {
                return Err(invalid("AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not"));
            }
            (None, None) => {
                let why = "environment: AWS_ACCESS_KEY_ID is not set".into();
                return Err(Error::NoCredentials { tried: vec![why] });
            }
        };
        if secret.trim() != secret {
            return Err(invalid("AWS_SECRET_ACCESS_KEY starts or ends with white space"));
        }
        let credentials = match get("AWS_SESSION_TOKEN") {
            Some(token) => Credentials::temporary(&id, &secret, &token),
            None => Credentials::new(&id, &secret),
        }
        .map_err(|error| invalid(&error.to_string()))?;
        let end = get("AWS_CREDENTIAL_EXPIRATION").and_then(|text| moment::parse(&text));
        Ok(match end {
            Some(end) => credentials.with_expiration(end),
            None => credentials,
        })
    }
}
