//! A sample once it is signed, and the verifier that it is sent to.

use std::fmt;
use std::time::Duration;

use sigfour::{AmzDate, Credentials, Error, Request, Rules, Signer, Timestamp, Verifier};

use crate::sample::Sample;

pub(crate) const ID: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const REGION: &str = "us-east-1";
pub(crate) const DATE: &str = "20150830T123600Z";

pub(crate) fn at(date: &str) -> Timestamp {
    AmzDate::parse(date).unwrap().timestamp()
}

pub(crate) fn credentials(id: &str, secret: &str, token: Option<&str>) -> Credentials {
    match token {
        Some(token) => Credentials::temporary(id, secret, token).unwrap(),
        None => Credentials::new(id, secret).unwrap(),
    }
}

impl Sample {
    pub(crate) fn request(&self) -> Sent {
        Sent {
            method: self.method.clone(),
            target: self.target(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(self.service, REGION)
    }

    pub(crate) fn credentials(&self) -> Credentials {
        credentials(ID, SECRET, self.token.as_deref())
    }

    /// The canonical request, as the crate shows it.
    pub(crate) fn canonical_request(&self) -> Result<String, Error> {
        let (signer, known, request) = (self.signer(), self.credentials(), self.request());
        match self.expires {
            None => Ok(signer.prepare(&request.borrow(), &known, at(DATE))?.canonical_request()),
            Some(seconds) => {
                let expires = Duration::from_secs(seconds);
                let prepared = signer.prepare_url(&request.borrow(), &known, at(DATE), expires)?;
                Ok(prepared.canonical_request())
            }
        }
    }

    /// The request as it goes over the wire, signed.
    pub(crate) fn send(&self) -> Result<Sent, Error> {
        let (signer, known, mut request) = (self.signer(), self.credentials(), self.request());
        match self.expires {
            None => {
                let signed = signer.sign(&request.borrow(), &known, at(DATE))?;
                let added = signed.headers().map(|(name, value)| (name.to_string(), value.into()));
                request.headers.extend(added);
            }
            Some(seconds) => {
                let expires = Duration::from_secs(seconds);
                let presigned = signer.presign(&request.borrow(), &known, at(DATE), expires)?;
                request.target = presigned.target().to_string();
            }
        }
        Ok(request)
    }

    /// The verifier that the request is meant for.
    pub(crate) fn door(&self) -> Door {
        Door {
            service: self.service.into(),
            region: REGION.into(),
            rules: Rules::of(self.service),
            known: self.credentials(),
            now: at(DATE),
        }
    }
}

/// A request with its signature.
#[derive(Clone, PartialEq)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

impl Sent {
    pub(crate) fn borrow(&self) -> Request<'_> {
        Request::new(&self.method, &self.target).headers(&self.headers).body(&self.body)
    }

    pub(crate) fn header(&mut self, name: &str) -> Option<&mut Vec<u8>> {
        self.headers.iter_mut().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn path_end(&self) -> usize {
        self.target.find('?').unwrap_or(self.target.len())
    }
}

/// Header values are shown as text.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.method, self.target)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {}", value.escape_ascii())?;
        }
        write!(f, "\n{}", self.body.escape_ascii())
    }
}

/// Who verifies, and what they know.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    pub(crate) service: String,
    pub(crate) region: String,
    pub(crate) rules: Rules,
    pub(crate) known: Credentials,
    pub(crate) now: Timestamp,
}

impl Door {
    /// Whether the request is let in; if not, the code of the reason.
    pub(crate) fn admits(&self, sent: &Sent) -> Result<(), &'static str> {
        let known = |id: &str| (id == self.known.access_key_id()).then(|| self.known.clone());
        Verifier::new(&self.service, &self.region)
            .rules(self.rules)
            .verify(&sent.borrow(), known, self.now)
            .map(|_| ())
            .map_err(|refusal| refusal.reason.code())
    }
}
