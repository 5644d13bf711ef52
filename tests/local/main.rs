//! The loopback AWS over raw sockets: what it lets in, what it refuses, and in which words.

// A test says that it failed by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clock;
mod function;
mod parameters;
mod refused;
mod server;
mod sts;
mod wire;
