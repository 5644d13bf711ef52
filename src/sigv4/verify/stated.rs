//! What a request says of its signature, in the one form that it has.

use alloc::borrow::Cow;

use crate::sigv4::authorization::{Authorization, Form, header_text, once, required};
use crate::sigv4::canonical::{Fields, write_decoded};
use crate::sigv4::date::{AmzDate, parse_http_date};
use crate::sigv4::field::Field;
use crate::sigv4::names::{Parameter, header};
use crate::sigv4::redact;
use crate::sigv4::refusal::Reason;
use crate::sigv4::rules::{MAX_EXPIRES, Rules};
use crate::sigv4::secrets::Secrets;
use crate::sigv4::sink::Sink;
use crate::sigv4::survey::Survey;

/// What one of the two forms says.
#[derive(Clone)]
pub(super) struct Stated<'a> {
    pub(super) authorization: Authorization<'a>,
    pub(super) date: AmzDate,
    /// Seconds of a presigned URL's life; none in the header form.
    pub(super) expires: Option<u32>,
    pub(super) session_token: SentToken<'a>,
    /// Those of the service that it is scoped to.
    pub(super) rules: Rules,
}

impl<'a> Stated<'a> {
    /// Reads the one form that the request has. `rules_for` has the rules of the service that it is scoped to.
    pub(super) fn read(
        survey: &Survey<'a>,
        query: &Fields<'a>,
        rules_for: impl Fn(&str) -> Rules,
    ) -> Result<Self, Reason> {
        match Form::of(survey.authorization, query)? {
            Form::Header(value) => Self::in_header(survey, value, rules_for),
            Form::Query => Self::in_query(query, rules_for),
        }
    }

    /// Whether it is a presigned URL.
    pub(super) fn is_presigned(&self) -> bool {
        self.expires.is_some()
    }

    /// The parameter that is no part of the canonical query, beside the signature. In the header form a parameter of
    /// its name is one like any other.
    pub(super) fn left_out(&self) -> Option<Parameter> {
        self.rules.appended_parameter().filter(|_| self.is_presigned())
    }

    fn in_header(
        survey: &Survey<'a>,
        authorization: &'a [u8],
        rules_for: impl Fn(&str) -> Rules,
    ) -> Result<Self, Reason> {
        let authorization = Authorization::parse(header_text(authorization)?)?;
        let amz_date = only(survey.date, header::DATE)?;
        let date = match (amz_date, only(survey.http_date, header::HTTP_DATE)?) {
            (Some(value), _) => read_date(value, |text| AmzDate::parse(text).ok())?,
            (None, Some(value)) => read_date(value, |text| {
                AmzDate::parse(text).or_else(|_| parse_http_date(text)).ok()
            })?,
            (None, None) => return Err(Reason::MissingDate),
        };
        let rules = rules_for(authorization.scope().service());
        let token = survey.token(rules.session_token_header);
        let token = only(token, rules.session_token_name())?.unwrap_or_default();
        let session_token = SentToken::Plain(token);
        Ok(Stated { authorization, date, expires: None, session_token, rules })
    }

    fn in_query(query: &Fields<'a>, rules_for: impl Fn(&str) -> Rules) -> Result<Self, Reason> {
        let authorization = Authorization::parse_query(query)?;
        let date = required(query, Parameter::Date)?;
        let date = read_date(date.as_bytes(), |text| AmzDate::parse(text).ok())?;
        let expires = required(query, Parameter::Expires)?;
        let is_number = expires.bytes().all(|b| b.is_ascii_digit());
        let seconds = expires
            .parse()
            .ok()
            .filter(|seconds| is_number && (1..=MAX_EXPIRES).contains(&u64::from(*seconds)));
        let invalid = || Reason::InvalidExpires { found: redact::number(&expires).into() };
        let expires = Some(seconds.ok_or_else(invalid)?);
        let rules = rules_for(authorization.scope().service());
        let token = once(query, rules.session_token_header.parameter())?.unwrap_or_default();
        let session_token = SentToken::Escaped(token);
        Ok(Stated { authorization, date, expires, session_token, rules })
    }
}

/// The session token as it came: empty where none did. It is decoded where it is compared, so that no copy of it stays
/// in memory.
#[derive(Clone, Copy)]
pub(super) enum SentToken<'a> {
    /// Of a header.
    Plain(&'a [u8]),
    /// Of a query.
    Escaped(&'a str),
}

impl<'a> SentToken<'a> {
    pub(super) fn decoded(&self) -> Cow<'a, [u8]> {
        match self {
            SentToken::Plain(bytes) => Cow::Borrowed(bytes),
            SentToken::Escaped(text) => percent_encoding::percent_decode_str(text).into(),
        }
    }

    /// Whether these are the bytes of the credentials' token.
    pub(super) fn is_of(&self, secrets: &Secrets) -> bool {
        match self {
            SentToken::Plain(bytes) => secrets.has_token(|own| own.put(bytes)),
            SentToken::Escaped(text) => {
                secrets.has_token(|own| write_decoded(own, text.as_bytes()))
            }
        }
    }
}

/// The value of a header that may be there once.
fn only<'a>(field: Field<'a>, name: &str) -> Result<Option<&'a [u8]>, Reason> {
    match field.repeated {
        false => Ok(field.first.map(<[u8]>::trim_ascii)),
        true => Err(Reason::RepeatedField { name: name.into() }),
    }
}

fn read_date(value: &[u8], read: impl Fn(&str) -> Option<AmzDate>) -> Result<AmzDate, Reason> {
    let text = core::str::from_utf8(value).unwrap_or(redact::HIDDEN);
    read(text).ok_or_else(|| Reason::MalformedDate { found: redact::date(text).into() })
}
