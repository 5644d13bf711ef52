//! What the shell takes from the world outside: time, environment, transport. All can be handed in.

use std::fmt;
use std::path::PathBuf;
use std::string::String;
use std::sync::Arc;
use std::vec::Vec;

use super::transport::Transport;
use crate::Timestamp;

/// Tells the time. Any closure that answers one is a clock.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

impl<F: Fn() -> Timestamp + Send + Sync> Clock for F {
    fn now(&self) -> Timestamp {
        self()
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Environment variables: those of the process, or a set of one's own.
///
/// ```
/// use sigfour::context::Environment;
///
/// let environment = Environment::of([("AWS_REGION", "eu-west-1"), ("AWS_PROFILE", "")]);
/// assert_eq!(environment.get("AWS_REGION").as_deref(), Some("eu-west-1"));
/// assert_eq!(environment.get("AWS_PROFILE"), None); // empty is as good as not set
/// ```
#[derive(Clone, Default)]
pub struct Environment(Option<Vec<(String, String)>>);

impl Environment {
    /// The variables of the process.
    pub fn process() -> Self {
        Environment(None)
    }

    /// The given variables and no others. Of two of a name, the later one counts.
    pub fn of<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Environment(Some(pairs.into_iter().map(|(n, v)| (n.into(), v.into())).collect()))
    }

    /// The value of a variable that is set, is not empty and is Unicode.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(pairs) => last(pairs, name).cloned(),
            None => std::env::var(name).ok(),
        };
        value.filter(|value| !value.is_empty())
    }

    /// The region that `AWS_REGION` or `AWS_DEFAULT_REGION` names.
    pub fn region(&self) -> Option<String> {
        self.get("AWS_REGION").or_else(|| self.get("AWS_DEFAULT_REGION"))
    }

    /// The user's home directory.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        self.get("HOME").or_else(|| self.get("USERPROFILE")).map(PathBuf::from)
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Environment(given)" } else { "Environment(process)" })
    }
}

/// The last value of a name. The lists are short; an ordered map would add 20 kB to a program that has no other.
pub(crate) fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a String> {
    pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value)
}

/// What credential sources and STS work with.
#[derive(Clone)]
#[non_exhaustive]
pub struct Context {
    /// Sends requests.
    pub transport: Arc<dyn Transport>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The environment variables.
    pub environment: Environment,
    /// The region to work in, where it is known.
    pub region: Option<String>,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("environment", &self.environment)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
