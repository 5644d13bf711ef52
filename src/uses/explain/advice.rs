//! What to do about a request that a verifier refuses, by the reason.

use crate::Reason;

pub(super) fn advice_for(reason: &Reason) -> &'static str {
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
        | Reason::MalformedCredential
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
        Reason::WrongKey { .. } => {
            "In the server, derive the key for the scope that the request names."
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
