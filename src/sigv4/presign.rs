//! Presigning: a URL that carries its signature, for anyone who holds it.
//!
//! Source: "Authenticating Requests: Using Query Parameters" in the S3 API reference.

use core::time::Duration;

use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::presigned::Presigned;
use super::request::Request;
use super::signer::Signer;
use super::timestamp::Timestamp;
use super::written::{Buffer, Written};

impl Signer {
    /// Presigns a request: anyone holding the URL can make this request, with the same method and signed headers,
    /// until it expires. `expires` is from 1 second to 7 days.
    ///
    /// For S3 the body is left open (`UNSIGNED-PAYLOAD`), unless the request declares its digest: in a header
    /// `x-amz-content-sha256`, or in a parameter `X-Amz-Content-Sha256` of the target.
    ///
    /// ```
    /// use sigfour::{Credentials, Request, Signer};
    /// use std::time::{Duration, SystemTime};
    ///
    /// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
    /// let headers = [("Host", "examplebucket.s3.amazonaws.com")];
    /// let request = Request::new("GET", "/test.txt").headers(&headers);
    ///
    /// let hour = Duration::from_secs(3600);
    /// let url = Signer::new("s3", "us-east-1").presign(&request, &credentials, SystemTime::now(), hour)?;
    /// println!("https://examplebucket.s3.amazonaws.com{}", url.target());
    /// # Ok::<(), sigfour::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Signer::sign`]; [`Error::InvalidExpiry`] for less than a second, more than seven days;
    /// [`Error::CredentialsExpired`] where the credentials are known to have expired; [`Error::UndeclaredPayload`] for a
    /// digest at S3, or a streamed payload anywhere, that the request does not declare.
    pub fn presign(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<Timestamp>,
        expires: Duration,
    ) -> Result<Presigned, Error> {
        let date = AmzDate::new(now)?;
        let scope = self.scope(&date)?;
        let key = credentials.key(&scope);
        self.prepare_in(request, key.identity(), date, scope, expires, &mut Written::default())?
            .sign(&key)
    }

    /// Presigns with a key that the caller keeps, into memory that is used again: no heap allocation once that has
    /// grown to the size of what it holds, for requests of up to 24 signed headers and 32 parameters, the up to six that
    /// signing adds among them. See [`Signer::sign_into`] for what else takes some. The first URL of credentials with a
    /// session token encodes the token, which is kept with them (feature `std`).
    ///
    /// # Errors
    /// As [`Signer::presign`], and [`Error::KeyOutOfScope`] for a key of another day, region or service.
    pub fn presign_into<'b>(
        &self,
        request: &Request<'_>,
        key: &SigningKey,
        now: impl Into<Timestamp>,
        expires: Duration,
        buffer: &'b mut Buffer<Presigned>,
    ) -> Result<&'b Presigned, Error> {
        let date = AmzDate::new(now)?;
        let scope = self.scope(&date)?;
        key.check(&scope)?;
        let mut memory = buffer.0.take().map(|last| last.target).unwrap_or_default();
        let who = key.identity();
        let prepared = self.prepare_in(request, who, date, scope, expires, &mut memory)?;
        Ok(buffer.0.insert(prepared.sign(key)?))
    }
}
