//! What signing, presigning and verifying cost, each beside its floor: the calls of SHA-256 and HMAC that
//! no signer can avoid, on bytes of the same length that are ready beforehand.
// The macro of criterion makes a public function without a word on it.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use ring::{digest, hmac};
use sigfour::{
    AmzDate, Buffer, CredentialScope, Credentials, Headers, Request, Signer, SigningKey, Steps,
    Verifier,
};

const HOUR: Duration = Duration::from_secs(3600);
const HOST: &[(&str, &str)] = &[("Host", "example.execute-api.us-east-1.amazonaws.com")];
const WITH_BODY: &[(&str, &str)] = &[
    ("Host", "dynamodb.us-east-1.amazonaws.com"),
    ("Content-Type", "application/x-amz-json-1.0"),
    ("Content-Length", "1024"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "gzip, deflate"),
    ("X-Amz-Target", "DynamoDB_20120810.PutItem"),
];
const QUERY: &str = "/items?t=20&s=19&r=18&q=17&p=16&o=15&n=14&m=13&l=12&k=11&j=10&i=9&h=8&g=7&f=%2B&e=a%20b&d&c=&b=2&a=1";

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY").unwrap()
}

/// What is signed: service, request.
fn workloads() -> [(&'static str, &'static str, Request<'static>); 3] {
    let get = Request::new("GET", "/").headers(HOST);
    let body: &[u8] = &[b'x'; 1024];
    let post = Request::new("POST", "/").headers(WITH_BODY).body(body);
    let query = Request::new("GET", QUERY).headers(Headers::from(HOST));
    [
        ("small", "execute-api", get),
        ("body_1k", "dynamodb", post),
        ("query_20", "execute-api", query),
    ]
}

/// The hash calls behind one signature with a derived key.
struct Floor {
    body: usize,
    steps: Steps,
    key: hmac::Key,
}

impl Floor {
    fn new(body: usize, steps: Steps) -> Self {
        Floor { body, steps, key: hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]) }
    }

    fn run(&self) -> hmac::Tag {
        let body = [0; 1024];
        black_box(digest::digest(&digest::SHA256, black_box(&body[..self.body])));
        black_box(digest::digest(
            &digest::SHA256,
            black_box(self.steps.canonical_request.as_bytes()),
        ));
        hmac::sign(&self.key, black_box(self.steps.string_to_sign.as_bytes()))
    }
}

/// The four steps of the derivation and the key made ready.
fn derivation_floor() -> hmac::Key {
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, black_box(&[7; 44]));
    for message in ["20150830", "us-east-1", "execute-api", "aws4_request"] {
        let tag = hmac::sign(&key, black_box(message.as_bytes()));
        key = hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref());
    }
    key
}

fn sign(c: &mut Criterion) {
    let now = now();
    for (name, service, request) in workloads() {
        let mut group = c.benchmark_group(format!("sign_into/{name}"));
        let signer = Signer::new(service, "us-east-1");
        let key = signer.key(&credentials(), now).unwrap();
        let body = if name == "body_1k" { 1024 } else { 0 };
        let floor = Floor::new(body, signer.prepare(&request, &key, now).unwrap().steps());
        let mut buffer = Buffer::new();
        group.bench_function("sigfour", |b| {
            b.iter(|| {
                black_box(signer.sign_into(black_box(&request), &key, now, &mut buffer).unwrap());
            });
        });
        group.bench_function("floor", |b| b.iter(|| floor.run()));
    }
}

fn sign_and_derive(c: &mut Criterion) {
    let now = now();
    let (_, service, request) = workloads()[0];
    let signer = Signer::new(service, "us-east-1");
    let known = credentials();
    let floor = Floor::new(0, signer.prepare(&request, &known, now).unwrap().steps());
    let mut group = c.benchmark_group("sign/small");
    group.bench_function("sigfour", |b| {
        b.iter(|| signer.sign(black_box(&request), &known, now).unwrap());
    });
    group.bench_function("floor", |b| b.iter(|| floor.run()));
    group.finish();
    let mut group = c.benchmark_group("derive");
    let scope = CredentialScope::new("20150830", "us-east-1", service).unwrap();
    group.bench_function("sigfour", |b| {
        b.iter(|| SigningKey::derive(&known, black_box(&scope)));
    });
    group.bench_function("floor", |b| b.iter(derivation_floor));
}

fn presign(c: &mut Criterion) {
    let now = now();
    let request = Request::new("GET", "/bucket/key.txt").headers(HOST);
    let signer = Signer::new("s3", "us-east-1");
    let key = signer.key(&credentials(), now).unwrap();
    let steps = signer.prepare_url(&request, &key, now, HOUR).unwrap().steps();
    // The body is open: its hash is not among the calls.
    let floor = Floor::new(0, steps);
    let mut buffer = Buffer::new();
    let mut group = c.benchmark_group("presign_into/s3");
    group.bench_function("sigfour", |b| {
        b.iter(|| {
            let request = black_box(&request);
            black_box(signer.presign_into(request, &key, now, HOUR, &mut buffer).unwrap());
        });
    });
    group.bench_function("floor", |b| {
        b.iter(|| {
            black_box(digest::digest(
                &digest::SHA256,
                black_box(floor.steps.canonical_request.as_bytes()),
            ));
            hmac::sign(&floor.key, black_box(floor.steps.string_to_sign.as_bytes()))
        });
    });
}

fn verify(c: &mut Criterion) {
    let now = now();
    let (_, service, request) = workloads()[1];
    let signer = Signer::new(service, "us-east-1");
    let key = signer.key(&credentials(), now).unwrap();
    let signed = signer.sign(&request, &credentials(), now).unwrap();
    let headers: Vec<_> = WITH_BODY.iter().copied().chain(signed.headers()).collect();
    let received = request.headers(&headers);
    let floor = Floor::new(1024, signer.prepare(&request, &key, now).unwrap().steps());
    let verifier = Verifier::new(service, "us-east-1");
    let mut group = c.benchmark_group("verify/body_1k");
    group.bench_function("sigfour", |b| {
        b.iter(|| {
            let claim = verifier.read(black_box(&received), now).unwrap();
            claim.verify(&key).unwrap().payload()
        });
    });
    group.bench_function("floor", |b| b.iter(|| floor.run()));
}

criterion_group!(benches, sign, sign_and_derive, presign, verify);
criterion_main!(benches);
