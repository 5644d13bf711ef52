//! How often the hot path touches the heap, counted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::time::Duration;

use sigfour::{
    AmzDate, Buffer, CredentialScope, Credentials, Request, Signer, SigningKey, Timestamp, Verifier,
};

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

fn now() -> Timestamp {
    AmzDate::parse("20150830T123600Z").unwrap().timestamp()
}

const HOUR: Duration = Duration::from_secs(3600);

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
struct Row {
    name: &'static str,
    service: &'static str,
    with_token: bool,
    method: &'static str,
    target: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: Vec<u8>,
}

impl Row {
    fn request(&self) -> Request<'_> {
        Request::new(self.method, self.target).headers(self.headers).body(&self.body)
    }

    fn signer(&self) -> Signer {
        Signer::new(self.service, "us-east-1")
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(self.service, "us-east-1")
    }

    /// Fresh ones: they have not signed.
    fn credentials(&self) -> Credentials {
        credentials(self.with_token)
    }

    fn key(&self) -> SigningKey {
        self.signer().key(&self.credentials(), now()).unwrap()
    }

    /// The headers of the request, signed.
    fn signed_headers(&self) -> Vec<(String, String)> {
        let signed = self.signer().sign(&self.request(), &self.credentials(), now()).unwrap();
        let all = self.headers.iter().copied().chain(signed.headers());
        all.map(|(name, value)| (name.to_string(), value.to_string())).collect()
    }

    fn presigned_target(&self) -> String {
        let presigned = self.signer().presign(&self.request(), &self.credentials(), now(), HOUR);
        presigned.unwrap().target().to_string()
    }
}

fn rows() -> Vec<Row> {
    [
        ("a small GET", "execute-api", false, "GET", "/", HOST, 0),
        ("a POST of 1 KiB with 12 headers", "dynamodb", false, "POST", "/", TWELVE, 1024),
        ("20 query parameters", "execute-api", false, "GET", TWENTY, HOST, 0),
        ("a token of 1 KiB", "lambda", true, "GET", "/", HOST, 0),
        ("a path to normalize", "execute-api", false, "GET", ROUGH_PATH, HOST, 0),
        ("S3 with dot segments and escapes", "s3", true, "GET", ROUGH_PATH, HOST, 0),
        ("a token outside the signature", "iotdevicegateway", true, "GET", "/mqtt", HOST, 0),
    ]
    .map(|(name, service, with_token, method, target, headers, size)| {
        let body = vec![b'x'; size];
        Row { name, service, with_token, method, target, headers, body }
    })
    .into()
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
fn signing_with_a_kept_key_allocates_nothing() {
    for row in rows() {
        let (signer, request, key) = (row.signer(), row.request(), row.key());
        let mut buffer = Buffer::new();
        let first = signer.sign_into(&request, &key, now(), &mut buffer).unwrap().clone();
        let count = allocations(|| {
            signer.sign_into(&request, &key, now(), &mut buffer).unwrap();
        });
        assert_eq!(count, 0, "{}", row.name);
        let again = signer.sign_into(&request, &key, now(), &mut buffer).unwrap();
        assert_eq!(again.signature(), first.signature());
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
fn presigning_with_a_kept_key_allocates_nothing() {
    for row in rows() {
        let (signer, request, key) = (row.signer(), row.request(), row.key());
        let mut buffer = Buffer::new();
        let url = signer.presign_into(&request, &key, now(), HOUR, &mut buffer).unwrap();
        let first = url.target().to_string();
        let count = allocations(|| {
            signer.presign_into(&request, &key, now(), HOUR, &mut buffer).unwrap();
        });
        assert_eq!(count, 0, "{}", row.name);
        let again = signer.presign_into(&request, &key, now(), HOUR, &mut buffer).unwrap();
        assert_eq!(again.target(), first);
    }
}

#[test]
fn verifying_with_a_kept_key_allocates_nothing() {
    for row in rows() {
        let (verifier, key) = (row.verifier(), row.key());
        let verify = |request: &Request<'_>| {
            let claim = verifier.read(request, now()).unwrap();
            assert_eq!(claim.access_key_id(), key.identity().access_key_id());
            claim.verify(&key).unwrap().payload()
        };
        let headers = row.signed_headers();
        let signed = Request::new(row.method, row.target).headers(&headers).body(&row.body);
        assert_eq!(allocations(|| verify(&signed)), 0, "{}, in the header", row.name);
        let target = row.presigned_target();
        let presigned = Request::new(row.method, &target).headers(row.headers).body(&row.body);
        // A list of more than one name is escaped in a URL, and is decoded once.
        let decoded = usize::from(target.contains("%3B"));
        assert_eq!(allocations(|| verify(&presigned)), decoded, "{}, in the query", row.name);
    }
}

/// The README's way: credentials that are kept, and nothing else.
#[test]
fn signing_and_verifying_with_kept_credentials_allocates_once_at_most() {
    for row in rows() {
        let (signer, request, known) = (row.signer(), row.request(), row.credentials());
        signer.sign(&request, &known, now()).unwrap();
        // The first presigned URL of credentials encodes their token.
        signer.presign(&request, &known, now(), HOUR).unwrap();
        let count = allocations(|| signer.sign(&request, &known, now()).unwrap());
        assert!(count <= 1, "{}: sign: {count}", row.name);
        let count = allocations(|| signer.presign(&request, &known, now(), HOUR).unwrap());
        assert!(count <= 1, "{}: presign: {count}", row.name);

        let verifier = row.verifier();
        let verify = |request: &Request<'_>| {
            verifier.verify(request, |_| Some(known.clone()), now()).unwrap().payload()
        };
        let headers = row.signed_headers();
        let signed = Request::new(row.method, row.target).headers(&headers).body(&row.body);
        let count = allocations(|| verify(&signed));
        assert!(count <= 1, "{}: verify, in the header: {count}", row.name);
        let target = row.presigned_target();
        let presigned = Request::new(row.method, &target).headers(row.headers).body(&row.body);
        let count = allocations(|| verify(&presigned));
        assert!(count <= 1, "{}: verify, in the query: {count}", row.name);
    }
}

#[test]
fn preparing_and_signing_allocates_once_at_most() {
    for row in rows() {
        let (signer, request, known, key) =
            (row.signer(), row.request(), row.credentials(), row.key());
        signer.presign(&request, &known, now(), HOUR).unwrap();
        let count =
            allocations(|| signer.prepare(&request, &known, now()).unwrap().sign(&key).unwrap());
        assert!(count <= 1, "{}: in the header: {count}", row.name);
        let count = allocations(|| {
            signer.prepare_url(&request, &known, now(), HOUR).unwrap().sign(&key).unwrap()
        });
        assert!(count <= 1, "{}: in the query: {count}", row.name);
    }
}

/// A key that is derived is allocated; one that is kept is not.
#[test]
fn a_key_is_kept_with_its_credentials_and_shared_by_their_clones() {
    let key =
        |signer: &Signer, known: &Credentials| allocations(|| signer.key(known, now()).unwrap());
    let (known, s3) = (credentials(true), Signer::new("s3", "us-east-1"));
    let early_clone = known.clone();
    assert!(key(&s3, &known) > 0);
    for same in [&known, &known.clone(), &early_clone, &early_clone.clone()] {
        assert_eq!(key(&s3, same), 0);
        // By every way to a key.
        let request = Request::new("GET", "/").headers(HOST);
        assert!(allocations(|| s3.sign(&request, same, now()).unwrap()) <= 1);
    }
    // The same secret in credentials that are made anew has no key yet, nor has it with an end.
    assert!(key(&s3, &credentials(true)) > 0);
    let ending = known.clone().with_expiration(now() + HOUR);
    assert!(key(&s3, &ending) > 0);
    assert_eq!((key(&s3, &ending), key(&s3, &known)), (0, 0));
    // A key that is derived by hand is not kept.
    let scope = CredentialScope::new("20150830", "us-east-1", "sqs").unwrap();
    for _ in 0..2 {
        assert!(allocations(|| SigningKey::derive(&known, &scope)) > 0);
    }
    assert!(key(&Signer::new("sqs", "us-east-1"), &known) > 0);
}

#[test]
fn the_first_eight_keys_are_kept_and_the_last_eight_of_those_after_them() {
    let known = credentials(false);
    let key = |n: i64| {
        let tomorrow = now() + Duration::from_secs(24 * 60 * 60);
        let signers = ["a", "b", "c"].map(|service| Signer::new(service, "us-east-1"));
        let (signer, day) = (&signers[n as usize % 3], tomorrow.unix_seconds() + n / 3 * 86_400);
        allocations(|| signer.key(&known, day).unwrap())
    };
    for n in 0..16 {
        assert!(key(n) > 0, "{n}");
    }
    for n in 0..16 {
        assert_eq!(key(n), 0, "{n}");
    }
    assert!(key(16) > 0);
    assert_eq!((0..8).chain(9..=16).map(key).sum::<usize>(), 0);
    assert!(key(8) > 0);
}
