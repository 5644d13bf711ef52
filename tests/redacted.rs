//! No `Debug`, no error and no reason shows a token, wherever in a request it stands.
#![allow(clippy::unwrap_used)]

use std::fmt::Debug;
use std::time::Duration;

use sigfour::explain::Explainer;
use sigfour::{
    AmzDate, Authorization, Buffer, CredentialScope, Credentials, Headers, Identity, KeyDerivation,
    Limits, Request, Seed, Signer, StringToSign, Target, Verifier,
};

/// As a session token begins, and as a secret looks.
const SECRETS: [&str; 2] =
    ["IQoJb3JpZ2luX2VjEXAMPLETOKENabcdefghijklmnop", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"];

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

/// Takes what is shown, and finds a secret in it, in whole or escaped.
struct Shown {
    secret: &'static str,
    count: usize,
}

impl Shown {
    fn see(&mut self, what: &str, value: &(impl Debug + ?Sized)) {
        self.text(what, &format!("{value:?} {value:#?}"));
    }

    fn text(&mut self, what: &str, text: &str) {
        self.count += 1;
        let escaped = self.secret.replace('/', "%2F").replace('+', "%2B");
        for form in [self.secret, &escaped] {
            assert!(!text.contains(form), "{what}: {text}");
            assert!(!text.contains(&form[..24]), "{what}, a part of it: {text}");
        }
    }

    fn result<T: Debug, E: std::error::Error>(&mut self, what: &str, result: &Result<T, E>) {
        match result {
            Ok(value) => self.see(what, value),
            Err(error) => {
                self.see(what, error);
                self.text(what, &error.to_string());
            }
        }
    }
}

const GOOD: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/execute-api/aws4_request, \
                    SignedHeaders=host;x-amz-date, Signature=0000000000000000000000000000000000000000000000000000000000000000";

/// Method, target, headers.
type Sent = (String, String, Vec<(String, String)>);

/// Requests with a text in each place that one has: method, target, headers.
fn requests(text: &str) -> Vec<Sent> {
    let host = ("Host".to_string(), "example.com".to_string());
    let date = ("X-Amz-Date".to_string(), "20150830T123600Z".to_string());
    let mut requests = Vec::new();
    let mut add = |method: &str, target: &str, more: &[(&str, &str)]| {
        let more = more.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        let headers = [host.clone(), date.clone()].into_iter().chain(more).collect();
        requests.push((method.into(), target.into(), headers));
    };
    add(text, "/", &[]);
    for target in ["/{}", "/a/{}/b", "/?{}", "/?{}=1", "/?a={}", "/?a=1&{}&b", "{}", "/#{}"] {
        add("GET", &target.replace("{}", text), &[("Authorization", GOOD)]);
    }
    for header in [
        "x-amz-security-token",
        "x-amz-date",
        "date",
        "x-amz-content-sha256",
        "authorization",
        "cookie",
        "x-api-key",
        "accept",
    ] {
        add("GET", "/", &[(header, text)]);
        add("GET", "/", &[(header, text), (header, text)]);
        add("GET", "/", &[(header, &format!("{text}\u{7}"))]);
        add("GET", "/", &[(header, text), ("Authorization", GOOD)]);
    }
    add("GET", "/", &[(text, "value"), ("Authorization", GOOD)]);
    add("GET", "/", &[(text, "\u{7}")]);
    for authorization in [
        "{}",
        "Bearer {}",
        "{} Credential=a",
        "AWS4-HMAC-SHA256 {}",
        "AWS4-HMAC-SHA256 {}=a",
        "AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host, Signature=0",
    ] {
        add("GET", "/", &[("Authorization", &authorization.replace("{}", text))]);
    }
    for part in
        ["AKIDEXAMPLE", "20150830", "us-east-1", "execute-api", "aws4_request", "host;", "host"]
    {
        add("GET", "/", &[("Authorization", &GOOD.replacen(part, text, 1))]);
    }
    let digits = "0".repeat(64);
    add("GET", "/", &[("Authorization", &GOOD.replace(&digits, text))]);
    let url = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fexecute-api%2F\
               aws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Expires=60&X-Amz-Signature=0";
    for part in
        ["AWS4-HMAC-SHA256", "AKIDEXAMPLE", "us-east-1", "20150830T", "host&", "60", "Signature=0"]
    {
        add("GET", &url.replacen(part, text, 1), &[]);
    }
    let whole = url.replace("Signature=0", &format!("Signature={digits}"));
    add("GET", &format!("{whole}&X-Amz-Security-Token={text}"), &[]);
    requests
}

#[test]
fn nothing_that_is_made_of_a_request_shows_a_text_of_it_that_may_be_a_secret() {
    let known = Credentials::new("AKIDEXAMPLE", "another secret").unwrap();
    for secret in SECRETS {
        let mut shown = Shown { secret, count: 0 };
        for (method, target, headers) in requests(secret) {
            let what = format!("{method:.8} {target:.90} {:?}", headers.last().unwrap());
            let request = Request::new(&method, &target).headers(&headers).body(b"");
            shown.see(&what, &request);
            shown.see(&what, &Headers::from(&headers));
            shown.result(&what, &request.check());
            shown.result(&what, &Authorization::of(&request));
            let signer = Signer::new("execute-api", "us-east-1");
            shown.result(&what, &signer.prepare(&request, &known, now()));
            shown.result(&what, &signer.sign(&request, &known, now()));
            let minute = Duration::from_secs(60);
            shown.result(&what, &signer.prepare_url(&request, &known, now(), minute));
            shown.result(&what, &signer.presign(&request, &known, now(), minute));
            let verifier = Verifier::new("execute-api", "us-east-1");
            for verifier in [
                verifier.clone(),
                verifier.clone().strict_target(),
                verifier.limits(Limits::default().max_headers(1)),
            ] {
                shown.result(&what, &verifier.read(&request, now()));
                shown.result(&what, &verifier.steps(&request));
                shown.result(&what, &verifier.verify(&request, |_| None, now()));
                shown.result(&what, &verifier.verify(&request, |_| Some(known.clone()), now()));
            }
            let explanation = Explainer::new(&request).credentials(&known).explain();
            if let Some(cause) = explanation.cause() {
                shown.text(&what, &cause.to_string());
            }
        }
        assert!(shown.count > 900, "{}", shown.count);
    }
}

#[test]
fn nothing_that_holds_a_secret_shows_it() {
    for secret in SECRETS {
        let mut shown = Shown { secret, count: 0 };
        let known = Credentials::temporary("ASIAEXAMPLE", secret, secret).unwrap();
        let headers = [("Host", "example.com")];
        let request = Request::new("GET", "/").headers(&headers);
        let signer = Signer::new("s3", "us-east-1");
        let hour = Duration::from_secs(3600);
        let key = signer.key(&known, now()).unwrap();
        shown.see("credentials", &known);
        shown.see("with expiration", &known.clone().with_expiration(now()));
        shown.see("identity", &Identity::from(&known));
        shown.see("key", &key);
        let scope = CredentialScope::new("20150830", "us-east-1", "s3").unwrap();
        shown.see("derivation", &KeyDerivation::new(&known, &scope));
        let prepared = signer.prepare(&request, &known, now()).unwrap();
        shown.see("prepared", &prepared);
        shown.see("steps", &prepared.steps());
        let signed = prepared.sign(&key).unwrap();
        shown.see("signed", &signed);
        let url = signer.prepare_url(&request, &known, now(), hour).unwrap();
        shown.see("prepared URL", &url);
        shown.see("steps of a URL", &url.steps());
        let presigned = url.sign(&key).unwrap();
        shown.see("presigned", &presigned);
        let (mut one, mut other) = (Buffer::new(), Buffer::new());
        signer.sign_into(&request, &key, now(), &mut one).unwrap();
        signer.presign_into(&request, &key, now(), hour, &mut other).unwrap();
        shown.see("buffers", &(one, other));
        shown.see("seed", &Seed::new(&key, now(), signed.signature().clone()).unwrap());
        shown.see("policy", &StringToSign::Policy(secret));
        shown.see("target", &Target::new(secret).pair(secret, secret));

        let received: Vec<_> = headers.into_iter().chain(signed.headers()).collect();
        let received = Request::new("GET", "/").headers(&received).body(b"");
        let verifier = Verifier::new("s3", "us-east-1");
        shown.result("claim", &verifier.read(&received, now()));
        shown.result("verified", &verifier.verify(&received, |_| Some(known.clone()), now()));
        let other = Credentials::temporary("ASIAEXAMPLE", "another", secret).unwrap();
        shown.result("refused", &verifier.verify(&received, |_| Some(other), now()));
        let received = Request::new("GET", presigned.target()).headers(&headers);
        shown.see("presigned as received", &received);
        shown.result("claim of a URL", &verifier.read(&received, now()));
    }
}
