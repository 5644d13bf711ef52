//! The payload's line in the canonical request: a digest, or a name that stands for one.

use core::fmt;

use super::error::Error;
use super::hash::sha256;

/// The body of a request, as far as signing is concerned.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Payload<'a> {
    /// The bytes themselves: their SHA-256 is signed.
    Bytes(&'a [u8]),
    /// A hash already known, or a name that stands for one.
    Hash(PayloadHash),
}

impl Payload<'_> {
    pub(super) fn hash(&self) -> PayloadHash {
        match self {
            Payload::Bytes(bytes) => PayloadHash::Sha256(sha256(bytes)),
            Payload::Hash(hash) => *hash,
        }
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Payload::Bytes(bytes) => write!(f, "Bytes({} bytes)", bytes.len()),
            Payload::Hash(hash) => write!(f, "Hash({hash})"),
        }
    }
}

/// What the last line of the canonical request says of the payload.
///
/// ```
/// use sigfour::PayloadHash;
///
/// let empty = PayloadHash::of(b"");
/// assert_eq!(empty.to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
/// assert_eq!(PayloadHash::parse("UNSIGNED-PAYLOAD")?, PayloadHash::Unsigned);
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadHash {
    /// The SHA-256 of the body.
    Sha256([u8; 32]),
    /// `UNSIGNED-PAYLOAD`: the signature does not cover the body.
    Unsigned,
    /// The body comes in chunks that carry signatures, or a checksum, of their own.
    Streaming(Streaming),
}

/// The names that `x-amz-content-sha256` has for a body sent in chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Streaming {
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`
    Signed,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`
    SignedTrailer,
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`
    UnsignedTrailer,
    /// `STREAMING-AWS4-HMAC-SHA256-EVENTS`
    Events,
    /// `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD`
    SignedV4a,
    /// `STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER`
    SignedTrailerV4a,
}

const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

const STREAMING: &[(&str, Streaming)] = &[
    ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", Streaming::Signed),
    ("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", Streaming::SignedTrailer),
    ("STREAMING-UNSIGNED-PAYLOAD-TRAILER", Streaming::UnsignedTrailer),
    ("STREAMING-AWS4-HMAC-SHA256-EVENTS", Streaming::Events),
    ("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD", Streaming::SignedV4a),
    ("STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER", Streaming::SignedTrailerV4a),
];

impl PayloadHash {
    /// Hashes a body.
    pub fn of(body: &[u8]) -> Self {
        PayloadHash::Sha256(sha256(body))
    }

    /// Reads the value of an `x-amz-content-sha256` header.
    ///
    /// # Errors
    /// [`Error::InvalidPayloadHash`] for anything but 64 lower-case hex digits and the names above.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text == UNSIGNED {
            return Ok(PayloadHash::Unsigned);
        }
        if let Some((_, streaming)) = STREAMING.iter().find(|(name, _)| *name == text) {
            return Ok(PayloadHash::Streaming(*streaming));
        }
        from_lower_hex(text).map(PayloadHash::Sha256).ok_or(Error::InvalidPayloadHash)
    }

    /// The text, in a form that needs no heap.
    pub(super) fn text(&self) -> PayloadText {
        match self {
            PayloadHash::Sha256(digest) => PayloadText::Hex(to_lower_hex(digest)),
            PayloadHash::Unsigned => PayloadText::Name(UNSIGNED),
            PayloadHash::Streaming(streaming) => PayloadText::Name(
                STREAMING.iter().find(|(_, s)| s == streaming).map_or("", |(name, _)| name),
            ),
        }
    }
}

impl fmt::Display for PayloadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

pub(super) enum PayloadText {
    Hex([u8; 64]),
    Name(&'static str),
}

impl PayloadText {
    pub(super) fn as_str(&self) -> &str {
        match self {
            PayloadText::Hex(digits) => core::str::from_utf8(digits).unwrap_or_default(),
            PayloadText::Name(name) => name,
        }
    }
}

/// 32 bytes as 64 lower-case digits.
pub(super) fn to_lower_hex(bytes: &[u8; 32]) -> [u8; 64] {
    let mut digits = [0; 64];
    // The only error is a buffer of another length than twice the input's, which the types rule out.
    let _ = hex::encode_to_slice(bytes, &mut digits);
    digits
}

/// 64 lower-case digits as 32 bytes; upper case is another spelling, which AWS refuses.
pub(super) fn from_lower_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || text.bytes().any(|b| b.is_ascii_uppercase()) {
        return None;
    }
    hex::decode_to_slice(text, &mut bytes).ok().map(|()| bytes)
}
