//! The payload's line in the canonical request: a digest, or a name that stands for one.

use alloc::string::ToString;
use core::fmt;

use super::algorithm::Algorithm;
use super::digits::{from_lower_hex, hex_text, to_lower_hex};
use super::error::Error;
use super::field::Field;
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
    pub(crate) fn hash(&self) -> PayloadHash {
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

impl Streaming {
    const ALL: [Streaming; 6] = [
        Streaming::Signed,
        Streaming::SignedTrailer,
        Streaming::UnsignedTrailer,
        Streaming::Events,
        Streaming::SignedV4a,
        Streaming::SignedTrailerV4a,
    ];

    /// The value of `x-amz-content-sha256`.
    pub const fn name(self) -> &'static str {
        match self {
            Streaming::Signed => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            Streaming::SignedTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            Streaming::UnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            Streaming::Events => "STREAMING-AWS4-HMAC-SHA256-EVENTS",
            Streaming::SignedV4a => "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
            Streaming::SignedTrailerV4a => "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER",
        }
    }
}

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
        if let Some(streaming) = Streaming::ALL.into_iter().find(|one| one.name() == text) {
            return Ok(PayloadHash::Streaming(streaming));
        }
        from_lower_hex(text).map(PayloadHash::Sha256).ok_or(Error::InvalidPayloadHash)
    }

    /// Whether a signature of this algorithm may cover it: the names of streamed payloads name an algorithm, too.
    pub(super) fn suits(&self, algorithm: Algorithm) -> bool {
        use Streaming::{Events, Signed, SignedTrailer, SignedTrailerV4a, SignedV4a};
        match self {
            PayloadHash::Streaming(Signed | SignedTrailer | Events) => {
                algorithm == Algorithm::HmacSha256
            }
            PayloadHash::Streaming(SignedV4a | SignedTrailerV4a) => {
                algorithm == Algorithm::EcdsaP256Sha256
            }
            _ => true,
        }
    }

    /// Whether the body is signed chunk by chunk or event by event, so that signatures follow the request's.
    pub(super) fn starts_a_chain(&self) -> bool {
        use Streaming::{Events, Signed, SignedTrailer};
        matches!(self, PayloadHash::Streaming(Signed | SignedTrailer | Events))
    }

    /// The text, in a form that needs no heap.
    pub(super) fn text(&self) -> PayloadText {
        match self {
            PayloadHash::Sha256(digest) => PayloadText::Hex(to_lower_hex(digest)),
            PayloadHash::Unsigned => PayloadText::Name(UNSIGNED),
            PayloadHash::Streaming(streaming) => PayloadText::Name(streaming.name()),
        }
    }
}

/// The hash that `x-amz-content-sha256` declares: the header, or in a presigned URL the parameter of that name.
pub(super) fn declared(
    header: Field<'_>,
    parameter: Field<'_>,
) -> Result<Option<PayloadHash>, Error> {
    let value = match (header.first, parameter.first) {
        (None, None) => return Ok(None),
        (Some(value), None) | (None, Some(value)) if !header.repeated && !parameter.repeated => {
            value
        }
        _ => return Err(Error::InvalidPayloadHash),
    };
    let text = core::str::from_utf8(value.trim_ascii()).map_err(|_| Error::InvalidPayloadHash)?;
    PayloadHash::parse(text).map(Some)
}

/// Refuses a declared hash that is not that of the body, where the body or its hash is at hand. A body may be declared
/// as unsigned or streamed.
pub(super) fn refuse_contradiction(
    declared: Option<PayloadHash>,
    given: Option<Payload<'_>>,
) -> Result<(), Error> {
    let (Some(declared), Some(payload)) = (declared, given) else { return Ok(()) };
    if matches!(payload, Payload::Bytes(_)) && !matches!(declared, PayloadHash::Sha256(_)) {
        return Ok(());
    }
    let actual = payload.hash();
    if actual == declared {
        return Ok(());
    }
    let (declared, actual) = (declared.to_string(), actual.to_string());
    Err(Error::PayloadHashMismatch { declared, actual })
}

impl fmt::Display for PayloadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

#[derive(Clone)]
pub(super) enum PayloadText {
    Hex([u8; 64]),
    Name(&'static str),
}

impl PayloadText {
    pub(super) fn as_str(&self) -> &str {
        match self {
            PayloadText::Hex(digits) => hex_text(digits),
            PayloadText::Name(name) => name,
        }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        match self {
            PayloadText::Hex(digits) => digits,
            PayloadText::Name(name) => name.as_bytes(),
        }
    }
}
