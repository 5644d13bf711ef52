//! GetSessionToken: temporary credentials of the user itself, with MFA if need be.

use std::fmt;
use std::string::String;
use std::time::Duration;

use super::query::{Form, read_credentials, send};
use super::{Place, place_methods};
use crate::Credentials;
use crate::aws::client::Client;
use crate::aws::error::Error;

/// Asks for temporary credentials of the user whose long-lived ones the client has.
#[derive(Clone, Default)]
pub struct GetSessionToken {
    duration: Option<Duration>,
    mfa: Option<(String, String)>,
    place: Place,
}

impl GetSessionToken {
    /// The request.
    pub fn new() -> Self {
        GetSessionToken::default()
    }

    /// How long the credentials hold: 15 minutes to 36 hours; 12 hours, unless set.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = Some(duration);
        self
    }

    /// The serial number or ARN of an MFA device, and the code that it shows.
    #[must_use]
    pub fn mfa(mut self, serial_number: &str, code: &str) -> Self {
        self.mfa = Some((serial_number.into(), code.into()));
        self
    }

    place_methods!();

    /// Asks for them.
    ///
    /// # Errors
    /// Any [`Error`].
    pub fn call(&self, client: &Client) -> Result<Credentials, Error> {
        super::check_duration(self.duration, 36 * 60 * 60)?;
        let form = Form::new("GetSessionToken")
            .set_if("DurationSeconds", self.duration.map(|d| d.as_secs()))
            .set_if("SerialNumber", self.mfa.as_ref().map(|(serial, _)| serial))
            .set_if("TokenCode", self.mfa.as_ref().map(|(_, code)| code));
        send(&form, &self.place, client.context(), &client.credentials()?, read_credentials)
    }
}

impl fmt::Debug for GetSessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetSessionToken").field("duration", &self.duration).finish_non_exhaustive()
    }
}
