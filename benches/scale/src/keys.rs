//! A verifier that knows many keys, in what a deployment would keep them in: a hash map by access key id.

use std::collections::HashMap;

use sigfour::{Credentials, Request, Signer, SigningKey, Verifier};

use crate::order::shuffled;
use crate::wire::{Headers, REGION, now};

const SERVICE: &str = "execute-api";
/// As long as one of STS.
const TOKEN: &str = include_str!("../../workloads/token.txt");

/// By id, with what [`Verifier::verify`] asks for. Each keeps the key that was derived from it.
pub type ById = HashMap<String, Credentials>;
/// By id, with what [`Claim::verify`](sigfour::Claim::verify) asks for.
pub type Derived = HashMap<String, SigningKey>;

/// The credentials of one caller among many. None shares memory with another's.
pub fn credentials(n: usize, is_temporary: bool) -> Credentials {
    let (id, secret) = (format!("ASIA{n:016}"), format!("{n:040}"));
    match is_temporary {
        true => Credentials::temporary(&id, &secret, TOKEN.trim_end()),
        false => Credentials::new(&id, &secret),
    }
    .expect("credentials")
}

pub fn key(credentials: &Credentials) -> SigningKey {
    Signer::new(SERVICE, REGION).key(credentials, now()).expect("a key")
}

/// Credentials that have verified: the derived key is kept with them.
pub fn by_id(many: usize, is_temporary: bool) -> ById {
    let entry = |n| {
        let known = credentials(n, is_temporary);
        key(&known);
        (known.access_key_id().into(), known)
    };
    with_room(many, (0..many).map(entry))
}

/// Keys, each of credentials that nobody else holds.
pub fn derived(many: usize, is_temporary: bool) -> Derived {
    let entry = |n| {
        let known = credentials(n, is_temporary);
        (known.access_key_id().into(), key(&known))
    };
    with_room(many, (0..many).map(entry))
}

fn with_room<T>(many: usize, entries: impl Iterator<Item = (String, T)>) -> HashMap<String, T> {
    let mut map = HashMap::with_capacity(many);
    map.extend(entries);
    map
}

/// A request of each of so many callers, in no order.
pub fn received(many: usize) -> Vec<Headers> {
    let signer = Signer::new(SERVICE, REGION);
    let host = [("host", "example.amazonaws.com")];
    let request = Request::new("GET", "/").headers(&host);
    let sign = |n| {
        let signed = signer.sign(&request, &credentials(n, false), now()).expect("a signature");
        let all = host.into_iter().chain(signed.headers());
        all.map(|(name, value)| (name.into(), value.into())).collect()
    };
    shuffled(many).into_iter().map(sign).collect()
}

pub fn verifier() -> Verifier {
    Verifier::new(SERVICE, REGION)
}

/// Verifies with the credentials of an id.
///
/// # Panics
/// If the request is refused.
pub fn verify(verifier: &Verifier, known: &ById, headers: &Headers) {
    let request = Request::new("GET", "/").headers(headers).body(b"");
    let verified = verifier.verify(&request, |id| known.get(id).cloned(), now());
    std::hint::black_box(verified.expect("verified").access_key_id());
}

/// Verifies with the derived key of an id.
///
/// # Panics
/// If the request is refused.
pub fn verify_derived(verifier: &Verifier, known: &Derived, headers: &Headers) {
    let request = Request::new("GET", "/").headers(headers).body(b"");
    let claim = verifier.read(&request, now()).expect("a claim");
    let key = known.get(claim.access_key_id()).expect("a known key");
    std::hint::black_box(claim.verify(key).expect("verified").payload());
}
