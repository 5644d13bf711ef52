//! Signing: the headers to add to a request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use time::OffsetDateTime;

use super::authorization::{AUTHORIZATION, parameter, write_header};
use super::canonical::{CanonicalHeaders, CanonicalRequest, is_named, parameters};
use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::payload::PayloadHash;
use super::request::Request;
use super::rules::{Rules, SessionToken, always_signed, never_signed};
use super::scope::CredentialScope;
use super::signature::Signature;
use super::steps::Steps;
use super::string_to_sign::StringToSign;

pub(super) const DATE: &str = "x-amz-date";
pub(super) const CONTENT_SHA256: &str = "x-amz-content-sha256";

/// Signs requests to one service in one region.
///
/// ```
/// use sigfour::{Credentials, Request, Signer};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let headers = [("Host", "url-id.lambda-url.ap-northeast-2.on.aws")];
/// let request = Request::new("POST", "/orders").headers(&headers).body(b"{}");
///
/// let signer = Signer::new("lambda", "ap-northeast-2");
/// let signed = signer.sign(&request, &credentials, std::time::SystemTime::now())?;
/// for (name, value) in signed.headers() {
///     println!("{name}: {value}"); // set these on your request
/// }
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Signer {
    pub(super) service: Box<str>,
    pub(super) region: Box<str>,
    pub(super) rules: Rules,
    left_out: Vec<Box<str>>,
}

impl Signer {
    /// A signer for a service, by its signing name, and a region; the [`Rules`] are the service's own.
    /// What is wrong with either is said when something is signed.
    pub fn new(service: &str, region: &str) -> Self {
        Signer {
            service: service.into(),
            region: region.into(),
            rules: Rules::of(service),
            left_out: Vec::new(),
        }
    }

    /// Other rules than the service's own.
    #[must_use]
    pub fn rules(mut self, rules: Rules) -> Self {
        self.rules = rules;
        self
    }

    /// A further header that is not to be signed, since something on the way changes it.
    ///
    /// Never signed in any case are those that belong to a connection or that intermediaries change:
    /// `authorization`, `connection`, `expect`, `keep-alive`, `proxy-*`, `te`, `transfer-encoding`,
    /// `upgrade`, `user-agent` and `x-amzn-trace-id`.
    ///
    /// # Errors
    /// [`Error::HeaderMustBeSigned`] for `host` and `x-amz-*`.
    pub fn leave_out(mut self, header: &str) -> Result<Self, Error> {
        if always_signed(header) {
            return Err(Error::HeaderMustBeSigned { name: header.into() });
        }
        self.left_out.push(header.into());
        Ok(self)
    }

    /// The scope of a date: what a key for it is derived for.
    ///
    /// # Errors
    /// [`Error::Empty`] and [`Error::InvalidByte`] for a region or service that can't be one.
    pub fn scope<'a>(&'a self, date: &'a AmzDate) -> Result<CredentialScope<'a>, Error> {
        CredentialScope::new(date.day(), &self.region, &self.service)
    }

    /// Derives the key for the day of `now`, to sign many requests with [`Signer::sign_into`].
    ///
    /// # Errors
    /// As [`Signer::scope`], and [`Error::DateOutOfRange`].
    pub fn key(
        &self,
        credentials: &Credentials,
        now: impl Into<OffsetDateTime>,
    ) -> Result<SigningKey, Error> {
        Ok(SigningKey::derive(credentials, &self.scope(&AmzDate::new(now)?)?))
    }

    /// Signs a request. The answer has the headers to set on it; nothing else may change before it is
    /// sent, the target and the body least of all.
    ///
    /// # Errors
    /// Any [`Error`] about the request, the region, the service or the date.
    pub fn sign(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<OffsetDateTime>,
    ) -> Result<Signed, Error> {
        let now = now.into();
        let mut signed = Signed::default();
        self.sign_into(request, &self.key(credentials, now)?, now, &mut signed)?;
        Ok(signed)
    }

    /// Signs with a key derived before, into a [`Signed`] that is used again and again: no heap allocation
    /// once that has grown to the size of what it holds.
    ///
    /// # Errors
    /// As [`Signer::sign`], and [`Error::KeyOutOfScope`] for a key of another day, region or service.
    pub fn sign_into(
        &self,
        request: &Request<'_>,
        key: &SigningKey,
        now: impl Into<OffsetDateTime>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let date = AmzDate::new(now)?;
        key.check(&self.scope(&date)?)?;
        self.header_form(request, key.credentials(), &date, |form| signed.write(&form, key))
    }

    /// The canonical request and the string to sign of [`Signer::sign`], to read.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn steps(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<OffsetDateTime>,
    ) -> Result<Steps, Error> {
        let date = AmzDate::new(now)?;
        self.header_form(request, credentials, &date, |form| {
            Steps::new(&form.canonical_request, &form.string_to_sign)
        })
    }

    /// Goes from the request to the string to sign and hands both to `then`.
    fn header_form<R>(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        date: &AmzDate,
        then: impl FnOnce(HeaderForm<'_>) -> R,
    ) -> Result<R, Error> {
        request.check()?;
        refuse_signed_query(
            request,
            &[parameter::SIGNATURE, parameter::ALGORITHM, parameter::CREDENTIAL],
        )?;
        if request.headers.all(AUTHORIZATION).next().is_some() {
            return Err(Error::AlreadySigned { name: AUTHORIZATION.into() });
        }
        let given_hash = given_payload_hash(request, false)?;
        let payload = given_hash.unwrap_or_else(|| self.rules.hash(&request.payload));
        self.check_payload(payload)?;
        let payload_text = payload.text();

        let token_name = self.rules.session_token_name;
        // The caller's own, of credentials without one: two are never right.
        if request.headers.all(token_name).nth(1).is_some() {
            return Err(Error::AlreadySigned { name: token_name.into() });
        }
        let to_add = |name, value| Ok((!is_given(request, name, value)?).then_some((name, value)));
        let added = [
            to_add(DATE, date.as_str())?,
            credentials.session_token().map_or(Ok(None), |token| to_add(token_name, token))?,
            (given_hash.is_none() && self.rules.content_sha256_header)
                .then_some((CONTENT_SHA256, payload_text.as_str())),
        ];

        let is_signed = |name: &str| match self.rules.session_token {
            SessionToken::Signed => true,
            SessionToken::Appended => !name.eq_ignore_ascii_case(token_name),
        };
        let headers = CanonicalHeaders::new(
            self.signed_headers(request)
                .chain(added.iter().flatten().map(|(name, value)| (*name, value.as_bytes())))
                .filter(|(name, _)| is_signed(name)),
        );
        let canonical_request = CanonicalRequest::new(
            request.method,
            request.target,
            &[],
            &headers,
            payload,
            &self.rules,
        );
        let string_to_sign = StringToSign {
            date,
            scope: self.scope(date)?,
            canonical_request: canonical_request.sha256(),
        };
        Ok(then(HeaderForm { added, headers: &headers, canonical_request, string_to_sign }))
    }

    /// The caller's headers that are to be signed.
    pub(super) fn signed_headers<'a>(
        &self,
        request: &Request<'a>,
    ) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        request.headers.iter().filter(|(name, _)| {
            !never_signed(name) && !self.left_out.iter().any(|n| n.eq_ignore_ascii_case(name))
        })
    }

    pub(super) fn check_payload(&self, payload: PayloadHash) -> Result<(), Error> {
        if !self.rules.takes(payload) {
            return Err(Error::UnsignedPayloadRefused { service: (*self.service).into() });
        }
        Ok(())
    }
}

/// Refuses a query that already has what signing adds.
pub(super) fn refuse_signed_query(request: &Request<'_>, names: &[&str]) -> Result<(), Error> {
    for (given, _) in parameters(request.query()) {
        // All these names begin with an X. Most that are given do not, nor with an escape that may hide it.
        if !matches!(given.as_bytes().first(), Some(b'X' | b'%')) {
            continue;
        }
        if let Some(name) = names.iter().find(|name| is_named(given, name)) {
            return Err(Error::AlreadySigned { name: (*name).into() });
        }
    }
    Ok(())
}

/// The hash that the caller's own `x-amz-content-sha256` gives: the header, or in a presigned URL the
/// parameter of that name.
pub(super) fn given_payload_hash(
    request: &Request<'_>,
    presigned: bool,
) -> Result<Option<PayloadHash>, Error> {
    let query = if presigned { request.query() } else { "" };
    let in_query = parameters(query)
        .filter(|(name, _)| is_named(name, parameter::CONTENT_SHA256))
        .map(|(_, value)| value.as_bytes());
    let mut values = request.headers.all(CONTENT_SHA256).chain(in_query);
    let Some(value) = values.next() else { return Ok(None) };
    let text = core::str::from_utf8(value.trim_ascii()).map_err(|_| Error::InvalidPayloadHash)?;
    match values.next() {
        Some(_) => Err(Error::InvalidPayloadHash),
        None => PayloadHash::parse(text).map(Some),
    }
}

/// Whether the request already has the header that signing adds, with the value that it would get. Another
/// value is left from an earlier signing: two dates or tokens in one request are never right.
pub(super) fn is_given(request: &Request<'_>, name: &str, value: &str) -> Result<bool, Error> {
    let mut values = request.headers.all(name);
    match (values.next(), values.next()) {
        (None, _) => Ok(false),
        (Some(given), None) if given.trim_ascii() == value.as_bytes() => Ok(true),
        _ => Err(Error::AlreadySigned { name: name.into() }),
    }
}

/// The header form, up to the string to sign.
struct HeaderForm<'a> {
    /// What to add beside the Authorization header.
    added: [Option<(&'static str, &'a str)>; 3],
    headers: &'a CanonicalHeaders<'a>,
    canonical_request: CanonicalRequest<'a>,
    string_to_sign: StringToSign<'a>,
}

/// The headers that make a request a signed one. Use one again and again with [`Signer::sign_into`].
///
/// `Debug` does not show the session token that may be among them.
#[derive(Clone, Default)]
pub struct Signed {
    /// The values, one after the other.
    text: String,
    /// Names, and where their values are in the text; unused places have an empty name.
    headers: [(&'static str, (usize, usize)); 4],
    signed_headers: (usize, usize),
    signature: Option<Signature>,
}

impl Signed {
    fn write(&mut self, form: &HeaderForm<'_>, key: &SigningKey) {
        let signature = form.string_to_sign.signature(key);
        let mut out = core::mem::take(&mut self.text).into_bytes();
        out.clear();
        self.headers = Default::default();
        self.signed_headers = write_header(
            &mut out,
            key.credentials().access_key_id(),
            &form.string_to_sign.scope,
            form.headers,
            &signature,
        );
        let [authorization, places @ ..] = &mut self.headers;
        *authorization = (AUTHORIZATION, (0, out.len()));
        for (place, (name, value)) in places.iter_mut().zip(form.added.iter().flatten()) {
            let start = out.len();
            out.extend_from_slice(value.as_bytes());
            *place = (name, (start, out.len()));
        }
        self.signature = Some(signature);
        // All that was written is ASCII: names are tokens, and credentials and scopes were checked.
        self.text = String::from_utf8(out).unwrap_or_default();
    }

    /// The headers to set on the request: `authorization`, and those of `x-amz-date`, the session token's
    /// and `x-amz-content-sha256` that the request needs and does not have. Names are in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers
            .iter()
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, place)| (*name, self.at(*place)))
    }

    /// The value of the Authorization header.
    pub fn authorization(&self) -> &str {
        self.at(self.headers[0].1)
    }

    /// The names of the headers that the signature covers, as `host;x-amz-date`.
    pub fn signed_headers(&self) -> &str {
        self.at(self.signed_headers)
    }

    /// The signature; 64 zeros before anything was signed.
    pub fn signature(&self) -> Signature {
        self.signature.unwrap_or(Signature::new([0; 32]))
    }

    fn at(&self, (start, end): (usize, usize)) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signed")
            .field("authorization", &self.authorization())
            .finish_non_exhaustive()
    }
}
