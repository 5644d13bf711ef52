//! Rules: how services differ in what they want signed, as a table.
//!
//! Sources: the S3 user guide's and the IAM user guide's pages on Signature Version 4, and for each row
//! what the official SDKs do.

use super::names::{Parameter, header};
use super::payload::{Payload, PayloadHash, Streaming};

/// The longest that a presigned URL may live: 7 days, in seconds.
pub(super) const MAX_EXPIRES: u64 = 7 * 24 * 60 * 60;

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
    /// Whether a client sends the header where the service does not ask for it.
    client_content_sha256: bool,
    pub(super) presign_unsigned: bool,
    pub(crate) unsigned_payload: UnsignedPayload,
    pub(super) session_token: SessionToken,
    pub(super) session_token_header: SessionTokenHeader,
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
    /// It does not: a Lambda function URL. A signer and a verifier both refuse it.
    Refused,
    /// AWS does not say: nearly everywhere. A signer signs it where the caller says so; a verifier refuses it, since
    /// the signature would not cover the body.
    Undocumented,
    /// It does: S3 and its kin. A signer signs it where the caller says so, and a verifier accepts it.
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

impl SessionTokenHeader {
    /// The name of the header, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            SessionTokenHeader::SecurityToken => header::SECURITY_TOKEN,
            SessionTokenHeader::S3SessionToken => header::S3_SESSION_TOKEN,
        }
    }

    /// The parameter of a presigned URL.
    pub(super) const fn parameter(self) -> Parameter {
        match self {
            SessionTokenHeader::SecurityToken => Parameter::SecurityToken,
            SessionTokenHeader::S3SessionToken => Parameter::S3SessionToken,
        }
    }
}

const STANDARD: Rules = Rules {
    normalize_path: true,
    double_encode: true,
    content_sha256_header: false,
    client_content_sha256: false,
    presign_unsigned: false,
    unsigned_payload: UnsignedPayload::Undocumented,
    session_token: SessionToken::Signed,
    session_token_header: SessionTokenHeader::SecurityToken,
};

const S3: Rules = Rules {
    normalize_path: false,
    double_encode: false,
    content_sha256_header: true,
    presign_unsigned: true,
    unsigned_payload: UnsignedPayload::Taken,
    ..STANDARD
};

/// The services that differ from [`STANDARD`], by signing name.
const TABLE: &[(&str, Rules)] = &[
    ("s3", S3),
    ("s3-outposts", S3),
    ("s3-object-lambda", S3),
    ("s3express", Rules { session_token_header: SessionTokenHeader::S3SessionToken, ..S3 }),
    ("iotdevicegateway", Rules { session_token: SessionToken::Appended, ..STANDARD }),
    (
        "vpc-lattice-svcs",
        Rules { content_sha256_header: true, unsigned_payload: UnsignedPayload::Only, ..STANDARD },
    ),
    ("aoss", Rules { content_sha256_header: true, ..STANDARD }),
    (
        // CloudFront in front of a function URL needs the header; the URL itself does not ask for it.
        "lambda",
        Rules {
            client_content_sha256: true,
            unsigned_payload: UnsignedPayload::Refused,
            ..STANDARD
        },
    ),
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
        let tell = rules.client_content_sha256 || unsigned_payload;
        rules.content_sha256_header(rules.content_sha256_header || tell)
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
        self.session_token_header = header;
        self
    }

    /// The name of the header that carries the session token.
    pub fn session_token_name(&self) -> &'static str {
        self.session_token_header.name()
    }

    /// Whether a header is signed, as far as it depends on where the token goes.
    pub(super) fn token_is_signed_in(&self, name: &str) -> bool {
        self.session_token == SessionToken::Signed
            || !name.eq_ignore_ascii_case(self.session_token_name())
    }

    /// The parameter that is no part of a presigned URL's canonical query, beside the signature.
    pub(super) fn appended_parameter(&self) -> Option<Parameter> {
        match self.session_token {
            SessionToken::Signed => None,
            SessionToken::Appended => Some(self.session_token_header.parameter()),
        }
    }

    /// The hash of a payload that is given, as the service wants it.
    pub(super) fn hash(&self, payload: &Payload<'_>) -> PayloadHash {
        match (payload, self.unsigned_payload) {
            (Payload::Bytes(_), UnsignedPayload::Only) => PayloadHash::Unsigned,
            (payload, _) => payload.hash(),
        }
    }

    /// Whether a payload may be signed like that.
    pub(super) fn may_sign(&self, hash: PayloadHash) -> bool {
        !leaves_it_open(hash) || self.unsigned_payload != UnsignedPayload::Refused
    }

    /// Whether a payload that was signed like that is accepted.
    pub(super) fn may_accept(&self, hash: PayloadHash) -> bool {
        use UnsignedPayload::{Only, Taken};
        !leaves_it_open(hash) || matches!(self.unsigned_payload, Taken | Only)
    }
}

/// Whether the signature does not cover the body.
fn leaves_it_open(hash: PayloadHash) -> bool {
    matches!(hash, PayloadHash::Unsigned | PayloadHash::Streaming(Streaming::UnsignedTrailer))
}

/// Headers that intermediaries change or that belong to one connection: never signed.
///
/// Each is left out by one of the official SDKs, and intermediaries change it; botocore added `baggage`, `traceparent`, `tracestate` and `trailer`
/// in 2026. `x-amz-*` is not on it: what AWS acts on is signed.
const NEVER_SIGNED: &[&str] = &[
    "authorization",
    "baggage",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// Whether the header is one that is never signed.
pub(super) fn never_signed(name: &str) -> bool {
    may_be_never_signed(name)
        && (NEVER_SIGNED.iter().any(|n| n.eq_ignore_ascii_case(name))
            || starts_with_ignore_case(name, "proxy-"))
}

/// A first look, which tells nearly every other name apart: by its first letter and its length.
fn may_be_never_signed(name: &str) -> bool {
    /// For each letter, a bit for each length.
    const LENGTHS: [u32; 32] = {
        let mut lengths = [0; 32];
        let mut n = 0;
        while n < NEVER_SIGNED.len() {
            let name = NEVER_SIGNED[n].as_bytes();
            lengths[(name[0] & 31) as usize] |= 1 << name.len();
            n += 1;
        }
        // `proxy-*` may be of any.
        lengths[(b'p' & 31) as usize] = u32::MAX;
        lengths
    };
    let letter = name.as_bytes().first().map_or(0, |b| b & 31);
    LENGTHS[usize::from(letter)] & 1 << name.len().min(31) != 0
}

/// Whether a request that carries the header must have signed it: `host` and `x-amz-*`.
pub(super) fn always_signed(name: &str) -> bool {
    name.eq_ignore_ascii_case(header::HOST) || starts_with_ignore_case(name, "x-amz-")
}

pub(super) fn starts_with_ignore_case(text: &str, prefix: &str) -> bool {
    text.as_bytes().get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix.as_bytes()))
}
