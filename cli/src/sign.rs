//! `sigfour sign`: a raw request in, the signed one out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use sigfour::{AmzDate, Payload, PayloadHash, Rules, Signed, Signer, Steps, Timestamp};

use crate::failure::Failure;
use crate::raw_request::RawRequest;
use crate::session::{ScopeArgs, SourceArgs};
use crate::terminal::{aside, aside_block, line, put};
use crate::{curl, moment, redact};

/// Sign a raw HTTP request
///
/// Reads the request (request line, headers, blank line, body) and prints it signed. All headers that it has
/// are signed, but for those that belong to a connection or that intermediaries change.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  printf 'GET / HTTP/1.1\\nHost: <url-id>.lambda-url.us-east-1.on.aws\\n\\n' |
      sigfour sign
  sigfour sign --format curl request.http | sh
  sigfour sign --service execute-api --region us-east-1 \\
      --format headers request.http
  sigfour sign --date 20150830T123600Z --show-steps request.http")]
pub(crate) struct Sign {
    /// The request; stdin where there is none, or for -
    file: Option<PathBuf>,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    source: SourceArgs,
    /// What to print
    #[arg(long, value_enum, default_value = "request")]
    format: Format,
    /// The time of signing, as 20150830T123600Z [default: now]
    #[arg(long, value_name = "DATE", value_parser = moment::date)]
    date: Option<AmzDate>,
    /// Leave the body out of the signature, for a service that takes UNSIGNED-PAYLOAD
    #[arg(long)]
    unsigned_payload: bool,
    /// Print canonical request and string to sign on stderr, a session token hidden
    #[arg(long)]
    show_steps: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// The signed request
    Request,
    /// The headers to add
    Headers,
    /// The headers to add and each step, for programs
    Json,
    /// A curl command that sends the signed request
    Curl,
}

impl Sign {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let raw = RawRequest::read(self.file.as_ref())?;
        // Without a host there is nothing to tell the service by, and nothing to sign.
        raw.request(None).check().map_err(advise)?;
        let client = self.source.builder().build()?;
        let (service, region) = self.scope.resolve(raw.host(), &client)?;
        self.scope.note_of_host(&[("host", raw.host())]);
        let credentials = client.credentials()?;
        let now = self.date.map_or_else(Timestamp::now, AmzDate::timestamp);

        let rules = Rules::to_send(&service, self.unsigned_payload);
        let signer = Signer::new(&service, &region).rules(rules);
        let unsigned = Payload::Hash(PayloadHash::Unsigned);
        let request = raw.request(self.unsigned_payload.then_some(unsigned));
        let prepared = signer.prepare(&request, &credentials, now).map_err(advise)?;
        let signed = prepared.sign(&signer.key(&credentials, now)?)?;
        let steps = prepared.steps();

        if self.show_steps {
            let (canonical_request, string_to_sign) = redact::steps(&steps, &credentials);
            aside_block("Canonical request", &canonical_request);
            aside_block("String to sign", &string_to_sign);
        }
        match self.format {
            Format::Request => {
                if !raw.body.is_empty() && raw.values("content-length").next().is_none() {
                    aside(format_args!(
                        "To send the body like this, the request needs Content-Length: {}",
                        raw.body.len()
                    ));
                }
                put(raw.with_headers(signed.headers())?)
            }
            Format::Headers => {
                signed.headers().try_for_each(|(name, value)| line(format_args!("{name}: {value}")))
            }
            Format::Json => line(to_json(&signed, &steps, &service, &region, AmzDate::new(now)?)),
            Format::Curl => put(curl::command(&raw, signed.headers())),
        }
    }
}

fn to_json(
    signed: &Signed,
    steps: &Steps,
    service: &str,
    region: &str,
    date: AmzDate,
) -> serde_json::Value {
    let headers: Vec<_> = signed.headers().map(|(name, value)| json!([name, value])).collect();
    json!({
        "service": service,
        "region": region,
        "date": date.as_str(),
        "headers": headers,
        "authorization": signed.authorization(),
        "signed_headers": signed.signed_headers(),
        "signature": signed.signature().to_string(),
        "canonical_request": steps.canonical_request,
        "string_to_sign": steps.string_to_sign,
    })
}

fn advise(error: sigfour::Error) -> Failure {
    let has_date = matches!(&error, sigfour::Error::AlreadySigned { name } if name == "x-amz-date");
    let failure = Failure::from(error);
    if has_date {
        return failure.advise("Or sign for that date: --date with the header's value.");
    }
    failure
}
