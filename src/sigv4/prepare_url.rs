//! From a request to the string to sign of its presigned URL: the query form, as a value.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::ops::Range;
use core::time::Duration;

use super::algorithm::Algorithm;
use super::canonical::{CanonicalHeaders, CanonicalQuery, CanonicalRequest, Fields};
use super::date::AmzDate;
use super::digits::hex_text;
use super::error::Error;
use super::field::Field;
use super::identity::Identity;
use super::key::SigningKey;
use super::names::{Parameter, header};
use super::parameters::{Encoder, MOST_ADDED, Pair, put_parameter, put_request_target};
use super::payload::{Payload, PayloadHash, declared, refuse_contradiction};
use super::presigned::Presigned;
use super::request::Request;
use super::rules::{MAX_EXPIRES, SessionToken};
use super::scope::CredentialScope;
use super::signer::Signer;
use super::sink::Sink;
use super::steps::Steps;
use super::string_to_sign::{StringToSign, Subject};
use super::survey::Survey;
use super::timestamp::Timestamp;
use super::written::Written;

impl Signer {
    /// Prepares a request to be presigned: writes the target but for its signature, and hashes its canonical
    /// request.
    ///
    /// # Errors
    /// As [`Signer::presign`].
    pub fn prepare_url<'a>(
        &'a self,
        request: &Request<'a>,
        who: impl Into<Identity<'a>>,
        now: impl Into<Timestamp>,
        expires: Duration,
    ) -> Result<PreparedUrl<'a>, Error> {
        let date = AmzDate::new(now)?;
        let scope = self.scope(&date)?;
        self.prepare_in(request, who.into(), date, scope, expires, &mut Written::default())
    }

    /// The same in memory that is used again.
    pub(super) fn prepare_in<'a>(
        &'a self,
        request: &Request<'a>,
        who: Identity<'a>,
        date: AmzDate,
        scope: CredentialScope<'a>,
        expires: Duration,
        memory: &mut Written,
    ) -> Result<PreparedUrl<'a>, Error> {
        let mut headers = CanonicalHeaders::new();
        let survey = headers.read(request, |name| self.signs(name))?;
        let mut query = CanonicalQuery::new();
        query.read(request.query());
        refuse_headers(self, &survey, who, &date)?;
        let seconds = expires.as_secs();
        let expires_at = end_of_life(&date, seconds, who)?;
        refuse_parameters(self, query.fields())?;
        let in_query = query.fields().get(Parameter::ContentSha256);
        let payload = presigned_payload(self, request, survey.content_sha256, in_query)?;

        let mut prepared = PreparedUrl {
            signer: self,
            request: *request,
            date,
            scope,
            who,
            payload,
            expires_at,
            target: Written::default(),
            signed_headers: 0..0,
            digest: [0; 32],
        };
        let pairs = prepared.write_target(memory.reuse(), &headers, seconds);
        for pair in pairs.iter().flatten() {
            query.add(pair.parameter, prepared.target.at(&pair.text).as_bytes());
        }
        let digest =
            prepared.canonical_request_of(&query, &headers, payload.text().as_bytes()).digest();
        drop(query);
        Ok(PreparedUrl { digest, ..prepared })
    }
}

/// A presigned URL that lacks its signature. Its steps can be read; a key signs it, on any thread.
///
/// It borrows the parts of the request, the signer, and who signs. `Debug` does not show the target, which may hold a
/// session token.
#[derive(Clone)]
pub struct PreparedUrl<'a> {
    signer: &'a Signer,
    request: Request<'a>,
    who: Identity<'a>,
    date: AmzDate,
    scope: CredentialScope<'a>,
    payload: PayloadHash,
    expires_at: Timestamp,
    /// All but the signature, and what comes after it.
    target: Written,
    signed_headers: Range<usize>,
    /// SHA-256 of the canonical request.
    digest: [u8; 32],
}

impl<'a> PreparedUrl<'a> {
    /// The canonical request. It contains the session token where that is signed.
    pub fn canonical_request(&self) -> String {
        let mut headers = CanonicalHeaders::new();
        // That they can be read was seen when this was made.
        let _ = headers.read(&self.request, |name| self.signer.signs(name));
        let mut query = CanonicalQuery::new();
        query.read(self.target.as_str().split_once('?').map_or("", |(_, query)| query));
        self.canonical_request_of(&query, &headers, self.payload.text().as_bytes()).to_text()
    }

    /// The string to sign.
    pub fn string_to_sign(&self) -> StringToSign<'_> {
        StringToSign::new(self.date, self.scope, Subject::Request(&self.digest))
    }

    /// Both, as texts.
    pub fn steps(&self) -> Steps {
        Steps::new(self.canonical_request(), &self.string_to_sign())
    }

    /// The scope that the key must be for.
    pub fn scope(&self) -> &CredentialScope<'a> {
        &self.scope
    }

    /// Signs.
    ///
    /// # Errors
    /// [`Error::KeyOutOfScope`] for a key of another day, region or service; [`Error::KeyOfOtherCredentials`] for
    /// one of another access key id or session token than the request was prepared for (a secret is not known to
    /// compare); [`Error::CredentialsExpired`] where the key's credentials are known to have expired.
    pub fn sign(mut self, key: &SigningKey) -> Result<Presigned, Error> {
        key.check(&self.scope)?;
        self.who.check(key.identity())?;
        let expires_at = until(&self.date, self.expires_at, key.identity())?;
        let signature = key.signature(&self.string_to_sign());
        if self.signer.rules.session_token == SessionToken::Appended {
            let (mut out, _) = self.target.take();
            let token = self.put_token(&mut out);
            self.target = Written::new(out, token.as_ref().map_or(0..0, Pair::value));
        }
        for text in ["&", Parameter::Signature.name(), "=", hex_text(&signature.to_hex())] {
            self.target.push(text);
        }
        Ok(Presigned {
            target: self.target,
            signed_headers: self.signed_headers,
            signature,
            expires_at,
        })
    }

    /// Writes the target up to where the signature comes, and returns what is signed of it beside the caller's query.
    fn write_target(
        &mut self,
        mut out: Vec<u8>,
        headers: &CanonicalHeaders<'_>,
        seconds: u64,
    ) -> [Option<Pair>; MOST_ADDED] {
        // Once, and enough: a text that grows leaves copies of the token behind. Escapes triple a length.
        let token = self.who.session_token().map_or(0, str::len);
        let scope = self.scope.region().len() + self.scope.service().len();
        let escaped = token + self.who.access_key_id().len() + scope + headers.names_length();
        out.reserve(self.request.target.len() + 3 * escaped + 512);
        put_request_target(&mut out, &self.request);
        let algorithm = put_parameter(&mut out, "", Parameter::Algorithm, |value| {
            value.put(Algorithm::HmacSha256.name().as_bytes());
        });
        let credential = put_parameter(&mut out, "&", Parameter::Credential, |value| {
            let mut encoded = Encoder(value);
            encoded.put(self.who.access_key_id().as_bytes());
            encoded.put(b"/");
            self.scope.write_to(Algorithm::HmacSha256, &mut encoded);
        });
        let date = put_parameter(&mut out, "&", Parameter::Date, |value| {
            value.put(self.date.as_bytes());
        });
        let signed_headers = put_parameter(&mut out, "&", Parameter::SignedHeaders, |value| {
            headers.write_names(&mut Encoder(value));
        });
        let expires = put_parameter(&mut out, "&", Parameter::Expires, |value| {
            // Writing into memory does not fail.
            let _ = write!(Encoder(value), "{seconds}");
        });
        let token = match self.signer.rules.session_token {
            SessionToken::Signed => self.put_token(&mut out),
            SessionToken::Appended => None,
        };
        self.signed_headers = signed_headers.value();
        self.target = Written::new(out, token.as_ref().map_or(0..0, Pair::value));
        [Some(algorithm), Some(credential), Some(date), Some(signed_headers), Some(expires), token]
    }

    /// Writes the session token's parameter, if there is one.
    fn put_token(&self, out: &mut Vec<u8>) -> Option<Pair> {
        self.who.session_token()?;
        let parameter = self.signer.rules.session_token_header.parameter();
        Some(put_parameter(out, "&", parameter, |value| self.who.write_encoded_token(value)))
    }

    fn canonical_request_of<'l>(
        &'l self,
        query: &'l CanonicalQuery<'l>,
        headers: &'l CanonicalHeaders<'l>,
        payload: &'l [u8],
    ) -> CanonicalRequest<'l> {
        CanonicalRequest::new(&self.request, query, headers, payload, &self.signer.rules)
    }
}

impl fmt::Debug for PreparedUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedUrl")
            .field("request", &self.request)
            .field("string_to_sign", &self.string_to_sign())
            .finish_non_exhaustive()
    }
}

/// Refuses headers that belong to a signature.
fn refuse_headers(
    signer: &Signer,
    survey: &Survey<'_>,
    who: Identity<'_>,
    date: &AmzDate,
) -> Result<(), Error> {
    survey.date.is_given(header::DATE, date.as_bytes())?;
    survey.authorization.refuse(header::AUTHORIZATION)?;
    // Without a token of the credentials, one in a header is a header like any other.
    match who.session_token() {
        Some(_) => {
            let header = signer.rules.session_token_header;
            survey.token(header).refuse(header.name())
        }
        None => Ok(()),
    }
}

/// Refuses parameters that belong to a signature. The digest of the payload and another service's token are the
/// caller's own.
fn refuse_parameters(signer: &Signer, query: &Fields<'_>) -> Result<(), Error> {
    let own_token = signer.rules.session_token_header.parameter();
    for parameter in Parameter::ALL {
        let is_free = match parameter {
            Parameter::ContentSha256 => true,
            Parameter::SecurityToken | Parameter::S3SessionToken => parameter != own_token,
            _ => false,
        };
        if !is_free {
            query.get(parameter).refuse(parameter.name())?;
        }
    }
    Ok(())
}

fn presigned_payload(
    signer: &Signer,
    request: &Request<'_>,
    in_header: Field<'_>,
    in_query: Field<'_>,
) -> Result<PayloadHash, Error> {
    let declared = declared(in_header, in_query)?;
    refuse_contradiction(declared, request.given_payload())?;
    let payload = match (declared, request.body_or_hash()) {
        (Some(hash), _) => hash,
        (None, Payload::Bytes(_)) if signer.rules.presign_unsigned => PayloadHash::Unsigned,
        (None, payload) => signer.rules.hash(&payload),
    };
    signer.check_payload(payload)?;
    // By the rule, a server takes the body to be unsigned unless the URL says otherwise.
    let must_say = match payload {
        PayloadHash::Sha256(_) => signer.rules.presign_unsigned,
        PayloadHash::Unsigned => false,
        PayloadHash::Streaming(_) => true,
    };
    if must_say && declared.is_none() {
        return Err(Error::UndeclaredPayload { payload: payload.to_string() });
    }
    Ok(payload)
}

/// When a URL expires that is to live for so many seconds: no later than the credentials do.
fn end_of_life(date: &AmzDate, seconds: u64, who: Identity<'_>) -> Result<Timestamp, Error> {
    if !(1..=MAX_EXPIRES).contains(&seconds) {
        return Err(Error::InvalidExpiry { seconds });
    }
    // The end must be a date, too.
    let end = date.timestamp() + Duration::from_secs(seconds);
    if end > AmzDate::LAST {
        return Err(Error::DateOutOfRange);
    }
    until(date, end, who)
}

/// The end, or that of the credentials if it is earlier.
fn until(date: &AmzDate, end: Timestamp, who: Identity<'_>) -> Result<Timestamp, Error> {
    match who.expiration() {
        Some(expiration) if expiration <= date.timestamp() => Err(Error::CredentialsExpired),
        Some(expiration) => Ok(expiration.min(end)),
        None => Ok(end),
    }
}
