//! sigfour beside other signers, and beside the hash alone: see README.md.

#![forbid(unsafe_code)]

pub mod adapters;
pub mod check;
pub mod hash;
pub mod hashing;
pub mod job;
mod reference;
pub mod threads;

use job::Job;
use sigfour_workloads::Operation;

/// What is measured: a signer, or a floor.
pub struct Peer {
    pub name: &'static str,
    /// Makes ready what a program keeps between requests: credentials, a signer, a bucket. `None` where the crate
    /// does not do this.
    pub prepare: fn(&Job) -> Option<Operation<'_>>,
    /// Only builds the crate's own type of a request. A program that has its requests in this type does not pay it.
    /// `None` where it has none.
    pub own_request: fn(&Job) -> Option<Operation<'_>>,
}
