//! What the loopback AWS knows: the account's user and role, the sessions handed out, the time.

use std::collections::HashMap;
use std::fmt;
use std::format;
use std::string::String;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::random::{self, NoRandomness};
use crate::{Credentials, Timestamp};

/// The account of AWS's own examples.
pub(super) const ACCOUNT: &str = "123456789012";

/// The name of the user.
const USER_NAME: &str = "developer";

/// How many sessions are kept: beyond, those that end first are forgotten, so that memory has a bound.
const MAX_SESSIONS: usize = 10_000;

/// What the builder sets.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) region: String,
    pub(super) role_name: String,
    pub(super) external_id: Option<String>,
    pub(super) mfa: Option<Mfa>,
    pub(super) function_allows_user: bool,
    /// The service that the function is called as.
    pub(super) function_service: String,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            region: "us-east-1".into(),
            role_name: "caller".into(),
            external_id: None,
            mfa: None,
            function_allows_user: false,
            function_service: "lambda".into(),
        }
    }
}

/// The MFA device that the role asks for.
#[derive(Clone)]
pub(super) struct Mfa {
    pub(super) serial_number: String,
    pub(super) token_code: String,
}

impl fmt::Debug for Mfa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mfa").field("serial_number", &self.serial_number).finish_non_exhaustive()
    }
}

pub(super) struct State {
    pub(super) user: Credentials,
    pub(super) settings: Settings,
    /// The first label of the function URL's host at AWS.
    pub(super) url_id: String,
    user_id: String,
    role_id: String,
    /// Milliseconds that the clock is ahead of the machine's.
    clock_offset: AtomicI64,
    sessions: Mutex<HashMap<String, Session>>,
}

/// Temporary credentials handed out, with their expiration, and to whom.
#[derive(Clone)]
struct Session {
    credentials: Credentials,
    caller: Caller,
}

/// Who signed a request.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) access_key_id: String,
    pub(super) arn: String,
    pub(super) user_id: String,
    pub(super) principal: Principal,
    /// Whether the credentials were asked for with the MFA device's code.
    pub(super) has_mfa: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Principal {
    /// The user with its long-lived credentials.
    User,
    /// The user with temporary credentials of GetSessionToken.
    UserSession,
    /// A session of the role.
    Role,
}

impl State {
    pub(super) fn new(user: Credentials, settings: Settings) -> Result<Self, NoRandomness> {
        Ok(State {
            user,
            settings,
            url_id: random::url_id()?,
            user_id: random::unique_id("AIDA")?,
            role_id: random::unique_id("AROA")?,
            clock_offset: AtomicI64::new(0),
            sessions: Mutex::default(),
        })
    }

    pub(super) fn user_arn(&self) -> String {
        format!("arn:aws:iam::{ACCOUNT}:user/{USER_NAME}")
    }

    pub(super) fn role_arn(&self) -> String {
        format!("arn:aws:iam::{ACCOUNT}:role/{}", self.settings.role_name)
    }

    pub(super) fn now(&self) -> Timestamp {
        let offset = self.clock_offset.load(Ordering::Relaxed);
        let by = Duration::from_millis(offset.unsigned_abs());
        let now = SystemTime::now();
        let moved = if offset < 0 { now.checked_sub(by) } else { now.checked_add(by) };
        // A clock beyond what the machine can tell stands still.
        moved.unwrap_or(now).into()
    }

    pub(super) fn advance_clock(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let add = |offset: i64| Some(offset.saturating_add(by));
        // The closure always answers, so that there is no error.
        let _ = self.clock_offset.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    pub(super) fn set_clock_offset(&self, seconds: i64) {
        self.clock_offset.store(seconds.saturating_mul(1000), Ordering::Relaxed);
    }

    /// Hands out temporary credentials to the user, or to a session of the role.
    pub(super) fn issue(
        &self,
        role_session: Option<&str>,
        has_mfa: bool,
        seconds: i64,
    ) -> Result<(Credentials, Caller), NoRandomness> {
        let id = random::access_key_id("ASIA")?;
        let (secret, token) = (random::secret_access_key()?, random::session_token()?);
        let end = self.now() + Duration::from_secs(seconds.unsigned_abs());
        let credentials = Credentials::temporary(&id, &secret, &token)
            .map_err(|_| NoRandomness)?
            .with_expiration(end);
        let caller = match role_session {
            Some(name) => Caller {
                access_key_id: id.clone(),
                arn: format!(
                    "arn:aws:sts::{ACCOUNT}:assumed-role/{}/{name}",
                    self.settings.role_name
                ),
                user_id: format!("{}:{name}", self.role_id),
                principal: Principal::Role,
                has_mfa,
            },
            None => {
                Caller { access_key_id: id.clone(), has_mfa, ..self.user_caller() }.in_session()
            }
        };
        let mut sessions = self.sessions();
        if sessions.len() >= MAX_SESSIONS {
            let ends = |(_, session): &(&String, &Session)| session.credentials.expiration();
            if let Some(first) = sessions.iter().min_by_key(ends).map(|(id, _)| id.clone()) {
                sessions.remove(&first);
            }
        }
        let session = Session { credentials: credentials.clone(), caller: caller.clone() };
        sessions.insert(id, session);
        Ok((credentials, caller))
    }

    /// The credentials of an access key id and whose they are. Those that have ended are found too, since AWS
    /// says of them that they have ended and not that it does not know them.
    pub(super) fn find(&self, access_key_id: &str) -> Option<(Credentials, Caller)> {
        if access_key_id == self.user.access_key_id() {
            return Some((self.user.clone(), self.user_caller()));
        }
        let sessions = self.sessions();
        sessions.get(access_key_id).map(|s| (s.credentials.clone(), s.caller.clone()))
    }

    pub(super) fn expire_sessions(&self) {
        for session in self.sessions().values_mut() {
            // Long ago, so that they have ended wherever the clock is set.
            let long_ago = Timestamp::UNIX_EPOCH;
            session.credentials = session.credentials.clone().with_expiration(long_ago);
        }
    }

    fn user_caller(&self) -> Caller {
        Caller {
            access_key_id: self.user.access_key_id().into(),
            arn: self.user_arn(),
            user_id: self.user_id.clone(),
            principal: Principal::User,
            has_mfa: false,
        }
    }

    /// Nothing that holds the lock can leave the map half changed, so a panic elsewhere does not spoil it.
    fn sessions(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Caller {
    fn in_session(mut self) -> Self {
        self.principal = Principal::UserSession;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State::new(Credentials::new("AKIDEXAMPLE", "secret").unwrap(), Settings::default()).unwrap()
    }

    #[test]
    fn the_session_that_ends_first_makes_room() {
        let state = state();
        let (first, _) = state.issue(Some("first"), false, 900).unwrap();
        let (second, _) = state.issue(Some("second"), false, 3600).unwrap();
        for _ in 0..MAX_SESSIONS - 1 {
            state.issue(None, false, 7200).unwrap();
        }
        assert_eq!(state.sessions().len(), MAX_SESSIONS);
        assert!(state.find(first.access_key_id()).is_none());
        assert!(state.find(second.access_key_id()).is_some());
    }

    #[test]
    fn the_clock_stays_within_what_it_can_count() {
        let state = state();
        state.set_clock_offset(i64::MAX);
        state.advance_clock(Duration::MAX);
        assert!(state.now() > Timestamp::from(253_402_300_799), "after the year 9999");
        state.set_clock_offset(i64::MIN);
        assert!(state.now() < Timestamp::from(-62_167_219_200), "before the year 0");
        state.set_clock_offset(0);
        state.advance_clock(Duration::from_millis(1500));
        assert!(state.now() > Timestamp::now());
    }
}
