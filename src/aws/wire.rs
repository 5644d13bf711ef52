//! What goes over the wire: a request, its signed part, and what it is signed for.

use std::string::{String, ToString};
use std::vec::Vec;

use super::error::Error;
use super::transport::Outgoing;
use super::url::Url;
use crate::{Buffer, Payload, PayloadHash, Request, Rules, Signer, SigningKey, Timestamp};

/// What a call is signed for.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) service: String,
    pub(crate) region: String,
}

impl Scope {
    /// The signer for it, with the service's rules.
    pub(crate) fn signer(&self, unsigned_payload: bool) -> Signer {
        let rules = Rules::to_send(&self.service, unsigned_payload);
        Signer::new(&self.service, &self.region).rules(rules)
    }
}

/// What goes over the wire.
pub(crate) struct Wire {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Wire {
    /// A request with the Host header of its URL, unless the caller names one. What is not signed goes
    /// through the same door as what is.
    pub(crate) fn new(
        method: &str,
        url: Url,
        own: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Result<Self, Error> {
        let named = own.iter().any(|(name, _)| name.eq_ignore_ascii_case("host"));
        let host = (!named).then(|| ("host".to_string(), url.host.clone()));
        let headers: Vec<_> = host.into_iter().chain(own).collect();
        Request::new(method, &url.target).headers(&headers).check()?;
        if method == "CONNECT" {
            let why = "CONNECT asks a proxy for a tunnel, and its target is no path".into();
            return Err(Error::InvalidArgument { name: "method", why });
        }
        check_length(&headers, body.len())?;
        Ok(Wire { method: method.into(), url, headers, body })
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
        let payload = Self::payload(&self.body, unsigned_payload);
        let request = Request::new(&self.method, &self.url.target);
        Ok(then(&request.headers(&to_sign[..]).payload(payload))?)
    }

    /// The body, or that it is left out of the signature.
    pub(crate) fn payload(body: &[u8], unsigned: bool) -> Payload<'_> {
        if unsigned { Payload::Hash(PayloadHash::Unsigned) } else { Payload::Bytes(body) }
    }

    /// Adds the headers that make it a signed one.
    pub(crate) fn add_signature(
        &mut self,
        signer: &Signer,
        key: &SigningKey,
        now: Timestamp,
        unsigned_payload: bool,
    ) -> Result<(), Error> {
        let mut buffer = Buffer::new();
        let signed = self.signed_part(&self.headers, unsigned_payload, |request| {
            signer.sign_into(request, key, now, &mut buffer)
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
            timeout: None,
        }
    }
}

/// Refuses a length or an encoding of the body that is not the one it is sent with: the server would wait for
/// the rest, or take it for the next request.
fn check_length(headers: &[(String, String)], length: usize) -> Result<(), Error> {
    for (name, value) in headers {
        if name.eq_ignore_ascii_case("content-length") && value.trim() != length.to_string() {
            let why = std::format!("it is {value}, and the body has {length} bytes");
            return Err(Error::InvalidArgument { name: "header content-length", why });
        }
        if name.eq_ignore_ascii_case("transfer-encoding") {
            let why = "the body is sent as it is, with its length".into();
            return Err(Error::InvalidArgument { name: "header transfer-encoding", why });
        }
    }
    Ok(())
}

fn is_signed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // An Authorization header of the caller's own is handed on, to be refused.
    matches!(&*name, "host" | "content-type" | "authorization") || name.starts_with("x-amz-")
}
