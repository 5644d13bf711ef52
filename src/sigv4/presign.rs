//! Presigning: a URL that carries its signature, for whoever holds it.
//!
//! Source: "Authenticating Requests: Using Query Parameters" in the S3 API reference.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::time::Duration;

use percent_encoding::{percent_decode_str, percent_encode};
use time::OffsetDateTime;

use super::authorization::{AUTHORIZATION, parameter};
use super::canonical::{COMPONENT, CanonicalHeaders, CanonicalRequest, sink::Sink};
use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::payload::{Payload, PayloadHash};
use super::request::Request;
use super::rules::SessionToken;
use super::sign::{DATE, Signer, given_payload_hash, is_given, refuse_signed_query};
use super::signature::Signature;
use super::steps::Steps;
use super::string_to_sign::{ALGORITHM, StringToSign};

/// The longest that a presigned URL may live: 7 days, in seconds.
pub(super) const MAX_EXPIRES: u64 = 7 * 24 * 60 * 60;

impl Signer {
    /// Presigns a request: whoever sends it to the answer's target, with the same method and headers, is
    /// let in until it expires.
    ///
    /// For S3 the body is left open (`UNSIGNED-PAYLOAD`), unless the request gives a digest or an
    /// `x-amz-content-sha256` header. A digest without that header is signed as it is given; S3 itself asks for
    /// the header, too.
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
    /// [`Error::CredentialsExpired`] where the credentials are known to have ended.
    pub fn presign(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<OffsetDateTime>,
        expires: Duration,
    ) -> Result<Presigned, Error> {
        let now = now.into();
        let key = self.key(credentials, now)?;
        let mut presigned = Presigned::default();
        self.presign_into(request, &key, now, expires, &mut presigned)?;
        Ok(presigned)
    }

    /// Presigns with a key derived before, into a [`Presigned`] that is used again and again.
    ///
    /// # Errors
    /// As [`Signer::presign`], and [`Error::KeyOutOfScope`].
    pub fn presign_into(
        &self,
        request: &Request<'_>,
        key: &SigningKey,
        now: impl Into<OffsetDateTime>,
        expires: Duration,
        presigned: &mut Presigned,
    ) -> Result<(), Error> {
        let date = AmzDate::new(now)?;
        key.check(&self.scope(&date)?)?;
        self.query_form(request, key.credentials(), &date, expires, presigned, |form| {
            form.string_to_sign.signature(key)
        })
        .map(|signature| presigned.finish(signature))
    }

    /// The canonical request and the string to sign of [`Signer::presign`], to read.
    ///
    /// # Errors
    /// As [`Signer::presign`].
    pub fn presign_steps(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<OffsetDateTime>,
        expires: Duration,
    ) -> Result<Steps, Error> {
        let date = AmzDate::new(now)?;
        self.query_form(request, credentials, &date, expires, &mut Presigned::default(), |form| {
            Steps::new(&form.canonical_request, &form.string_to_sign)
        })
    }

    /// Writes the target but for its signature into `presigned`, goes on to the string to sign, which is
    /// made of that same target, and hands it to `then`.
    fn query_form<R>(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        date: &AmzDate,
        expires: Duration,
        presigned: &mut Presigned,
        then: impl FnOnce(QueryForm<'_>) -> R,
    ) -> Result<R, Error> {
        request.check()?;
        self.refuse_signed(request, credentials, date)?;
        let payload = self.presigned_payload(request)?;
        let seconds = expires.as_secs();
        let end = end_of_life(date, seconds, credentials)?;
        let scope = self.scope(date)?;
        let headers = CanonicalHeaders::new(self.signed_headers(request));

        let mut out = presigned.start(end);
        put_target(&mut out, request);
        put_parameter(&mut out, "", parameter::ALGORITHM, |value| value.put(ALGORITHM.as_bytes()));
        put_parameter(&mut out, "&", parameter::CREDENTIAL, |value| {
            value.put(credentials.access_key_id().as_bytes());
            value.put(b"/");
            scope.write_to(value);
        });
        put_parameter(&mut out, "&", parameter::DATE, |value| value.put(date.as_str().as_bytes()));
        presigned.signed_headers =
            put_parameter(&mut out, "&", parameter::SIGNED_HEADERS, |value| {
                headers.write_names(value)
            });
        put_parameter(&mut out, "&", parameter::EXPIRES, |value| {
            // Writing into memory does not fail.
            let _ = write!(value, "{seconds}");
        });
        let put_token = |out: &mut Vec<u8>| {
            if let Some(token) = credentials.session_token() {
                let name = token_parameter(self.rules.session_token_name);
                put_parameter(out, "&", name, |value| value.put(token.as_bytes()));
            }
        };
        if self.rules.session_token == SessionToken::Signed {
            put_token(&mut out);
        }
        presigned.target = String::from_utf8(out).unwrap_or_default();

        let canonical_request = CanonicalRequest::new(
            request.method,
            &presigned.target,
            &[],
            &headers,
            payload,
            &self.rules,
        );
        let string_to_sign =
            StringToSign { date, scope, canonical_request: canonical_request.sha256() };
        let answer = then(QueryForm { canonical_request, string_to_sign });
        if self.rules.session_token == SessionToken::Appended {
            presigned.append(put_token);
        }
        Ok(answer)
    }

    /// Refuses a request that has a signature, or a part of what presigning adds, already.
    fn refuse_signed(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        date: &AmzDate,
    ) -> Result<(), Error> {
        let token_name = self.rules.session_token_name;
        refuse_signed_query(request, &parameter::ALL)?;
        refuse_signed_query(request, &[token_parameter(token_name)])?;
        is_given(request, DATE, date.as_str())?;
        // Without a token of the credentials, one in a header is a header like any other.
        let has_token = credentials.session_token().is_some();
        let is_given = |name: &&&str| request.headers.all(name).next().is_some();
        match [AUTHORIZATION, token_name][..1 + usize::from(has_token)].iter().find(is_given) {
            Some(name) => Err(Error::AlreadySigned { name: (*name).into() }),
            None => Ok(()),
        }
    }

    fn presigned_payload(&self, request: &Request<'_>) -> Result<PayloadHash, Error> {
        let payload = match (given_payload_hash(request, true)?, request.payload) {
            (Some(hash), _) => hash,
            (None, Payload::Bytes(_)) if self.rules.presign_unsigned => PayloadHash::Unsigned,
            (None, payload) => self.rules.hash(&payload),
        };
        self.check_payload(payload)?;
        Ok(payload)
    }
}

/// When a URL ends that is to live for so many seconds: no later than the credentials do.
fn end_of_life(
    date: &AmzDate,
    seconds: u64,
    credentials: &Credentials,
) -> Result<OffsetDateTime, Error> {
    if !(1..=MAX_EXPIRES).contains(&seconds) {
        return Err(Error::InvalidExpiry { seconds });
    }
    let start = date.to_offset_date_time();
    let life = time::Duration::try_from(Duration::from_secs(seconds)).unwrap_or_default();
    let end = start.checked_add(life).ok_or(Error::DateOutOfRange)?;
    match credentials.expiration() {
        Some(credentials_end) if credentials_end <= start => Err(Error::CredentialsExpired),
        Some(credentials_end) => Ok(credentials_end.min(end)),
        None => Ok(end),
    }
}

/// The query form, up to the string to sign.
struct QueryForm<'a> {
    canonical_request: CanonicalRequest<'a>,
    string_to_sign: StringToSign<'a>,
}

/// The query parameter that carries what the header of a name carries otherwise.
pub(super) fn token_parameter(header: &'static str) -> &'static str {
    match header {
        "x-amz-s3session-token" => "X-Amz-S3session-Token",
        _ => "X-Amz-Security-Token",
    }
}

/// The target as given, ready for a parameter to follow.
fn put_target(out: &mut Vec<u8>, request: &Request<'_>) {
    if request.target.is_empty() || request.target.starts_with('?') {
        out.put(b"/");
    }
    out.put(request.target.as_bytes());
    // A question mark at the end may be that of a value: `?a=?`.
    out.put(match (request.target.contains('?'), request.query()) {
        (false, _) => b"?",
        (true, query) if query.is_empty() || query.ends_with('&') => b"",
        (true, _) => b"&",
    });
}

/// Writes a parameter with the value that `write` writes, encoded, and answers where the value stands.
fn put_parameter(
    out: &mut Vec<u8>,
    separator: &str,
    name: &str,
    write: impl FnOnce(&mut Encoder<'_>),
) -> (usize, usize) {
    out.put(separator.as_bytes());
    out.put(name.as_bytes());
    out.put(b"=");
    let start = out.len();
    write(&mut Encoder(out));
    (start, out.len())
}

/// Percent-encodes what is put into it.
struct Encoder<'a>(&'a mut Vec<u8>);

impl Sink for Encoder<'_> {
    fn put(&mut self, bytes: &[u8]) {
        percent_encode(bytes, COMPONENT).for_each(|piece| self.0.put(piece.as_bytes()));
    }
}

impl fmt::Write for Encoder<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.put(text.as_bytes());
        Ok(())
    }
}

/// A presigned target. Use one again and again with [`Signer::presign_into`].
///
/// It is a secret for as long as it holds: `Debug` does not show it.
#[derive(Clone, Default)]
pub struct Presigned {
    target: String,
    signed_headers: (usize, usize),
    signature: Option<Signature>,
    expires_at: Option<OffsetDateTime>,
}

impl Presigned {
    fn start(&mut self, end: OffsetDateTime) -> Vec<u8> {
        self.expires_at = Some(end);
        let mut out = core::mem::take(&mut self.target).into_bytes();
        out.clear();
        out
    }

    /// Lets `write` go on with the target.
    fn append(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut out = core::mem::take(&mut self.target).into_bytes();
        write(&mut out);
        // All that is written after the caller's own text is ASCII.
        self.target = String::from_utf8(out).unwrap_or_default();
    }

    fn finish(&mut self, signature: Signature) {
        self.append(|out| {
            put_parameter(out, "&", parameter::SIGNATURE, |value| value.put(&signature.to_hex()));
        });
        self.signature = Some(signature);
    }

    /// The target to request, path and query: the one given, unchanged, and the signature's parameters.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// When it really ends: at the expiry asked for, or when the credentials end, if that is earlier.
    pub fn expires_at(&self) -> OffsetDateTime {
        self.expires_at.unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// The names of the headers that the signature covers, as `host;range`: who uses the URL must send
    /// them with the same values.
    pub fn signed_headers(&self) -> String {
        let (start, end) = self.signed_headers;
        let encoded = self.target.get(start..end).unwrap_or_default();
        percent_decode_str(encoded).decode_utf8_lossy().into_owned()
    }

    /// The signature; 64 zeros before anything was signed.
    pub fn signature(&self) -> Signature {
        self.signature.unwrap_or(Signature::new([0; 32]))
    }
}

impl fmt::Debug for Presigned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigned").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}
