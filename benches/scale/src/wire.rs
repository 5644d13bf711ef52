//! A request in the types of `std`: as it is before signing, and as a verifier receives it.

use std::time::Duration;

use sigfour::{AmzDate, Credentials, Request, Signer};

pub const ACCESS_KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub const REGION: &str = "us-east-1";
pub const HOUR: Duration = Duration::from_secs(3600);

pub type Headers = Vec<(String, String)>;

pub fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").expect("a date")
}

/// What the verifier knows.
pub fn credentials() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, SECRET).expect("credentials")
}

/// What a stranger has: the key id, and a secret of his own. His signature does not match, but all else is right, so
/// that a verifier does the whole work before it refuses.
fn strangers() -> Credentials {
    Credentials::new(ACCESS_KEY_ID, "a secret of his own").expect("credentials")
}

/// How a request gets its signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In the Authorization header, by the secret that the verifier knows.
    Signed,
    /// In the Authorization header, by another secret.
    Forged,
    /// In the query, by another secret.
    ForgedUrl,
    /// It has one as it is: what a signer would not write.
    ByHand,
}

#[derive(Clone)]
pub struct Wire {
    pub service: &'static str,
    pub target: String,
    pub headers: Headers,
    pub body: Vec<u8>,
    pub form: Form,
    /// What is added after signing.
    pub later: Headers,
}

impl Wire {
    /// A request with a host, to be signed by a stranger.
    pub(crate) fn to(service: &'static str, target: String) -> Self {
        let headers = vec![("host".into(), "example.amazonaws.com".into())];
        let (body, later) = (Vec::new(), Vec::new());
        Wire { service, target, headers, body, form: Form::Forged, later }
    }

    pub(crate) fn path(path: String) -> Self {
        Wire::to("execute-api", path)
    }

    pub(crate) fn query(query: String) -> Self {
        Wire::to("execute-api", format!("/?{query}"))
    }

    pub(crate) fn headers(headers: impl IntoIterator<Item = (String, String)>) -> Self {
        Wire::path("/".into()).and(headers)
    }

    /// With an Authorization header of this value, and a date.
    pub(crate) fn authorized(value: String) -> Self {
        let date = ("x-amz-date".to_string(), now().to_string());
        Wire::headers([date, ("authorization".into(), value)]).form(Form::ByHand)
    }

    pub(crate) fn and(mut self, headers: impl IntoIterator<Item = (String, String)>) -> Self {
        self.headers.extend(headers);
        self
    }

    pub(crate) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn form(mut self, form: Form) -> Self {
        self.form = form;
        self
    }

    pub(crate) fn later(mut self, headers: impl IntoIterator<Item = (String, String)>) -> Self {
        self.later.extend(headers);
        self
    }

    pub fn request(&self) -> Request<'_> {
        Request::new("POST", &self.target).headers(&self.headers).body(&self.body)
    }

    pub fn signer(&self) -> Signer {
        Signer::new(self.service, REGION)
    }

    /// As it is received.
    pub fn sealed(mut self) -> Self {
        let signer = self.signer();
        match self.form {
            Form::ByHand => {}
            Form::Signed | Form::Forged => {
                let who = if self.form == Form::Signed { credentials() } else { strangers() };
                let signed = signer.sign(&self.request(), &who, now()).expect("a signature");
                let added: Headers =
                    signed.headers().map(|(name, value)| (name.into(), value.into())).collect();
                self.headers.extend(added);
            }
            Form::ForgedUrl => {
                let url = signer.presign(&self.request(), &strangers(), now(), HOUR);
                self.target = url.expect("a target").target().into();
            }
        }
        let later = std::mem::take(&mut self.later);
        self.and(later)
    }
}
