//! Nothing that comes in from outside makes the crate panic.

use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::Union;
use sigfour::{
    AmzDate, Authorization, CredentialScope, Credentials, PayloadHash, Request, Signature, Signer,
    SigningKey, Timestamp, Verifier,
};

use crate::sample::sample;
use crate::sent::{DATE, at, credentials};

/// Any text, and often one that looks like what is read.
fn text() -> impl Strategy<Value = String> {
    let near = [
        "[ -~]{0,40}",
        "[0-9T]{8}T[0-9é]{6}Z",
        "AWS4-HMAC-SHA256 [A-Za-z=/0-9;, é]{0,60}",
        "(AWS4-HMAC-SHA256 )?(Credential=[a-z0-9/]{0,30},? ?|SignedHeaders=[a-z;]{0,9},? ?|Signature=[0-9a-f]{64},? ?){0,4}",
        "[0-9]{8}/[a-z]{0,4}/[a-z]{0,4}/aws4_request/?",
        "[0-9a-fé]{60,66}",
    ];
    let near = near.map(|pattern| pattern.prop_map(|text: String| text).boxed());
    prop_oneof![any::<String>(), Union::new(near)]
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in text()) {
        let _ = AmzDate::parse(&text);
        let _ = PayloadHash::parse(&text);
        let _ = Signature::parse(&text);
        if let Some(scope) = CredentialScope::parse(&text) {
            prop_assert_eq!(scope.to_string(), &text[..]);
        }
        if let Ok(authorization) = Authorization::parse(&text) {
            let again = authorization.to_string();
            prop_assert_eq!(Authorization::parse(&again), Ok(authorization));
        }
    }

    #[test]
    fn no_credentials_make_a_signer_panic(texts in [text(), text(), text(), text(), text()]) {
        let [id, secret, token, service, region] = &texts;
        let headers = [("host", "example.com")];
        let request = Request::new("GET", "/").headers(&headers);
        for one in [Credentials::new(id, secret), Credentials::temporary(id, secret, token)] {
            let known = one.unwrap_or_else(|_| credentials("id", "secret", None));
            let signer = Signer::new(service, region);
            let _ = signer.sign(&request, &known, at(DATE));
            let _ = signer.presign(&request, &known, at(DATE), Duration::from_secs(1));
            if let Ok(scope) = CredentialScope::new("20150830", region, service) {
                let key = SigningKey::derive(&known, &scope);
                prop_assert_eq!(key.scope(), scope);
            }
        }
    }

    #[test]
    fn no_request_makes_a_signer_or_a_verifier_panic(
        method in text(),
        target in text(),
        headers in vec((text(), any::<Vec<u8>>()), 0..6),
        body in any::<Vec<u8>>(),
        seconds in any::<u64>(),
        unix in prop_oneof![any::<i64>(), -99_999_999_999..999_999_999_999i64],
    ) {
        let host = [("host".to_string(), b"example.com".to_vec())];
        let headers: Vec<_> = headers.into_iter().chain(host).collect();
        let known = credentials("id", "secret", Some("token"));
        for target in [target.clone(), format!("/{target}"), format!("/?{target}")] {
            for method in [&method[..], "GET"] {
                let request = Request::new(method, &target).headers(&headers).body(&body);
                for service in ["s3", "iotdevicegateway"] {
                    let signer = Signer::new(service, "us-east-1");
                    let expires = Duration::from_secs(seconds);
                    let door = Verifier::new(service, "us-east-1").clock_tolerance(Duration::MAX);
                    for now in [Timestamp::from(unix), at(DATE)] {
                        let _ = signer.sign(&request, &known, now);
                        let _ = signer.presign(&request, &known, now, expires);
                        let refused = door.verify(&request, |_| Some(known.clone()), now);
                        let _ = format!("{request:?} {refused:?} {now}");
                    }
                }
            }
        }
    }

    /// A signed request that was damaged gets further into the verifier than noise does.
    #[test]
    fn no_damage_to_a_signed_request_makes_a_verifier_panic(
        sample in sample(),
        place in any::<prop::sample::Index>(),
        letter in any::<char>(),
        byte in any::<u8>(),
    ) {
        let sent = sample.send().unwrap();
        let mut damaged = sent.clone();
        let places: Vec<_> = sent.target.char_indices().map(|(at, _)| at).collect();
        let at = places[place.index(places.len())];
        damaged.target.remove(at);
        damaged.target.insert(at, letter);
        let _ = sample.door().admits(&damaged);
        let mut damaged = sent.clone();
        let header = place.index(damaged.headers.len());
        let value = &mut damaged.headers[header].1;
        if !value.is_empty() {
            let at = place.index(value.len());
            value[at] = byte;
        }
        let _ = sample.door().admits(&damaged);
    }
}
