//! `sigfour explain`: each step of a signature, and with the server's answer the first difference and its cause.

mod answer;
mod show;

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use sigfour::explain::{Explainer, Explanation, ServerView};
use sigfour::{AmzDate, Authorization, Client, Credentials, Reason, Rules, Signer, Timestamp};

use crate::failure::{Exit, Failure};
use crate::moment;
use crate::raw_request::{RawRequest, unreadable_stdin};
use crate::session::{ScopeArgs, SourceArgs};
use crate::terminal::aside;

/// Show each step of a signature, and why a server refused it
///
/// Reads a raw HTTP request. One that is signed, by whatever program, is explained as it is; one that is not is signed
/// here first. With the server's answer (--error: its body, or all of it with the status line), the server's canonical
/// request is laid beside the one that was signed, and the mistake is named. With the credentials that are found here,
/// the signature itself tells what its signer did. Neither the secret nor a session token is shown.
#[derive(Debug, Args)]
#[command(after_help = "\
The request is a request line, headers, a blank line and the body, or what
`curl -v` writes on stderr.

Examples:
  sigfour explain request.http
  curl -sv --aws-sigv4 aws:amz:us-east-1:lambda --user KEY:SECRET -i \\
      https://<url-id>.lambda-url.us-east-1.on.aws/ 2> request.http > answer.http
  sigfour explain request.http --error answer.http
  sigfour explain signed.http --error answer.xml --json

Exit codes: 0 nothing is wrong; 1 a cause was found, or the signature does not
hold; 2 the request or the answer can't be read; 3 no credentials.")]
pub(crate) struct Explain {
    /// The request; stdin where there is none, or for -
    file: Option<PathBuf>,
    /// The server's answer to it: a file, or - for stdin
    #[arg(long, value_name = "FILE")]
    error: Option<PathBuf>,
    #[command(flatten)]
    scope: ScopeArgs,
    /// The time of signing, as 20150830T123600Z [default: that of the request's x-amz-date, or of the server's string to
    /// sign, or now]
    #[arg(long, value_name = "DATE", value_parser = moment::date)]
    date: Option<AmzDate>,
    #[command(flatten)]
    source: SourceArgs,
    /// Print the explanation as JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let is_stdin = |file: &Option<PathBuf>| file.as_deref().is_none_or(|f| f == Path::new("-"));
        if self.error.is_some() && is_stdin(&self.error) && is_stdin(&self.file) {
            return Err(Failure::usage("request and answer can't both be read from stdin")
                .advise("Name a file for one of them."));
        }
        let mut raw = RawRequest::read(self.file.as_ref())?;
        let server = self.error.as_deref().map(server_view).transpose()?;
        let client = self.source.builder().build()?;

        let unsigned = Authorization::of(&raw.request(None)) == Err(Reason::MissingAuthorization);
        // A server that saw no signature is right if there is none.
        let is_to_sign = unsigned && server.as_ref().is_none_or(|s| s.canonical_request.is_some());
        let credentials = match is_to_sign {
            true => Some(self.sign(&mut raw, &client, server.as_ref())?),
            false => found(&raw, &client),
        };
        let request = raw.request(None);
        let mut explainer = Explainer::new(&request);
        if let Some(credentials) = &credentials {
            explainer = explainer.credentials(credentials);
        }
        if let Some(server) = &server {
            explainer = explainer.server(server);
        }
        let explanation = explainer.explain();
        let authorization = Authorization::of(&request).ok();
        if self.json {
            show::as_json(&explanation, authorization.as_ref())?;
        } else {
            show::as_text(&explanation, authorization.as_ref())?;
        }
        match is_fine(&explanation) {
            true => Ok(()),
            false => Err(Failure::Silent(Exit::Refused)),
        }
    }

    /// Signs the request, and answers the credentials that it was signed with.
    fn sign(
        &self,
        raw: &mut RawRequest,
        client: &Client,
        server: Option<&ServerView>,
    ) -> Result<Credentials, Failure> {
        raw.request(None).check()?;
        let (service, region) = self.scope.resolve(raw.host(), client)?;
        let credentials = client.credentials()?;
        let of_header = raw.values("x-amz-date").next().and_then(|v| std::str::from_utf8(v).ok());
        let of_server = server
            .and_then(|server| server.string_to_sign.as_ref())
            .and_then(|text| text.lines().nth(1));
        let parsed = |text: &str| AmzDate::parse(text.trim()).ok();
        let date = self.date.or(of_header.and_then(parsed)).or(of_server.and_then(parsed));
        let now = date.map_or_else(Timestamp::now, AmzDate::timestamp);
        if !self.json {
            aside(format_args!("The request is not signed: signing it for {service} in {region}"));
        }
        let signer = Signer::new(&service, &region).rules(Rules::to_send(&service, false));
        let signed = signer.sign(&raw.request(None), &credentials, now)?;
        let added = signed.headers().map(|(name, value)| (name.into(), value.into()));
        raw.headers.extend(added.collect::<Vec<_>>());
        Ok(credentials)
    }
}

/// A server that refused has a reason, known or not.
fn is_fine(explanation: &Explanation) -> bool {
    let is_unknown = explanation.server().is_some();
    explanation.cause().is_none() && explanation.signature_holds() != Some(false) && !is_unknown
}

/// The credentials that are found here, if they are those that the request names.
fn found(raw: &RawRequest, client: &Client) -> Option<Credentials> {
    let request = raw.request(None);
    let signer = Authorization::of(&request).ok()?;
    match client.credentials() {
        Ok(credentials) if credentials.access_key_id() == signer.access_key_id() => {
            Some(credentials)
        }
        Ok(other) => {
            aside(format_args!(
                "The credentials that are found here are those of {}, not of {}: explaining without them",
                other.access_key_id(),
                signer.access_key_id()
            ));
            None
        }
        Err(_) => {
            aside("No credentials are found here: explaining without them");
            None
        }
    }
}

/// Reads an answer: as it came over the wire, or its body alone.
fn server_view(path: &Path) -> Result<ServerView, Failure> {
    let text = if path == Path::new("-") {
        let mut text = Vec::new();
        io::stdin().lock().read_to_end(&mut text).map_err(unreadable_stdin)?;
        text
    } else {
        fs::read(path).map_err(|error| {
            Failure::usage(format_args!("{} can't be read: {error}", path.display()))
                .advise("Name a file with the server's answer, or - for stdin.")
        })?
    };
    answer::view(&text)
}
