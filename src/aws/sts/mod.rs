//! STS, the Security Token Service, over its query API: temporary credentials, and who one is.
//!
//! Source: the AWS Security Token Service API reference, version 2011-06-15.

mod assume_role;
mod get_caller_identity;
mod get_session_token;
mod query;

use std::string::String;
use std::time::Duration;

pub use assume_role::{AssumeRole, AssumeRoleSource, AssumedRole};
pub use get_caller_identity::{CallerIdentity, GetCallerIdentity};
pub use get_session_token::GetSessionToken;

use super::context::Context;
use super::endpoint;
use super::error::Error;
use super::url::Url;
use super::wire::Scope;

/// Which STS to ask: the one of the region, unless told otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) is_global: bool,
}

/// The global endpoint, and the region that it is signed for.
const GLOBAL: (&str, &str) = ("https://sts.amazonaws.com", "us-east-1");

impl Place {
    /// The URL, and what a call to it is signed for. An endpoint named in the program comes first, then
    /// `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL`, then AWS's own.
    fn resolve(&self, context: &Context) -> Result<(String, Scope), Error> {
        let environment = &context.environment;
        let named = self
            .endpoint
            .clone()
            .or_else(|| environment.get("AWS_ENDPOINT_URL_STS"))
            .or_else(|| environment.get("AWS_ENDPOINT_URL"));
        let of_host = |url: &String| {
            let host = Url::parse(url).ok()?.host;
            endpoint::Endpoint::of_host(&host)?.region().map(String::from)
        };
        let region = self
            .region
            .clone()
            .or_else(|| named.as_ref().and_then(of_host))
            .or_else(|| context.region.clone());
        let (url, region) = match (named, region) {
            (Some(url), Some(region)) => (url, region),
            (None, _) if self.is_global => (GLOBAL.0.into(), GLOBAL.1.into()),
            (None, Some(region)) => (endpoint::sts(&region), region),
            (Some(url), None) if self.is_global => (url, GLOBAL.1.into()),
            (Some(url), None) => return Err(Error::NoRegion { host: url }),
            (None, None) => {
                return Err(Error::NoRegion { host: "sts.<region>.amazonaws.com".into() });
            }
        };
        Ok((url, Scope { service: "sts".into(), region }))
    }
}

/// The settings that every action has.
macro_rules! place_methods {
    () => {
        /// Another endpoint than the region's, as `AWS_ENDPOINT_URL_STS` names one too.
        #[must_use]
        pub fn endpoint(mut self, url: &str) -> Self {
            self.place.endpoint = Some(url.into());
            self
        }

        /// Another region than the client's.
        #[must_use]
        pub fn region(mut self, region: &str) -> Self {
            self.place.region = Some(region.into());
            self
        }

        /// The global endpoint, whose tokens opt-in regions may refuse.
        #[must_use]
        pub fn global(mut self) -> Self {
            self.place.is_global = true;
            self
        }
    };
}
use place_methods;

/// Refuses a duration that no STS takes.
fn check_duration(duration: Option<Duration>, longest: u64) -> Result<(), Error> {
    match duration.map(|duration| duration.as_secs()) {
        Some(seconds) if !(900..=longest).contains(&seconds) => Err(Error::InvalidArgument {
            name: "duration",
            why: std::format!("{seconds} seconds are not within 900 to {longest}"),
        }),
        _ => Ok(()),
    }
}
