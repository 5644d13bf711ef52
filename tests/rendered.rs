//! The text that is read is the text that was signed: its SHA-256 is the digest in the string to sign.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use proptest::prelude::*;
use sigfour::{
    AmzDate, Credentials, HeaderList, Headers, PayloadHash, Request, Rules, SessionToken, Signer,
    Verifier,
};

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

/// The same headers, through the door for types of the caller's.
struct Listed<'a>(&'a [(String, String)]);

impl HeaderList for Listed<'_> {
    fn visit<'s>(&'s self, visitor: &mut dyn FnMut(&'s str, &'s [u8])) {
        self.0.iter().for_each(|(name, value)| visitor(name, value.as_bytes()));
    }
}

fn last_line(string_to_sign: &str) -> &str {
    string_to_sign.rsplit('\n').next().unwrap()
}

fn digest(text: &str) -> String {
    PayloadHash::of(text.as_bytes()).to_string()
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "[A-Za-z][A-Za-z0-9-]{0,12}|x-amz-meta-[a-c]{1,2}";
    let header = (name, "[ -~é\t]{0,24}").prop_filter("what signing adds", |(name, _)| {
        !["host", "date", "authorization"].contains(&&*name.to_lowercase())
    });
    prop::collection::vec(header, 0..30).prop_map(|mut headers| {
        headers.push(("Host".into(), "example.com".into()));
        headers
    })
}

proptest! {
    #[test]
    fn the_digest_is_that_of_the_text(
        path in "(/[ -\"$->@-~é]{0,12}){0,4}",
        query in proptest::option::of("[!-\"$-~é]{0,80}"),
        headers in headers(),
        body in prop::collection::vec(any::<u8>(), 0..64),
        service in prop::sample::select(&["s3", "execute-api", "iotdevicegateway", "s3express", "lambda"][..]),
        with_token in any::<bool>(),
        appended in any::<bool>(),
    ) {
        let path = if path.is_empty() { "/".to_string() } else { path };
        let target = query.map_or(path.clone(), |query| format!("{path}?{query}"));
        let known = match with_token {
            true => Credentials::temporary("ASIAEXAMPLE", "secret", "a+token/of==").unwrap(),
            false => Credentials::new("AKIDEXAMPLE", "secret").unwrap(),
        };
        let rules = match appended {
            true => Rules::of(service).session_token(SessionToken::Appended),
            false => Rules::of(service),
        };
        let signer = Signer::new(service, "us-east-1").rules(rules);
        let request = Request::new("PUT", &target).headers(&headers).body(&body);

        let prepared = signer.prepare(&request, &known, now());
        if let Ok(prepared) = &prepared {
            let steps = prepared.steps();
            prop_assert_eq!(digest(&steps.canonical_request), last_line(&steps.string_to_sign));
            // Signing in one go, and through the other door for headers, signs the same.
            let signed = signer.sign(&request, &known, now()).unwrap();
            let key = signer.key(&known, now()).unwrap();
            let from_prepared = prepared.sign(&key).unwrap();
            prop_assert_eq!(from_prepared.signature(), signed.signature());
            let listed = Listed(&headers);
            let request = request.headers(Headers::from_list(&listed));
            let signed_listed = signer.sign(&request, &known, now()).unwrap();
            prop_assert_eq!(signed_listed.signature(), signed.signature());

            let added = signed.headers().map(|(name, value)| (name.to_string(), value.to_string()));
            let all: Vec<_> = headers.iter().cloned().chain(added).collect();
            let received = Request::new("PUT", &target).headers(&all).body(&body);
            let claim = Verifier::new(service, "us-east-1").rules(rules).read(&received, now()).unwrap();
            prop_assert_eq!(claim.canonical_request(), steps.canonical_request);
            prop_assert_eq!(claim.string_to_sign().to_string(), steps.string_to_sign);
            prop_assert!(claim.verify(&key).is_ok());
        }

        let hour = Duration::from_secs(3600);
        if let Ok(prepared) = signer.prepare_url(&request, &known, now(), hour) {
            let steps = prepared.steps();
            prop_assert_eq!(digest(&steps.canonical_request), last_line(&steps.string_to_sign));
            let presigned = signer.presign(&request, &known, now(), hour).unwrap();
            let key = signer.key(&known, now()).unwrap();
            let from_prepared = prepared.sign(&key).unwrap();
            prop_assert_eq!(from_prepared.target(), presigned.target());
            let received = Request::new("PUT", presigned.target()).headers(&headers).body(&body);
            let claim = Verifier::new(service, "us-east-1").rules(rules).read(&received, now()).unwrap();
            prop_assert_eq!(claim.canonical_request(), steps.canonical_request);
            prop_assert!(claim.verify(&key).is_ok());
        }
    }
}

#[test]
fn a_request_of_more_headers_and_parameters_than_the_stack_has_room_for_is_read_the_same() {
    let known = Credentials::new("AKIDEXAMPLE", "secret").unwrap();
    let signer = Signer::new("execute-api", "us-east-1");
    for count in [23, 24, 25, 31, 32, 33, 200] {
        let pairs: Vec<_> = (0..count).map(|n| format!("n%{n:02x}={n}%20")).collect();
        let target = format!("/?{}", pairs.join("&"));
        let mut headers: Vec<_> = (0..count).map(|n| (format!("x-{n}"), "v".to_string())).collect();
        headers.push(("host".into(), "example.com".into()));
        let request = Request::new("GET", &target).headers(&headers);
        let steps = signer.prepare(&request, &known, now()).unwrap().steps();
        assert_eq!(digest(&steps.canonical_request), last_line(&steps.string_to_sign), "{count}");
        let query = steps.canonical_request.lines().nth(2).unwrap();
        assert_eq!(query.split('&').count(), count);
    }
}
