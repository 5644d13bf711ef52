//! The ways of `benches/workloads` to call sigfour, built with the hash of RustCrypto.

#![forbid(unsafe_code)]

#[path = "../../../../workloads/src/shared.rs"]
pub mod shared;
#[path = "../../../../workloads/src/ways.rs"]
pub mod ways;

// Where those files find them.
use sigfour_workloads::{Operation, workload};
