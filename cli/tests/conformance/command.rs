//! Runs of `sigfour conformance`.

use std::process::{Command, Output};

use serde_json::Value;

pub(crate) const SIGFOUR: &str = env!("CARGO_BIN_EXE_sigfour");
pub(crate) const ADAPTER: &str = concat!(env!("CARGO_BIN_EXE_sigfour"), " adapter");

pub(crate) struct Ran(pub(crate) Output);

pub(crate) fn conformance(arguments: &[&str]) -> Ran {
    let mut command = Command::new(SIGFOUR);
    Ran(command.arg("conformance").arg("--json").args(arguments).output().unwrap())
}

/// The same, with the report for people.
pub(crate) fn printed(arguments: &[&str]) -> Ran {
    Ran(Command::new(SIGFOUR).arg("conformance").args(arguments).output().unwrap())
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        let error = String::from_utf8_lossy(&self.0.stderr);
        serde_json::from_slice(&self.0.stdout).unwrap_or_else(|_| panic!("no report: {error}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    pub(crate) fn error(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }
}
