//! Keys: kept while they hold, and not a day or a rotation longer.

use std::sync::Arc;

use sigfour::{CredentialScope, Credentials, Error, KeyCache, Request, Signed, Signer};
use time::Duration;

use crate::wire::{HOST, TOKEN, noon, role, user};

fn scope(
    day: &'static str,
    region: &'static str,
    service: &'static str,
) -> CredentialScope<'static> {
    CredentialScope::new(day, region, service).unwrap()
}

#[test]
fn the_cache_gives_the_same_key_while_nothing_changes() {
    let mut cache = KeyCache::new();
    let today = scope("20150830", "us-east-1", "s3");
    let first = cache.key(&user(), &today);
    assert!(Arc::ptr_eq(&first, &cache.key(&user(), &today)));
    assert!(Arc::ptr_eq(&first, &cache.key(&user().clone(), &today)));
}

#[test]
fn another_day_region_service_secret_token_or_id_gets_a_key_of_its_own() {
    let today = scope("20150830", "us-east-1", "s3");
    let rotated = Credentials::new("AKIDEXAMPLE", "rotated").unwrap();
    let other_id = Credentials::new("AKIDOTHER", crate::wire::SECRET).unwrap();
    for (known, scope) in [
        (user(), scope("20150831", "us-east-1", "s3")),
        (user(), scope("20150830", "us-east-2", "s3")),
        (user(), scope("20150830", "us-east-1", "sqs")),
        (rotated, today),
        (role(), today),
        (other_id, today),
    ] {
        let mut cache = KeyCache::new();
        let first = cache.key(&user(), &today);
        let second = cache.key(&known, &scope);
        assert!(!Arc::ptr_eq(&first, &second), "{known:?} {scope}");
        assert_eq!(second.credentials().access_key_id(), known.access_key_id());
        assert_eq!(second.credentials().session_token(), known.session_token());
    }
}

#[test]
fn a_secret_rotated_under_the_same_id_signs_at_once() {
    let mut cache = KeyCache::new();
    let (signer, headers) = (Signer::new("s3", "us-east-1"), [HOST]);
    let request = Request::new("GET", "/").headers(&headers);
    for known in [user(), Credentials::new("AKIDEXAMPLE", "rotated").unwrap()] {
        let key = cache.key(&known, &scope("20150830", "us-east-1", "s3"));
        let mut signed = Signed::default();
        signer.sign_into(&request, &key, noon(), &mut signed).unwrap();
        let afresh = signer.sign(&request, &known, noon()).unwrap();
        assert_eq!(signed.signature(), afresh.signature());
    }
}

#[test]
fn a_key_does_not_sign_outside_its_scope() {
    let headers = [HOST];
    let request = Request::new("GET", "/").headers(&headers);
    let key = Signer::new("s3", "us-east-1").key(&user(), noon()).unwrap();
    for (service, region, now, needed) in [
        ("s3", "us-east-1", noon() + Duration::DAY, "20150831/us-east-1/s3/aws4_request"),
        ("s3", "us-east-2", noon(), "20150830/us-east-2/s3/aws4_request"),
        ("sqs", "us-east-1", noon(), "20150830/us-east-1/sqs/aws4_request"),
    ] {
        let mut signed = Signed::default();
        let signer = Signer::new(service, region);
        let error = signer.sign_into(&request, &key, now, &mut signed).unwrap_err();
        let key = "20150830/us-east-1/s3/aws4_request".into();
        assert_eq!(error, Error::KeyOutOfScope { key, needed: needed.into() });
        assert_eq!(signed.headers().count(), 0);
    }
}

#[test]
fn the_token_travels_with_the_key_and_is_gone_from_what_is_used_again() {
    let (signer, headers) = (Signer::new("s3", "us-east-1"), [HOST]);
    let request = Request::new("GET", "/").headers(&headers);
    let mut signed = Signed::default();
    let names = |signed: &Signed| signed.headers().map(|(name, _)| name).collect::<Vec<_>>();
    signer.sign_into(&request, &signer.key(&role(), noon()).unwrap(), noon(), &mut signed).unwrap();
    assert_eq!(
        names(&signed),
        ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"]
    );
    assert!(signed.headers().any(|(_, value)| value == TOKEN));
    signer.sign_into(&request, &signer.key(&user(), noon()).unwrap(), noon(), &mut signed).unwrap();
    assert_eq!(names(&signed), ["authorization", "x-amz-date", "x-amz-content-sha256"]);
}

#[test]
fn a_key_signs_on_many_threads_at_once() {
    let signer = Signer::new("execute-api", "us-east-1");
    let key = signer.key(&user(), noon()).unwrap();
    let headers = [("Host", "example.com")];
    let sign = || {
        let mut signed = Signed::default();
        let request = Request::new("GET", "/").headers(&headers);
        signer.sign_into(&request, &key, noon(), &mut signed).unwrap();
        signed.signature()
    };
    let alone = sign();
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| (0..100).for_each(|_| assert_eq!(sign(), alone)));
        }
    });
}
