//! GetCallerIdentity: whose credentials they are.

use std::string::String;

use super::query::{Form, send};
use super::{Place, place_methods};
use crate::aws::client::Client;
use crate::aws::error::Error;

/// Asks whose the client's credentials are. No permission is needed for it.
#[derive(Debug, Clone, Default)]
pub struct GetCallerIdentity {
    place: Place,
}

impl GetCallerIdentity {
    /// The question.
    pub fn new() -> Self {
        GetCallerIdentity::default()
    }

    place_methods!();

    /// Asks it.
    ///
    /// # Errors
    /// Any [`Error`].
    pub fn call(&self, client: &Client) -> Result<CallerIdentity, Error> {
        let form = Form::new("GetCallerIdentity");
        send(&form, &self.place, client.context(), &client.credentials()?, |document| {
            Some(CallerIdentity {
                account: document.find("Account")?,
                arn: document.find("Arn")?,
                user_id: document.find("UserId")?,
            })
        })
    }
}

/// What GetCallerIdentity answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallerIdentity {
    /// The account's number.
    pub account: String,
    /// The caller's ARN.
    pub arn: String,
    /// The caller's unique id.
    pub user_id: String,
}
