//! `sigfour presign`: a URL in, the presigned one out.

use std::time::Duration;

use clap::Args;
use sigfour::{AmzDate, Timestamp};

use crate::failure::Failure;
use crate::header::Header;
use crate::moment;
use crate::session::{ScopeArgs, SourceArgs};
use crate::terminal::{aside, line};

/// Print a presigned URL
///
/// Whoever has the URL is let in until it ends, with the method and the headers given here. For S3 the body is
/// left open.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sigfour presign https://bucket.s3.eu-west-1.amazonaws.com/key
  sigfour presign -X PUT -H 'Content-Type: text/plain' --expires 1h \\
      https://bucket.s3.eu-west-1.amazonaws.com/key")]
pub(crate) struct Presign {
    /// The URL, percent-encoded
    url: String,
    /// The method
    #[arg(short = 'X', long = "request", value_name = "METHOD", default_value = "GET")]
    method: String,
    /// A header that is signed, and that whoever uses the URL must send
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = Header::parse)]
    headers: Vec<Header>,
    /// How long it holds: 900, 900s, 15m, 1h, at most 7d
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = moment::life)]
    expires: Duration,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    source: SourceArgs,
    /// The time of signing, as 20150830T123600Z [default: now]
    #[arg(long, value_name = "DATE", value_parser = moment::date)]
    date: Option<AmzDate>,
}

impl Presign {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let now = self.date.map_or_else(Timestamp::now, AmzDate::timestamp);
        let client = self.scope.apply(self.source.builder()).clock(move || now).build()?;
        let mut call = client.request(&self.method, &self.url);
        for (name, value) in &Header::pairs(&self.headers) {
            call = call.header(name, value);
        }
        let presigned = call.presign(self.expires)?;
        let credentials = client.credentials()?;

        self.scope.note_of_host(presigned.headers());
        line(presigned.as_str())?;
        let asked = now + self.expires;
        if presigned.expires_at() < asked {
            aside(format_args!(
                "It ends at {}, when the credentials end, and not at {} as asked for.",
                presigned.expires_at(),
                asked,
            ));
        } else if credentials.session_token().is_some() && credentials.expiration().is_none() {
            aside(format_args!(
                "It ends at {}, or with the temporary credentials if those end earlier.",
                asked,
            ));
        }
        let others =
            presigned.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host"));
        for (name, value) in others {
            aside(format_args!("Whoever uses it must send the header {name}: {value}"));
        }
        Ok(())
    }
}
