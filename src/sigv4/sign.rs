//! Signing in the Authorization header: the whole job.

use super::canonical::{CanonicalHeaders, CanonicalQuery};
use super::credentials::Credentials;
use super::date::AmzDate;
use super::error::Error;
use super::key::SigningKey;
use super::prepare::Draft;
use super::request::Request;
use super::scope::CredentialScope;
use super::signed::Signed;
use super::signer::Signer;
use super::timestamp::Timestamp;
use super::written::Buffer;

impl Signer {
    /// Signs a request. Set the headers of the answer on it and send it: target, body and signed headers must not
    /// change any more.
    ///
    /// The signing key is the one that is kept with the credentials; see [`Credentials`].
    ///
    /// # Errors
    /// Any [`Error`] about the request, the region, the service or the date.
    pub fn sign(
        &self,
        request: &Request<'_>,
        credentials: &Credentials,
        now: impl Into<Timestamp>,
    ) -> Result<Signed, Error> {
        let date = AmzDate::new(now)?;
        let scope = self.scope(&date)?;
        let mut signed = Signed::unwritten();
        self.sign_at(request, &credentials.key(&scope), date, scope, &mut signed)?;
        Ok(signed)
    }

    /// Signs with a key that the caller keeps, into memory that is used again: no heap allocation once that has
    /// grown to the size of what it holds, for requests of up to 24 signed headers, those that signing adds (up to three)
    /// among them, 32 parameters, and paths of up to 32 segments. Longer ones take some, and so does a query of which more
    /// than 256 bytes must be written in another escaping.
    ///
    /// # Errors
    /// As [`Signer::sign`], and [`Error::KeyOutOfScope`] for a key of another day, region or service.
    pub fn sign_into<'b>(
        &self,
        request: &Request<'_>,
        key: &SigningKey,
        now: impl Into<Timestamp>,
        buffer: &'b mut Buffer<Signed>,
    ) -> Result<&'b Signed, Error> {
        let date = AmzDate::new(now)?;
        let signed = buffer.0.get_or_insert_with(Signed::unwritten);
        self.sign_at(request, key, date, self.scope(&date)?, signed)?;
        Ok(signed)
    }

    /// The steps of [`Signer::prepare`] and the signature, each list made once.
    fn sign_at(
        &self,
        request: &Request<'_>,
        key: &SigningKey,
        date: AmzDate,
        scope: CredentialScope<'_>,
        signed: &mut Signed,
    ) -> Result<(), Error> {
        let mut query = CanonicalQuery::new();
        query.read(request.query());
        let mut headers = CanonicalHeaders::new();
        let survey = headers.read(request, |name| self.signs_in_header_form(name))?;
        let draft =
            Draft::new(self, request, &survey, query.fields(), key.identity(), date, scope)?;
        draft.add_to(&mut headers);
        let digest = draft.canonical_request(&query, &headers).digest();
        draft.sign_into(&headers, &digest, key, signed)
    }
}
