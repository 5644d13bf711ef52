//! Why a server refused a signature: what was signed, what the server made of the request, where the two differ
//! first, and which mistake that is.
//!
//! The command `sigfour explain` prints it:
//!
#![doc = include_str!("explain.svg")]
//!
//! ```
//! use sigfour::explain::{Explainer, ServerView};
//! use sigfour::{AmzDate, Credentials, Request, Signer, Verifier};
//!
//! # let now = AmzDate::parse("20150830T123600Z")?;
//! let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
//! let headers = [("Host", "example.com"), ("Accept-Encoding", "gzip")];
//! let signed = Signer::new("execute-api", "us-east-1")
//!     .sign(&Request::new("GET", "/").headers(&headers), &credentials, now)?;
//! let sent: Vec<_> = headers.into_iter().chain(signed.headers()).collect();
//!
//! // On the way, a proxy set the header anew; the server's message shows what it saw.
//! # let mut received = sent.clone();
//! # received[1].1 = "gzip, br";
//! # let verifier = Verifier::new("execute-api", "us-east-1");
//! # let refusal = verifier.verify(&Request::new("GET", "/").headers(&received), |_| Some(credentials.clone()), now).unwrap_err();
//! # let steps = refusal.steps.unwrap();
//! # let message = format!("The Canonical String for this request should have been\n'{}'\n\nThe String-to-Sign should have been\n'{}'\n", steps.canonical_request, steps.string_to_sign);
//! let server = ServerView::of_message("InvalidSignatureException", &message);
//! let request = Request::new("GET", "/").headers(&sent);
//! let explanation = Explainer::new(&request).credentials(&credentials).server(&server).explain();
//!
//! let cause = explanation.cause().unwrap();
//! assert_eq!(cause.code(), "HeaderChanged");
//! assert_eq!(cause.to_string(), "a signed header was changed on the way: accept-encoding was \"gzip\", the server saw \"gzip, br\"");
//! # Ok::<(), sigfour::Error>(())
//! ```

mod advice;
mod canonical_text;
mod cause;
mod changed;
mod evidence;
mod last;
mod lines;
mod needles;
mod notes;
mod orders;
mod row;
mod said;
mod secrets;
mod server;
mod signed;
mod string_text;
mod wrong_key;

use alloc::string::String;
use alloc::vec::Vec;

use crate::sigv4::names::header;
use crate::sigv4::redact::lossy;
use crate::{Credentials, Payload, PayloadHash, Reason, Request, Rules, Steps};

pub use cause::{Cause, codes};
use evidence::Evidence;
pub use lines::Line;
use secrets::Tokens;
#[cfg(feature = "client")]
pub(crate) use secrets::without_token;
pub use server::ServerView;

/// Explains a request: as it was sent, with its signature.
///
/// An explanation made with credentials is for whoever has these credentials: do not answer it to a stranger whose
/// request you verify, since it tells how near a signature is to the right one.
#[derive(Debug, Clone, Copy)]
pub struct Explainer<'a> {
    request: &'a Request<'a>,
    credentials: Option<&'a Credentials>,
    rules: Option<Rules>,
    server: Option<&'a ServerView>,
}

impl<'a> Explainer<'a> {
    /// Of a request with an Authorization header, or of a presigned one.
    pub fn new(request: &'a Request<'a>) -> Self {
        Explainer { request, credentials: None, rules: None, server: None }
    }

    /// The credentials that it was signed with, or should have been: with them, the signature itself tells what
    /// its signer did.
    #[must_use]
    pub fn credentials(mut self, credentials: &'a Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Other rules than those of the service that it is signed for.
    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    /// What the server said when it refused.
    #[must_use]
    pub fn server(mut self, server: &'a ServerView) -> Self {
        self.server = Some(server);
        self
    }

    /// The request; of a body in chunks, which carry signatures of their own, what the request declares of it.
    fn with_declared_stream(&self) -> Request<'a> {
        let declared = self.request.list().first(header::CONTENT_SHA256).map(lossy);
        match declared.and_then(|text| PayloadHash::parse(text.trim()).ok()) {
            Some(hash @ PayloadHash::Streaming(_)) => self.request.payload(Payload::Hash(hash)),
            _ => *self.request,
        }
    }

    /// Finds the cause.
    pub fn explain(&self) -> Explanation {
        let nothing = ServerView::default();
        let server = self.server.unwrap_or(&nothing);
        let evidence =
            Evidence::new(self.with_declared_stream(), self.credentials, self.rules, server);
        let tokens = Tokens::of(&evidence.request, self.credentials);
        let shown = |server: &ServerView| (server.code.clone(), tokens.hidden_in(&server.message));
        let (own, theirs) = (evidence.own.as_ref(), evidence.theirs.as_ref());
        let strings = (evidence.own_string.as_ref(), evidence.their_string.as_ref());
        Explanation {
            holds: evidence.holds,
            cause: cause::of(&evidence).map(|cause| cause.without(&tokens)),
            canonical_request: lines::of_requests(own, theirs, &tokens),
            string_to_sign: lines::of_strings(strings.0, strings.1, &tokens),
            server: self.server.map(shown),
            notes: notes::of(&evidence.request, &evidence.rules),
            steps: evidence.steps,
        }
    }
}

/// What was signed, what the server made of it, and the cause.
#[derive(Debug, Clone)]
pub struct Explanation {
    steps: Result<Steps, Reason>,
    canonical_request: Vec<Line>,
    string_to_sign: Vec<Line>,
    server: Option<(String, String)>,
    notes: Vec<&'static str>,
    cause: Option<Cause>,
    holds: Option<bool>,
}

impl Explanation {
    /// The canonical request and the string to sign of the request as it was given.
    ///
    /// # Errors
    /// Why the request can't be one that holds.
    pub fn steps(&self) -> Result<&Steps, &Reason> {
        self.steps.as_ref()
    }

    /// The lines of the canonical request, each beside the server's where the server showed it. Session tokens and
    /// other values that let somebody in are hidden.
    pub fn canonical_request(&self) -> &[Line] {
        &self.canonical_request
    }

    /// The lines of the string to sign, in the same way.
    pub fn string_to_sign(&self) -> &[Line] {
        &self.string_to_sign
    }

    /// The first line that differs.
    pub fn first_difference(&self) -> Option<&Line> {
        self.canonical_request.iter().chain(&self.string_to_sign).find(|line| line.differs())
    }

    /// The server's code and message, without a session token.
    pub fn server(&self) -> Option<(&str, &str)> {
        self.server.as_ref().map(|(code, message)| (code.as_str(), message.as_str()))
    }

    /// The mistake, if it is one that is known.
    pub fn cause(&self) -> Option<&Cause> {
        self.cause.as_ref()
    }

    /// Whether the signature is the right one for the request as given and the credentials; `None` without
    /// credentials, or where the request can't be read.
    pub fn signature_holds(&self) -> Option<bool> {
        self.holds
    }

    /// What of the request implementations sign differently: right or wrong, it is better avoided.
    pub fn notes(&self) -> &[&'static str] {
        &self.notes
    }
}
