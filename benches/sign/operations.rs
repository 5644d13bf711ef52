//! The whole job: `sign`, `presign`, `verify`, each beside its floor.

use std::hint::black_box;

use criterion::Criterion;
use sigfour::{Buffer, Request, Signer, Verifier};

use crate::floor::Floor;
use crate::{HOST, HOUR, REGION, credentials, now};

pub(crate) const WITH_BODY: &[(&str, &str)] = &[
    ("Host", "dynamodb.us-east-1.amazonaws.com"),
    ("Content-Type", "application/x-amz-json-1.0"),
    ("Content-Length", "1024"),
    ("Accept", "*/*"),
    ("Accept-Encoding", "gzip, deflate"),
    ("X-Amz-Target", "DynamoDB_20120810.PutItem"),
];
const QUERY: &str = "/items?t=20&s=19&r=18&q=17&p=16&o=15&n=14&m=13&l=12&k=11&j=10&i=9&h=8&g=7&f=%2B&e=a%20b&d&c=&b=2&a=1";

pub(crate) fn bench(c: &mut Criterion) {
    sign(c);
    presign(c);
    verify(c);
}

/// What is signed: service, request.
fn workloads() -> [(&'static str, &'static str, Request<'static>); 3] {
    [
        ("small", "execute-api", Request::new("GET", "/").headers(HOST)),
        ("body_1k", "dynamodb", put_item()),
        ("query_20", "execute-api", Request::new("GET", QUERY).headers(HOST)),
    ]
}

pub(crate) fn put_item() -> Request<'static> {
    Request::new("POST", "/").headers(WITH_BODY).body(&[b'x'; 1024])
}

fn sign(c: &mut Criterion) {
    let now = now();
    for (name, service, request) in workloads() {
        let mut group = c.benchmark_group(format!("sign/{name}"));
        let (signer, known) = (Signer::new(service, REGION), credentials());
        let key = signer.key(&known, now).unwrap();
        let body = if name == "body_1k" { 1024 } else { 0 };
        let floor = Floor::new(body, signer.prepare(&request, &key, now).unwrap().steps());
        let mut buffer = Buffer::new();
        group.bench_function("kept key", |b| {
            b.iter(|| {
                black_box(signer.sign_into(black_box(&request), &key, now, &mut buffer).unwrap());
            });
        });
        group.bench_function("credentials", |b| {
            b.iter(|| signer.sign(black_box(&request), &known, now).unwrap());
        });
        group.bench_function("floor", |b| b.iter(|| floor.run()));
    }
}

fn presign(c: &mut Criterion) {
    let now = now();
    let request = Request::new("GET", "/bucket/key.txt").headers(HOST);
    let (signer, known) = (Signer::new("s3", REGION), credentials());
    let key = signer.key(&known, now).unwrap();
    let floor = Floor::new(0, signer.prepare_url(&request, &key, now, HOUR).unwrap().steps());
    let mut buffer = Buffer::new();
    let mut group = c.benchmark_group("presign/s3");
    group.bench_function("kept key", |b| {
        b.iter(|| {
            let request = black_box(&request);
            black_box(signer.presign_into(request, &key, now, HOUR, &mut buffer).unwrap());
        });
    });
    group.bench_function("credentials", |b| {
        b.iter(|| signer.presign(black_box(&request), &known, now, HOUR).unwrap());
    });
    group.bench_function("floor", |b| b.iter(|| floor.run()));
}

fn verify(c: &mut Criterion) {
    let (now, request, known) = (now(), put_item(), credentials());
    let signer = Signer::new("dynamodb", REGION);
    let key = signer.key(&known, now).unwrap();
    let signed = signer.sign(&request, &known, now).unwrap();
    let headers: Vec<_> = WITH_BODY.iter().copied().chain(signed.headers()).collect();
    let received = request.headers(&headers);
    let floor = Floor::new(1024, signer.prepare(&request, &key, now).unwrap().steps());
    let verifier = Verifier::new("dynamodb", REGION);
    let mut group = c.benchmark_group("verify/body_1k");
    group.bench_function("kept key", |b| {
        b.iter(|| {
            let claim = verifier.read(black_box(&received), now).unwrap();
            claim.verify(&key).unwrap().payload()
        });
    });
    group.bench_function("credentials", |b| {
        b.iter(|| {
            let known = |_: &str| Some(known.clone());
            verifier.verify(black_box(&received), known, now).unwrap().payload()
        });
    });
    group.bench_function("floor", |b| b.iter(|| floor.run()));
}
