//! From a request to its string to sign: the header form, as a value.

use alloc::string::String;
use core::fmt;

use super::canonical::{CanonicalHeaders, CanonicalQuery, CanonicalRequest, Fields};
use super::date::AmzDate;
use super::error::Error;
use super::field::Field;
use super::identity::Identity;
use super::key::SigningKey;
use super::names::{Parameter, header};
use super::payload::{PayloadHash, PayloadText, declared, refuse_contradiction};
use super::request::Request;
use super::scope::CredentialScope;
use super::seed::Seed;
use super::signature::Signature;
use super::signed::{MOST_ADDED, Signed};
use super::signer::Signer;
use super::steps::Steps;
use super::string_to_sign::{StringToSign, Subject};
use super::survey::Survey;
use super::timestamp::Timestamp;

/// A request that is ready to be signed. Its steps can be read; a key signs it, on any thread.
///
/// It borrows the parts of the request, the signer, and who signs. It is small, since the canonical request is in it
/// as a digest; the texts are rendered again, by the same code, when they are read.
///
/// ```
/// use sigfour::{Credentials, Request, Signer};
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")?;
/// let headers = [("Host", "example.amazonaws.com")];
/// let request = Request::new("GET", "/").headers(&headers);
/// let signer = Signer::new("service", "us-east-1");
///
/// let prepared = signer.prepare(&request, &credentials, 1_440_938_160)?; // 2015-08-30T12:36:00Z
/// assert!(prepared.canonical_request().starts_with("GET\n/\n\nhost:example.amazonaws.com\n"));
/// assert!(prepared.string_to_sign().to_string().starts_with("AWS4-HMAC-SHA256\n20150830T123600Z\n"));
///
/// let signed = prepared.sign(&signer.key(&credentials, 1_440_938_160)?)?;
/// // AWS's published signature of get-vanilla:
/// let expected = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
/// assert_eq!(signed.signature().to_string(), expected);
/// # Ok::<(), sigfour::Error>(())
/// ```
#[derive(Clone)]
pub struct Prepared<'a> {
    draft: Draft<'a>,
    /// SHA-256 of the canonical request.
    digest: [u8; 32],
}

impl Signer {
    /// Prepares a request: checks it, decides what signing adds, and hashes its canonical request.
    ///
    /// # Errors
    /// As [`Signer::sign`].
    pub fn prepare<'a>(
        &'a self,
        request: &Request<'a>,
        who: impl Into<Identity<'a>>,
        now: impl Into<Timestamp>,
    ) -> Result<Prepared<'a>, Error> {
        let date = AmzDate::new(now)?;
        let scope = self.scope(&date)?;
        let mut query = CanonicalQuery::new();
        query.read(request.query());
        let mut headers = CanonicalHeaders::new();
        let survey = headers.read(request, |name| self.signs_in_header_form(name))?;
        let draft = Draft::new(self, request, &survey, query.fields(), who.into(), date, scope)?;
        draft.add_to(&mut headers);
        let digest = draft.canonical_request(&query, &headers).digest();
        Ok(Prepared { draft, digest })
    }
}

impl<'a> Prepared<'a> {
    /// The canonical request. It contains the session token where that is signed.
    pub fn canonical_request(&self) -> String {
        let mut query = CanonicalQuery::new();
        query.read(self.draft.request.query());
        self.draft.canonical_request(&query, &self.draft.headers()).to_text()
    }

    /// The string to sign.
    pub fn string_to_sign(&self) -> StringToSign<'_> {
        self.draft.string_to_sign(&self.digest)
    }

    /// Both, as texts.
    pub fn steps(&self) -> Steps {
        Steps::new(self.canonical_request(), &self.string_to_sign())
    }

    /// The scope that the key must be for.
    pub fn scope(&self) -> &CredentialScope<'a> {
        &self.draft.scope
    }

    /// Signs.
    ///
    /// # Errors
    /// [`Error::KeyOutOfScope`] for a key of another day, region or service; [`Error::KeyOfOtherCredentials`] for
    /// one of another access key id or session token than the request was prepared for (a secret is not known to
    /// compare).
    pub fn sign(&self, key: &SigningKey) -> Result<Signed, Error> {
        let mut signed = Signed::unwritten();
        self.draft.sign_into(&self.draft.headers(), &self.digest, key, &mut signed)?;
        Ok(signed)
    }
}

impl fmt::Debug for Prepared<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared")
            .field("request", &self.draft.request)
            .field("string_to_sign", &self.string_to_sign())
            .finish_non_exhaustive()
    }
}

/// What is known before a canonical form is made: the request, and what is added to it.
#[derive(Clone)]
pub(super) struct Draft<'a> {
    signer: &'a Signer,
    request: Request<'a>,
    who: Identity<'a>,
    date: AmzDate,
    scope: CredentialScope<'a>,
    payload: PayloadText,
    starts_a_chain: bool,
    adds_date: bool,
    adds_token: bool,
    adds_payload: bool,
}

impl<'a> Draft<'a> {
    /// Decides what is added, from what the headers and the query say.
    pub(super) fn new(
        signer: &'a Signer,
        request: &Request<'a>,
        survey: &Survey<'_>,
        query: &Fields<'_>,
        who: Identity<'a>,
        date: AmzDate,
        scope: CredentialScope<'a>,
    ) -> Result<Self, Error> {
        let rules = &signer.rules;
        let token = survey.token(rules.session_token_header);
        for parameter in [Parameter::Signature, Parameter::Algorithm, Parameter::Credential] {
            query.get(parameter).refuse(parameter.name())?;
        }
        survey.authorization.refuse(header::AUTHORIZATION)?;
        // The caller's own, of credentials without one: two are never right.
        if token.repeated {
            return Err(Error::AlreadySigned { name: rules.session_token_name().into() });
        }
        let declared = declared(survey.content_sha256, Field::default())?;
        refuse_contradiction(declared, request.given_payload())?;
        let payload = declared.unwrap_or_else(|| rules.hash(&request.body_or_hash()));
        signer.check_payload(payload)?;
        Ok(Draft {
            signer,
            request: *request,
            who,
            date,
            scope,
            payload: payload.text(),
            starts_a_chain: payload.starts_a_chain(),
            adds_date: !survey.date.is_given(header::DATE, date.as_bytes())?,
            adds_token: match who.session_token() {
                Some(own) => !token.is_given(rules.session_token_name(), own.as_bytes())?,
                None => false,
            },
            // That a body is streamed is said, or the server hashes it as it comes. That it is unsigned may be known
            // of an operation, as in the SDKs.
            adds_payload: declared.is_none()
                && (rules.content_sha256_header || matches!(payload, PayloadHash::Streaming(_))),
        })
    }

    /// The headers to add beside `authorization`.
    fn added(&self) -> [Option<(&'static str, &[u8])>; MOST_ADDED] {
        let token = self.who.session_token().filter(|_| self.adds_token);
        [
            self.adds_date.then_some((header::DATE, self.date.as_bytes())),
            token.map(|token| (self.signer.rules.session_token_name(), token.as_bytes())),
            self.adds_payload.then_some((header::CONTENT_SHA256, self.payload.as_bytes())),
        ]
    }

    /// Adds to the caller's headers those that signing adds and that are signed.
    pub(super) fn add_to<'l>(&'l self, headers: &mut CanonicalHeaders<'l>) {
        for (name, value) in self.added().into_iter().flatten() {
            if self.signer.rules.token_is_signed_in(name) {
                headers.add(name, value);
            }
        }
    }

    /// The signed headers: read anew when a text is rendered.
    fn headers(&self) -> CanonicalHeaders<'_> {
        let mut headers = CanonicalHeaders::new();
        // That they can be read was seen when the draft was made.
        let _ = headers.read(&self.request, |name| self.signer.signs_in_header_form(name));
        self.add_to(&mut headers);
        headers
    }

    pub(super) fn canonical_request<'l>(
        &'l self,
        query: &'l CanonicalQuery<'l>,
        headers: &'l CanonicalHeaders<'l>,
    ) -> CanonicalRequest<'l> {
        let payload = self.payload.as_bytes();
        CanonicalRequest::new(&self.request, query, headers, payload, &self.signer.rules)
    }

    fn string_to_sign<'l>(&'l self, digest: &'l [u8; 32]) -> StringToSign<'l> {
        StringToSign::new(self.date, self.scope, Subject::Request(digest))
    }

    /// Signs the digest of the canonical request, and writes the headers to set.
    pub(super) fn sign_into(
        &self,
        headers: &CanonicalHeaders<'_>,
        digest: &[u8; 32],
        key: &SigningKey,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        key.check(&self.scope)?;
        self.who.check(key.identity())?;
        let signature = key.signature(&self.string_to_sign(digest));
        let seed = self.seed(key, &signature);
        signed.write(self.who, &self.scope, headers, &self.added(), signature, seed);
        Ok(())
    }

    fn seed(&self, key: &SigningKey, signature: &Signature) -> Option<Seed> {
        self.starts_a_chain.then(|| Seed::of_checked(key, self.date, signature.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prepared_request_is_small_and_can_be_sent_to_another_thread() {
        const fn is_send_and_sync<T: Send + Sync>() {}
        const { is_send_and_sync::<Prepared<'_>>() };
        const { assert!(size_of::<Prepared<'_>>() <= 400) };
    }
}
