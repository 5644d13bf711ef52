//! Presigning: a URL that carries its signature, for whoever holds it.
//!
//! Source: "Authenticating Requests: Using Query Parameters" in the S3 API reference.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use percent_encoding::utf8_percent_encode;
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
use super::sign::{DATE, Signer, Steps, given_payload_hash, is_given, refuse_signed_query,
};
use super::signature::Signature;
use super::string_to_sign::{ALGORITHM, StringToSign};

/// The longest that a presigned URL may live: 7 days, in seconds.
pub(super) const MAX_EXPIRES: u64 = 7 * 24 * 60 * 60;

impl Signer {
    /// Presigns a request: whoever sends it to the answer's target, with the same method and headers, is
    /// let in until it expires.
    ///
    /// For S3 the body is left open (`UNSIGNED-PAYLOAD`), unless the request gives a digest or an
    /// `x-amz-content-sha256` header.
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
        let token_name = token_parameter(self.rules.session_token_name);
        refuse_signed_query(request, &parameter::ALL)?;
        refuse_signed_query(request, &[token_name])?;
        let in_the_way = |name: &&&str| request.headers.all(name).next().is_some();
        let token = credentials.session_token();
        let taken = [AUTHORIZATION, self.rules.session_token_name];
        if let Some(name) = taken[..1 + usize::from(token.is_some())].iter().find(in_the_way) {
            return Err(Error::AlreadySigned { name: (*name).into() });
        }
        is_given(request, DATE, date.as_str())?;

        let payload = match (given_payload_hash(request)?, request.payload) {
            (Some(hash), _) => hash,
            (None, Payload::Bytes(_)) if self.rules.presign_unsigned => PayloadHash::Unsigned,
            (None, payload) => payload.hash(),
        };
        self.check_payload(payload)?;

        let seconds = expires.as_secs();
        if !(1..=MAX_EXPIRES).contains(&seconds) {
            return Err(Error::InvalidExpiry { seconds });
        }
        let start = date.to_offset_date_time();
        let end = start
            .checked_add(time::Duration::seconds(seconds as i64))
            .ok_or(Error::DateOutOfRange)?;
        let end = credentials.expiration().map_or(end, |credentials_end| credentials_end.min(end));
        if end <= start {
            return Err(Error::CredentialsExpired);
        }

        let scope = self.scope(date)?;
        let headers = CanonicalHeaders::new(self.signed_headers(request));
        let mut out = presigned.start(end);
        let path_end = request.target.find('?');
        if path_end.unwrap_or(request.target.len()) == 0 {
            out.put(b"/");
        }
        out.put(request.target.as_bytes());
        // A question mark at the end may be that of a value: `?a=?`.
        out.put(match (path_end, request.query()) {
            (None, _) => b"?",
            (Some(_), query) if query.is_empty() || query.ends_with('&') => b"",
            (Some(_), _) => b"&",
        });
        put_parameter(&mut out, parameter::ALGORITHM, ALGORITHM);
        out.put(b"&X-Amz-Credential=");
        put_encoded(&mut out, credentials.access_key_id());
        for part in [scope.day(), scope.region(), scope.service(), super::scope::TERMINATOR] {
            out.put(b"%2F");
            put_encoded(&mut out, part);
        }
        out.put(b"&");
        put_parameter(&mut out, parameter::DATE, date.as_str());
        out.put(b"&X-Amz-SignedHeaders=");
        let signed_headers_start = out.len();
        put_signed_headers(&mut out, &headers);
        let signed_headers_end = out.len();
        out.put(b"&");
        put_parameter(&mut out, parameter::EXPIRES, &seconds.to_string());
        let put_token = |out: &mut Vec<u8>| {
            if let Some(token) = token {
                out.put(b"&");
                put_parameter(out, token_name, token);
            }
        };
        if self.rules.session_token == SessionToken::Signed {
            put_token(&mut out);
        }
        presigned.target = String::from_utf8(out).unwrap_or_default();
        presigned.signed_headers = (signed_headers_start, signed_headers_end);

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
            let mut out = core::mem::take(&mut presigned.target).into_bytes();
            put_token(&mut out);
            presigned.target = String::from_utf8(out).unwrap_or_default();
        }
        Ok(answer)
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

fn put_parameter(out: &mut Vec<u8>, name: &str, value: &str) {
    out.put(name.as_bytes());
    out.put(b"=");
    put_encoded(out, value);
}

fn put_encoded(out: &mut Vec<u8>, value: &str) {
    for piece in utf8_percent_encode(value, COMPONENT) {
        out.put(piece.as_bytes());
    }
}

fn put_signed_headers(out: &mut Vec<u8>, headers: &CanonicalHeaders<'_>) {
    let mut names = Vec::new();
    headers.write_names(&mut names);
    for piece in percent_encoding::percent_encode(&names, COMPONENT) {
        out.put(piece.as_bytes());
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

    fn finish(&mut self, signature: Signature) {
        let mut out = core::mem::take(&mut self.target).into_bytes();
        out.put(b"&X-Amz-Signature=");
        out.put(&signature.to_hex());
        self.target = String::from_utf8(out).unwrap_or_default();
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
        percent_encoding::percent_decode_str(encoded).decode_utf8_lossy().into_owned()
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
