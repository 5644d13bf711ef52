//! What a command ends with when it does not end well: an exit code, a message and what to do about it.

use std::fmt::Display;
use std::io;

use crate::advice;

/// The exit codes that scripts hold on to. 0 is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The server refused, or a check failed.
    Refused = 1,
    /// The command was not called rightly, or its input can't be read.
    Usage = 2,
    /// There are no credentials.
    NoCredentials = 3,
    /// The server was not reached.
    Network = 4,
}

impl Exit {
    /// That of an input that can't be signed.
    pub(crate) fn of(error: &sigfour::Error) -> Self {
        match error {
            sigfour::Error::CredentialsExpired => Exit::NoCredentials,
            _ => Exit::Usage,
        }
    }
}

/// Why a command stops.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads the output any more: nothing is left to do or to say.
    BrokenPipe,
    /// Something to say, on stderr.
    Said { exit: Exit, message: String, advice: Option<String> },
    /// All was said already.
    Silent(Exit),
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Display) -> Self {
        Failure::Said { exit, message: message.to_string(), advice: None }
    }

    pub(crate) fn usage(message: impl Display) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// With a line on what to do.
    pub(crate) fn advise(self, advice: impl Display) -> Self {
        match self {
            Failure::Said { exit, message, .. } => {
                Failure::Said { exit, message, advice: Some(advice.to_string()) }
            }
            other => other,
        }
    }
}

/// What failed to be written. Files and stdin are read elsewhere, with their names in the message.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::new(Exit::Refused, format_args!("the output can't be written: {error}"))
                .advise("Make room where the output goes, or send it elsewhere."),
        }
    }
}

/// An input that can't be signed.
impl From<sigfour::Error> for Failure {
    fn from(error: sigfour::Error) -> Self {
        let exit = Exit::of(&error);
        Failure::new(exit, &error).advise(advice::of(&error))
    }
}
