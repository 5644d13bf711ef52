//! What signing, presigning and verifying cost, counted: see README.md.

#![forbid(unsafe_code)]

mod expected;
mod floor;
pub mod interleaved;
pub mod shared;
pub mod ways;
pub mod workload;

use std::hint::black_box;

use workload::{ACCESS_KEY_ID, Input, Task, Workload};

/// One operation. It hands what the caller must read to the function that it is given, with its name: the
/// headers to set, the presigned `target`, or the `access-key-id` that was let in.
pub type Operation<'a> = Box<dyn FnMut(&mut dyn FnMut(&str, &str)) + 'a>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// sigfour with a key derived before and a buffer used again.
    KeptKey,
    /// sigfour as its README begins.
    Readme,
    /// The hash calls alone: what [`Way::KeptKey`] can't go below.
    Floor,
    /// The same with the key derived: what [`Way::Readme`] can't go below.
    FloorDerive,
}

impl Way {
    pub const ALL: [Way; 4] = [Way::KeptKey, Way::Readme, Way::Floor, Way::FloorDerive];

    pub fn name(self) -> &'static str {
        match self {
            Way::KeptKey => "kept-key",
            Way::Readme => "readme",
            Way::Floor => "floor",
            Way::FloorDerive => "floor-derive",
        }
    }

    /// Makes ready what is kept between operations.
    pub fn prepare(self, input: &Input) -> Operation<'_> {
        match self {
            Way::KeptKey => ways::kept_key(input),
            Way::Readme => ways::readme(input),
            Way::Floor => floor::floor(input),
            Way::FloorDerive => floor::floor_derive(input),
        }
    }
}

/// Finds a workload and a way by their names.
pub fn find(workload: &str, way: &str) -> Option<(Workload, Way)> {
    let workload = Workload::ALL.into_iter().find(|known| known.name() == workload)?;
    let way = Way::ALL.into_iter().find(|known| known.name() == way)?;
    Some((workload, way))
}

/// Runs an operation so often, and lets nothing that it answers go unread.
pub fn repeat(operation: &mut Operation<'_>, times: u64) {
    for _ in 0..times {
        operation(&mut |name, text| {
            black_box((name, text));
        });
    }
}

/// Holds what a way answers against the signature that `expected.py` finds.
///
/// # Panics
/// Where they differ: what is wrong is not worth measuring.
pub fn check(workload: Workload, way: Way) {
    if matches!(way, Way::Floor | Way::FloorDerive) {
        return;
    }
    let input = workload.input();
    let answer = answer(way, &input);
    match input.task {
        Task::Sign | Task::Presign { .. } => {
            let end = format!("Signature={}", input.expected.signature);
            assert!(answer.iter().any(|text| text.ends_with(&end)), "{workload:?}: {answer:?}");
        }
        Task::Verify => {
            assert_eq!(answer, [ACCESS_KEY_ID], "{workload:?}");
            assert_ne!(self::answer(way, &input.forged()), [ACCESS_KEY_ID], "{workload:?}");
        }
    }
}

fn answer(way: Way, input: &Input) -> Vec<String> {
    let mut texts = Vec::new();
    way.prepare(input)(&mut |_, text| texts.push(text.to_owned()));
    texts
}
