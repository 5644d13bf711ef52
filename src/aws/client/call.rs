//! One call: from method and URL to the signed request, and to its answer.

use std::fmt;
use std::string::{String, ToString};
use std::sync::Arc;
use std::vec::Vec;

use time::OffsetDateTime;

use super::{Answer, Client, Error};
use crate::aws::context::Context;
use crate::aws::endpoint::Endpoint;
use crate::aws::source::Source;
use crate::aws::transport::Outgoing;
use crate::aws::url::Url;
use crate::{
    AmzDate, Credentials, Payload, PayloadHash, Request, Rules, Signed, Signer, SigningKey, Steps,
};
/// A call to make: set what it needs, then [`call`](Call::call) it.
#[must_use]
pub struct Call<'a> {
    client: &'a Client,
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    unsigned_payload: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(client: &'a Client, method: &str, url: &str) -> Self {
        Call {
            client,
            method: method.into(),
            url: url.into(),
            headers: Vec::new(),
            body: Vec::new(),
            unsigned_payload: false,
        }
    }

    /// With a further header. Signed are `content-type` and `x-amz-*`, beside the host: the others are what
    /// a proxy may change.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// With a body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Leaves the body out of the signature, for a service that takes `UNSIGNED-PAYLOAD`.
    pub fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Gets the credentials, signs and sends. Any answer is `Ok`, whatever its status: [`Answer::ok`] makes
    /// an error of one that is.
    ///
    /// # Errors
    /// Any [`Error`] but [`Error::Refused`], which comes only from STS while it hands out credentials.
    pub fn call(self) -> Result<Answer, Error> {
        self.sign()?.send()
    }

    /// Gets the credentials and signs: what [`call`](Call::call) sends, to look at.
    ///
    /// # Errors
    /// As [`call`](Call::call), but for those of the network.
    pub fn sign(self) -> Result<SignedCall<'a>, Error> {
        let url = Url::parse(&self.url)?;
        let scope = self.scope(&url)?;
        let context = Context { region: Some(scope.region.clone()), ..self.client.context.clone() };
        let credentials = self.client.credentials.credentials(&context)?;
        let now = context.clock.now();
        let signer = scope.signer(self.unsigned_payload);
        let key = self.client.key(&credentials, &signer.scope(&AmzDate::new(now)?)?);
        let mut signed = SignedCall {
            client: self.client,
            signer,
            key,
            now,
            unsigned_payload: self.unsigned_payload,
            own_headers: 0,
            scope,
            wire: Wire {
                method: self.method,
                headers: with_host(&url, self.headers),
                url,
                body: self.body,
            },
        };
        signed.add_signature()?;
        Ok(signed)
    }

    /// Service and region: the builder's, else the host's, else the environment's.
    fn scope(&self, url: &Url) -> Result<Scope, Error> {
        let endpoint = Endpoint::of_host(&url.host);
        let host = || url.host.clone();
        let service = self
            .client
            .service
            .clone()
            .or_else(|| endpoint.as_ref().map(|e| e.service().to_string()))
            .ok_or_else(|| Error::NoService { host: host() })?;
        let region = self
            .client
            .region
            .clone()
            .or_else(|| endpoint.as_ref().and_then(|e| e.region()).map(String::from))
            .or_else(|| self.client.context.region.clone())
            .ok_or_else(|| Error::NoRegion { host: host() })?;
        Ok(Scope { service, region })
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({} {})", self.method, self.url)
    }
}

/// What a call is signed for.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) service: String,
    pub(crate) region: String,
}

impl Scope {
    /// The signer for it, with the service's rules.
    pub(crate) fn signer(&self, unsigned_payload: bool) -> Signer {
        let mut rules = Rules::of(&self.service);
        // CloudFront asks for the hash in front of a function URL; and who leaves the body unsigned must
        // tell so.
        if self.service == "lambda" || unsigned_payload {
            rules = rules.content_sha256_header(true);
        }
        Signer::new(&self.service, &self.region).rules(rules)
    }
}

/// The headers to send, `host` first unless the caller names one.
fn with_host(url: &Url, own: Vec<(String, String)>) -> Vec<(String, String)> {
    let named = own.iter().any(|(name, _)| name.eq_ignore_ascii_case("host"));
    let host = (!named).then(|| ("host".to_string(), url.host.clone()));
    host.into_iter().chain(own).collect()
}

/// What goes over the wire.
pub(crate) struct Wire {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// A POST request, with its host.
    pub(crate) fn post(url: Url, headers: Vec<(String, String)>, body: Vec<u8>) -> Self {
        Wire { method: "POST".into(), headers: with_host(&url, headers), url, body }
    }

    /// Hands what is signed of it to `then`: the host, the content type, what AWS acts on. What proxies
    /// rewrite, such as `accept-encoding` and `content-length`, is sent but not signed.
    pub(crate) fn signed_part<R>(
        &self,
        headers: &[(String, String)],
        unsigned_payload: bool,
        then: impl FnOnce(&Request<'_>) -> Result<R, crate::Error>,
    ) -> Result<R, Error> {
        let to_sign: Vec<_> = headers
            .iter()
            .filter(|(name, _)| is_signed(name))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let payload = match unsigned_payload {
            true => Payload::Hash(PayloadHash::Unsigned),
            false => Payload::Bytes(&self.body),
        };
        let request = Request::new(&self.method, &self.url.target);
        Ok(then(&request.headers(&to_sign[..]).payload(payload))?)
    }

    /// Adds the headers that make it a signed one.
    pub(crate) fn add_signature(
        &mut self,
        signer: &Signer,
        key: &SigningKey,
        now: OffsetDateTime,
        unsigned_payload: bool,
    ) -> Result<(), Error> {
        let mut signed = Signed::default();
        self.signed_part(&self.headers, unsigned_payload, |request| {
            signer.sign_into(request, key, now, &mut signed)
        })?;
        let added = signed.headers().map(|(name, value)| (name.to_string(), value.to_string()));
        self.headers.extend(added);
        Ok(())
    }

    pub(crate) fn outgoing(&self) -> Outgoing<'_> {
        Outgoing {
            method: &self.method,
            url: &self.url.text,
            headers: &self.headers,
            body: &self.body,
        }
    }
}

fn is_signed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // An Authorization header of the caller's own is handed on, to be refused.
    matches!(&*name, "host" | "content-type" | "authorization") || name.starts_with("x-amz-")
}

/// A call that is signed and not yet sent.
pub struct SignedCall<'a> {
    client: &'a Client,
    signer: Signer,
    key: Arc<SigningKey>,
    now: OffsetDateTime,
    unsigned_payload: bool,
    /// How many of the headers there were before signing.
    own_headers: usize,
    scope: Scope,
    wire: Wire,
}

impl SignedCall<'_> {
    fn add_signature(&mut self) -> Result<(), Error> {
        self.own_headers = self.wire.headers.len();
        self.wire.add_signature(&self.signer, &self.key, self.now, self.unsigned_payload)
    }

    /// Sends it.
    ///
    /// # Errors
    /// [`Error::Network`].
    pub fn send(&self) -> Result<Answer, Error> {
        self.client.context.transport.send(self.outgoing())
    }

    /// What is sent. The Authorization header and the session token are among its headers: keep them out
    /// of logs.
    pub fn outgoing(&self) -> Outgoing<'_> {
        self.wire.outgoing()
    }

    /// The canonical request and the string to sign.
    ///
    /// # Errors
    /// None that signing did not have.
    pub fn steps(&self) -> Result<Steps, Error> {
        let own = self.wire.headers.get(..self.own_headers).unwrap_or_default();
        self.wire.signed_part(own, self.unsigned_payload, |request| {
            self.signer.steps(request, self.key.credentials(), self.now)
        })
    }

    /// The credentials that it is signed with.
    pub fn credentials(&self) -> &Credentials {
        self.key.credentials()
    }

    /// The service that it is signed for.
    pub fn service(&self) -> &str {
        &self.scope.service
    }

    /// The region that it is signed for.
    pub fn region(&self) -> &str {
        &self.scope.region
    }
}

impl fmt::Debug for SignedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedCall({} {})", self.wire.method, self.wire.url.text)
    }
}
