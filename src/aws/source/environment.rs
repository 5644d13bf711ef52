//! Keys in the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, and
//! `AWS_CREDENTIAL_EXPIRATION`, which `aws configure export-credentials` writes beside them.

use std::string::ToString;
use std::{format, vec};

use super::Source;
use crate::Credentials;
use crate::aws::context::Context;
use crate::aws::document;
use crate::aws::error::Error;

/// The keys that the environment holds.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnvironmentKeys;

impl Source for EnvironmentKeys {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let get = |name| context.environment.get(name);
        let none = |why: &str| Error::NoCredentials { tried: vec![format!("environment: {why}")] };
        let (id, secret) = match (get("AWS_ACCESS_KEY_ID"), get("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => (id, secret),
            (Some(_), None) => {
                return Err(none("AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not"));
            }
            (None, Some(_)) => {
                return Err(none("AWS_SECRET_ACCESS_KEY is set, AWS_ACCESS_KEY_ID is not"));
            }
            (None, None) => return Err(none("AWS_ACCESS_KEY_ID is not set")),
        };
        let credentials = match get("AWS_SESSION_TOKEN") {
            Some(token) => Credentials::temporary(&id, &secret, &token),
            None => Credentials::new(&id, &secret),
        }
        .map_err(|error| none(&error.to_string()))?;
        let end = get("AWS_CREDENTIAL_EXPIRATION").and_then(|text| document::time(&text));
        Ok(match end {
            Some(end) => credentials.with_expiration(end),
            None => credentials,
        })
    }
}
