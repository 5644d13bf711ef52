//! A mistake: the request as its maker has it, the request as it arrives, and what is made of the server's refusal.

use ring::{digest, hmac};
use sigfour::client::Answer;
use sigfour::explain::{Explainer, Explanation, ServerView};
use sigfour::local::LocalAws;
use sigfour::{
    Authorization, CredentialScope, Credentials, KeyDerivation, Prepared, Request, Rules, Signer,
    StringToSign, Subject,
};

use crate::wire::{Call, assume_role};

pub struct Mistake {
    pub code: &'static str,
    pub how: &'static str,
    /// What the function URL is called as; `sts` is called at its own address.
    pub service: &'static str,
    pub make: fn(&Setting) -> Made,
}

/// A loopback AWS, and a session of its role.
pub struct Setting {
    pub aws: LocalAws,
    pub url: String,
    pub service: &'static str,
    pub credentials: Credentials,
}

pub struct Made {
    /// As its maker has it, signed.
    pub given: Call,
    /// As it arrives.
    pub sent: Call,
    pub credentials: Credentials,
    /// If its maker goes by others than the service's own.
    pub rules: Option<Rules>,
}

impl Mistake {
    pub fn explain(&self) -> Explanation {
        self.explain_on().0
    }

    /// And the setting that it was made on.
    pub fn explain_on(&self) -> (Explanation, Setting) {
        let service = if self.service == "sts" { "lambda" } else { self.service };
        let aws = LocalAws::builder().function_service(service).start().unwrap();
        let url = if self.service == "sts" { aws.sts_url() } else { aws.function_url() };
        let credentials = assume_role(&aws);
        let setting = Setting { aws, url, service: self.service, credentials };
        let made = (self.make)(&setting);

        let reply = made.sent.send(&setting.url);
        assert!(reply.status >= 400, "{}: {}", self.how, reply.body);
        let answer = Answer::new(reply.status, reply.headers, reply.body.into_bytes());
        let server = ServerView::of_answer(&answer);
        let request = request(&made.given);
        let mut explainer = Explainer::new(&request).credentials(&made.credentials).server(&server);
        if let Some(rules) = made.rules {
            explainer = explainer.rules(rules);
        }
        (explainer.explain(), setting)
    }
}

pub fn request(call: &Call) -> Request<'_> {
    Request::new(&call.method, &call.target).headers(&call.headers).body(&call.body)
}

impl Setting {
    /// An unsigned call.
    pub fn call(&self, method: &str, target: &str) -> Call {
        Call::new(&self.url, method, target)
    }

    pub fn signer(&self) -> Signer {
        Signer::new(self.service, self.aws.region())
    }

    /// A rightly signed call.
    pub fn signed(&self, call: Call) -> Call {
        self.signed_by(&self.signer(), call)
    }

    pub fn signed_by(&self, signer: &Signer, mut call: Call) -> Call {
        let signed = signer.sign(&request(&call), &self.credentials, self.aws.now()).unwrap();
        call.headers.extend(signed.headers().map(|(n, v)| (n.to_string(), v.to_string())));
        call
    }

    /// A call that is signed by a signer whose rules are others than the service's.
    pub fn signed_with(&self, rules: Rules, call: Call) -> Call {
        self.signed_by(&self.signer().rules(rules), call)
    }

    /// A call that is signed over a canonical request that was changed.
    pub fn forged(&self, call: Call, change: impl Fn(&str) -> String) -> Call {
        let now = self.aws.now();
        let (signer, request) = (self.signer(), request(&call));
        let prepared = signer.prepare(&request, &self.credentials, now).unwrap();
        let right = prepared.canonical_request();
        let changed = change(&right);
        assert_ne!(changed, right);
        let key = signer.key(&self.credentials, now).unwrap();
        let signature = key.sign(&over(&prepared, &sha256(&changed))).unwrap().to_string();
        resigned(self.signed(call.clone()), &signature)
    }

    /// A call that is signed with the key of another secret or scope.
    pub fn signed_with_key(&self, call: Call, secret: &str, scope: [&str; 3]) -> Call {
        let [day, region, service] = scope;
        let scope = CredentialScope::new(day, region, service).unwrap();
        // A key of the crate refuses what is not of its scope: this one is another signer's.
        let derived = KeyDerivation::new(&Credentials::new("-", secret).unwrap(), &scope);
        let key = hmac::Key::new(hmac::HMAC_SHA256, derived.signing_key());
        let (signer, request) = (self.signer(), request(&call));
        let prepared = signer.prepare(&request, &self.credentials, self.aws.now()).unwrap();
        let signature = hmac::sign(&key, prepared.string_to_sign().to_string().as_bytes());
        resigned(self.signed(call.clone()), &hex::encode(signature))
    }

    /// What is signed wrongly arrives as it is.
    pub fn as_sent(&self, call: Call) -> Made {
        Made { sent: call.clone(), ..self.changed(call.clone(), call) }
    }

    /// What is changed on its way.
    pub fn changed(&self, given: Call, sent: Call) -> Made {
        Made { given, sent, credentials: self.credentials.clone(), rules: None }
    }
}

/// The string to sign of another canonical request, at the same date and in the same scope.
pub fn over<'a>(prepared: &'a Prepared<'_>, digest: &'a [u8; 32]) -> StringToSign<'a> {
    let StringToSign::Dated { algorithm, date, scope, .. } = prepared.string_to_sign() else {
        panic!("a request's string to sign is dated");
    };
    StringToSign::Dated { algorithm, date, scope, subject: Subject::Request(digest) }
}

pub fn sha256(text: &str) -> [u8; 32] {
    digest::digest(&digest::SHA256, text.as_bytes()).as_ref().try_into().unwrap()
}

fn resigned(call: Call, signature: &str) -> Call {
    let authorization = call.headers.iter().find(|(name, _)| name == "authorization").unwrap();
    let old = Authorization::parse(&authorization.1).unwrap().signature().to_string();
    rewritten(call, "authorization", &old, signature)
}

/// With a part of a header's value replaced.
pub fn rewritten(mut call: Call, name: &str, from: &str, to: &str) -> Call {
    let header = call.headers.iter_mut().find(|(n, _)| n == name).unwrap();
    assert!(header.1.contains(from), "{from:?} in {header:?}");
    header.1 = header.1.replacen(from, to, 1);
    call
}

pub fn without(mut call: Call, name: &str) -> Call {
    call.headers.retain(|(n, _)| n != name);
    call
}

/// With another target.
pub fn at(mut call: Call, target: &str) -> Call {
    call.target = target.into();
    call
}
