//! Rules: how services differ in what they want signed, as a table.
//!
//! Sources: the S3 user guide's and the IAM user guide's pages on Signature Version 4, and for each row
//! what the official SDKs do.

use super::payload::{Payload, PayloadHash, Streaming};

/// What one service wants signed.
///
/// [`Rules::of`] gives a service's own; a caller who knows better changes one by name:
///
/// ```
/// use sigfour::{Rules, Signer};
///
/// let rules = Rules::of("my-gateway").normalize_path(false);
/// let signer = Signer::new("my-gateway", "us-east-1").rules(rules);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    pub(super) normalize_path: bool,
    pub(super) double_encode: bool,
    pub(super) content_sha256_header: bool,
    pub(super) presign_unsigned: bool,
    pub(super) unsigned_payload: UnsignedPayload,
    pub(super) session_token: SessionToken,
    pub(super) session_token_name: &'static str,
}

/// Whether the session token is part of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionToken {
    /// Signed like everything else: nearly everywhere.
    Signed,
    /// Added after signing, outside the signature (AWS IoT).
    Appended,
}

/// Whether a service takes `UNSIGNED-PAYLOAD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnsignedPayload {
    /// It does not: a Lambda function URL.
    Refused,
    /// It does, where the caller says so.
    Taken,
    /// It takes nothing else: VPC Lattice.
    Only,
}

/// The header that carries the session token, and the query parameter of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionTokenHeader {
    /// `x-amz-security-token`: nearly everywhere, and what S3 Express itself asks for in `CreateSession` and
    /// its control plane.
    SecurityToken,
    /// `x-amz-s3session-token`: the token of a session with an S3 Express bucket.
    S3SessionToken,
}

const STANDARD: Rules = Rules {
    normalize_path: true,
    double_encode: true,
    content_sha256_header: false,
    presign_unsigned: false,
    unsigned_payload: UnsignedPayload::Taken,
    session_token: SessionToken::Signed,
    session_token_name: "x-amz-security-token",
};

const S3_SESSION_TOKEN: &str = "x-amz-s3session-token";

const S3: Rules = Rules {
    normalize_path: false,
    double_encode: false,
    content_sha256_header: true,
    presign_unsigned: true,
    ..STANDARD
};

/// The services that differ from [`STANDARD`], by signing name.
const TABLE: &[(&str, Rules)] = &[
    ("s3", S3),
    ("s3-outposts", S3),
    ("s3-object-lambda", S3),
    ("s3express", Rules { session_token_name: S3_SESSION_TOKEN, ..S3 }),
    ("iotdevicegateway", Rules { session_token: SessionToken::Appended, ..STANDARD }),
    (
        "vpc-lattice-svcs",
        Rules { content_sha256_header: true, unsigned_payload: UnsignedPayload::Only, ..STANDARD },
    ),
    ("aoss", Rules { content_sha256_header: true, ..STANDARD }),
    ("lambda", Rules { unsigned_payload: UnsignedPayload::Refused, ..STANDARD }),
];

impl Rules {
    /// The rules of a service, by its signing name; the standard ones for a service that is not special.
    pub fn of(service: &str) -> Self {
        TABLE.iter().find(|(name, _)| *name == service).map_or(STANDARD, |(_, rules)| *rules)
    }

    /// The rules that a client should sign by: the service's own, and the payload's hash in
    /// `x-amz-content-sha256` where something on the way asks for it, as CloudFront does in front of a
    /// function URL, or where it must be told that the payload is unsigned.
    pub fn to_send(service: &str, unsigned_payload: bool) -> Self {
        let rules = Self::of(service);
        let tell = rules.content_sha256_header || service == "lambda" || unsigned_payload;
        rules.content_sha256_header(tell)
    }

    /// Whether dot segments are removed from the path and slashes merged. Not for S3, where they are part
    /// of a key.
    #[must_use]
    pub fn normalize_path(mut self, yes: bool) -> Self {
        self.normalize_path = yes;
        self
    }

    /// Whether the path as sent is encoded once more. Not for S3, which decodes it and encodes it once.
    #[must_use]
    pub fn double_encode(mut self, yes: bool) -> Self {
        self.double_encode = yes;
        self
    }

    /// Whether a header-signed request carries the payload's hash in `x-amz-content-sha256`.
    #[must_use]
    pub fn content_sha256_header(mut self, yes: bool) -> Self {
        self.content_sha256_header = yes;
        self
    }

    /// Whether a presigned URL leaves the body open (`UNSIGNED-PAYLOAD`) where the caller says nothing.
    #[must_use]
    pub fn presign_unsigned(mut self, yes: bool) -> Self {
        self.presign_unsigned = yes;
        self
    }

    /// Whether the service takes `UNSIGNED-PAYLOAD`, or nothing else.
    #[must_use]
    pub fn unsigned_payload(mut self, rule: UnsignedPayload) -> Self {
        self.unsigned_payload = rule;
        self
    }

    /// Whether the session token is signed or added after signing.
    #[must_use]
    pub fn session_token(mut self, place: SessionToken) -> Self {
        self.session_token = place;
        self
    }

    /// The header that carries the session token.
    #[must_use]
    pub fn session_token_header(mut self, header: SessionTokenHeader) -> Self {
        self.session_token_name = match header {
            SessionTokenHeader::SecurityToken => STANDARD.session_token_name,
            SessionTokenHeader::S3SessionToken => S3_SESSION_TOKEN,
        };
        self
    }

    /// The name of the header that carries the session token.
    pub fn session_token_name(&self) -> &'static str {
        self.session_token_name
    }

    /// The hash of a payload that is given, as the service wants it.
    pub(super) fn hash(&self, payload: &Payload<'_>) -> PayloadHash {
        match (payload, self.unsigned_payload) {
            (Payload::Bytes(_), UnsignedPayload::Only) => PayloadHash::Unsigned,
            (payload, _) => payload.hash(),
        }
    }

    /// Whether a payload may be signed like that.
    pub(super) fn takes(&self, hash: PayloadHash) -> bool {
        let leaves_it_open = matches!(
            hash,
            PayloadHash::Unsigned | PayloadHash::Streaming(Streaming::UnsignedTrailer)
        );
        !(leaves_it_open && self.unsigned_payload == UnsignedPayload::Refused)
    }
}

/// Headers that intermediaries change or that belong to one connection: never signed.
///
/// The union of what the official SDKs leave out. `x-amz-*` is not on it: what AWS acts on is signed.
const NEVER_SIGNED: &[&str] = &[
    "authorization",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// Whether the header is one that is never signed.
pub(super) fn never_signed(name: &str) -> bool {
    NEVER_SIGNED.iter().any(|n| n.eq_ignore_ascii_case(name))
        || starts_with_ignore_case(name, "proxy-")
}

/// Whether a request that carries the header must have signed it: `host` and `x-amz-*`.
pub(super) fn always_signed(name: &str) -> bool {
    name.eq_ignore_ascii_case("host") || starts_with_ignore_case(name, "x-amz-")
}

pub(super) fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix.as_bytes()))
}
