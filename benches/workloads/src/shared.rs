//! `get-vanilla` by programs that share what they keep: threads with one signer and one value of credentials, and
//! a client of three services with two roles.

use std::hint::black_box;

use sigfour::{Buffer, Credentials, Request, Signer, SigningKey};

use crate::Operation;
use crate::workload::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, now};

const HEADERS: [(&str, &str); 1] = [("host", "example.amazonaws.com")];
const SERVICES: [(&str, &str); 3] =
    [("service", REGION), ("sts", "eu-central-1"), ("lambda", "ap-northeast-2")];

/// Signers, credentials, and the keys of every pair of them.
pub struct Shared {
    signers: Vec<Signer>,
    roles: Vec<Credentials>,
    keys: Vec<SigningKey>,
}

impl Shared {
    /// One signer with one value of credentials.
    pub fn one() -> Self {
        Shared::new(&SERVICES[..1], &[ACCESS_KEY_ID])
    }

    /// Three services, each in a region of its own, and two roles.
    pub fn alternating() -> Self {
        Shared::new(&SERVICES, &[ACCESS_KEY_ID, "AKIDEXAMPLE2"])
    }

    fn new(services: &[(&'static str, &'static str)], ids: &[&str]) -> Self {
        let signers: Vec<_> =
            services.iter().map(|(service, region)| Signer::new(service, region)).collect();
        let roles: Vec<_> = ids
            .iter()
            .map(|id| Credentials::new(id, SECRET_ACCESS_KEY).expect("credentials"))
            .collect();
        let keys = pairs(&signers, &roles)
            .map(|(signer, role)| signer.key(role, now()).expect("a key"))
            .collect();
        Shared { signers, roles, keys }
    }

    /// How many requests an operation signs.
    pub fn requests(&self) -> usize {
        self.keys.len()
    }

    /// With the keys kept, and a buffer.
    pub fn kept_key(&self) -> Operation<'_> {
        let mut buffer = Buffer::new();
        Box::new(move |read| {
            for ((signer, _), key) in pairs(&self.signers, &self.roles).zip(&self.keys) {
                let request = Request::new("GET", "/").headers(&HEADERS);
                let signed = signer
                    .sign_into(&request, key, black_box(now()), &mut buffer)
                    .expect("a signature");
                signed.headers().for_each(|(name, value)| read(name, value));
            }
        })
    }

    /// As the README begins.
    pub fn readme(&self) -> Operation<'_> {
        Box::new(move |read| {
            for (signer, role) in pairs(&self.signers, &self.roles) {
                let request = Request::new("GET", "/").headers(&HEADERS);
                let signed = signer.sign(&request, role, black_box(now())).expect("a signature");
                signed.headers().for_each(|(name, value)| read(name, value));
            }
        })
    }

    /// With credentials that are new each time: every key is derived.
    pub fn deriving(&self) -> Operation<'_> {
        Box::new(move |read| {
            for (signer, role) in pairs(&self.signers, &self.roles) {
                let role =
                    Credentials::new(role.access_key_id(), SECRET_ACCESS_KEY).expect("credentials");
                let request = Request::new("GET", "/").headers(&HEADERS);
                let signed = signer.sign(&request, &role, black_box(now())).expect("a signature");
                signed.headers().for_each(|(name, value)| read(name, value));
            }
        })
    }
}

fn pairs<'a>(
    signers: &'a [Signer],
    roles: &'a [Credentials],
) -> impl Iterator<Item = (&'a Signer, &'a Credentials)> {
    signers.iter().flat_map(move |signer| roles.iter().map(move |role| (signer, role)))
}
