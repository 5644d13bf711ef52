//! `sigfour demo`: the whole flow on a loopback AWS, step by step.

mod flow;
mod report;

use clap::Args;

use crate::failure::{Exit, Failure};
use report::Report;

/// Show the whole flow on this machine: assume a role, sign, call, be refused
///
/// Starts a loopback AWS, which verifies each call as AWS does. Needs no account, no network and no
/// configuration, and takes no notice of any.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  sigfour demo | less

Exit codes: 0 each step came out as it must; 1 one did not.")]
pub(crate) struct Demo {}

impl Demo {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut report = Report::new();
        flow::run(&mut report)?;
        match report.is_as_expected() {
            true => Ok(()),
            false => Err(Failure::new(Exit::Refused, "a step did not come out as it must")),
        }
    }
}
