//! What is left of a secret in this process's memory, by reading all of it. One test: another would leave texts of its
//! own.
//!
//! No secret stands in this program as text: each is made byte by byte, and looked for byte by byte.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use sigfour::{
    AmzDate, Buffer, CredentialScope, Credentials, KeyDerivation, Request, Signer, SigningKey,
    Verifier,
};

/// A text that is never whole in memory but where it is handed to the code under test.
#[derive(Clone, Copy)]
struct Text {
    seed: u64,
    length: usize,
}

impl Text {
    fn byte(self, n: usize) -> u8 {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mixed = (self.seed ^ n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        LETTERS[mixed as usize % LETTERS.len()]
    }

    /// Lends it whole, and wipes that.
    fn lend<T>(self, to: impl FnOnce(&str) -> T) -> T {
        let mut text = String::with_capacity(self.length);
        text.extend((0..self.length).map(|n| char::from(self.byte(n))));
        let answer = to(&text);
        wipe(text.into_bytes());
        answer
    }

    fn needle(self) -> Needle {
        Needle((0..self.length).map(|n| !self.byte(n)).collect())
    }
}

/// What is looked for, each byte inverted.
struct Needle(Vec<u8>);

impl Needle {
    fn of_key(key: &[u8]) -> Self {
        Needle(key.iter().map(|b| !b).collect())
    }

    /// How often it stands in the memory that this process can write to.
    fn count(&self) -> usize {
        let memory = File::open("/proc/self/mem").unwrap();
        let mut buffer = vec![0; 1 << 20];
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let mut count = 0;
        for line in maps.lines().filter(|line| line.contains(" rw")) {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let [start, end] = [start, end].map(|at| usize::from_str_radix(at, 16).unwrap());
            let mut at = start;
            while at < end {
                let length = buffer.len().min(end - at);
                // The buffer itself has what was read before.
                let own = buffer.as_ptr() as usize..buffer.as_ptr() as usize + buffer.len();
                let Ok(length) = memory.read_at(&mut buffer[..length], at as u64) else { break };
                let places = buffer[..length].windows(self.0.len()).enumerate();
                count +=
                    places.filter(|(n, place)| !own.contains(&(at + n)) && self.is(place)).count();
                // What stands across the border is seen with the next piece.
                at += if at + length < end { length - self.0.len() } else { length };
            }
        }
        wipe(buffer);
        count
    }

    fn is(&self, place: &[u8]) -> bool {
        place.iter().zip(&self.0).all(|(a, b)| *a == !*b)
    }
}

fn wipe(mut bytes: Vec<u8>) {
    bytes.fill(0);
    black_box(&bytes);
}

/// The canonical request, with the token in it, is gathered on the stack: later calls overwrite it, as this one does.
#[inline(never)]
fn overwrite_dead_stack() {
    black_box(&mut [0u8; 1 << 16]);
}

const SECRET: Text = Text { seed: 0x5eed_0001, length: 40 };
const TOKEN: Text = Text { seed: 0x5eed_0002, length: 400 };

fn now() -> AmzDate {
    AmzDate::parse("20150830T123600Z").unwrap()
}

fn credentials() -> Credentials {
    let temporary =
        |secret: &str, token: &str| Credentials::temporary("ASIAEXAMPLE", secret, token);
    SECRET.lend(|secret| TOKEN.lend(|token| temporary(secret, token))).unwrap()
}

/// Does everything that the core does with credentials, and keeps what it returns until `look` was called.
fn everything(look: impl FnOnce()) {
    let known = credentials();
    let headers = [("Host", "example.com")];
    let request = Request::new("GET", "/?n=1").headers(&headers);
    let signer = Signer::new("execute-api", "us-east-1");
    let key = signer.key(&known, now()).unwrap();
    let hour = Duration::from_secs(3600);

    let prepared = signer.prepare(&request, &known, now()).unwrap();
    let signed = prepared.sign(&key).unwrap();
    let presigned = signer.presign(&request, &known, now(), hour).unwrap();
    let unfinished = signer.prepare_url(&request, &known, now(), hour).unwrap();
    let mut buffer = Buffer::new();
    signer.sign_into(&request, &key, now(), &mut buffer).unwrap();
    // Names that are longer than the text's usual room.
    let long = Signer::new(&"service-".repeat(20), &"region-".repeat(20));
    let with_long_names = long.sign(&request, &known, now()).unwrap();
    let url_with_long_names = long.presign(&request, &known, now(), hour).unwrap();
    let mut other = Buffer::new();
    signer.presign_into(&request, &key, now(), hour, &mut other).unwrap();

    let verifier = Verifier::new("execute-api", "us-east-1");
    {
        let received: Vec<_> = headers.into_iter().chain(signed.headers()).collect();
        let received = Request::new("GET", "/?n=1").headers(&received).body(b"");
        verifier.verify(&received, |_| Some(known.clone()), now()).unwrap();
        let received = Request::new("GET", presigned.target()).headers(&headers).body(b"");
        verifier.read(&received, now()).unwrap().verify(&key).unwrap();
        // A token that is escaped where it need not be is written anew to be read.
        TOKEN.lend(|token| {
            let (before, after) = presigned.target().split_once(token).unwrap();
            let mut target = String::with_capacity(presigned.target().len() + 16);
            target.extend([before, &format!("%{:02x}", token.as_bytes()[0]), &token[1..], after]);
            let received = Request::new("GET", &target).headers(&headers).body(b"");
            verifier.read(&received, now()).unwrap().verify(&key).unwrap();
            wipe(target.into_bytes());
        });
    }
    overwrite_dead_stack();
    look();
    drop((prepared, unfinished));
    drop((with_long_names, url_with_long_names));
    drop((signed, presigned, buffer, other, key, known));
}

#[test]
fn what_can_be_wiped_is_gone_from_memory() {
    let (secret, token) = (SECRET.needle(), TOKEN.needle());
    assert_eq!((secret.count(), token.count()), (0, 0), "before");
    everything(|| {
        // The search finds what is there: the credentials, and what was signed with them.
        assert_eq!(secret.count(), 1, "alive");
        // The credentials have it twice: as it is, and as URLs carry it.
        assert_eq!(token.count(), 9, "alive: credentials, three signed, four URLs");
    });
    assert_eq!(secret.count(), 0, "the secret after drop");
    assert_eq!(token.count(), 0, "the token after drop");

    // The derived key is in no memory but inside the hash's ready state, where its bytes do not stand as they are.
    let known = credentials();
    let scope = CredentialScope::new("20150830", "us-east-1", "iam").unwrap();
    // Here no stack is overwritten by the test.
    let derived = KeyDerivation::new(&known, &scope);
    let steps = [derived.date_key(), derived.region_key(), derived.service_key()];
    let needles: Vec<_> =
        steps.into_iter().chain([derived.signing_key()]).map(|key| Needle::of_key(key)).collect();
    assert!(needles.iter().all(|needle| needle.count() == 1), "alive");
    drop(derived);
    assert!(needles.iter().all(|needle| needle.count() == 0), "after drop");
    let key = SigningKey::derive(&known, &scope);
    assert!(needles.iter().all(|needle| needle.count() == 0), "beside a ready key");
    drop((key, known));
}
