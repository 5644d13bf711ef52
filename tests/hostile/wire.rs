//! One good request, signed, and the verifier that lets it in. Each test changes one thing.

use std::time::Duration;

use ring::hmac;
use sigfour::{AmzDate, Credentials, Reason, Refusal, Request, Signer, Timestamp, Verifier};

pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const TOKEN: &str = "AQoDYXdzEPTtoken+/=";
pub(crate) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
pub(crate) const HOST: (&str, &str) = ("Host", "example.com");

pub(crate) fn date(text: &str) -> AmzDate {
    AmzDate::parse(text).unwrap()
}

pub(crate) fn at(text: &str) -> Timestamp {
    date(text).timestamp()
}

pub(crate) fn noon() -> Timestamp {
    at("20150830T123600Z")
}

pub(crate) fn user() -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET).unwrap()
}

pub(crate) fn role() -> Credentials {
    Credentials::temporary("AKIDEXAMPLE", SECRET, TOKEN).unwrap()
}

/// A signed request and who checks it.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) service: &'static str,
    pub(crate) region: &'static str,
    pub(crate) known: Credentials,
    pub(crate) now: Timestamp,
}

impl Wire {
    pub(crate) fn unsigned(service: &'static str, known: Credentials) -> Self {
        Wire {
            method: "GET".into(),
            target: "/a?b=c".into(),
            headers: vec![
                ("Host".into(), b"example.com".to_vec()),
                ("Accept".into(), b"*/*".to_vec()),
            ],
            body: Vec::new(),
            service,
            region: "us-east-1",
            known,
            now: noon(),
        }
    }

    /// Signed in the Authorization header.
    pub(crate) fn in_header(service: &'static str, known: Credentials) -> Self {
        Self::unsigned(service, known).sign()
    }

    /// Signed in the query, for an hour.
    pub(crate) fn in_query(service: &'static str, known: Credentials) -> Self {
        Self::unsigned(service, known).presign()
    }

    pub(crate) fn sign(mut self) -> Self {
        let signer = Signer::new(self.service, self.region);
        let signed = signer.sign(&self.request(), &self.known, self.now).unwrap();
        self.headers.extend(signed.headers().map(|(name, value)| (name.into(), value.into())));
        self
    }

    pub(crate) fn presign(mut self) -> Self {
        let signer = Signer::new(self.service, self.region);
        let hour = Duration::from_secs(3600);
        let presigned = signer.presign(&self.request(), &self.known, self.now, hour).unwrap();
        self.target = presigned.target().into();
        self
    }

    pub(crate) fn request(&self) -> Request<'_> {
        Request::new(&self.method, &self.target).headers(&self.headers).body(&self.body)
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self.add(name, value)
    }

    pub(crate) fn add(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let (_, value) = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).unwrap();
        std::str::from_utf8(value).unwrap()
    }

    /// Replaces a text that is there in the Authorization header.
    pub(crate) fn replace(self, old: &str, new: &str) -> Self {
        let value = self.header("authorization");
        assert!(value.contains(old), "{old:?} is not in {value:?}");
        let value = value.replace(old, new);
        self.set("authorization", &value)
    }

    /// Replaces a text that is there in the target.
    pub(crate) fn retarget(mut self, old: &str, new: &str) -> Self {
        assert!(self.target.contains(old), "{old:?} is not in {:?}", self.target);
        self.target = self.target.replace(old, new);
        self
    }

    /// Gives the request the signature that fits it, for what the signer itself would not write.
    pub(crate) fn sign_as_the_verifier_sees_it(self) -> Self {
        let steps = self.refusal().and_then(|refusal| refusal.steps).unwrap();
        let mut key = format!("AWS4{SECRET}").into_bytes();
        for message in
            ["20150830", self.region, self.service, "aws4_request", &steps.string_to_sign]
        {
            let under = hmac::Key::new(hmac::HMAC_SHA256, &key);
            key = hmac::sign(&under, message.as_bytes()).as_ref().to_vec();
        }
        let signature: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        let old = self.header("authorization").rsplit_once('=').unwrap().1.to_string();
        self.replace(&old, &signature)
    }

    pub(crate) fn verify(&self) -> Result<(), Reason> {
        self.refusal().map_or(Ok(()), |refusal| Err(refusal.reason))
    }

    pub(crate) fn refusal(&self) -> Option<Refusal> {
        let known = |id: &str| (id == self.known.access_key_id()).then(|| self.known.clone());
        Verifier::new(self.service, self.region).verify(&self.request(), known, self.now).err()
    }
}
