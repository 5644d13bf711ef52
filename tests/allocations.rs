//! How often the hot path touches the heap, counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use sigfour::{
    AmzDate, CredentialScope, Credentials, Headers, Presigned, Request, Signed, Signer, Verifier,
};
use time::OffsetDateTime;

/// Counts the allocations of each thread for itself: tests run side by side.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it came. A `Cell` that is initialised at compile time
// and needs no drop allocates nothing by itself.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

fn allocations<T>(work: impl FnOnce() -> T) -> usize {
    let before = COUNT.get();
    let answer = work();
    let count = COUNT.get() - before;
    drop(answer);
    count
}

fn now() -> OffsetDateTime {
    AmzDate::parse("20150830T123600Z").unwrap().to_offset_date_time()
}

const HOST: &[(&str, &str)] = &[("Host", "example.com")];

const TWELVE: &[(&str, &str)] = &[
    ("Host", "dynamodb.us-east-1.amazonaws.com"),
    ("Content-Type", "application/x-amz-json-1.0"),
    ("Content-Length", "1024"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "gzip,   deflate"),
    ("Cookie", "a=1"),
    ("Cookie", "b=2"),
    ("User-Agent", "test"),
    ("X-Amz-Target", "DynamoDB_20120810.PutItem"),
    ("X-Amz-Meta-A", "  a  b  "),
    ("X-Amz-Meta-B", "ü"),
    ("X-Amz-Meta-C", ""),
];

const TWENTY: &str = "/?t=20&s=19&r=18&q=17&p=16&o=15&n=14&m=13&l=12&k=11&j=10&i=9&h=8&g=7&f=%2B&e=a%20b&d&c=&%61=1&b=%7e";

const ROUGH_PATH: &str = "/a/./b/../c//%7Euser/%2f/a%20b/ü/..";

/// What is signed in each case: service, token, method, target, headers, size of the body.
type Row = (&'static str, &'static str, bool, &'static str, &'static str, Headers<'static>, usize);

fn rows() -> Vec<Row> {
    let host = Headers::from(HOST);
    vec![
        ("a small GET", "execute-api", false, "GET", "/", host, 0),
        ("a POST of 1 KiB with 12 headers", "dynamodb", false, "POST", "/", TWELVE.into(), 1024),
        ("20 query parameters", "execute-api", false, "GET", TWENTY, host, 0),
        ("a token of 1 KiB", "lambda", true, "GET", "/", host, 0),
        ("a path to normalize", "execute-api", false, "GET", ROUGH_PATH, host, 0),
        ("S3 with dot segments and escapes", "s3", true, "GET", ROUGH_PATH, host, 0),
        ("a token outside the signature", "iotdevicegateway", true, "GET", "/mqtt", host, 0),
    ]
}

fn credentials(with_token: bool) -> Credentials {
    match with_token {
        true => Credentials::temporary("ASIAEXAMPLE", "secret", &"t".repeat(1024)).unwrap(),
        false => Credentials::new("AKIDEXAMPLE", "secret").unwrap(),
    }
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| Box::new(1)), 1);
    assert_eq!(allocations(|| 1), 0);
}

#[test]
fn signing_with_a_derived_key_allocates_nothing() {
    for (name, service, with_token, method, target, headers, size) in rows() {
        let body = vec![b'x'; size];
        let request = Request::new(method, target).headers(headers).body(&body);
        let signer = Signer::new(service, "us-east-1");
        let key = signer.key(&credentials(with_token), now()).unwrap();
        let mut signed = Signed::default();
        signer.sign_into(&request, &key, now(), &mut signed).unwrap();
        let first = signed.signature();
        let count = allocations(|| signer.sign_into(&request, &key, now(), &mut signed).unwrap());
        assert_eq!(count, 0, "{name}");
        assert_eq!(signed.signature(), first);
    }
}

#[test]
fn what_was_signed_is_read_without_allocating() {
    let signed = Signer::new("execute-api", "us-east-1")
        .sign(&Request::new("GET", "/").headers(HOST), &credentials(true), now())
        .unwrap();
    let read = || signed.headers().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    assert_eq!(allocations(read), 0);
    assert_eq!(allocations(|| (signed.authorization().len(), signed.signed_headers().len())), 0);
}

#[test]
fn presigning_with_a_derived_key_allocates_nothing() {
    for (name, service, with_token, method, target, headers, size) in rows() {
        let body = vec![b'x'; size];
        let request = Request::new(method, target).headers(headers).body(&body);
        let signer = Signer::new(service, "us-east-1");
        let key = signer.key(&credentials(with_token), now()).unwrap();
        let hour = Duration::from_secs(3600);
        let mut presigned = Presigned::default();
        signer.presign_into(&request, &key, now(), hour, &mut presigned).unwrap();
        let first = presigned.target().to_string();
        let count = allocations(|| {
            signer.presign_into(&request, &key, now(), hour, &mut presigned).unwrap()
        });
        assert_eq!(count, 0, "{name}");
        assert_eq!(presigned.target(), first);
    }
}

#[test]
fn verifying_a_signed_request_with_a_kept_key_allocates_nothing() {
    for (name, service, with_token, method, target, headers, size) in rows() {
        let body = vec![b'x'; size];
        let request = Request::new(method, target).headers(headers).body(&body);
        let signer = Signer::new(service, "us-east-1");
        let key = Arc::new(signer.key(&credentials(with_token), now()).unwrap());
        let mut signed = Signed::default();
        signer.sign_into(&request, &key, now(), &mut signed).unwrap();
        let sent: Vec<_> =
            headers.iter().chain(signed.headers().map(|(n, v)| (n, v.as_bytes()))).collect();
        let received = Request::new(method, target).headers(&sent).body(&body);
        let verifier = Verifier::new(service, "us-east-1");
        let kept = |_: &str, _: &CredentialScope<'_>| Some(Arc::clone(&key));
        let verify = || verifier.verify_with_keys(&received, kept, now()).unwrap();
        assert_eq!(allocations(verify), 0, "{name}");
    }
}
