//! What no signer can avoid: the calls of the hash, on bytes that are ready beforehand, hex, and a copy of what is
//! returned. The signing key is kept.

use std::hint::black_box;

use sigfour_workloads::workload::{SECRET_ACCESS_KEY, Task};
use sigfour_workloads::{Operation, ways};

use crate::Peer;
use crate::hash::{Compression, Hash, Ring, RustCrypto, hex};
use crate::job::Job;

pub(super) const RING: Peer =
    Peer { name: "floor: ring", prepare: prepare::<Ring>, own_request: |_| None };
pub(super) const RUSTCRYPTO: Peer =
    Peer { name: "floor: sha2 + hmac", prepare: prepare::<RustCrypto>, own_request: |_| None };
pub(super) const COMPRESSION: Peer =
    Peer { name: "floor: compress256", prepare: prepare::<Compression>, own_request: |_| None };

struct Floor<'a, H: Hash> {
    key: H::Key,
    /// None is hashed where it is empty, as its digest is known, nor where the signature leaves it open.
    body: Option<&'a [u8]>,
    canonical_request: Vec<u8>,
    string_to_sign: Vec<u8>,
    /// The value that has the signature, and where it is copied.
    value: Vec<u8>,
    returned: Vec<u8>,
}

fn prepare<H: Hash>(job: &Job) -> Option<Operation<'_>> {
    let input = job.input();
    let body = match input.task {
        Task::Presign { .. } => None,
        Task::Sign | Task::Verify => Some(&input.body[..]).filter(|body| !body.is_empty()),
    };
    let secret = format!("AWS4{SECRET_ACCESS_KEY}");
    let value = vec![b'x'; returned(job)];
    let mut floor = Floor::<H> {
        key: H::derive(secret.as_bytes(), "20150830", input.service),
        body,
        canonical_request: vec![b'x'; input.expected.canonical_request],
        string_to_sign: vec![b'x'; input.expected.string_to_sign],
        returned: value.clone(),
        value,
    };
    let times = job.targets().len();
    Some(Box::new(move |_| (0..times).for_each(|_| floor.run())))
}

impl<H: Hash> Floor<'_, H> {
    fn run(&mut self) {
        if let Some(body) = self.body {
            end_with(&mut self.canonical_request, &H::digest(black_box(body)));
        }
        end_with(&mut self.string_to_sign, &H::digest(black_box(&self.canonical_request)));
        end_with(&mut self.value, &H::tag(&self.key, black_box(&self.string_to_sign)));
        self.returned.copy_from_slice(black_box(&self.value));
        black_box(&self.returned);
    }
}

fn end_with(text: &mut [u8], digest: &[u8; 32]) {
    text.last_chunk_mut::<64>().expect("64 bytes at least").copy_from_slice(&hex(digest));
}

/// The length of the header `authorization`, or of the target with its signature. A verifier returns none.
fn returned(job: &Job) -> usize {
    const SIGNATURE: usize = 64;
    let mut length = SIGNATURE;
    // The targets of W10 all have the length of the first.
    ways::kept_key(job.input())(&mut |_, value| {
        if value.ends_with(job.input().expected.signature) {
            length = value.len();
        }
    });
    length
}
