//! The default chain: the first source that has credentials.

use std::string::String;
use std::vec::Vec;

use super::{EnvironmentKeys, Profile, Source};
use crate::Credentials;
use crate::aws::context::Context;
use crate::aws::error::Error;

/// Asks the environment, then the profile that `AWS_PROFILE` names. With a profile named in the program,
/// asks that one only, as the AWS CLI does with `--profile`.
#[derive(Debug, Clone, Default)]
pub struct DefaultChain {
    profile: Option<String>,
}

impl DefaultChain {
    /// The chain.
    pub fn new() -> Self {
        DefaultChain::default()
    }

    /// The profile to ask, and nothing else. The region of a profile is taken of the one that `AWS_PROFILE`
    /// names only: set [`ClientBuilder::region`](crate::client::ClientBuilder::region) beside this.
    #[must_use]
    pub fn profile(mut self, name: &str) -> Self {
        self.profile = Some(name.into());
        self
    }
}

impl Source for DefaultChain {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        if let Some(name) = &self.profile {
            return Profile::named(name).credentials(context);
        }
        let mut all_tried = Vec::new();
        let sources: [&dyn Source; 2] = [&EnvironmentKeys, &Profile::new()];
        for source in sources {
            match source.credentials(context) {
                Err(Error::NoCredentials { tried }) => all_tried.extend(tried),
                answer => return answer,
            }
        }
        Err(Error::NoCredentials { tried: all_tried })
    }
}
