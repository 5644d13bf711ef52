//! The string to sign: one type for everything that is signed, a request or what follows it.
//!
//! Sources: "Create a string to sign" in the IAM user guide's page on signing AWS API requests; "Signature
//! calculations for the authorization header: transferring payload in multiple chunks" and "Browser-based uploads
//! using POST" in the S3 API reference.

use alloc::string::String;
use core::fmt;

use super::algorithm::Algorithm;
use super::date::AmzDate;
use super::digits::to_lower_hex;
use super::hash::EMPTY;
use super::scope::CredentialScope;
use super::signature::Signature;
use super::sink::{Sink, to_text};

/// A string to sign. Its text is what `Display` writes; [`SigningKey::sign`](crate::SigningKey::sign) signs it
/// without making the text.
///
/// ```
/// use sigfour::{Algorithm, AmzDate, CredentialScope, StringToSign, Subject};
///
/// let string = StringToSign::Dated {
///     algorithm: Algorithm::HmacSha256,
///     date: AmzDate::parse("20150830T123600Z")?,
///     scope: CredentialScope::new("20150830", "us-east-1", "iam")?,
///     subject: Subject::Request(&[0; 32]),
/// };
/// assert!(string.to_string().starts_with("AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n00"));
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum StringToSign<'a> {
    /// A request, or what follows one.
    Dated {
        /// The first line.
        algorithm: Algorithm,
        /// The second line.
        date: AmzDate,
        /// The third line.
        scope: CredentialScope<'a>,
        /// The lines after it.
        subject: Subject<'a>,
    },
    /// A POST policy: the base64 text as it is sent. It has neither date nor scope of its own.
    Policy(&'a str),
}

/// What a dated string to sign covers. Digests are SHA-256.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Subject<'a> {
    /// A request: the digest of its canonical request.
    Request(&'a [u8; 32]),
    /// A chunk of a streamed body.
    Chunk {
        /// The signature of the chunk before it, or of the request.
        previous: &'a Signature,
        /// The digest of the chunk's data.
        data: &'a [u8; 32],
    },
    /// The trailer of a streamed body.
    Trailer {
        /// The signature of the last chunk.
        previous: &'a Signature,
        /// The digest of the trailer's lines, `name:value` and a line feed each.
        trailer: &'a [u8; 32],
    },
    /// A message of an event stream.
    Event {
        /// The signature of the message before it, or of the request.
        previous: &'a Signature,
        /// The digest of the message's encoded headers.
        headers: &'a [u8; 32],
        /// The digest of the message's payload.
        payload: &'a [u8; 32],
    },
}

impl<'a> StringToSign<'a> {
    /// Of this crate's own algorithm.
    pub(super) fn new(date: AmzDate, scope: CredentialScope<'a>, subject: Subject<'a>) -> Self {
        StringToSign::Dated { algorithm: Algorithm::HmacSha256, date, scope, subject }
    }

    pub(super) fn write_to(&self, sink: &mut impl Sink) {
        let (algorithm, date, scope, subject) = match self {
            StringToSign::Policy(policy) => return sink.put(policy.as_bytes()),
            StringToSign::Dated { algorithm, date, scope, subject } => {
                (algorithm, date, scope, subject)
            }
        };
        sink.put(algorithm.name().as_bytes());
        sink.put(subject.suffix());
        sink.put(b"\n");
        sink.put(date.as_bytes());
        sink.put(b"\n");
        scope.write_to(*algorithm, sink);
        subject.write_lines(sink);
    }
}

impl Subject<'_> {
    /// What follows the algorithm's name in the first line.
    fn suffix(&self) -> &'static [u8] {
        match self {
            Subject::Request(_) => b"",
            Subject::Chunk { .. } | Subject::Event { .. } => b"-PAYLOAD",
            Subject::Trailer { .. } => b"-TRAILER",
        }
    }

    /// The lines after the scope, each with the line feed before it.
    fn write_lines(&self, sink: &mut impl Sink) {
        let mut line = |digest: &[u8; 32]| {
            sink.put(b"\n");
            sink.put(&to_lower_hex(digest));
        };
        match self {
            Subject::Request(digest) => line(digest),
            Subject::Chunk { previous, data } => {
                line(previous.digest());
                // The chunk's headers, of which there are none.
                line(&EMPTY);
                line(data);
            }
            Subject::Trailer { previous, trailer } => {
                line(previous.digest());
                line(trailer);
            }
            Subject::Event { previous, headers, payload } => {
                line(previous.digest());
                line(headers);
                line(payload);
            }
        }
    }
}

impl fmt::Display for StringToSign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = to_text(|sink| self.write_to(sink));
        f.write_str(&text)
    }
}

/// A policy may have a session token among its conditions: it is not shown.
impl fmt::Debug for StringToSign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StringToSign::Dated { algorithm, date, scope, subject } => f
                .debug_struct("Dated")
                .field("algorithm", algorithm)
                .field("date", date)
                .field("scope", scope)
                .field("subject", subject)
                .finish(),
            StringToSign::Policy(policy) => write!(f, "Policy({} bytes)", policy.len()),
        }
    }
}
