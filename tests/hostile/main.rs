//! How the crate behaves at its door: what it refuses and why, and what it never shows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authorization;
mod errors;
mod keys;
mod options;
mod presigned;
mod reasons;
mod secrets;
mod services;
mod wire;
