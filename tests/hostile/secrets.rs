//! Secrets and tokens are in no `Debug` and in no message.

use std::time::Duration;

use sigfour::{
    Buffer, CredentialScope, Credentials, Error, Identity, KeyDerivation, Request, Signer,
    SigningKey, StringToSign, Target, Verifier,
};

use crate::wire::{HOST, SECRET, TOKEN, Wire, noon, role, user};

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
    shows_nothing(&format!("{:?} {:#?}", role(), role()));
    let known = role();
    let key = signer.key(&known, noon()).unwrap();
    let (mut headers, mut urls) = (Buffer::new(), Buffer::new());
    signer.sign_into(&request, &key, noon(), &mut headers).unwrap();
    signer.presign_into(&request, &key, noon(), Duration::from_secs(60), &mut urls).unwrap();
    shows_nothing(&format!("{known:?} {key:?} {:?}", Identity::from(&known)));
    shows_nothing(&format!("{headers:?} {urls:?}"));
    let prepared = signer.prepare(&request, &known, noon()).unwrap();
    shows_nothing(&format!("{prepared:?} {:?}", prepared.steps()));
    let prepared = signer.prepare_url(&request, &known, noon(), Duration::from_secs(60)).unwrap();
    shows_nothing(&format!("{prepared:?} {:?}", prepared.steps()));
    shows_nothing(&format!("{:?}", StringToSign::Policy(TOKEN)));
    shows_nothing(&format!("{:?}", Target::new("/").pair("X-Amz-Security-Token", TOKEN)));
    shows_nothing(&format!("{:?}", SigningKey::derive(&role(), &scope)));
    shows_nothing(&format!("{signer:?}"));
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
    let claim = Verifier::new("s3", "us-east-1").read(&received, noon()).unwrap();
    shows_nothing(&format!("{claim:?}"));
}

#[test]
fn a_request_shows_names_only() {
    let headers = [HOST, ("x-amz-security-token", TOKEN)];
    let target = format!("/orders/{TOKEN}/1?n=1&X-Amz-Security-Token={TOKEN}");
    let shown = format!("{:?}", Request::new("GET", &target).headers(&headers).body(b"hush"));
    shows_nothing(&shown);
    assert!(shown.contains("x-amz-security-token"), "{shown}");
    assert!(shown.contains("n=***&X-Amz-Security-Token=***"), "{shown}");
    assert!(!shown.contains("hush") && !shown.contains("n=1"), "{shown}");
}

/// What stands in a wrong place may be a secret that belongs elsewhere.
#[test]
fn no_refusal_and_no_error_quotes_a_secret_from_a_wrong_place() {
    for secret in [SECRET, "IQoJb3JpZ2luX2VjEXAMPLETOKEN"] {
        let header = || Wire::in_header("execute-api", user());
        let query = || Wire::in_query("execute-api", user());
        let encoded = secret.replace('/', "%2F").replace('+', "%2B");
        let expires = format!("Expires={encoded}");
        for wire in [
            header().set("authorization", secret),
            header().set("authorization", &format!("{secret} Credential=x")),
            header().replace("AWS4-HMAC-SHA256 ", &format!("AWS4-HMAC-SHA256 {secret}=x, ")),
            header().replace("AKIDEXAMPLE/2", &format!("AKIDEXAMPLE/{secret}/")),
            header().replace("accept;", &format!("{secret};")),
            header().replace("accept;", &format!("{secret};{secret};")),
            header().replace("accept;", &format!("accept;z;{};", secret.to_lowercase())),
            header().set("x-amz-date", secret),
            header().without("x-amz-date").add("Date", secret),
            query().retarget("AWS4-HMAC-SHA256", &encoded),
            query().retarget("X-Amz-Date=20150830T123600Z", &format!("X-Amz-Date={encoded}")),
            query().retarget("Expires=3600", &expires),
            header().add(&secret.replace('/', "-"), "line\nbreak"),
        ] {
            let refusal = wire.refusal().unwrap();
            let text = format!("{refusal} {refusal:?}");
            for secret in [secret, &secret.to_lowercase(), &encoded] {
                assert!(!text.contains(secret), "{text}");
            }
        }
    }
}

#[test]
fn a_program_that_hands_secrets_on_gets_them_whole() {
    assert_eq!(role().expose_secret_access_key(), SECRET);
    assert_eq!(role().session_token(), Some(TOKEN));
}
