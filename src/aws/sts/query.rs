//! The wire: a form in a signed POST request, and the document that comes back.

use std::string::{String, ToString};
use std::time::Duration;
use std::vec::Vec;
use std::{format, vec};

use super::Place;
use crate::aws::context::Context;
use crate::aws::document::Document;
use crate::aws::error::Error;
use crate::aws::moment;
use crate::aws::transport::Outgoing;
use crate::aws::url::Url;
use crate::aws::wire::Wire;
use crate::{Credentials, Target};

const VERSION: &str = "2011-06-15";

/// How long STS may take: a call that waits for credentials should not wait as long as for its own answer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The parameters of an action.
pub(super) struct Form {
    target: Target,
}

impl Form {
    pub(super) fn new(action: &str) -> Self {
        Form { target: Target::new("/").pair("Action", action).pair("Version", VERSION) }
    }

    pub(super) fn set(self, name: &str, value: impl ToString) -> Self {
        Form { target: self.target.pair(name, &value.to_string()) }
    }

    pub(super) fn set_if(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// `name.member.1`, `name.member.2` …, each with what `set` makes of it.
    pub(super) fn members<T>(
        mut self,
        name: &str,
        items: &[T],
        set: impl Fn(Self, &str, &T) -> Self,
    ) -> Self {
        for (n, item) in items.iter().enumerate() {
            self = set(self, &format!("{name}.member.{}", n + 1), item);
        }
        self
    }

    /// The encoder of a query serves for a form, which is one without its `?`.
    fn body(&self) -> Vec<u8> {
        self.target.as_str().split_once('?').map_or(vec![], |(_, form)| form.as_bytes().to_vec())
    }
}

/// Signs the form, sends it and reads the answer with `read`.
pub(super) fn send<T>(
    form: &Form,
    place: &Place,
    context: &Context,
    credentials: &Credentials,
    read: impl FnOnce(&Document<'_>) -> Option<T>,
) -> Result<T, Error> {
    let (url, scope) = place.resolve(context)?;
    let url = Url::parse(&url)?;
    let host = url.host.clone();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        // AWS answers JSON to this; all others answer the XML that they would anyway.
        ("accept", "application/json"),
    ];
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_string())).into();
    let mut wire = Wire::new("POST", url, headers, form.body())?;
    let now = context.clock.now();
    let signer = scope.signer(false);
    let key = signer.key(credentials, now)?;
    wire.add_signature(&signer, &key, now, false)?;

    let answer =
        context.transport.send(Outgoing { timeout: Some(TIMEOUT), ..wire.outgoing() })?.ok()?;
    let unreadable = |why: &str| Error::UnreadableAnswer { host: host.clone(), why: why.into() };
    let text = answer.text();
    let document =
        Document::parse(&text).ok_or_else(|| unreadable("it is neither XML nor JSON"))?;
    read(&document)
        .ok_or_else(|| unreadable("a part of it is missing, or not of the form it must have"))
}

/// The credentials that an answer holds.
pub(super) fn read_credentials(document: &Document<'_>) -> Option<Credentials> {
    let holder = document.inside("Credentials")?;
    let get = |name: &str| holder.find(name);
    let expiration: String = get("Expiration")?;
    Credentials::temporary(&get("AccessKeyId")?, &get("SecretAccessKey")?, &get("SessionToken")?)
        .ok()
        .map(|credentials| Some(credentials.with_expiration(moment::parse(&expiration)?)))?
}
