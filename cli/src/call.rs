//! `sigfour call`: a signed HTTPS request.

use std::path::PathBuf;

use clap::Args;
use sigfour::Client;
use sigfour::client::{Answer, ServiceError, SignedCall};

use crate::body::BodyArgs;
use crate::failure::{Exit, Failure};
use crate::header::Header;
use crate::output::Output;
use crate::redact;
use crate::session::{NetworkArgs, RoleArgs, ScopeArgs, SourceArgs};
use crate::terminal::{aside, aside_block, end_line_of, put};

/// Send a signed HTTPS request
///
/// The answer's body goes to stdout as it is. Service and region come from the host where it tells them. With
/// --role-arn the role is assumed first, and the call is signed with its credentials.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sigfour call 'https://<url-id>.lambda-url.us-east-1.on.aws/orders?limit=10'
  sigfour call -d '{\"a\":1}' -H 'Content-Type: application/json' \\
      https://<id>.execute-api.us-east-1.amazonaws.com/prod/orders
  sigfour call --role-arn arn:aws:iam::123456789012:role/caller \\
      https://<url-id>.lambda-url.us-east-1.on.aws/
  sigfour call --service execute-api --region us-east-1 \\
      --ca-bundle ca.pem https://api.example.com/

Exit codes: 0 the status is below 400; 1 it is not; 2 usage;
3 no credentials; 4 no answer came.")]
pub(crate) struct Call {
    /// The URL, percent-encoded
    url: String,
    /// The method [default: GET, with a body POST]
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    method: Option<String>,
    /// A further header
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = Header::parse)]
    headers: Vec<Header>,
    #[command(flatten)]
    body: BodyArgs,
    /// Write the answer's body to a file
    #[arg(short = 'o', long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the answer's status and headers before its body
    #[arg(short = 'i', long)]
    include: bool,
    /// Print the request and what was signed of it on stderr, a session token hidden
    #[arg(short = 'v', long)]
    verbose: bool,
    /// The role to assume first
    #[arg(long, value_name = "ARN")]
    role_arn: Option<String>,
    #[command(flatten)]
    role: RoleArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    network: NetworkArgs,
    /// The largest body of an answer [default: 256 MiB]
    #[arg(long, value_name = "BYTES")]
    max_response: Option<u64>,
    /// Leave the body out of the signature, for a service that takes UNSIGNED-PAYLOAD
    #[arg(long)]
    unsigned_payload: bool,
}

impl Call {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let client = self.client()?;
        let body = self.body.read()?;
        let method = match (&self.method, &body) {
            (Some(method), _) => method,
            (None, Some(_)) => "POST",
            (None, None) => "GET",
        };
        let mut call = client.request(method, &self.url);
        for (name, value) in Header::pairs(&self.headers) {
            call = call.header(&name, &value);
        }
        if let Some(body) = body {
            if !self.headers.iter().any(|header| header.is_named("content-type")) {
                call = call.header("content-type", "application/x-www-form-urlencoded");
            }
            call = call.body(body);
        }
        if self.unsigned_payload {
            call = call.unsigned_payload();
        }
        let mut output = Output::open(self.output.as_deref())?;
        let signed = call.sign()?;
        self.scope.note_of_host(signed.outgoing().headers);
        if self.verbose {
            show_request(&signed)?;
        }
        let answer = signed.send()?;
        if self.verbose {
            show_answer(&answer);
        }
        if self.include {
            print_head(&answer)?;
        }
        output.write(&answer)?;
        let is_seen = output.is_seen();
        if is_seen && answer.status >= 300 {
            end_line_of(&answer.body);
        }
        note_redirect(&answer);
        match answer.status {
            ..400 => Ok(()),
            _ => Err(refused(&signed, &answer, is_seen)),
        }
    }

    fn client(&self) -> Result<Client, Failure> {
        let mut builder = self.network.apply(self.scope.apply(self.source.builder()));
        if let Some(arn) = &self.role_arn {
            builder = builder.credentials(self.role.role(arn).from(self.source.chain()));
        }
        if let Some(bytes) = self.max_response {
            builder = builder.max_response(bytes);
        }
        Ok(builder.build()?)
    }
}

fn print_head(answer: &Answer) -> Result<(), Failure> {
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status);
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    put(head + "\r\n")
}

/// A redirect is an answer, but seldom the one that was asked for.
fn note_redirect(answer: &Answer) {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return;
    }
    let to = answer.header("location").map_or(String::new(), |to| format!(", to {to}"));
    aside(format_args!(
        "The server answered {}{to}; redirects are not followed, since the signature is for this host only",
        answer.status
    ));
}

fn refused(signed: &SignedCall<'_>, answer: &Answer, is_seen: bool) -> Failure {
    let mut error = ServiceError::of(answer);
    if is_seen {
        // The rest stands above, in the body: a canonical request may be many lines.
        let message = error.message.trim_start();
        let first = message.lines().next().unwrap_or_default();
        let rest = if first.len() < message.trim_end().len() { " …" } else { "" };
        error.message = format!("{first}{rest}");
    }
    let explanation = signed.explain(answer);
    let failure = Failure::new(Exit::Refused, &error);
    // Where the server shows what it made of the request, the cause is known better than by the error's name.
    let mut lines = explanation.canonical_request().iter();
    let is_shown = lines.any(|line| line.server.is_some());
    match explanation.cause().filter(|_| is_shown) {
        Some(cause) => failure.advise(format_args!("{cause}. {}", cause.advice())),
        None => failure.advise(error.advice()),
    }
}

fn show_request(signed: &SignedCall<'_>) -> Result<(), Failure> {
    let outgoing = signed.outgoing();
    let credentials = signed.credentials();
    aside(format_args!("> {} {}", outgoing.method, outgoing.url));
    for (name, value) in outgoing.headers {
        aside(format_args!("> {name}: {}", redact::header(name, value, credentials)));
    }
    aside(format_args!("> ({} bytes of body)", outgoing.body.len()));
    let (canonical_request, string_to_sign) = redact::steps(&signed.steps()?, credentials);
    aside_block("Canonical request", &canonical_request);
    aside_block("String to sign", &string_to_sign);
    Ok(())
}

fn show_answer(answer: &Answer) {
    aside(format_args!("< HTTP {}", answer.status));
    for (name, value) in &answer.headers {
        aside(format_args!("< {name}: {value}"));
    }
}
