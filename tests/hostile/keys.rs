//! Keys: kept with their credentials while they hold, and not a day or a rotation longer.

use std::time::Duration;

use sigfour::{
    Algorithm, Buffer, CredentialScope, Credentials, Error, Request, Signed, Signer, SigningKey,
    StringToSign, Subject,
};

use crate::wire::{HOST, SECRET, TOKEN, date, noon, role, user};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What a key signs of a text that is the same for every key of a scope.
fn mark(key: &SigningKey) -> String {
    let day = date(&format!("{}T000000Z", key.scope().day()));
    let (algorithm, scope) = (Algorithm::HmacSha256, key.scope());
    let subject = Subject::Request(&[0; 32]);
    key.sign(&StringToSign::Dated { algorithm, date: day, scope, subject }).unwrap().to_string()
}

#[test]
fn another_day_region_service_secret_token_or_id_gets_a_key_of_its_own() {
    let (service, region) = ("s3", "us-east-1");
    let rotated = Credentials::new("AKIDEXAMPLE", "rotated").unwrap();
    let other_id = Credentials::new("AKIDOTHER", SECRET).unwrap();
    let user = user();
    // One after the other with the same credentials, so that a key of another scope is there to be mistaken.
    for (known, service, region, now, signs_alike) in [
        (&user, service, region, noon(), true),
        (&user, service, region, noon() + DAY, false),
        (&user, service, "us-east-2", noon(), false),
        (&user, "sqs", region, noon(), false),
        (&rotated, service, region, noon(), false),
        (&role(), service, region, noon(), true),
        (&other_id, service, region, noon(), true),
        (&user.clone(), service, region, noon(), true),
        (&user.clone().with_expiration(noon() + DAY), service, region, noon(), true),
        (&user, service, region, noon() + DAY, false),
        (&user, service, region, noon(), true),
    ] {
        let first = Signer::new("s3", "us-east-1").key(&user, noon()).unwrap();
        let signer = Signer::new(service, region);
        let key = signer.key(known, now).unwrap();
        let what = format!("{known:?} {key:?}");
        let scope = signer.scope(&sigfour::AmzDate::new(now).unwrap()).unwrap();
        assert_eq!(key.scope(), scope, "{what}");
        assert_eq!(mark(&key), mark(&SigningKey::derive(known, &scope)), "{what}");
        assert_eq!(mark(&key) == mark(&first), signs_alike, "{what}");
        assert_eq!(key.identity().access_key_id(), known.access_key_id());
        assert_eq!(key.identity().session_token(), known.session_token());
        assert_eq!(key.identity().expiration(), known.expiration());
    }
}

/// However many scopes have pushed each other out.
#[test]
fn a_key_that_is_kept_is_the_right_one_after_any_order_of_scopes() {
    let known = user();
    let names: Vec<_> = (0..12).map(|n| format!("service-{n}")).collect();
    for step in [1, 5, 7, 11] {
        for n in 0..24 {
            let signer = Signer::new(&names[n * step % names.len()], "us-east-1");
            let key = signer.key(&known.clone(), noon()).unwrap();
            let scope = signer.scope(&date("20150830T123600Z")).unwrap();
            assert_eq!(mark(&key), mark(&SigningKey::derive(&known, &scope)));
        }
    }
}

#[test]
fn a_secret_rotated_under_the_same_id_signs_at_once() {
    let (signer, headers) = (Signer::new("s3", "us-east-1"), [HOST]);
    let request = Request::new("GET", "/").headers(&headers);
    let mut known = user();
    let mut buffer = Buffer::new();
    let mut signatures = Vec::new();
    for secret in [SECRET, "rotated"] {
        // The old ones have signed, and their key is kept with them.
        signer.sign(&request, &known, noon()).unwrap();
        known = Credentials::new("AKIDEXAMPLE", secret).unwrap();
        let signed = signer.sign(&request, &known, noon()).unwrap();
        let scope = CredentialScope::new("20150830", "us-east-1", "s3").unwrap();
        let key = SigningKey::derive(&known, &scope);
        let afresh = signer.sign_into(&request, &key, noon(), &mut buffer).unwrap();
        assert_eq!(signed.signature(), afresh.signature());
        signatures.push(signed.signature().clone());
    }
    assert_ne!(signatures[0], signatures[1]);
}

#[test]
fn a_key_does_not_sign_outside_its_scope() {
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let key = Signer::new("s3", "us-east-1").key(&user(), noon()).unwrap();
    for (service, region, now, needed) in [
        ("s3", "us-east-1", noon() + DAY, "20150831/us-east-1/s3/aws4_request"),
        ("s3", "us-east-2", noon(), "20150830/us-east-2/s3/aws4_request"),
        ("sqs", "us-east-1", noon(), "20150830/us-east-1/sqs/aws4_request"),
    ] {
        let signer = Signer::new(service, region);
        let scope = "20150830/us-east-1/s3/aws4_request".into();
        let refused = Error::KeyOutOfScope { key: scope, needed: needed.into() };
        let error = signer.sign_into(&request, &key, now, &mut Buffer::new()).unwrap_err();
        assert_eq!(error, refused);
        let second = Duration::from_secs(1);
        let mut buffer = Buffer::new();
        let presigned = signer.presign_into(&request, &key, now, second, &mut buffer);
        assert_eq!(presigned.unwrap_err(), refused);
        let prepared = signer.prepare(&request, &key, now).unwrap();
        assert_eq!(prepared.sign(&key).unwrap_err(), refused);
        assert_eq!(key.sign(&prepared.string_to_sign()).unwrap_err(), refused);
        let prepared = signer.prepare_url(&request, &key, now, second).unwrap();
        assert_eq!(prepared.sign(&key).unwrap_err(), refused);
    }
}

/// The scope is right, and the date of another day.
#[test]
fn a_key_does_not_sign_a_date_outside_its_scope_or_for_another_algorithm() {
    let key = Signer::new("s3", "us-east-1").key(&user(), noon()).unwrap();
    let (scope, subject) = (key.scope(), Subject::Request(&[0; 32]));
    let string =
        |algorithm, day| StringToSign::Dated { algorithm, date: date(day), scope, subject };
    let next = string(Algorithm::HmacSha256, "20150831T000000Z");
    assert_eq!(key.sign(&next).unwrap_err().code(), "KeyOutOfScope");
    let found = Algorithm::EcdsaP256Sha256;
    let other = key.sign(&string(found, "20150830T000000Z"));
    assert_eq!(other.unwrap_err(), Error::WrongAlgorithm { found });
}

#[test]
fn what_was_prepared_for_one_key_is_not_signed_by_anothers() {
    let (signer, headers) = (Signer::new("s3", "us-east-1"), [HOST]);
    let request = Request::new("GET", "/").headers(&headers);
    let other_id = Credentials::new("AKIDOTHER", SECRET).unwrap();
    let other_token = Credentials::temporary("AKIDEXAMPLE", SECRET, "other").unwrap();
    for (who, other) in [
        (user(), other_id.clone()),
        (user(), role()),
        (role(), user()),
        (role(), other_token),
        (other_id, user()),
    ] {
        let key = signer.key(&other, noon()).unwrap();
        let refused = Error::KeyOfOtherCredentials {
            key: other.access_key_id().into(),
            needed: who.access_key_id().into(),
        };
        let prepared = signer.prepare(&request, &who, noon()).unwrap();
        let error = prepared.sign(&key).unwrap_err();
        assert_eq!(error, refused);
        assert!(!format!("{error} {error:?}").contains(TOKEN), "{error}");
        let prepared = signer.prepare_url(&request, &who, noon(), Duration::from_secs(1)).unwrap();
        assert_eq!(prepared.sign(&key).unwrap_err(), refused);
    }
}

#[test]
fn the_token_travels_with_the_key_and_is_gone_from_what_is_used_again() {
    let (signer, headers) = (Signer::new("s3", "us-east-1"), [HOST]);
    let request = Request::new("GET", "/").headers(&headers);
    let mut buffer = Buffer::new();
    let names = |signed: &Signed| signed.headers().map(|(name, _)| name).collect::<Vec<_>>();
    let [of_role, of_user] = [role(), user()].map(|known| signer.key(&known, noon()).unwrap());
    let signed = signer.sign_into(&request, &of_role, noon(), &mut buffer).unwrap();
    assert_eq!(
        names(signed),
        ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]
    );
    assert!(signed.headers().any(|(_, value)| value == TOKEN));
    let signed = signer.sign_into(&request, &of_user, noon(), &mut buffer).unwrap();
    assert_eq!(names(signed), ["authorization", "x-amz-date", "x-amz-content-sha256"]);

    let (mut buffer, minute) = (Buffer::new(), Duration::from_secs(60));
    let token = "&X-Amz-Security-Token=";
    let url = signer.presign_into(&request, &of_role, noon(), minute, &mut buffer).unwrap();
    assert!(url.target().contains(token), "{}", url.target());
    let url = signer.presign_into(&request, &of_user, noon(), minute, &mut buffer).unwrap();
    assert!(!url.target().contains(token), "{}", url.target());
}

/// Whatever was signed into the memory before, or was refused.
#[test]
fn memory_that_is_used_again_changes_nothing() {
    let signer = Signer::new("s3", "us-east-1");
    let (long, short) = ([HOST, ("accept", "*/*"), ("range", "bytes=0-9")], [HOST]);
    let path = format!("/{}", "a".repeat(300));
    let (mut headers, mut urls) = (Buffer::new(), Buffer::new());
    for (target, given, known) in [
        (&path[..], &long[..], role()),
        ("/", &short, user()),
        ("not a target", &short, role()),
        ("/", &short, role()),
        (&path, &long, user()),
    ] {
        let request = Request::new("GET", target).headers(given);
        let key = signer.key(&known, noon()).unwrap();
        let texts = |signed: &Signed| {
            let pairs = signed.headers().map(|(name, value)| format!("{name}: {value}"));
            (pairs.collect::<Vec<_>>(), signed.signed_headers().to_string())
        };
        let into = signer.sign_into(&request, &key, noon(), &mut headers).map(texts);
        assert_eq!(into, signer.sign(&request, &known, noon()).map(|signed| texts(&signed)));
        let minute = Duration::from_secs(60);
        let into = signer.presign_into(&request, &key, noon(), minute, &mut urls);
        let into = into.map(|url| (url.target().to_string(), url.signed_headers()));
        let afresh = signer.presign(&request, &known, noon(), minute);
        assert_eq!(into, afresh.map(|url| (url.target().to_string(), url.signed_headers())));
    }
}

#[test]
fn a_key_signs_on_many_threads_at_once() {
    let signer = Signer::new("execute-api", "us-east-1");
    let known = user();
    let key = signer.key(&known, noon()).unwrap();
    let headers = [("Host", "example.com")];
    let request = Request::new("GET", "/").headers(&headers);
    let sign = || {
        let mut buffer = Buffer::new();
        signer.sign_into(&request, &key, noon(), &mut buffer).unwrap().signature().clone()
    };
    let alone = sign();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| (0..100).for_each(|_| assert_eq!(sign(), alone)));
        }
        // And the keys that are kept with credentials: more scopes than are kept.
        for _ in 0..4 {
            threads.spawn(|| {
                for n in 0..100 {
                    let now = noon() + DAY * (n % 10);
                    let signed = signer.sign(&request, &known, now).unwrap();
                    assert_eq!(*signed.signature() == alone, n % 10 == 0);
                }
            });
        }
    });
}
