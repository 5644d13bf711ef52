//! Secrets and tokens are in no `Debug` and in no message.

use std::time::Duration;

use sigfour::{
    CredentialScope, Credentials, Error, KeyCache, KeyDerivation, Request, Signer, SigningKey,
    Verifier,
};

use crate::wire::{HOST, SECRET, TOKEN, noon, role};

fn shows_nothing(text: &str) {
    for secret in [SECRET, TOKEN, "wJalr", "AQoDY"] {
        assert!(!text.contains(secret), "{secret:?} is in {text:?}");
    }
}

#[test]
fn no_debug_shows_a_secret_or_a_token() {
    let scope = CredentialScope::new("20150830", "us-east-1", "s3").unwrap();
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let signer = Signer::new("s3", "us-east-1");
    let signed = signer.sign(&request, &role(), noon()).unwrap();
    let presigned = signer.presign(&request, &role(), noon(), Duration::from_secs(60)).unwrap();
    let derivation = KeyDerivation::new(&role(), &scope);
    let mut cache = KeyCache::new();
    cache.key(&role(), &scope);
    shows_nothing(&format!("{:?} {:#?}", role(), role()));
    shows_nothing(&format!("{:?}", SigningKey::derive(&role(), &scope)));
    shows_nothing(&format!("{cache:?} {signer:?}"));
    shows_nothing(&format!("{signed:?}"));
    let text = format!("{presigned:?}");
    shows_nothing(&text);
    assert!(
        !text.contains(&presigned.signature().to_string()),
        "a presigned URL is a secret itself"
    );
    let text = format!("{derivation:?}");
    assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
}

#[test]
fn debug_still_tells_whose_credentials_they_are() {
    let text = format!("{:?}", role());
    assert!(text.contains("AKIDEXAMPLE") && text.contains("***"), "{text}");
}

#[test]
fn no_error_about_a_secret_repeats_any_of_it() {
    for (secret, token) in [("hush\u{1}hush", "t"), ("s", "hush hush"), ("s", "hush\u{e9}")] {
        let error = Credentials::temporary("id", secret, token).unwrap_err();
        assert!(matches!(error, Error::InvalidByte { .. }));
        let text = format!("{error}");
        assert!(!text.contains("hush") && !text.contains("0x"), "{text}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
    }
}

#[test]
fn a_refusal_shows_no_secret() {
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let known = Credentials::new("AKIDEXAMPLE", SECRET).unwrap();
    let other = Credentials::new("AKIDEXAMPLE", "other").unwrap();
    let signed = Signer::new("s3", "us-east-1").sign(&request, &other, noon()).unwrap();
    let mut sent = vec![HOST];
    sent.extend(signed.headers());
    let received = Request::new("GET", "/").headers(&sent);
    let refusal =
        Verifier::new("s3", "us-east-1").verify(&received, |_| Some(known), noon()).unwrap_err();
    shows_nothing(&format!("{refusal:?} {refusal}"));
    assert_eq!(refusal.reason.code(), "SignatureDoesNotMatch");
}

#[test]
fn a_request_shows_the_names_of_its_headers_only() {
    let headers = [HOST, ("x-amz-security-token", TOKEN)];
    let shown = format!("{:?}", Request::new("GET", "/").headers(&headers));
    shows_nothing(&shown);
    assert!(shown.contains("x-amz-security-token"), "{shown}");
}

#[test]
fn a_program_that_hands_secrets_on_gets_them_whole() {
    assert_eq!(role().expose_secret_access_key(), SECRET);
    assert_eq!(role().session_token(), Some(TOKEN));
}
