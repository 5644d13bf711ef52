//! The floors: the calls of SHA-256 and HMAC that no signer can avoid, on bytes of the same length that
//! are ready beforehand.

use std::hint::black_box;

use ring::{digest, hmac};

use crate::Operation;
use crate::workload::{Input, REGION, SECRET_ACCESS_KEY, Task};

/// What is left with a key that is kept.
pub(crate) fn floor(input: &Input) -> Operation<'_> {
    let hashed = Hashed::of(input);
    let key = derive(input);
    Box::new(move |_| hashed.run(&key))
}

/// The same, and the derivation of the key.
pub(crate) fn floor_derive(input: &Input) -> Operation<'_> {
    let hashed = Hashed::of(input);
    Box::new(move |_| hashed.run(&derive(black_box(input))))
}

struct Hashed<'a> {
    /// None is hashed where it is empty, as its digest is known, nor where the signature leaves it open.
    body: Option<&'a [u8]>,
    canonical_request: Vec<u8>,
    string_to_sign: Vec<u8>,
}

impl<'a> Hashed<'a> {
    fn of(input: &'a Input) -> Self {
        let body = match input.task {
            Task::Presign { .. } => None,
            Task::Sign | Task::Verify => Some(&input.body[..]).filter(|body| !body.is_empty()),
        };
        Hashed {
            body,
            canonical_request: vec![b'x'; input.expected.canonical_request],
            string_to_sign: vec![b'x'; input.expected.string_to_sign],
        }
    }

    fn run(&self, key: &hmac::Key) {
        if let Some(body) = self.body {
            black_box(digest::digest(&digest::SHA256, black_box(body)));
        }
        black_box(digest::digest(&digest::SHA256, black_box(&self.canonical_request)));
        black_box(hmac::sign(key, black_box(&self.string_to_sign)));
    }
}

fn derive(input: &Input) -> hmac::Key {
    let secret = [b"AWS4", SECRET_ACCESS_KEY.as_bytes()].concat();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
    ["20150830", REGION, input.service, "aws4_request"].into_iter().fold(key, |key, message| {
        let tag = hmac::sign(&key, message.as_bytes());
        hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref())
    })
}
