//! Where a signature travels: the Authorization header, or the `X-Amz-*` parameters of a URL.
//!
//! Source: "Add the signature to the request" in the IAM user guide's page on signing AWS API requests.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use percent_encoding::percent_decode_str;

use super::algorithm::Algorithm;
use super::canonical::{CanonicalHeaders, CanonicalQuery, Fields};
use super::field::Field;
use super::names::{Parameter, header};
use super::redact;
use super::refusal::Reason;
use super::request::Request;
use super::scan::split;
use super::scope::{CredentialScope, TERMINATOR};
use super::signature::Signature;
use super::sink::Sink;

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
///
/// `Display` is the value of the header. `Debug` shows the start of the signature, and of the rest what has the form
/// that it should have.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization<'a> {
    access_key_id: Cow<'a, str>,
    day: [u8; 8],
    region: Cow<'a, str>,
    service: Cow<'a, str>,
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
        check_algorithm(algorithm)?;
        let [mut credential, mut signed_headers, mut signature] = [None; 3];
        for field in split(fields, b',') {
            let field = field.trim_matches(blank);
            // Not `split_once`, which is slow for a name of a few bytes.
            let equals = field.bytes().position(|b| b == b'=');
            let (name, value) = equals.map_or((field, ""), |at| (&field[..at], &field[at + 1..]));
            let place = match name {
                "Credential" => &mut credential,
                "SignedHeaders" => &mut signed_headers,
                "Signature" => &mut signature,
                _ => {
                    let field = redact::name(name.trim_matches(blank)).into();
                    return Err(Reason::MalformedAuthorization { field });
                }
            };
            if place.replace(value).is_some() {
                return Err(Reason::RepeatedField { name: name.into() });
            }
        }
        let missing = |name: &str| Reason::MissingField { name: name.into() };
        let credential = credential.ok_or_else(|| missing("Credential"))?;
        let signed_headers = signed_headers.ok_or_else(|| missing("SignedHeaders"))?;
        let signature = signature.ok_or_else(|| missing("Signature"))?;
        let slash = |text: &str| text.bytes().rposition(|b| b == b'/').map(|at| (at, at + 1));
        let parts = split_from_the_right(credential, slash);
        Self::from_fields(parts.map(Cow::Borrowed), signed_headers.into(), signature)
    }

    /// What a request says of its signature, in whichever of the two forms it has one. Nothing is verified.
    ///
    /// # Errors
    /// No signature, more than one, or what is wrong with it.
    pub fn of(request: &Request<'a>) -> Result<Self, Reason> {
        let mut query = CanonicalQuery::new();
        query.read(request.query());
        let mut in_header = Field::default();
        request.headers.visit(|name, value| {
            if name.eq_ignore_ascii_case(header::AUTHORIZATION) {
                in_header.see(value);
            }
        });
        match Form::of(in_header, query.fields())? {
            Form::Header(value) => Self::parse(header_text(value)?),
            Form::Query => Self::parse_query(query.fields()),
        }
    }

    /// Reads the parameters of a presigned URL.
    pub(super) fn parse_query(query: &Fields<'a>) -> Result<Self, Reason> {
        check_algorithm(&required(query, Parameter::Algorithm)?)?;
        let credential = required_raw(query, Parameter::Credential)?;
        // A slash, or its escape: neither stands within another escape.
        let parts = split_from_the_right(credential, |text| {
            (0..text.len()).rev().find_map(|at| match text.as_bytes()[at..] {
                [b'/', ..] => Some((at, at + 1)),
                [b'%', b'2', b'F' | b'f', ..] => Some((at, at + 3)),
                _ => None,
            })
        });
        let mut decoded = [const { Cow::Borrowed("") }; 5];
        for (place, part) in decoded.iter_mut().zip(parts) {
            *place = decode(part, Parameter::Credential)?;
        }
        let signed_headers = required(query, Parameter::SignedHeaders)?;
        Self::from_fields(decoded, signed_headers, &required(query, Parameter::Signature)?)
    }

    /// `credential` has the access key id, day, region, service and terminator.
    fn from_fields(
        credential: [Cow<'a, str>; 5],
        signed_headers: Cow<'a, str>,
        signature: &str,
    ) -> Result<Self, Reason> {
        let [access_key_id, day, region, service, terminator] = credential;
        let scope = CredentialScope::new(&day, &region, &service).ok();
        let is_id =
            !access_key_id.is_empty() && access_key_id.bytes().all(|b| b.is_ascii_graphic());
        let Some(day) = scope.filter(|_| is_id && terminator == TERMINATOR) else {
            return Err(Reason::MalformedCredential);
        };
        let day = day.day_bytes();
        let signature = Signature::parse(signature).ok_or(Reason::MalformedSignature)?;
        Ok(Authorization { access_key_id, day, region, service, signed_headers, signature })
    }

    /// The access key id.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The credential scope.
    pub fn scope(&self) -> CredentialScope<'_> {
        CredentialScope::of_checked(self.day, &self.region, &self.service)
    }

    /// The signed headers, as sent: names in lower case with `;` between them.
    pub fn signed_headers(&self) -> &str {
        &self.signed_headers
    }

    /// The signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }
}

/// An access key id may hold slashes, a scope has a fixed number of them: the last four separate. `last` finds where
/// the last one starts and ends. Missing parts are empty.
fn split_from_the_right(
    mut credential: &str,
    last: impl Fn(&str) -> Option<(usize, usize)>,
) -> [&str; 5] {
    let mut parts = [""; 5];
    for place in parts[1..].iter_mut().rev() {
        let Some((start, end)) = last(credential) else { break };
        *place = &credential[end..];
        credential = &credential[..start];
    }
    parts[0] = credential;
    parts
}

fn check_algorithm(name: &str) -> Result<(), Reason> {
    if name == Algorithm::HmacSha256.name() {
        return Ok(());
    }
    Err(Reason::UnsupportedAlgorithm { found: redact::scheme(name).into() })
}

/// The one form in which a request is signed.
pub(super) enum Form<'a> {
    /// In the Authorization header, of this value.
    Header(&'a [u8]),
    /// In the query.
    Query,
}

impl<'a> Form<'a> {
    pub(super) fn of(in_header: Field<'a>, query: &Fields<'_>) -> Result<Self, Reason> {
        let tells = [Parameter::Signature, Parameter::Credential, Parameter::Algorithm];
        let in_query = tells.into_iter().any(|parameter| query.get(parameter).first.is_some());
        match (in_header.first, in_query) {
            (None, false) => Err(Reason::MissingAuthorization),
            (Some(_), true) => Err(Reason::TwoAuthorizations),
            (Some(_), _) if in_header.repeated => Err(Reason::RepeatedAuthorization),
            (Some(value), false) => Ok(Form::Header(value)),
            (None, true) => Ok(Form::Query),
        }
    }
}

/// The value of an Authorization header as text.
pub(super) fn header_text(value: &[u8]) -> Result<&str, Reason> {
    core::str::from_utf8(value)
        .map_err(|_| Reason::MalformedAuthorization { field: header::AUTHORIZATION.into() })
}

/// The value of a parameter as on the wire, if it is given, and once.
pub(super) fn once<'a>(query: &Fields<'a>, wanted: Parameter) -> Result<Option<&'a str>, Reason> {
    let field = query.get(wanted);
    if field.repeated {
        return Err(Reason::RepeatedField { name: wanted.name().into() });
    }
    let text = |raw| core::str::from_utf8(raw).map_err(|_| malformed(wanted));
    field.first.map(text).transpose()
}

fn required_raw<'a>(query: &Fields<'a>, wanted: Parameter) -> Result<&'a str, Reason> {
    once(query, wanted)?.ok_or_else(|| Reason::MissingField { name: wanted.name().into() })
}

/// The value of a parameter that must be there once, decoded.
pub(super) fn required<'a>(query: &Fields<'a>, wanted: Parameter) -> Result<Cow<'a, str>, Reason> {
    decode(required_raw(query, wanted)?, wanted)
}

fn decode(raw: &str, of: Parameter) -> Result<Cow<'_, str>, Reason> {
    if !raw.contains('%') {
        return Ok(Cow::Borrowed(raw));
    }
    // Once, and enough: `decode_utf8` lets the text grow.
    let mut bytes = Vec::with_capacity(raw.len());
    bytes.extend(percent_decode_str(raw));
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| malformed(of))
}

fn malformed(parameter: Parameter) -> Reason {
    Reason::MalformedAuthorization { field: parameter.name().into() }
}

/// Writes the value of the Authorization header, and returns where in `out` the signed headers stand.
pub(super) fn write_header(
    out: &mut Vec<u8>,
    access_key_id: &str,
    scope: &CredentialScope<'_>,
    headers: &CanonicalHeaders<'_>,
    signature: &Signature,
) -> core::ops::Range<usize> {
    out.put(Algorithm::HmacSha256.name().as_bytes());
    out.put(b" Credential=");
    out.put(access_key_id.as_bytes());
    out.put(b"/");
    scope.write_to(Algorithm::HmacSha256, out);
    out.put(b", SignedHeaders=");
    let start = out.len();
    headers.write_names(out);
    let end = out.len();
    out.put(b", Signature=");
    out.put(&signature.to_hex());
    start..end
}

impl fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (algorithm, id, scope) = (Algorithm::HmacSha256, &self.access_key_id, self.scope());
        let (headers, signature) = (&self.signed_headers, &self.signature);
        write!(
            f,
            "{algorithm} Credential={id}/{scope}, SignedHeaders={headers}, Signature={signature}"
        )
    }
}

impl fmt::Debug for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("access_key_id", &redact::id(&self.access_key_id))
            .field("day", &self.scope().day())
            .field("region", &redact::label(&self.region))
            .field("service", &redact::label(&self.service))
            .field("signed_headers", &redact::Names(&self.signed_headers))
            .field("signature", &self.signature)
            .finish()
    }
}
