//! Reading the members of a request of the protocol.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use sigfour::{AmzDate, Credentials, Request};

use super::fault::Fault;
use super::rules::Overrides;

/// The members of one JSON object.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(pub(super) &'a Map<String, Value>);

impl<'a> Members<'a> {
    /// A member; null is as good as absent.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn need(self, name: &str) -> Result<&'a Value, Fault> {
        self.get(name).ok_or_else(|| Fault::missing(name))
    }

    pub(super) fn text(self, name: &str) -> Result<&'a str, Fault> {
        as_text(name, self.need(name)?)
    }

    fn optional_text(self, name: &str) -> Result<Option<&'a str>, Fault> {
        self.get(name).map(|value| as_text(name, value)).transpose()
    }

    pub(super) fn array(self, name: &str) -> Result<&'a [Value], Fault> {
        self.need(name)?.as_array().map(Vec::as_slice).ok_or_else(|| Fault::wrong(name, "an array"))
    }

    pub(super) fn object(self, name: &str) -> Result<Option<Members<'a>>, Fault> {
        let object = |value: &'a Value| {
            value.as_object().map(Members).ok_or_else(|| Fault::wrong(name, "an object"))
        };
        self.get(name).map(object).transpose()
    }

    /// A list of strings.
    pub(super) fn texts(self, name: &str) -> Result<Option<Vec<&'a str>>, Fault> {
        if self.get(name).is_none() {
            return Ok(None);
        }
        self.array(name)?
            .iter()
            .map(|value| as_text(name, value))
            .collect::<Result<_, _>>()
            .map(Some)
    }

    pub(super) fn date(self, name: &str) -> Result<AmzDate, Fault> {
        Ok(AmzDate::parse(self.text(name)?)?)
    }

    /// A whole number of seconds.
    pub(super) fn seconds(self, name: &str) -> Result<u64, Fault> {
        self.need(name)?
            .as_u64()
            .ok_or_else(|| Fault::wrong(name, "a whole number of seconds, 0 or more"))
    }

    /// `access_key_id`, `secret_access_key` and `session_token`, which may be absent but not empty.
    pub(super) fn credentials(self) -> Result<Credentials, Fault> {
        let (id, secret) = (self.text("access_key_id")?, self.text("secret_access_key")?);
        Ok(match self.optional_text("session_token")? {
            Some(token) => Credentials::temporary(id, secret, token)?,
            None => Credentials::new(id, secret)?,
        })
    }

    fn headers(self) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let wrong = || Fault::wrong("headers", "a list of [name, value]");
        let pair = |value: &'a Value| match value.as_array().map(Vec::as_slice) {
            Some([Value::String(name), Value::String(value)]) => {
                Ok((name.as_str(), value.as_str()))
            }
            _ => Err(wrong()),
        };
        self.array("headers")?.iter().map(pair).collect()
    }

    /// Bytes in base64; none where the member is absent.
    fn base64(self, name: &str) -> Result<Vec<u8>, Fault> {
        STANDARD
            .decode(self.optional_text(name)?.unwrap_or_default())
            .map_err(|_| Fault::wrong(name, "base64 (RFC 4648, section 4, padded)"))
    }

    pub(super) fn message(self) -> Result<Message<'a>, Fault> {
        Ok(Message {
            method: self.text("method")?,
            target: self.text("target")?,
            headers: self.headers()?,
            body: self.base64("body")?,
        })
    }
}

fn as_text<'a>(name: &str, value: &'a Value) -> Result<&'a str, Fault> {
    value.as_str().ok_or_else(|| Fault::wrong(name, "a string"))
}

/// `method`, `target`, `headers` and `body`.
pub(super) struct Message<'a> {
    method: &'a str,
    target: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: Vec<u8>,
}

impl Message<'_> {
    pub(super) fn request(&self, overrides: &Overrides) -> Request<'_> {
        Request::new(self.method, self.target)
            .headers(&self.headers)
            .payload(overrides.payload(&self.body))
    }
}
