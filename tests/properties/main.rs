//! What holds for every request, not only for those that somebody wrote down.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod reference;
mod sample;
mod sent;
mod tamper;

mod acceptance;
mod canonical;
mod explained;
mod never_panics;
