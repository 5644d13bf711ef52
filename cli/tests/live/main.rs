//! Against real servers that verify signatures, which no one here wrote. They are installed from the package
//! registries, started on free ports of this machine and stopped by the tests themselves.
//!
//! Not part of `cargo test`: `cargo test -p sigfour-cli --test live`. Needs `python3` with `venv`.

mod awkward_keys;
mod command;
mod dynamodb;
mod explain;
mod s3;
mod servers;
mod sts;
mod support;
mod tls;
