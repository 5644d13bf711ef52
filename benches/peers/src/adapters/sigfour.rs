//! sigfour, with either hash, by the ways of `benches/workloads`.

use sigfour_ways_on_rustcrypto::ways as ways_on_rustcrypto;
use sigfour_workloads::{Operation, ways};

use crate::Peer;
use crate::job::Job;

pub(super) const RING_KEPT_KEY: Peer =
    Peer { name: "sigfour, ring, kept key", prepare: ring_kept_key, own_request: |_| None };
pub(super) const RING_README: Peer =
    Peer { name: "sigfour, ring, README's way", prepare: ring_readme, own_request: |_| None };
pub(super) const RUSTCRYPTO_KEPT_KEY: Peer = Peer {
    name: "sigfour, rustcrypto, kept key",
    prepare: rustcrypto_kept_key,
    own_request: |_| None,
};
pub(super) const RUSTCRYPTO_README: Peer = Peer {
    name: "sigfour, rustcrypto, README's way",
    prepare: rustcrypto_readme,
    own_request: |_| None,
};

fn ring_kept_key(job: &Job) -> Option<Operation<'_>> {
    Some(match job {
        Job::One(_, input) => ways::kept_key(input),
        Job::Downloads(downloads) => ways::kept_key_downloads(downloads),
    })
}

fn ring_readme(job: &Job) -> Option<Operation<'_>> {
    Some(match job {
        Job::One(_, input) => ways::readme(input),
        Job::Downloads(downloads) => ways::readme_downloads(downloads),
    })
}

fn rustcrypto_kept_key(job: &Job) -> Option<Operation<'_>> {
    Some(match job {
        Job::One(_, input) => ways_on_rustcrypto::kept_key(input),
        Job::Downloads(downloads) => ways_on_rustcrypto::kept_key_downloads(downloads),
    })
}

fn rustcrypto_readme(job: &Job) -> Option<Operation<'_>> {
    Some(match job {
        Job::One(_, input) => ways_on_rustcrypto::readme(input),
        Job::Downloads(downloads) => ways_on_rustcrypto::readme_downloads(downloads),
    })
}
