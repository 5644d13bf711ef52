//! `sigfour assume-role`: temporary credentials of a role, for another program.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use sigfour::Credentials;
use sigfour::sts::AssumedRole;

use crate::failure::Failure;
use crate::session::{RoleArgs, StsArgs};
use crate::shell_words::quote_text;
use crate::terminal::line;

/// Print the temporary credentials of a role
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  eval \"$(sigfour assume-role --role-arn arn:aws:iam::123456789012:role/caller)\"
  sigfour assume-role --role-arn arn:aws:iam::123456789012:role/caller \\
      --format json | jq .Credentials.Expiration

As credential_process of a profile in ~/.aws/config, on one line:
  credential_process = sigfour assume-role --format process
      --profile base --role-arn arn:aws:iam::123456789012:role/caller")]
pub(crate) struct AssumeRole {
    /// The role
    #[arg(long, value_name = "ARN")]
    role_arn: String,
    #[command(flatten)]
    role: RoleArgs,
    /// What to print
    #[arg(long, value_enum, default_value = "env")]
    format: Format,
    #[command(flatten)]
    sts: StsArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Lines for a POSIX shell to evaluate
    Env,
    /// As `aws sts assume-role` prints them
    Json,
    /// For credential_process of ~/.aws/config
    Process,
}

impl AssumeRole {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let client = self.sts.client()?;
        let assumed = self.role.role(&self.role_arn).call(&client)?;
        match self.format {
            Format::Env => exports(&assumed.credentials).iter().try_for_each(|(name, value)| {
                line(format_args!("export {name}={}", quote_text(value)))
            }),
            Format::Json => line(format_args!("{:#}", to_json(&assumed))),
            Format::Process => {
                let mut answer = members(&assumed.credentials);
                answer["Version"] = 1.into();
                line(format_args!("{answer:#}"))
            }
        }
    }
}

fn exports(credentials: &Credentials) -> Vec<(&'static str, String)> {
    [
        ("AWS_ACCESS_KEY_ID", Some(credentials.access_key_id().into())),
        ("AWS_SECRET_ACCESS_KEY", Some(credentials.expose_secret_access_key().into())),
        ("AWS_SESSION_TOKEN", credentials.session_token().map(String::from)),
        ("AWS_CREDENTIAL_EXPIRATION", credentials.expiration().map(|end| end.to_string())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

fn members(credentials: &Credentials) -> Value {
    json!({
        "AccessKeyId": credentials.access_key_id(),
        "SecretAccessKey": credentials.expose_secret_access_key(),
        "SessionToken": credentials.session_token(),
        "Expiration": credentials.expiration().map(|end| end.to_string()),
    })
}

fn to_json(assumed: &AssumedRole) -> Value {
    json!({
        "Credentials": members(&assumed.credentials),
        "AssumedRoleUser": {"AssumedRoleId": assumed.id, "Arn": assumed.arn},
    })
}
