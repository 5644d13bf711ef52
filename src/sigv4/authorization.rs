//! Where a signature travels: the Authorization header, or the `X-Amz-*` parameters of a URL.
//!
//! Source: "Add the signature to the request" in the IAM user guide's page on signing AWS API requests.

use alloc::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::canonical::{CanonicalHeaders, is_named, parameters, sink::Sink};
use super::refusal::Reason;
use super::request::Request;
use super::scope::CredentialScope;
use super::signature::Signature;
use super::string_to_sign::ALGORITHM;

/// The header.
pub(super) const AUTHORIZATION: &str = "authorization";

/// The parameters of a presigned URL.
pub(super) mod parameter {
    pub(crate) const ALGORITHM: &str = "X-Amz-Algorithm";
    pub(crate) const CREDENTIAL: &str = "X-Amz-Credential";
    pub(crate) const DATE: &str = "X-Amz-Date";
    pub(crate) const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";
    pub(crate) const EXPIRES: &str = "X-Amz-Expires";
    pub(crate) const SIGNATURE: &str = "X-Amz-Signature";
    pub(crate) const CONTENT_SHA256: &str = "X-Amz-Content-Sha256";
    /// All that presigning adds, but for the session token, whose name the rules give.
    pub(crate) const ALL: [&str; 6] =
        [ALGORITHM, CREDENTIAL, DATE, SIGNED_HEADERS, EXPIRES, SIGNATURE];
}

/// What a signed request says of its signature: who signed, for which scope, which headers.
///
/// ```
/// use sigfour::Authorization;
///
/// let value = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
///              SignedHeaders=content-type;host;x-amz-date, \
///              Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
/// let authorization = Authorization::parse(value)?;
/// assert_eq!(authorization.access_key_id(), "AKIDEXAMPLE");
/// assert_eq!(authorization.scope().service(), "iam");
/// # Ok::<(), sigfour::Reason>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorization<'a> {
    /// `access key id/scope`, decoded.
    credential: Cow<'a, str>,
    signed_headers: Cow<'a, str>,
    signature: Signature,
}

impl<'a> Authorization<'a> {
    /// Reads the value of an Authorization header.
    ///
    /// # Errors
    /// What is wrong with it: another algorithm, a field missing, repeated or malformed.
    pub fn parse(value: &'a str) -> Result<Self, Reason> {
        let blank = [' ', '\t'];
        let value = value.trim_matches(blank);
        let (algorithm, fields) = value.split_once(' ').unwrap_or((value, ""));
        if algorithm != ALGORITHM {
            return Err(Reason::UnsupportedAlgorithm { found: algorithm.into() });
        }
        let [mut credential, mut signed_headers, mut signature] = [None; 3];
        for field in fields.split(',') {
            let (name, value) = field.trim_matches(blank).split_once('=').unwrap_or((field, ""));
            let place = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => return Err(Reason::MalformedAuthorization { field: name.into() }),
            };
            if place.replace(value).is_some() {
                return Err(Reason::RepeatedField { name: name.into() });
            }
        }
        let present = |field: Option<&'a str>, name: &str| {
            field.ok_or_else(|| Reason::MissingField { name: name.into() })
        };
        Self::from_fields(
            present(credential, "Credential")?.into(),
            present(signed_headers, "SignedHeaders")?.into(),
            present(signature, "Signature")?,
        )
    }

    /// What a request says of its signature, in whichever of the two forms it has one. Nothing is verified.
    ///
    /// # Errors
    /// No signature, more than one, or what is wrong with it.
    pub fn of(request: &Request<'a>) -> Result<Self, Reason> {
        match Form::of(request)? {
            Form::Header(value) => Self::parse(header_text(value)?),
            Form::Query => {
                QueryAuthorization::parse(request.query(), None).map(|query| query.authorization)
            }
        }
    }

    fn from_fields(
        credential: Cow<'a, str>,
        signed_headers: Cow<'a, str>,
        signature: &str,
    ) -> Result<Self, Reason> {
        if split_credential(&credential).is_none() {
            return Err(Reason::MalformedCredential { found: credential.into() });
        }
        let signature = Signature::parse(signature).ok_or(Reason::MalformedSignature)?;
        Ok(Authorization { credential, signed_headers, signature })
    }

    /// The access key id.
    pub fn access_key_id(&self) -> &str {
        split_credential(&self.credential).map_or("", |(id, _)| id)
    }

    /// The credential scope.
    pub fn scope(&self) -> CredentialScope<'_> {
        split_credential(&self.credential).map_or(CredentialScope::NOWHERE, |(_, scope)| scope)
    }

    /// The signed headers, as sent: names in lower case with `;` between them.
    pub fn signed_headers(&self) -> &str {
        &self.signed_headers
    }

    /// The signature.
    pub fn signature(&self) -> Signature {
        self.signature
    }
}

/// An access key id may hold slashes, a scope has a fixed number of them: split from the right.
fn split_credential(credential: &str) -> Option<(&str, CredentialScope<'_>)> {
    let (at, _) = credential.rmatch_indices('/').nth(3)?;
    let (id, scope) = (&credential[..at], &credential[at + 1..]);
    (!id.is_empty()).then_some(())?;
    CredentialScope::parse(scope).map(|scope| (id, scope))
}

/// The one form in which a request is signed.
pub(super) enum Form<'a> {
    /// In the Authorization header, of this value.
    Header(&'a [u8]),
    /// In the query.
    Query,
}

impl<'a> Form<'a> {
    pub(super) fn of(request: &Request<'a>) -> Result<Self, Reason> {
        let mut in_header = request.headers.all(AUTHORIZATION);
        match (in_header.next(), QueryAuthorization::is_in(request.query())) {
            (None, false) => Err(Reason::MissingAuthorization),
            (Some(_), true) => Err(Reason::TwoAuthorizations),
            (Some(_), _) if in_header.next().is_some() => Err(Reason::RepeatedAuthorization),
            (Some(value), false) => Ok(Form::Header(value)),
            (None, true) => Ok(Form::Query),
        }
    }
}

/// The value of an Authorization header as text.
pub(super) fn header_text(value: &[u8]) -> Result<&str, Reason> {
    core::str::from_utf8(value)
        .map_err(|_| Reason::MalformedAuthorization { field: AUTHORIZATION.into() })
}

/// What the query of a presigned URL says of its signature.
#[derive(Debug)]
pub(super) struct QueryAuthorization<'a> {
    pub(super) authorization: Authorization<'a>,
    pub(super) date: Cow<'a, str>,
    pub(super) expires: Cow<'a, str>,
    pub(super) session_token: Option<Cow<'a, str>>,
}

impl<'a> QueryAuthorization<'a> {
    /// Whether a query carries a signature, or a part of what belongs to one.
    pub(super) fn is_in(query: &str) -> bool {
        let tells = [parameter::SIGNATURE, parameter::CREDENTIAL, parameter::ALGORITHM];
        parameters(query).any(|(name, _)| tells.iter().any(|tell| is_named(name, tell)))
    }

    pub(super) fn parse(query: &'a str, session_token_name: Option<&str>) -> Result<Self, Reason> {
        let one = |wanted: &str| -> Result<Option<Cow<'a, str>>, Reason> {
            let mut values =
                parameters(query).filter(|(name, _)| is_named(name, wanted)).map(|(_, v)| v);
            let Some(raw) = values.next() else { return Ok(None) };
            if values.next().is_some() {
                return Err(Reason::RepeatedField { name: wanted.into() });
            }
            let text = percent_decode_str(raw)
                .decode_utf8()
                .map_err(|_| Reason::MalformedAuthorization { field: wanted.into() })?;
            Ok(Some(text))
        };
        let present =
            |name: &str| one(name)?.ok_or_else(|| Reason::MissingField { name: name.into() });
        let algorithm = present(parameter::ALGORITHM)?;
        if algorithm != ALGORITHM {
            return Err(Reason::UnsupportedAlgorithm { found: algorithm.into() });
        }
        Ok(QueryAuthorization {
            authorization: Authorization::from_fields(
                present(parameter::CREDENTIAL)?,
                present(parameter::SIGNED_HEADERS)?,
                &present(parameter::SIGNATURE)?,
            )?,
            date: present(parameter::DATE)?,
            expires: present(parameter::EXPIRES)?,
            session_token: session_token_name.map_or(Ok(None), one)?,
        })
    }
}

/// Writes the value of the Authorization header, and answers where in `out` the signed headers stand.
pub(super) fn write_header(
    out: &mut alloc::vec::Vec<u8>,
    access_key_id: &str,
    scope: &CredentialScope<'_>,
    headers: &CanonicalHeaders<'_>,
    signature: &Signature,
) -> (usize, usize) {
    out.put(ALGORITHM.as_bytes());
    out.put(b" Credential=");
    out.put(access_key_id.as_bytes());
    out.put(b"/");
    scope.write_to(out);
    out.put(b", SignedHeaders=");
    let start = out.len();
    headers.write_names(out);
    let end = out.len();
    out.put(b", Signature=");
    out.put(&signature.to_hex());
    (start, end)
}

impl core::fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "{ALGORITHM} Credential={}, SignedHeaders={}, Signature={}",
            self.credential, self.signed_headers, self.signature
        )
    }
}
