//! The command `sigfour`: each subcommand is a file.
#![forbid(unsafe_code)]

mod adapter;
mod advice;
mod assume_role;
mod body;
mod call;
mod conformance;
mod curl;
mod demo;
mod explain;
mod failure;
mod header;
mod lines;
mod local;
mod moment;
mod output;
mod presign;
mod raw_request;
mod redact;
mod session;
mod shell_words;
mod sign;
mod terminal;
mod verify;
mod whoami;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::{Exit, Failure};
use terminal::{Colours, aside_titled};

/// Sign and verify AWS requests, assume roles, call signed HTTPS endpoints
#[derive(Debug, Parser)]
#[command(
    name = "sigfour",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_help = "\
Start here:
  sigfour demo      the whole flow on this machine; no account needed
  sigfour whoami    whose credentials are found here
  sigfour call https://<url-id>.lambda-url.us-east-1.on.aws/

Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; else
the keys that a profile (--profile, AWS_PROFILE) has in ~/.aws/credentials or
~/.aws/config. A profile's role_arn with source_profile, credential_process and
SSO are not followed: name the role with --role-arn, or run this first:
  eval \"$(aws configure export-credentials --format env)\"
Region: AWS_REGION, AWS_DEFAULT_REGION, the profile's region.

Exit codes: 0 done; 1 the server refused or a check failed; 2 usage;
3 no credentials; 4 network."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Call(call::Call),
    Demo(demo::Demo),
    Local(local::Local),
    Sign(sign::Sign),
    Presign(presign::Presign),
    Verify(verify::Verify),
    Explain(explain::Explain),
    AssumeRole(assume_role::AssumeRole),
    Whoami(whoami::Whoami),
    Adapter(adapter::Adapter),
    Conformance(conformance::Conformance),
}

impl Command {
    fn run(self) -> Result<(), Failure> {
        match self {
            Command::Call(call) => call.run(),
            Command::Demo(demo) => demo.run(),
            Command::Local(local) => local.run(),
            Command::Sign(sign) => sign.run(),
            Command::Presign(presign) => presign.run(),
            Command::Verify(verify) => verify.run(),
            Command::Explain(explain) => explain.run(),
            Command::AssumeRole(assume_role) => assume_role.run(),
            Command::Whoami(whoami) => whoami.run(),
            Command::Adapter(adapter) => adapter.run(),
            Command::Conformance(conformance) => conformance.run(),
        }
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => {
            // Help that nobody reads is no failure.
            let _ = answer.print();
            return code(if answer.use_stderr() { Some(Exit::Usage) } else { None });
        }
    };
    match cli.command.run() {
        Ok(()) | Err(Failure::BrokenPipe) => code(None),
        Err(Failure::Silent(exit)) => code(Some(exit)),
        Err(Failure::Said { exit, message, advice }) => {
            let colours = Colours::of_stderr();
            aside_titled(&colours.bad("error:"), message);
            if let Some(advice) = advice {
                aside_titled(&colours.heading("what to do:"), advice);
            }
            code(Some(exit))
        }
    }
}

fn code(exit: Option<Exit>) -> ExitCode {
    exit.map_or(ExitCode::SUCCESS, |exit| ExitCode::from(exit as u8))
}
