//! `sigfour local`: a loopback AWS for other programs.

use std::{io, thread};

use clap::Args;
use sigfour::local::LocalAws;

use crate::failure::{Exit, Failure};
use crate::session::scope_part;
use crate::shell_words::quote_text;
use crate::terminal::{aside, put};

/// Serve a loopback AWS: STS and a function URL that verify every call
///
/// Prints the lines that point a shell's clients at it, then serves until it is ended (Ctrl-C). Nothing
/// leaves the machine; the credentials are made anew each time and are good for nothing else.
///
/// Older releases of curl (7.88, for one) sign the query unsorted and the path encoded once, not twice: what
/// `curl --aws-sigv4` sends with parameters out of order, or with escapes in its path, is refused here.
#[derive(Debug, Args)]
#[command(after_help = "\
Example, in two terminals:
  sigfour local
  (paste the lines that it prints into the other terminal, and there:)
  sigfour whoami
  sigfour call --service lambda --role-arn <the role> <the function URL>")]
pub(crate) struct Local {
    /// The port of STS [default: a free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    sts_port: u16,
    /// The port of the function URL [default: a free one]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    function_port: u16,
    /// The region that calls must be signed for
    #[arg(long, value_name = "REGION", default_value = "us-east-1", value_parser = scope_part)]
    region: String,
    /// Let the role be assumed with this external id only
    #[arg(long, value_name = "ID")]
    external_id: Option<String>,
}

impl Local {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let mut builder = LocalAws::builder()
            .sts_port(self.sts_port)
            .function_port(self.function_port)
            .region(&self.region);
        let mut options = String::from("--service lambda");
        if let Some(id) = &self.external_id {
            builder = builder.external_id(id);
            options.push_str(&format!(" --external-id {}", quote_text(id)));
        }
        let aws = builder.start().map_err(|error| {
            let exit = match error.kind() {
                io::ErrorKind::InvalidInput => Exit::Usage,
                _ => Exit::Network,
            };
            Failure::new(exit, format_args!("the loopback AWS can't start: {error}"))
        })?;
        let mut text = String::from("# Paste into a shell:\n");
        // What a shell has set already would go along with the keys, or go before them.
        text.push_str("unset AWS_SESSION_TOKEN AWS_PROFILE AWS_CREDENTIAL_EXPIRATION\n");
        for (name, value) in aws.environment() {
            text.push_str(&format!("export {name}={}\n", quote_text(&value)));
        }
        text.push_str(&format!(
            "# Function URL: {url}\n# Role: {role}\n# Try:\n#   sigfour whoami\n#   sigfour call {options} --role-arn {role} {url}\n",
            url = aws.function_url(),
            role = aws.role_arn(),
        ));
        put(text)?;
        aside("Serving until it is ended (Ctrl-C)");
        loop {
            thread::park();
        }
    }
}
