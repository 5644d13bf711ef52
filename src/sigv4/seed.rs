//! What is signed after a request: the chain of signatures that its own signature starts.
//!
//! Sources: "Signature calculations for the authorization header: transferring payload in multiple chunks" in the S3
//! API reference; "Event stream encoding" in the Amazon Transcribe developer guide.

use super::date::AmzDate;
use super::error::Error;
use super::hash::sha256;
use super::key::SigningKey;
use super::signature::Signature;
use super::string_to_sign::{StringToSign, Subject};

/// Signs what follows a request: the chunks of its body and their trailer, or the messages of an event stream. Each
/// signature covers the one before it.
///
/// Signing and verifying a request return one where its payload is `Signed`, `SignedTrailer` or `Events` of
/// [`Streaming`](crate::Streaming). It owns what it needs, so that it outlives
/// the request and moves to the thread or task that sends or receives the body. To verify, compare what it returns
/// with the signature that came.
///
/// ```
/// use sigfour::{Credentials, Payload, PayloadHash, Request, Signer, Streaming};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let headers = [("Host", "examplebucket.s3.amazonaws.com"), ("x-amz-decoded-content-length", "5")];
/// let request = Request::new("PUT", "/hello.txt")
///     .headers(&headers)
///     .payload(Payload::Hash(PayloadHash::Streaming(Streaming::Signed)));
/// let signed = Signer::new("s3", "us-east-1").sign(&request, &credentials, 1_440_938_160)?;
///
/// let mut seed = signed.seed().expect("the payload is streamed").clone();
/// println!("5;chunk-signature={}", seed.chunk(b"hello"));
/// println!("0;chunk-signature={}", seed.chunk(b""));
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Seed {
    key: SigningKey,
    date: AmzDate,
    previous: Signature,
}

impl Seed {
    /// Goes on from a signature that is known: that of a request, or the last one of a chain. `date` is the
    /// request's.
    ///
    /// # Errors
    /// [`Error::KeyOutOfScope`] for a key of another day.
    pub fn new(key: &SigningKey, date: AmzDate, signature: Signature) -> Result<Self, Error> {
        key.check(&key.scope_on(&date))?;
        Ok(Self::of_checked(key, date, signature))
    }

    /// With a key of the date's day.
    pub(super) fn of_checked(key: &SigningKey, date: AmzDate, signature: Signature) -> Self {
        Seed { key: key.clone(), date, previous: signature }
    }

    /// The last signature of the chain.
    pub fn signature(&self) -> &Signature {
        &self.previous
    }

    /// Signs the next chunk of the body. The last one is empty.
    pub fn chunk(&mut self, data: &[u8]) -> Signature {
        let data = sha256(data);
        self.extend(self.sign(Subject::Chunk { previous: &self.previous, data: &data }))
    }

    /// Signs the trailer that follows the last chunk: its lines in canonical form, `name:value` and a line feed each,
    /// sorted by name.
    pub fn trailer(&mut self, lines: &[u8]) -> Signature {
        let trailer = sha256(lines);
        self.extend(self.sign(Subject::Trailer { previous: &self.previous, trailer: &trailer }))
    }

    /// Signs a message of an event stream: its encoded headers but for the signature, and its payload. Every message
    /// has a date of its own; on another day than the last one's, the key of that day is derived.
    pub fn event(&mut self, date: AmzDate, headers: &[u8], payload: &[u8]) -> Signature {
        if date.day() != self.date.day() {
            self.key = self.key.on(&date);
        }
        self.date = date;
        let (headers, payload) = (sha256(headers), sha256(payload));
        let previous = &self.previous;
        self.extend(self.sign(Subject::Event { previous, headers: &headers, payload: &payload }))
    }

    fn sign(&self, subject: Subject<'_>) -> Signature {
        self.key.signature(&StringToSign::new(self.date, self.key.scope(), subject))
    }

    fn extend(&mut self, signature: Signature) -> Signature {
        self.previous = signature.clone();
        signature
    }
}
