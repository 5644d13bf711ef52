//! One call: from method and URL to the signed request, and to its answer.

use std::fmt;
use std::string::{String, ToString};
use std::time::Duration;
use std::vec::Vec;

use super::{Answer, Client, Error, ServiceError};
use crate::aws::endpoint::Endpoint;
use crate::aws::source::Source;
use crate::aws::transport::Outgoing;
use crate::aws::url::{Url, without_user};
use crate::aws::wire::{Scope, Wire};
use crate::explain::{Explainer, Explanation, ServerView};
use crate::{Credentials, Request, Signer, SigningKey, Steps, Timestamp};

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
        let (url, scope, credentials) = self.prepare()?;
        let now = self.client.context.clock.now();
        let signer = scope.signer(self.unsigned_payload);
        let key = signer.key(&credentials, now)?;
        let mut signed = SignedCall {
            client: self.client,
            signer,
            credentials,
            key,
            now,
            unsigned_payload: self.unsigned_payload,
            own_headers: 0,
            scope,
            wire: Wire::new(&self.method, url, self.headers, self.body)?,
        };
        signed.add_signature()?;
        Ok(signed)
    }

    /// Presigns it: the URL that lets in whoever has it, with this method and all headers given here, until
    /// it ends. Nothing is sent but what getting the credentials takes.
    ///
    /// # Errors
    /// As [`sign`](Call::sign).
    pub fn presign(self, expires: Duration) -> Result<PresignedUrl, Error> {
        let (url, scope, credentials) = self.prepare()?;
        let signer = scope.signer(self.unsigned_payload);
        let now = self.client.context.clock.now();
        let wire = Wire::new(&self.method, url, self.headers, self.body)?;
        let request = Request::new(&wire.method, &wire.url.target).headers(&wire.headers);
        let request = request.payload(Wire::payload(&wire.body, self.unsigned_payload));
        let presigned = signer.presign(&request, &credentials, now, expires)?;
        Ok(PresignedUrl {
            url: std::format!("{}{}", wire.url.origin(), presigned.target()),
            expires_at: presigned.expires_at(),
            headers: wire.headers,
        })
    }

    /// The URL in its parts, what it is signed for, and with which credentials.
    fn prepare(&self) -> Result<(Url, Scope, Credentials), Error> {
        let url = Url::parse(&self.url)?;
        let scope = self.scope(&url)?;
        let mut context = self.client.context.clone();
        // Where nothing else tells STS its region, the call's own is as good as any.
        context.region.get_or_insert_with(|| scope.region.clone());
        let credentials = self.client.credentials.credentials(&context)?;
        Ok((url, scope, credentials))
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
        write!(f, "Call({} {})", self.method, without_user(&self.url))
    }
}

/// A call that is signed and not yet sent.
pub struct SignedCall<'a> {
    client: &'a Client,
    signer: Signer,
    credentials: Credentials,
    key: SigningKey,
    now: Timestamp,
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
        let answer = self.client.context.transport.send(self.outgoing())?;
        if answer.status >= 400 && ServiceError::of(&answer).is_expired_token() {
            // Ended before its time: the next call is to get new ones.
            self.client.credentials.forget(self.credentials());
        }
        Ok(answer)
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
            self.signer.prepare(request, &self.key, self.now).map(|prepared| prepared.steps())
        })
    }

    /// Why the server refused it: what was signed beside what the server shows of its side, and the cause.
    pub fn explain(&self, answer: &Answer) -> Explanation {
        let wire = &self.wire;
        let request = Request::new(&wire.method, &wire.url.target)
            .headers(&wire.headers)
            .payload(Wire::payload(&wire.body, self.unsigned_payload));
        let server = ServerView::of_answer(answer);
        Explainer::new(&request).credentials(self.credentials()).server(&server).explain()
    }

    /// The credentials that it is signed with.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
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

/// A presigned URL: a secret for as long as it holds, which `Debug` does not show.
pub struct PresignedUrl {
    url: String,
    expires_at: Timestamp,
    headers: Vec<(String, String)>,
}

impl PresignedUrl {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// When it really ends: at the expiry asked for, or with the credentials, if they end earlier.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The headers that whoever uses it must send, `host` among them.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedUrl").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl fmt::Debug for SignedCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedCall({} {})", self.wire.method, self.wire.url.text)
    }
}
