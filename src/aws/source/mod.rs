//! Where credentials come from: each source a file, and what chains and keeps them.

mod cache;
mod chain;
mod environment;
mod profile;

use std::boxed::Box;
use std::fmt;
use std::sync::Arc;

use super::context::Context;
use super::error::Error;
use crate::Credentials;

pub use cache::Cached;
pub use chain::DefaultChain;
pub use environment::EnvironmentKeys;
pub use profile::Profile;
pub(crate) use profile::profile_region;

/// Answers credentials. [`Credentials`] are a source of themselves.
pub trait Source: Send + Sync + fmt::Debug {
    /// The credentials to sign with now.
    ///
    /// # Errors
    /// [`Error::NoCredentials`] where the source has none; any other where it should have some and they
    /// can't be had.
    fn credentials(&self, context: &Context) -> Result<Credentials, Error>;
}

impl Source for Credentials {
    fn credentials(&self, _: &Context) -> Result<Credentials, Error> {
        Ok(self.clone())
    }
}

impl Source for Box<dyn Source> {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        (**self).credentials(context)
    }
}

impl<S: Source + ?Sized> Source for Arc<S> {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        (**self).credentials(context)
    }
}
