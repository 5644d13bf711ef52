//! The mistakes that are known, as tables: how each is told, what it is, and what to do.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::evidence::Evidence;
use super::secrets::Tokens;
use super::{changed, said, signed};
use crate::Reason;

/// Why a signature is refused, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    code: &'static str,
    says: String,
    advice: &'static str,
}

impl Cause {
    /// A short name for programs: stable where the text may change.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What to do about it.
    pub fn advice(&self) -> &'static str {
        self.advice
    }

    /// Of a request that a verifier refuses whatever its signature.
    pub fn of_reason(reason: &Reason) -> Self {
        Cause { code: reason.code(), says: reason.to_string(), advice: advice_for(reason) }
    }

    /// Without what must not be shown.
    pub(super) fn without(self, tokens: &Tokens) -> Self {
        Cause { says: tokens.hidden_in(&self.says), ..self }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

/// A mistake: how it is told.
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) says: &'static str,
    pub(super) advice: &'static str,
    /// The particulars, or an empty text, if this is the mistake.
    pub(super) finds: fn(&Evidence<'_>) -> Option<String>,
}

impl Row {
    fn applied(&self, evidence: &Evidence<'_>) -> Option<Cause> {
        let particulars = (self.finds)(evidence)?;
        let says = match particulars.is_empty() {
            true => self.says.to_string(),
            false => format!("{}: {particulars}", self.says),
        };
        Some(Cause { code: self.code, says, advice: self.advice })
    }
}

/// The first mistake that the evidence shows: by the server's words, by the request's own form, by what its
/// signature is one of, by where the server's canonical request differs.
pub(super) fn of(evidence: &Evidence<'_>) -> Option<Cause> {
    let first = |rows: &[Row]| rows.iter().find_map(|row| row.applied(evidence));
    first(said::ROWS)
        .or_else(|| evidence.steps.as_ref().err().map(Cause::of_reason))
        .or_else(|| (evidence.holds() == Some(false)).then(|| first(signed::ROWS)).flatten())
        .or_else(|| first(changed::ROWS))
        .or_else(|| first(LAST))
}

/// The codes of all mistakes that are known, sorted, beside those of [`Reason::code`].
pub fn codes() -> impl Iterator<Item = &'static str> {
    let rows = said::ROWS.iter().chain(signed::ROWS).chain(changed::ROWS).chain(LAST);
    rows.map(|row| row.code).collect::<BTreeSet<_>>().into_iter()
}

/// What is left when nothing else was found.
const LAST: &[Row] = &[
    Row {
        code: "WrongSecret",
        says: "the secret is wrong: the signature is right for it, and the server's canonical request and string to sign are those of this request",
        advice: "Copy access key id and secret access key again, both at once, with the session token if there is one; look for a space or a line break at the end, and for another profile's variables in the environment.",
        finds: |e| (e.holds() == Some(true) && e.server_agrees()).then(String::new),
    },
    Row {
        code: "SecretOrSigner",
        says: "the server made of the request what is made of it here: the secret is wrong, or the signer signed something else",
        advice: "Explain it with the credentials that it was signed with (the environment, --profile): the signature then tells which of the two it is.",
        finds: |e| (e.holds().is_none() && e.server_agrees()).then(String::new),
    },
    Row {
        code: "NotSignedAsGiven",
        says: "the signature is not that of this request with these credentials, nor of a mistake that is known here",
        advice: "It was signed with another secret, by a mistake of the signer's that is not known here, or changed after it was signed. Have the signer print its canonical request and compare it with the one above; capture the request where it was signed; check the secret.",
        finds: |e| (e.holds() == Some(false)).then(String::new),
    },
    Row {
        code: "NothingShown",
        says: "the server does not show what it made of the request",
        advice: "If the signature holds with the credentials that are found here, the secret is not the one that belongs to the access key id, or something changed the request on its way: call the endpoint without proxies, or sign fewer headers. If it was not checked, explain it with the credentials that it was signed with.",
        finds: |e| {
            let texts = &["signature we calculated does not match"];
            let is_mismatch = e.code_is(MISMATCH) || e.says(texts);
            (is_mismatch && e.theirs.is_none()).then(String::new)
        },
    },
];

/// What services call a signature that is another than theirs.
const MISMATCH: &[&str] =
    &["SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature"];

fn advice_for(reason: &Reason) -> &'static str {
    match reason {
        Reason::MissingAuthorization => {
            "Sign the request: `sigfour sign` does. If it was signed, something took the signature away, such as a redirect to another host."
        }
        Reason::TwoAuthorizations | Reason::RepeatedAuthorization => {
            "Send one signature: an HTTP client or a proxy may have added an Authorization header of its own."
        }
        Reason::UnsupportedAlgorithm { .. }
        | Reason::MalformedAuthorization { .. }
        | Reason::MissingField { .. }
        | Reason::RepeatedField { .. }
        | Reason::MalformedCredential { .. }
        | Reason::MalformedSignature => {
            "Send the authorization as the signer made it: AWS4-HMAC-SHA256 Credential=…/day/region/service/aws4_request, SignedHeaders=…, Signature=…"
        }
        Reason::MissingDate | Reason::MalformedDate { .. } | Reason::DateNotInScope { .. } => {
            "Send the x-amz-date that was signed, as 20150830T123600Z in UTC; its day is the day of the credential scope and of the signing key."
        }
        Reason::UnsignedHeader { .. } => {
            "Sign it: host and every x-amz-* header that is sent must be among the SignedHeaders. Set headers before signing, not after."
        }
        Reason::AbsentSignedHeader { .. } => {
            "Send every header that was signed. An HTTP client or a proxy may drop one: leave it out of the signature, or set it where it is sent."
        }
        Reason::EmptySignedHeaders
        | Reason::UpperCaseSignedHeader { .. }
        | Reason::UnsortedSignedHeaders { .. }
        | Reason::RepeatedSignedHeader { .. } => {
            "List the names of the signed headers in lower case, sorted, each once, with semicolons between them."
        }
        Reason::MissingPayloadHash => {
            "Send x-amz-content-sha256 and sign it: signers send it when they are told that the service is s3."
        }
        Reason::MalformedPayloadHash | Reason::PayloadMismatch { .. } => {
            "Hash the body as it is sent, after any compression or change of encoding, and send that as x-amz-content-sha256."
        }
        Reason::UnsignedPayload => "Hash the body: this service takes no UNSIGNED-PAYLOAD.",
        Reason::InvalidExpires { .. } => "Give a life from 1 second to 7 days (604800 seconds).",
        Reason::Expired { .. } | Reason::NotYetValid { .. } => {
            "Set this machine's clock by NTP, and sign right before sending. To check it as of the time it was sent, name that."
        }
        Reason::WrongRegion { .. } | Reason::WrongService { .. } => {
            "Sign for the region and the service that the endpoint is of."
        }
        Reason::UnknownAccessKey { .. } => {
            "Only the credentials that are found here are known: name others with --profile or AWS_PROFILE."
        }
        Reason::WrongSessionToken => {
            "AWS_SESSION_TOKEN must be the one that was handed out with the key, and not set for a user's own key."
        }
        Reason::ExpiredCredentials => "Get new credentials.",
        Reason::SignatureDoesNotMatch => {
            "Compare the canonical request with the one that was signed, line by line: `sigfour explain` does."
        }
        _ => "Mend the request.",
    }
}
