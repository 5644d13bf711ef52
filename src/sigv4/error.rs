//! Every way an input to signing can be refused, with what is wrong and where.

use alloc::string::String;
use core::fmt;

use super::algorithm::Algorithm;

/// A part of the input, as an [`Error`] names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The access key id of [`Credentials`](crate::Credentials).
    AccessKeyId,
    /// The secret access key of [`Credentials`](crate::Credentials).
    SecretAccessKey,
    /// The session token of [`Credentials`](crate::Credentials).
    SessionToken,
    /// The region of the credential scope.
    Region,
    /// The service of the credential scope.
    Service,
    /// The HTTP method.
    Method,
    /// The request target: path and query.
    Target,
    /// The name of a header.
    HeaderName,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::AccessKeyId => "access key id",
            Part::SecretAccessKey => "secret access key",
            Part::SessionToken => "session token",
            Part::Region => "region",
            Part::Service => "service",
            Part::Method => "method",
            Part::Target => "request target",
            Part::HeaderName => "header name",
        })
    }
}

/// Why an input was refused before anything was signed.
///
/// Nothing of a secret is ever in an error: a refused byte of a secret is named by its position only.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A part that must not be empty is empty.
    Empty(Part),
    /// A part holds a byte that it can't hold: a control character, a space, a separator of the format.
    InvalidByte {
        /// The part.
        part: Part,
        /// The byte; 0 where the part is secret.
        byte: u8,
        /// Its offset in the part.
        at: usize,
    },
    /// A header's value holds a control character, such as a line break.
    InvalidHeaderValue {
        /// The header's name.
        name: String,
        /// The byte.
        byte: u8,
        /// Its offset in the value.
        at: usize,
    },
    /// The target is not in origin form: a path that starts with `/`, and a query.
    TargetNotOriginForm,
    /// There is no `Host` header, or an empty one: a signature without the host holds for any host.
    MissingHost,
    /// There is more than one `Host` header.
    RepeatedHost,
    /// The request already carries what signing adds: take it out, then sign again.
    AlreadySigned {
        /// The header or query parameter.
        name: String,
    },
    /// `x-amz-content-sha256` is neither 64 lower-case hex digits nor one of the names AWS defines,
    /// or stands there more than once.
    InvalidPayloadHash,
    /// The request declares another hash than that of its body.
    PayloadHashMismatch {
        /// What `x-amz-content-sha256` declares.
        declared: String,
        /// The SHA-256 of the body in hex, or the name that was given for it.
        actual: String,
    },
    /// The text of a POST policy is empty or not base64. Every other string to sign has line breaks.
    InvalidPolicy,
    /// The service does not take `UNSIGNED-PAYLOAD`.
    UnsignedPayloadRefused {
        /// The service.
        service: String,
    },
    /// A presigned URL whose payload the server can't know: the URL does not say it.
    UndeclaredPayload {
        /// What was to be signed for the payload.
        payload: String,
    },
    /// The service takes nothing but `UNSIGNED-PAYLOAD`.
    SignedPayloadRefused {
        /// The service.
        service: String,
    },
    /// The time can't be written as `YYYYMMDDThhmmssZ`: its year is not within 0 to 9999.
    DateOutOfRange,
    /// The text is not a date and time of the form `YYYYMMDDThhmmssZ`, or names a day that never was.
    InvalidDate,
    /// A presigned URL lives from 1 second to 7 days (604,800 seconds).
    InvalidExpiry {
        /// What was asked for, in seconds.
        seconds: u64,
    },
    /// The credentials end before the request's date: what they sign is refused.
    CredentialsExpired,
    /// The signing key was derived for another day, region or service than the request's.
    KeyOutOfScope {
        /// The key's scope.
        key: String,
        /// The scope that the request needs.
        needed: String,
    },
    /// The signing key was derived from other credentials than those that the request was prepared for.
    KeyOfOtherCredentials {
        /// The access key id of the key.
        key: String,
        /// The access key id that the request was prepared for.
        needed: String,
    },
    /// The signing key signs with another algorithm than the string to sign names.
    WrongAlgorithm {
        /// The algorithm that the string to sign names.
        found: Algorithm,
    },
    /// `host` and `x-amz-*` headers are always signed and can't be left out.
    HeaderMustBeSigned {
        /// The header.
        name: String,
    },
}

impl Error {
    /// A short name for programs: stable where the message may change.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty(_) => "Empty",
            Error::InvalidByte { .. } => "InvalidByte",
            Error::InvalidHeaderValue { .. } => "InvalidHeaderValue",
            Error::TargetNotOriginForm => "TargetNotOriginForm",
            Error::MissingHost => "MissingHost",
            Error::RepeatedHost => "RepeatedHost",
            Error::AlreadySigned { .. } => "AlreadySigned",
            Error::InvalidPayloadHash => "InvalidPayloadHash",
            Error::PayloadHashMismatch { .. } => "PayloadHashMismatch",
            Error::InvalidPolicy => "InvalidPolicy",
            Error::UnsignedPayloadRefused { .. } => "UnsignedPayloadRefused",
            Error::UndeclaredPayload { .. } => "UndeclaredPayload",
            Error::SignedPayloadRefused { .. } => "SignedPayloadRefused",
            Error::DateOutOfRange => "DateOutOfRange",
            Error::InvalidDate => "InvalidDate",
            Error::InvalidExpiry { .. } => "InvalidExpiry",
            Error::CredentialsExpired => "CredentialsExpired",
            Error::KeyOutOfScope { .. } => "KeyOutOfScope",
            Error::KeyOfOtherCredentials { .. } => "KeyOfOtherCredentials",
            Error::WrongAlgorithm { .. } => "WrongAlgorithm",
            Error::HeaderMustBeSigned { .. } => "HeaderMustBeSigned",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Empty(part) => write!(f, "the {part} is empty"),
            Error::InvalidByte {
                part: part @ (Part::SecretAccessKey | Part::SessionToken),
                at,
                ..
            } => write!(f, "the {part} holds a byte that it can't hold, at offset {at}"),
            Error::InvalidByte { part, byte, at } => {
                write!(f, "the {part} can't hold the byte 0x{byte:02x} (offset {at})")
            }
            Error::InvalidHeaderValue { name, byte, at } => write!(
                f,
                "the value of header {name:?} can't hold the byte 0x{byte:02x} (offset {at})"
            ),
            Error::TargetNotOriginForm => {
                f.write_str("the request target must start with '/': give path and query, not a whole URL")
            }
            Error::MissingHost => {
                f.write_str("there is no Host header: add the one that your HTTP client will send, port included")
            }
            Error::RepeatedHost => f.write_str("there is more than one Host header"),
            Error::AlreadySigned { name } => write!(
                f,
                "the request already carries {name:?}, which signing adds: take it out and sign again"
            ),
            Error::InvalidPayloadHash => f.write_str(
                "x-amz-content-sha256 must be given once, as 64 lower-case hex digits or a name that AWS defines, such as UNSIGNED-PAYLOAD",
            ),
            Error::PayloadHashMismatch { declared, actual } => write!(
                f,
                "x-amz-content-sha256 declares {declared}, the body's hash is {actual}"
            ),
            Error::InvalidPolicy => f.write_str("the policy is empty or not base64"),
            Error::UnsignedPayloadRefused { service } => write!(
                f,
                "the service {service:?} does not take UNSIGNED-PAYLOAD: sign the body or its digest"
            ),
            Error::UndeclaredPayload { payload } => write!(
                f,
                "a server can't know from the URL that the payload's hash is {payload}: add X-Amz-Content-Sha256={payload} to the query"
            ),
            Error::SignedPayloadRefused { service } => write!(
                f,
                "the service {service:?} takes nothing but UNSIGNED-PAYLOAD: give the body, not its hash"
            ),
            Error::DateOutOfRange => f.write_str("the year of the date is not within 0 to 9999"),
            Error::InvalidDate => f.write_str("not a date of the form 20150830T123600Z"),
            Error::InvalidExpiry { seconds } => write!(
                f,
                "a presigned URL lives from 1 to 604800 seconds (7 days), not {seconds}"
            ),
            Error::CredentialsExpired => {
                f.write_str("the credentials have expired at the date of the request: get new ones")
            }
            Error::KeyOutOfScope { key, needed } => write!(
                f,
                "the signing key is for {key}, the request needs one for {needed}: derive it again"
            ),
            Error::KeyOfOtherCredentials { key, needed } if key == needed => write!(
                f,
                "the signing key of {key:?} was derived with another session token than the request was prepared for"
            ),
            Error::KeyOfOtherCredentials { key, needed } => write!(
                f,
                "the signing key is that of {key:?}, the request was prepared for {needed:?}"
            ),
            Error::WrongAlgorithm { found } => {
                write!(f, "the signing key cannot sign with {found}")
            }
            Error::HeaderMustBeSigned { name } => {
                write!(f, "the header {name:?} must be signed and can't be left out")
            }
        }
    }
}

impl core::error::Error for Error {}
