//! Two threads on one signer, one credentials, one verifier, beside one thread and beside two with values of their own.
//! A line for each: what, of what, how many threads, and percents of one thread's throughput or nanoseconds of CPU for
//! each operation.
//!
//! Both are of the window with the best throughput. Every other process takes away from the wall clock, and threads that
//! take turns on one core do not get in each other's way.

#![forbid(unsafe_code)]

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use sigfour::{Buffer, Credentials, Request, Signer, SigningKey, Verifier};
use sigfour_scale::keys::{self, Derived};
use sigfour_scale::wire::{HOUR, Headers, REGION, credentials, now};

const WINDOW: Duration = Duration::from_millis(10);
const ROUNDS: usize = 100;
/// Operations between two looks at the clock.
const BATCH: u64 = 16;
/// The least that is signed: where what is shared shows most.
const HOST: &[(&str, &str)] = &[("host", "example.amazonaws.com")];

/// What the threads share, or each has for itself.
struct Values {
    signer: Signer,
    verifier: Verifier,
    credentials: Credentials,
    key: SigningKey,
    received: Headers,
    known: Derived,
    callers: Vec<Headers>,
}

impl Values {
    fn new() -> Self {
        let signer = Signer::new("execute-api", REGION);
        let credentials = credentials();
        let request = Request::new("GET", "/").headers(HOST);
        let signed = signer.sign(&request, &credentials, now()).expect("a signature");
        let all = HOST.iter().copied().chain(signed.headers());
        let received = all.map(|(name, value)| (name.into(), value.into())).collect();
        let key = signer.key(&credentials, now()).expect("a key");
        let (known, callers) = (keys::derived(10_000, false), keys::received(10_000));
        Values { signer, verifier: keys::verifier(), credentials, key, received, known, callers }
    }
}

/// What a thread does; the number tells the threads apart.
type Work = fn(&Values, &mut State);

#[derive(Default)]
struct State {
    signed: Buffer<sigfour::Signed>,
    next: usize,
}

const WORK: &[(&str, Work)] = &[
    ("sign_into", |values, state| {
        let request = Request::new("GET", "/").headers(HOST);
        let signed = values.signer.sign_into(&request, &values.key, now(), &mut state.signed);
        std::hint::black_box(signed.expect("a signature").authorization());
    }),
    ("sign", |values, _| {
        let request = Request::new("GET", "/").headers(HOST);
        let signed = values.signer.sign(&request, &values.credentials, now());
        std::hint::black_box(signed.expect("a signature").authorization());
    }),
    ("presign", |values, _| {
        let request = Request::new("GET", "/").headers(HOST);
        let url = values.signer.presign(&request, &values.credentials, now(), HOUR);
        std::hint::black_box(url.expect("a target").target());
    }),
    ("verify", |values, _| {
        let request = Request::new("GET", "/").headers(&values.received).body(b"");
        let known = |_: &str| Some(values.credentials.clone());
        std::hint::black_box(values.verifier.verify(&request, known, now()).expect("verified"));
    }),
    ("verify-map", |values, state| {
        // Far from where the other thread is.
        state.next = (state.next + 1) % values.callers.len();
        keys::verify_derived(&values.verifier, &values.known, &values.callers[state.next]);
    }),
];

/// What a window gave: operations a second of wall clock, and nanoseconds of CPU for each.
struct Window {
    throughput: f64,
    cpu: f64,
}

fn main() {
    let (shared, other) = (Values::new(), Values::new());
    for (name, work) in WORK {
        let settings: [&[&Values]; 3] = [&[&shared], &[&shared, &shared], &[&shared, &other]];
        let mut windows = settings.map(|_| Vec::new());
        // In turns, so that a busy neighbour slows all alike.
        for _ in 0..ROUNDS {
            for (values, windows) in settings.iter().zip(&mut windows) {
                windows.push(run(values, *work));
            }
        }
        let best = |windows: Vec<Window>| {
            windows.into_iter().max_by(|a, b| a.throughput.total_cmp(&b.throughput))
        };
        let [one, two, own] = windows.map(|windows| best(windows).expect("windows"));
        for (setting, count, window) in [("one", 1, &one), ("shared", 2, &two), ("own", 2, &own)] {
            let percents = 100.0 * window.throughput / one.throughput;
            println!("throughput {name}-{setting} {count} {percents:.0}");
            println!("cpu {name}-{setting} {count} {:.0}", window.cpu);
        }
    }
}

/// A thread for each of the values, for one window.
fn run(values: &[&Values], work: Work) -> Window {
    let barrier = Barrier::new(values.len());
    let runs = thread::scope(|scope| {
        let (barrier, threads) = (&barrier, values.iter().enumerate());
        let threads: Vec<_> =
            threads.map(|(n, values)| scope.spawn(move || one(values, n, work, barrier))).collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread")).collect::<Vec<_>>()
    });
    let throughput = runs.iter().map(|(count, _, wall)| count / wall).sum();
    let (count, cpu) = runs.iter().fold((0.0, 0.0), |(a, b), (count, cpu, _)| (a + count, b + cpu));
    Window { throughput, cpu: cpu * 1e9 / count }
}

fn one(values: &Values, n: usize, work: Work, barrier: &Barrier) -> (f64, f64, f64) {
    let mut state = State { next: n * values.callers.len() / 2, ..State::default() };
    work(values, &mut state);
    barrier.wait();
    let (wall, cpu, mut count) = (Instant::now(), ThreadTime::now(), 0);
    while wall.elapsed() < WINDOW {
        (0..BATCH).for_each(|_| work(values, &mut state));
        count += BATCH;
    }
    (count as f64, cpu.elapsed().as_secs_f64(), wall.elapsed().as_secs_f64())
}
