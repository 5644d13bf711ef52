//! What a request says of its signature, in the one form that it has.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::sigv4::authorization::{Authorization, Form, QueryAuthorization, header_text};
use crate::sigv4::date::{AmzDate, parse_http_date};
use crate::sigv4::presign::{MAX_EXPIRES, token_parameter};
use crate::sigv4::refusal::Reason;
use crate::sigv4::request::Request;
use crate::sigv4::rules::Rules;
use crate::sigv4::sign::DATE;

/// What one of the two forms says.
pub(super) struct Claim<'a> {
    pub(super) authorization: Authorization<'a>,
    pub(super) date: AmzDate,
    /// Seconds of a presigned URL's life.
    pub(super) expires: Option<u64>,
    /// The session token, empty where there is none.
    pub(super) session_token: Cow<'a, [u8]>,
}

impl<'a> Claim<'a> {
    /// Reads the one form that the request has.
    pub(super) fn of(request: &Request<'a>, rules: &Rules) -> Result<Self, Reason> {
        match Form::of(request)? {
            Form::Header(value) => Self::in_header(request, rules, value),
            Form::Query => Self::in_query(request, rules),
        }
    }

    fn in_header(
        request: &Request<'a>,
        rules: &Rules,
        authorization: &'a [u8],
    ) -> Result<Self, Reason> {
        let authorization = Authorization::parse(header_text(authorization)?)?;
        let date = match (only(request, DATE)?, only(request, "date")?) {
            (Some(value), _) => AmzDate::parse(&lossy(value)).map_err(|_| malformed_date(value))?,
            (None, Some(value)) => {
                let text = lossy(value);
                AmzDate::parse(&text)
                    .or_else(|_| parse_http_date(&text))
                    .map_err(|_| malformed_date(value))?
            }
            (None, None) => return Err(Reason::MissingDate),
        };
        let session_token = only(request, rules.session_token_name)?.unwrap_or_default().into();
        Ok(Claim { authorization, date, expires: None, session_token })
    }

    fn in_query(request: &Request<'a>, rules: &Rules) -> Result<Self, Reason> {
        let token_name = token_parameter(rules.session_token_name);
        let query = QueryAuthorization::parse(request.query(), Some(token_name))?;
        let date = AmzDate::parse(&query.date)
            .map_err(|_| Reason::MalformedDate { found: query.date.clone().into() })?;
        let digits = query.expires.bytes().all(|b| b.is_ascii_digit());
        let expires = query
            .expires
            .parse()
            .ok()
            .filter(|seconds| digits && (1..=MAX_EXPIRES).contains(seconds))
            .ok_or_else(|| Reason::InvalidExpires { found: query.expires.clone().into() })?;
        let session_token = match query.session_token {
            Some(Cow::Borrowed(token)) => Cow::Borrowed(token.as_bytes()),
            Some(Cow::Owned(token)) => Cow::Owned(token.into_bytes()),
            None => Cow::Borrowed(&b""[..]),
        };
        Ok(Claim {
            authorization: query.authorization,
            date,
            expires: Some(expires),
            session_token,
        })
    }
}

/// The value of a header that may be there once.
fn only<'a>(request: &Request<'a>, name: &str) -> Result<Option<&'a [u8]>, Reason> {
    let mut values = request.headers.all(name);
    match (values.next(), values.next()) {
        (value, None) => Ok(value.map(<[u8]>::trim_ascii)),
        _ => Err(Reason::RepeatedField { name: name.into() }),
    }
}

fn lossy(value: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(value)
}

fn malformed_date(value: &[u8]) -> Reason {
    Reason::MalformedDate { found: lossy(value).into() }
}
