//! The floors: the calls of SHA-256 and HMAC alone.

use std::hint::black_box;

use ring::{digest, hmac};
use sigfour::Steps;

/// The hash calls behind one signature with a derived key.
pub(crate) struct Floor {
    body: usize,
    steps: Steps,
    key: hmac::Key,
}

impl Floor {
    /// For a body of so many bytes, 1,024 at most. That of an open body is not hashed: none.
    pub(crate) fn new(body: usize, steps: Steps) -> Self {
        Floor { body, steps, key: hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]) }
    }

    pub(crate) fn run(&self) -> hmac::Tag {
        if self.body > 0 {
            let body = [0; 1024];
            black_box(digest::digest(&digest::SHA256, black_box(&body[..self.body])));
        }
        black_box(digest::digest(
            &digest::SHA256,
            black_box(self.steps.canonical_request.as_bytes()),
        ));
        self.signature()
    }

    /// The last step alone.
    pub(crate) fn signature(&self) -> hmac::Tag {
        hmac::sign(&self.key, black_box(self.steps.string_to_sign.as_bytes()))
    }
}

/// The four steps of the derivation and the key made ready.
pub(crate) fn derivation() -> hmac::Key {
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, black_box(&[7; 44]));
    for message in ["20150830", "us-east-1", "execute-api", "aws4_request"] {
        let tag = hmac::sign(&key, black_box(message.as_bytes()));
        key = hmac::Key::new(hmac::HMAC_SHA256, tag.as_ref());
    }
    key
}
