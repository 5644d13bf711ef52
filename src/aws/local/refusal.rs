//! A refused signature in AWS's words: which error, and what it says.
//!
//! Sources: "Common errors" in the STS and Lambda API references; the messages are those that users of AWS
//! report. Where AWS's are not known, or tell less, the verifier's own sentence stands.

use std::format;
use std::string::{String, ToString};
use std::time::Duration;

use crate::{AmzDate, Reason, Refusal};

/// Why a request was not let in.
#[derive(Debug)]
pub(super) struct Denial {
    pub(super) kind: Kind,
    pub(super) message: String,
}

/// The errors that AWS has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NotSigned,
    Incomplete,
    Mismatch,
    UnknownKey,
    ExpiredToken,
}

/// Each kind's status, its code at STS and its name at Lambda.
const NAMES: &[(Kind, u16, &str, &str)] = &[
    (Kind::NotSigned, 403, "MissingAuthenticationToken", "AccessDeniedException"),
    (Kind::Incomplete, 400, "IncompleteSignature", "IncompleteSignatureException"),
    (Kind::Mismatch, 403, "SignatureDoesNotMatch", "InvalidSignatureException"),
    (Kind::UnknownKey, 403, "InvalidClientTokenId", "UnrecognizedClientException"),
    (Kind::ExpiredToken, 403, "ExpiredToken", "ExpiredTokenException"),
];

impl Kind {
    fn names(self) -> (u16, &'static str, &'static str) {
        let row = NAMES.iter().find(|(kind, ..)| *kind == self);
        row.map_or((500, "InternalFailure", "ServiceException"), |row| (row.1, row.2, row.3))
    }

    pub(super) fn status(self) -> u16 {
        self.names().0
    }

    pub(super) fn sts_code(self) -> &'static str {
        self.names().1
    }

    pub(super) fn lambda_error_type(self) -> &'static str {
        self.names().2
    }
}

/// Which kind each reason is.
fn kind(reason: &Reason) -> Kind {
    match reason {
        Reason::MissingAuthorization => Kind::NotSigned,
        Reason::TargetTooLong { .. }
        | Reason::TooManyParameters { .. }
        | Reason::TooManyHeaders { .. }
        | Reason::TargetNotCanonical
        | Reason::TwoAuthorizations
        | Reason::RepeatedAuthorization
        | Reason::UnsupportedAlgorithm { .. }
        | Reason::MalformedAuthorization { .. }
        | Reason::MissingField { .. }
        | Reason::RepeatedField { .. }
        | Reason::MalformedCredential
        | Reason::MalformedSignature
        | Reason::MissingDate
        | Reason::MalformedDate { .. }
        | Reason::InvalidExpires { .. }
        | Reason::EmptySignedHeaders
        | Reason::UpperCaseSignedHeader { .. }
        | Reason::UnsortedSignedHeaders { .. }
        | Reason::RepeatedSignedHeader { .. }
        | Reason::MalformedPayloadHash
        | Reason::MissingPayloadHash
        | Reason::InvalidRequest { .. } => Kind::Incomplete,
        Reason::DateNotInScope { .. }
        | Reason::WrongRegion { .. }
        | Reason::WrongService { .. }
        | Reason::Expired { .. }
        | Reason::NotYetValid { .. }
        | Reason::AbsentSignedHeader { .. }
        | Reason::UnsignedHeader { .. }
        | Reason::PayloadMismatch { .. }
        | Reason::UnsignedPayload
        | Reason::StreamingPayload
        | Reason::WrongKey { .. }
        | Reason::SignatureDoesNotMatch => Kind::Mismatch,
        Reason::UnknownAccessKey { .. } | Reason::WrongSessionToken => Kind::UnknownKey,
        Reason::ExpiredCredentials => Kind::ExpiredToken,
    }
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. \
                        Check your AWS Secret Access Key and signing method. Consult the service \
                        documentation for details.";

impl Denial {
    /// What AWS answers to a refusal of a request in the header form (or, `presigned`, the query form).
    pub(super) fn new(refusal: &Refusal, tolerance: Duration, presigned: bool) -> Self {
        let reason = &refusal.reason;
        let message = match reason {
            Reason::MissingAuthorization => "Request is missing Authentication Token".into(),
            Reason::UnsupportedAlgorithm { found } => {
                format!("Unsupported AWS 'algorithm': '{found}'.")
            }
            Reason::MissingField { name } if presigned => format!(
                "AWS query-string parameters must include '{name}'. Re-examine the query-string parameters."
            ),
            Reason::MissingField { name } => {
                format!("Authorization header requires '{name}' parameter.")
            }
            Reason::MissingDate => {
                "Authorization header requires existence of either a 'X-Amz-Date' or a \
                                    'Date' header."
                    .into()
            }
            Reason::DateNotInScope { scope, date } => format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
                 '{scope}' != '{}', from '{date}'.",
                date.day()
            ),
            Reason::WrongRegion { .. } => "Credential should be scoped to a valid region.".into(),
            Reason::WrongService { expected, .. } => {
                format!("Credential should be scoped to correct service: '{expected}'.")
            }
            Reason::Expired { until, now } if presigned => {
                format!("Signature expired: {until} is now earlier than {now}")
            }
            Reason::Expired { until, now } => format!(
                "Signature expired: {} is now earlier than {} ({now} - {} min.)",
                shifted(until, tolerance, -1),
                shifted(now, tolerance, -1),
                tolerance.as_secs() / 60
            ),
            Reason::NotYetValid { date, now } => format!(
                "Signature not yet current: {date} is still later than {} ({now} + {} min.)",
                shifted(now, tolerance, 1),
                tolerance.as_secs() / 60
            ),
            // The next two are the words of S3.
            Reason::TwoAuthorizations => {
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query \
                 string parameter or the Authorization header should be specified"
                    .into()
            }
            Reason::PayloadMismatch { .. } => format!(
                "{MISMATCH} The provided 'x-amz-content-sha256' header does not match what was computed."
            ),
            Reason::MissingPayloadHash => {
                "Missing required header for this request: x-amz-content-sha256".into()
            }
            Reason::UnknownAccessKey { .. } | Reason::WrongSessionToken => {
                return Self::unknown_key();
            }
            Reason::ExpiredCredentials => {
                "The security token included in the request is expired".into()
            }
            Reason::UnsignedHeader { name } if name == "host" => {
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".into()
            }
            Reason::UnsignedHeader { name } => {
                format!("'{name}' must be a 'SignedHeader' in the AWS Authorization.")
            }
            Reason::SignatureDoesNotMatch => mismatch(refusal),
            Reason::UnsignedPayload | Reason::StreamingPayload => format!("{MISMATCH} ({reason})"),
            _ => reason.to_string(),
        };
        Denial { kind: kind(reason), message }
    }

    /// Credentials that were never handed out, or to somebody with another session token.
    pub(super) fn unknown_key() -> Self {
        let message = "The security token included in the request is invalid.".into();
        Denial { kind: Kind::UnknownKey, message }
    }
}

fn mismatch(refusal: &Refusal) -> String {
    match &refusal.steps {
        Some(steps) => format!(
            "{MISMATCH}\n\nThe Canonical String for this request should have been\n'{}'\n\n\
             The String-to-Sign should have been\n'{}'\n",
            steps.canonical_request, steps.string_to_sign
        ),
        None => MISMATCH.into(),
    }
}

/// A date the tolerance earlier (-1) or later (1).
fn shifted(date: &AmzDate, tolerance: Duration, sign: i32) -> AmzDate {
    let at = date.timestamp();
    let shifted = if sign < 0 { at - tolerance } else { at + tolerance };
    AmzDate::new(shifted).unwrap_or(*date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_names() {
        for kind in [
            Kind::NotSigned,
            Kind::Incomplete,
            Kind::Mismatch,
            Kind::UnknownKey,
            Kind::ExpiredToken,
        ] {
            assert_ne!(kind.status(), 500, "{kind:?}");
        }
    }

    #[test]
    fn the_times_of_a_refusal_are_written_as_aws_does() {
        let date = |text| AmzDate::parse(text).unwrap();
        let quarter = Duration::from_secs(15 * 60);
        let expired =
            Reason::Expired { until: date("20150830T125100Z"), now: date("20150830T125101Z") };
        assert_eq!(
            Denial::new(&expired.into(), quarter, false).message,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z \
             (20150830T125101Z - 15 min.)"
        );
        let early =
            Reason::NotYetValid { date: date("20150830T130000Z"), now: date("20150830T123600Z") };
        assert_eq!(
            Denial::new(&early.into(), quarter, false).message,
            "Signature not yet current: 20150830T130000Z is still later than 20150830T125100Z \
             (20150830T123600Z + 15 min.)"
        );
    }
}
