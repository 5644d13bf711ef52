//! The command, run as a person or a script runs it.

mod answers;
mod call;
mod commands;
mod presign;
mod sign;
mod support;
mod usage;
mod verify;
