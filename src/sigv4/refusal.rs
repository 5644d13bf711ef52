//! Why a verifier refuses a request.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::date::AmzDate;
use super::error::Error;
use super::steps::Steps;

/// A failed verification: why, and the verifier's canonical request and string to sign, if it came that far.
///
/// It is for the operator. Answer a stranger with [`Refusal::for_stranger`] at most: a [`Reason`] tells which
/// access key ids exist, and [`Steps`] hold the session token.
///
/// Neither the secret nor anything derived from it is in here.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The verifier's own canonical request and string to sign: where they differ from the signer's is
    /// the cause.
    pub steps: Option<Box<Steps>>,
}

impl Refusal {
    /// What a stranger may be told: [`Reason::for_stranger`].
    pub fn for_stranger(&self) -> &'static str {
        self.reason.for_stranger()
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Refusal { reason, steps: None }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl core::error::Error for Refusal {}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $kind:ty),* })? => $message:literal;)*) => {
        /// Why a request is refused. Each is a distinct cause; [`Reason::code`] is its name for programs.
        ///
        /// A value of the request is quoted only if it has the form that belongs in its place; otherwise `***` stands
        /// there, since a text in the wrong place may be a secret.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* $name $({ $($(#[$field_doc])* $field: $kind),* })?,)*
        }

        impl Reason {
            /// A short name for programs: stable where the message may change.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Reason::$name $({ $($field: _),* })? => stringify!($name),)*
                }
            }
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Reason::$name $({ $($field),* })? => write!(f, $message),)*
                }
            }
        }
    };
}

reasons! {
    /// There is no signature: no Authorization header and none in the query.
    MissingAuthorization => "the request is not signed";
    /// Signed in the Authorization header and in the query at once.
    TwoAuthorizations => "the request is signed in the Authorization header and in the query";
    /// The Authorization header stands there more than once.
    RepeatedAuthorization => "there is more than one Authorization header";
    /// Another algorithm than `AWS4-HMAC-SHA256`.
    UnsupportedAlgorithm {
        /// What the request names.
        found: String
    } => "the algorithm is not AWS4-HMAC-SHA256 but {found:?}";
    /// A part of the Authorization header, or a parameter, that can't be read.
    MalformedAuthorization {
        /// The part.
        field: String
    } => "the authorization's part {field:?} can't be read";
    /// A part that must be there is missing.
    MissingField {
        /// The part.
        name: String
    } => "the authorization lacks {name}";
    /// A part that must be there once is there more than once.
    RepeatedField {
        /// The part.
        name: String
    } => "{name} is given more than once";
    /// Not of the form `id/day/region/service/aws4_request`.
    MalformedCredential => "the credential is not of the form id/day/region/service/aws4_request";
    /// Not 64 lower-case hex digits.
    MalformedSignature => "the signature is not 64 lower-case hex digits";
    /// Neither `x-amz-date` nor `date`.
    MissingDate => "the request has no date";
    /// A date that can't be read, or a day that never was.
    MalformedDate {
        /// What the request gives.
        found: String
    } => "the date {found:?} is not of the form 20150830T123600Z";
    /// The day of the credential scope is not the day of the request.
    DateNotInScope {
        /// The day of the scope.
        scope: String,
        /// The date of the request.
        date: AmzDate
    } => "the credential's day {scope} is not that of the date {date}";
    /// The credential is scoped to another region.
    WrongRegion {
        /// What the request gives.
        found: String,
        /// What the verifier expects.
        expected: String
    } => "the credential is scoped to the region {found:?}, not to {expected:?}";
    /// The credential is scoped to another service.
    WrongService {
        /// What the request gives.
        found: String,
        /// What the verifier expects.
        expected: String
    } => "the credential is scoped to the service {found:?}, not to {expected:?}";
    /// Not a number of seconds from 1 to 604,800.
    InvalidExpires {
        /// What the request gives.
        found: String
    } => "X-Amz-Expires is {found:?}, not a number of seconds from 1 to 604800";
    /// The request's date, or the end of a presigned URL's life, is too far in the past.
    Expired {
        /// The last moment it held.
        until: AmzDate,
        /// The verifier's clock.
        now: AmzDate
    } => "the signature expired: it held until {until}, and it is {now}";
    /// The request's date is too far in the future.
    NotYetValid {
        /// The date of the request.
        date: AmzDate,
        /// The verifier's clock.
        now: AmzDate
    } => "the signature is not yet current: its date is {date}, and it is {now}";
    /// No such access key.
    UnknownAccessKey {
        /// What the request gives.
        found: String
    } => "the access key id {found:?} is not known";
    /// The session token is missing, is another, or is there though the key needs none.
    WrongSessionToken => "the session token is not that of the access key";
    /// The signature holds, and the credentials that made it have ended.
    ExpiredCredentials => "the credentials have ended";
    /// Names no header, or an empty one.
    EmptySignedHeaders => "SignedHeaders holds no name, or an empty one";
    /// A name with a capital letter.
    UpperCaseSignedHeader {
        /// The name.
        name: String
    } => "SignedHeaders has {name:?}, not in lower case";
    /// Names not in order.
    UnsortedSignedHeaders {
        /// The first name that comes too late.
        name: String
    } => "SignedHeaders is not sorted: {name:?} comes too late";
    /// A name twice.
    RepeatedSignedHeader {
        /// The name.
        name: String
    } => "SignedHeaders has {name:?} twice";
    /// A name that no header of the request has.
    AbsentSignedHeader {
        /// The name.
        name: String
    } => "SignedHeaders has {name:?}, which the request does not have";
    /// A header that must be signed is not: `host`, or an `x-amz-*` that the request carries.
    UnsignedHeader {
        /// The header.
        name: String
    } => "the header {name:?} is not signed";
    /// `x-amz-content-sha256` is no hash, or is there more than once.
    MalformedPayloadHash => "x-amz-content-sha256 is not a digest or a name that AWS defines, given once";
    /// The service wants `x-amz-content-sha256`, and it is not there.
    MissingPayloadHash => "the request has no x-amz-content-sha256, which the service wants";
    /// The body is not the one that was signed.
    PayloadMismatch {
        /// The digest that the request declares.
        declared: String,
        /// The digest of its body.
        actual: String
    } => "the body's SHA-256 is {actual}, the request declares {declared}";
    /// The signature does not cover the body (`UNSIGNED-PAYLOAD`), and the service is not known to take that.
    UnsignedPayload => "the service is not known to take UNSIGNED-PAYLOAD";
    /// The target is longer than the verifier's limit.
    TargetTooLong {
        /// The limit, in bytes.
        limit: usize
    } => "the target is longer than {limit} bytes";
    /// The query has more parameters than the verifier's limit.
    TooManyParameters {
        /// The limit.
        limit: usize
    } => "the query has more than {limit} parameters";
    /// The request has more headers than the verifier's limit.
    TooManyHeaders {
        /// The limit.
        limit: usize
    } => "the request has more than {limit} headers";
    /// The target is not in canonical form, and the verifier is strict about that.
    TargetNotCanonical => "the target is not in canonical form";
    /// The body is streamed, and the verifier was not told so: give the request the same
    /// [`Payload::Hash`](crate::Payload::Hash), verify it, and check the chunks with [`Verified::seed`](crate::Verified::seed).
    StreamingPayload => "the body comes in signed chunks, which are not checked here";
    /// The key that the server looked up is for another day, region or service: a fault of the server, not of the request.
    WrongKey {
        /// What is wrong with it.
        error: Error
    } => "the key that was looked up is not for this request: {error}";
    /// The signature is not that of the request.
    SignatureDoesNotMatch => "the signature does not match the request";
    /// The request itself is not well formed.
    InvalidRequest {
        /// What is wrong with it.
        error: Error
    } => "{error}";
}

impl core::error::Error for Reason {}

impl Reason {
    /// What a stranger may be told: one of five sentences. It tells neither whether an access key id exists nor how
    /// near a signature is to the right one. Log the reason itself, for the operator.
    ///
    /// ```
    /// use sigfour::Reason;
    ///
    /// let unknown = Reason::UnknownAccessKey { found: "AKIDEXAMPLE".into() };
    /// assert_eq!(unknown.for_stranger(), Reason::SignatureDoesNotMatch.for_stranger());
    /// ```
    pub fn for_stranger(&self) -> &'static str {
        match self {
            Reason::MissingAuthorization => "the request is not signed",
            Reason::Expired { .. } | Reason::NotYetValid { .. } => {
                "the request's date is too far from the server's clock"
            }
            Reason::TargetTooLong { .. }
            | Reason::TooManyParameters { .. }
            | Reason::TooManyHeaders { .. } => "the request is too large",
            Reason::TargetNotCanonical => "the request's target is not in canonical form",
            _ => "the request's signature was refused",
        }
    }
}
