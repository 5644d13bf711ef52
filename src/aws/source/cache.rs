//! Keeps credentials and gets new ones before they end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Source;
use crate::aws::context::Context;
use crate::aws::error::Error;
use crate::{Credentials, Timestamp};

/// How long before their end credentials are renewed.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long after a renewal that failed the next one is tried, while the old credentials still hold.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(10);

/// A source whose answer is kept until shortly before it ends; for good, if it has no end.
///
/// A role is assumed once, however many threads ask: while one gets new credentials, the others use the old
/// ones as long as they hold, and wait for the new ones when they do not. Where renewal fails and the old
/// credentials still hold, they are used.
#[derive(Debug)]
pub struct Cached<S> {
    source: S,
    kept: Mutex<Kept>,
    /// Held by the thread that asks the source.
    renewal: Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    credentials: Option<Credentials>,
    failed_at: Option<Timestamp>,
}

impl Kept {
    fn held(&self, now: Timestamp, margin: Duration) -> Option<Credentials> {
        let holds = |credentials: &&Credentials| {
            credentials.expiration().is_none_or(|end| now < end - margin)
        };
        self.credentials.as_ref().filter(holds).cloned()
    }

    /// What needs no renewal now: credentials that are far from their end, or that still hold right after a
    /// renewal failed.
    fn fresh(&self, now: Timestamp) -> Option<Credentials> {
        let has_just_failed = self.failed_at.is_some_and(|at| now < at + TRY_AGAIN_AFTER);
        self.held(now, if has_just_failed { Duration::ZERO } else { RENEW_BEFORE })
    }
}

impl<S: Source> Cached<S> {
    /// Keeps what `source` answers.
    pub fn new(source: S) -> Self {
        Cached { source, kept: Mutex::default(), renewal: Mutex::default() }
    }

    /// Lets go of credentials that a server says have ended, unless newer ones have taken their place: the
    /// next caller gets new ones.
    pub fn forget(&self, ended: &Credentials) {
        let mut kept = self.kept();
        if kept.credentials.as_ref().is_some_and(|c| c.access_key_id() == ended.access_key_id()) {
            *kept = Kept::default();
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: Source> Source for Cached<S> {
    fn credentials(&self, context: &Context) -> Result<Credentials, Error> {
        let now = || context.clock.now();
        if let Some(fresh) = self.kept().fresh(now()) {
            return Ok(fresh);
        }
        let old = self.kept().held(now(), Duration::ZERO);
        let _renewal = match (self.renewal.try_lock(), old) {
            (Ok(renewal), _) => renewal,
            (Err(_), Some(old)) => return Ok(old),
            (Err(_), None) => self.renewal.lock().unwrap_or_else(PoisonError::into_inner),
        };
        // Another thread may have been here before.
        if let Some(fresh) = self.kept().fresh(now()) {
            return Ok(fresh);
        }
        let answer = self.source.credentials(context);
        let mut kept = self.kept();
        match answer {
            Ok(new) => {
                *kept = Kept { credentials: Some(new.clone()), failed_at: None };
                Ok(new)
            }
            Err(error) => {
                // The source may have taken long: what held before may have ended since.
                kept.failed_at = Some(now());
                kept.held(now(), Duration::ZERO).ok_or(error)
            }
        }
    }
}
