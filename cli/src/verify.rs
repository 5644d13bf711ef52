//! `sigfour verify`: a signed raw request in, whether its signature holds out.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use sigfour::explain::Cause;
use sigfour::{AmzDate, Authorization, Credentials, Refusal, Timestamp, Verified, Verifier};

use crate::failure::{Exit, Failure};
use crate::raw_request::RawRequest;
use crate::session::{SourceArgs, scope_part};
use crate::terminal::{Colours, aside, aside_titled, block, line};
use crate::{moment, redact};

/// Check a signed raw HTTP request
///
/// Reads the request as it came over the wire and checks it with the credentials that are found here: those
/// it should have been signed with. Prints whether it holds, or why not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sigfour sign request.http | sigfour verify
  sigfour verify --now 20150830T123600Z \\
      --region us-east-1 --service lambda signed.http
  sigfour verify --json signed.http

Exit codes: 0 the signature holds; 1 it does not; 2 the request can't be
read; 3 no credentials.")]
pub(crate) struct Verify {
    /// The request; stdin where there is none, or for -
    file: Option<PathBuf>,
    /// The service that it must be signed for [default: the one that it says]
    #[arg(long, value_name = "SERVICE", value_parser = scope_part)]
    service: Option<String>,
    /// The region that it must be signed for [default: the one that it says]
    #[arg(long, value_name = "REGION", value_parser = scope_part)]
    region: Option<String>,
    /// The time of the check, as 20150830T123600Z [default: now]
    #[arg(long, value_name = "DATE", value_parser = moment::date)]
    now: Option<AmzDate>,
    #[command(flatten)]
    source: SourceArgs,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let raw = RawRequest::read(self.file.as_ref())?;
        let client = self.source.builder().build()?;
        let known = client.credentials()?;
        let request = raw.request(None);
        let claimed = Authorization::of(&request).ok();
        let (own_service, own_region) = claimed.as_ref().map_or(("", ""), |authorization| {
            (authorization.scope().service(), authorization.scope().region())
        });
        for (name, given, own) in
            [("service", &self.service, own_service), ("region", &self.region, own_region)]
        {
            if given.is_none() && !own.is_empty() && !self.json {
                aside(format_args!("Taking the {name} from the request itself: {own}"));
            }
        }
        let service = self.service.as_deref().unwrap_or(own_service);
        let region = self.region.as_deref().unwrap_or(own_region);
        let now = self.now.map_or_else(Timestamp::now, AmzDate::timestamp);

        let find = |id: &str| (id == known.access_key_id()).then(|| known.clone());
        match Verifier::new(service, region).verify(&request, find, now) {
            Ok(verified) => self.valid(&verified),
            Err(refusal) => {
                self.invalid(&refusal, &known)?;
                Err(Failure::Silent(Exit::Refused))
            }
        }
    }

    fn valid(&self, verified: &Verified<'_>) -> Result<(), Failure> {
        let authorization = verified.authorization();
        let payload = verified.payload().to_string();
        if self.json {
            return line(json!({
                "result": "valid",
                "access_key_id": verified.access_key_id(),
                "date": verified.date().as_str(),
                "service": authorization.scope().service(),
                "region": authorization.scope().region(),
                "signed_headers": authorization.signed_headers(),
                "payload": payload,
            }));
        }
        line(format_args!("{}: the signature holds", Colours::of_stdout().good("valid")))?;
        line(format_args!("  signed by  {}", verified.access_key_id()))?;
        line(format_args!("  for        {}", authorization.scope()))?;
        line(format_args!("  at         {}", verified.date()))?;
        line(format_args!("  headers    {}", authorization.signed_headers()))?;
        line(format_args!("  body       {payload}"))
    }

    fn invalid(&self, refusal: &Refusal, known: &Credentials) -> Result<(), Failure> {
        let steps = refusal.steps.as_deref().map(|steps| redact::steps(steps, known));
        if self.json {
            return line(json!({
                "result": "invalid",
                "reason": refusal.reason.code(),
                "message": refusal.reason.to_string(),
                "canonical_request": steps.as_ref().map(|(canonical_request, _)| canonical_request),
                "string_to_sign": steps.as_ref().map(|(_, string_to_sign)| string_to_sign),
            }));
        }
        let colours = Colours::of_stdout();
        let reason = &refusal.reason;
        line(format_args!("{}: {reason} ({})", colours.bad("invalid"), reason.code()))?;
        if let Some((canonical_request, string_to_sign)) = steps {
            line(block(
                colours,
                "Canonical request, as it must have been signed",
                &canonical_request,
            ))?;
            line(block(colours, "String to sign", &string_to_sign))?;
        }
        let advice = Cause::of_reason(reason).advice();
        aside_titled(&Colours::of_stderr().heading("what to do:"), advice);
        Ok(())
    }
}
