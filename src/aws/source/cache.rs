//! Keeps credentials and gets new ones before they end.

use std::sync::{Mutex, PoisonError};

use time::Duration;

use super::Source;
use crate::Credentials;
use crate::aws::context::Context;
use crate::aws::error::Error;

/// How long before their end credentials are renewed.
const RENEW_BEFORE: Duration = Duration::minutes(5);

/// A source whose answer is kept until shortly before it ends; for good, if it has no end.
///
/// Threads that ask while another gets new credentials wait for it, so that a role is assumed once. Where
/// renewal fails and the old credentials still hold, they are used.
#[derive(Debug)]
pub struct Cached<S> {
    source: S,
    kept: Mutex<Option<Credentials>>,
}

impl<S: Source> Cached<S> {
    /// Keeps what `source` answers.
    pub fn new(source: S) -> Self {
        Cached { source, kept: Mutex::new(None) }
    }

    /// Lets go of credentials that a server says have ended, unless newer ones have taken their place: the
    /// next caller gets new ones.
    pub fn forget(&self, ended: &Credentials) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|kept| kept.access_key_id() == ended.access_key_id()) {
            *kept = None;
        }
    }
}

impl<S: Source> Source for Cached<S> {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = context.clock.now();
        let holds = |credentials: &&Credentials, margin: Duration| {
            credentials.expiration().is_none_or(|end| now < end.saturating_sub(margin))
        };
        if let Some(credentials) = kept.as_ref().filter(|c| holds(c, RENEW_BEFORE)) {
            return Ok(credentials.clone());
        }
        match self.source.credentials(context) {
            Ok(new) => Ok(kept.insert(new).clone()),
            Err(error) => match kept.as_ref().filter(|c| holds(c, Duration::ZERO)) {
                Some(old) => Ok(old.clone()),
                None => Err(error),
            },
        }
    }
}
