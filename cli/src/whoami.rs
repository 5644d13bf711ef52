//! `sigfour whoami`: whose credentials they are.

use clap::Args;
use serde_json::json;
use sigfour::sts::GetCallerIdentity;

use crate::failure::Failure;
use crate::session::StsArgs;
use crate::terminal::line;

/// Print whose credentials are found here
///
/// Asks STS, with the call GetCallerIdentity, for which no permission is needed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sigfour whoami
  sigfour whoami --profile work --json")]
pub(crate) struct Whoami {
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    sts: StsArgs,
}

impl Whoami {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let client = self.sts.client()?;
        let caller = GetCallerIdentity::new().call(&client)?;
        if self.json {
            return line(format_args!(
                "{:#}",
                json!({"Account": caller.account, "Arn": caller.arn, "UserId": caller.user_id})
            ));
        }
        line(format_args!("arn      {}", caller.arn))?;
        line(format_args!("account  {}", caller.account))?;
        line(format_args!("user id  {}", caller.user_id))
    }
}
