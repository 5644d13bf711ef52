//! Each step by itself, in the order of the specification.

use std::hint::black_box;

use criterion::Criterion;
use sigfour::{Authorization, CredentialScope, Headers, Request, Signer, SigningKey, Verifier};

use crate::floor::{Floor, derivation};
use crate::operations::{WITH_BODY, put_item};
use crate::{HOST, REGION, credentials, now};

pub(crate) fn bench(c: &mut Criterion) {
    nothing(c);
    path(c);
    query(c);
    headers(c);
    digest(c);
    string_to_sign(c);
    key(c);
    signature(c);
    authorization(c);
    verify(c);
}

/// A request up to the digest of its canonical request, in a group of its step.
fn prepare(c: &mut Criterion, step: &str, name: &str, service: &str, request: &Request<'_>) {
    let (signer, now) = (Signer::new(service, REGION), now());
    let key = signer.key(&credentials(), now).unwrap();
    c.benchmark_group(format!("step/{step}")).bench_function(name, |b| {
        b.iter(|| signer.prepare(black_box(request), &key, now).unwrap());
    });
}

/// What the groups of the canonical request are held against.
fn nothing(c: &mut Criterion) {
    let request = Request::new("GET", "/").headers(HOST);
    prepare(c, "nothing", "GET", "execute-api", &request);
}

fn path(c: &mut Criterion) {
    let plain = "/segment".repeat(128);
    for (name, service, path) in [
        ("plain", "execute-api", plain.clone()),
        ("escaped", "execute-api", "/seg%20nt".repeat(114)),
        ("dot segments", "execute-api", "/a/../bcd".repeat(114)),
        ("plain, s3", "s3", plain),
        ("escaped, s3", "s3", "/seg%2fnt".repeat(114)),
    ] {
        let request = Request::new("GET", &path).headers(HOST);
        prepare(c, "canonical path", name, service, &request);
    }
}

fn query(c: &mut Criterion) {
    let query = |pair: fn(usize) -> String| {
        // In no order: 7 and 32 have no divisor in common.
        let pairs = (0..32).map(|n| pair(n * 7 % 32));
        format!("/?{}", pairs.collect::<Vec<_>>().join("&"))
    };
    for (name, target) in [
        ("as sent", query(|n| format!("n{n:02}=value{n}"))),
        ("escapes", query(|n| format!("n{n:02}=a%20value%2B{n}"))),
        ("written anew", query(|n| format!("n{n:02}=a%2fvalue:{n}"))),
        ("names alike", query(|n| format!("parameter{n:02}=1"))),
        ("one name", query(|n| format!("n={n:02}"))),
    ] {
        let request = Request::new("GET", &target).headers(HOST);
        prepare(c, "canonical query", name, "execute-api", &request);
    }
}

fn headers(c: &mut Criterion) {
    let twenty = |header: fn(usize) -> (String, String)| {
        let host = HOST.iter().map(|(name, value)| (name.to_string(), value.to_string()));
        host.chain((0..20).map(|n| header(n * 7 % 20))).collect::<Vec<_>>()
    };
    for (name, headers) in [
        ("small letters", twenty(|n| (format!("n{n:02}-header"), "value".into()))),
        ("capitals", twenty(|n| (format!("N{n:02}-Header"), "value".into()))),
        ("names alike", twenty(|n| (format!("x-amz-meta-{n:02}"), "value".into()))),
        ("one name", twenty(|_| ("x-amz-meta".into(), "value".into()))),
        ("blanks", twenty(|n| (format!("n{n:02}-header"), " a  value ".into()))),
    ] {
        let request = Request::new("GET", "/").headers(Headers::from(&headers));
        prepare(c, "canonical headers", name, "execute-api", &request);
    }
}

/// Nearly all of the canonical request is one value that is written as it is.
fn digest(c: &mut Criterion) {
    let value = "v".repeat(8192);
    let headers = [HOST[0], ("x-amz-meta", &value)];
    let request = Request::new("GET", "/").headers(&headers);
    prepare(c, "canonical request digest", "8 KiB", "execute-api", &request);
    let (signer, now, known) = (Signer::new("execute-api", REGION), now(), credentials());
    let prepared = signer.prepare(&request, &known, now).unwrap();
    c.benchmark_group("step/canonical request digest")
        .bench_function("8 KiB, as text", |b| b.iter(|| prepared.canonical_request()));
}

fn string_to_sign(c: &mut Criterion) {
    let (signer, now, known) = (Signer::new("execute-api", REGION), now(), credentials());
    let request = Request::new("GET", "/").headers(HOST);
    let prepared = signer.prepare(&request, &known, now).unwrap();
    c.benchmark_group("step/string to sign")
        .bench_function("as text", |b| b.iter(|| prepared.string_to_sign().to_string()));
}

fn key(c: &mut Criterion) {
    let (signer, now, known) = (Signer::new("execute-api", REGION), now(), credentials());
    let scope = CredentialScope::new("20150830", REGION, "execute-api").unwrap();
    let mut group = c.benchmark_group("step/key derivation");
    group.bench_function("derived", |b| {
        b.iter(|| SigningKey::derive(&known, black_box(&scope)));
    });
    group.bench_function("floor", |b| b.iter(derivation));
    group.bench_function("kept", |b| b.iter(|| signer.key(black_box(&known), now).unwrap()));
}

fn signature(c: &mut Criterion) {
    let (signer, now) = (Signer::new("execute-api", REGION), now());
    let key = signer.key(&credentials(), now).unwrap();
    let request = Request::new("GET", "/").headers(HOST);
    let prepared = signer.prepare(&request, &key, now).unwrap();
    let (string, floor) = (prepared.string_to_sign(), Floor::new(0, prepared.steps()));
    let mut group = c.benchmark_group("step/signature");
    group.bench_function("sigfour", |b| b.iter(|| key.sign(black_box(&string)).unwrap()));
    group.bench_function("floor", |b| b.iter(|| floor.signature()));
}

/// The signature, and what is written for it; and what is read.
fn authorization(c: &mut Criterion) {
    let (signer, now, request) = (Signer::new("dynamodb", REGION), now(), put_item());
    let key = signer.key(&credentials(), now).unwrap();
    let prepared = signer.prepare(&request, &key, now).unwrap();
    let signed = prepared.sign(&key).unwrap();
    let mut group = c.benchmark_group("step/authorization");
    group.bench_function("signed and written", |b| b.iter(|| prepared.sign(&key).unwrap()));
    group.bench_function("read", |b| {
        b.iter(|| Authorization::parse(black_box(signed.authorization())).unwrap());
    });
}

/// The two phases.
fn verify(c: &mut Criterion) {
    let (signer, now, request) = (Signer::new("dynamodb", REGION), now(), put_item());
    let key = signer.key(&credentials(), now).unwrap();
    let signed = signer.sign(&request, &credentials(), now).unwrap();
    let headers: Vec<_> = WITH_BODY.iter().copied().chain(signed.headers()).collect();
    let received = request.headers(&headers);
    let verifier = Verifier::new("dynamodb", REGION);
    c.benchmark_group("step/verify read").bench_function("body_1k", |b| {
        b.iter(|| verifier.read(black_box(&received), now).unwrap())
    });
    let claim = verifier.read(&received, now).unwrap();
    c.benchmark_group("step/verify claim")
        .bench_function("body_1k", |b| b.iter(|| claim.clone().verify(&key).unwrap().payload()));
}
