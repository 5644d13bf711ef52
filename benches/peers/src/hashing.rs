//! The hashes alone: short and long messages, HMAC, and the derivation of a signing key.

use std::hint::black_box;

use sigfour_workloads::Operation;
use sigfour_workloads::workload::SECRET_ACCESS_KEY;

use crate::hash::{Compression, Hash, Ring, RustCrypto};

/// As in the columns of the table.
pub const HASHES: [&str; 3] = ["ring", "sha2 + hmac", "compress256"];

/// What is done, as in the rows of the table. 55 bytes fill one block, 247 four and 1,015 sixteen, as the padding
/// takes nine.
pub const TASKS: [(&str, Task); 8] = [
    ("digest of 55 bytes", Task::Digest(55)),
    ("digest of 247 bytes", Task::Digest(247)),
    ("digest of 1,015 bytes", Task::Digest(1015)),
    ("digest of 64 KiB", Task::Digest(64 << 10)),
    ("digest of 1 MiB", Task::Digest(LONGEST)),
    ("making an HMAC key ready", Task::Key),
    ("HMAC of 138 bytes with such a key", Task::Hmac(138)),
    ("deriving a signing key", Task::Derive),
];
const LONGEST: usize = 1 << 20;

#[derive(Clone, Copy)]
pub enum Task {
    Digest(usize),
    Key,
    Hmac(usize),
    Derive,
}

/// A message that is long enough for all tasks.
pub fn message() -> Vec<u8> {
    vec![b'x'; LONGEST]
}

/// A task with each of [`HASHES`].
pub fn prepare(task: Task, message: &[u8]) -> [Operation<'_>; 3] {
    [
        with::<Ring>(task, message),
        with::<RustCrypto>(task, message),
        with::<Compression>(task, message),
    ]
}

fn with<H: Hash>(task: Task, message: &[u8]) -> Operation<'_> {
    match task {
        Task::Digest(length) => Box::new(move |_| {
            black_box(H::digest(black_box(&message[..length])));
        }),
        Task::Key => Box::new(move |_| {
            black_box(H::key(black_box(&message[..32])));
        }),
        Task::Hmac(length) => {
            let key = H::key(&message[..32]);
            Box::new(move |_| {
                black_box(H::tag(black_box(&key), black_box(&message[..length])));
            })
        }
        Task::Derive => {
            let secret = format!("AWS4{SECRET_ACCESS_KEY}");
            Box::new(move |_| {
                black_box(H::derive(black_box(secret.as_bytes()), "20150830", "service"));
            })
        }
    }
}
