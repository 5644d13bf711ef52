//! The core and `explain` behind five functions that a WebAssembly host calls.
//!
//! The host asks `input` for memory, writes its fields there, calls `sign` or `explain`, and reads what `output` and
//! `output_length` say. Fields are UTF-8 and stand one after the other, with a zero byte between two. `sign` and
//! `explain` return 1 if the output is fields, and 0 if it is an error's text.
//!
//! The only `unsafe` is in the attribute that exports a function: two of one name would clash.

#[cfg(feature = "explain")]
mod explain;
mod sign;

use std::sync::{Mutex, MutexGuard, PoisonError};

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static OUTPUT: Mutex<String> = Mutex::new(String::new());

fn open<T>(buffer: &Mutex<T>) -> MutexGuard<'_, T> {
    buffer.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Memory for `length` bytes of fields. It is there until the next call of `input`.
#[unsafe(no_mangle)]
extern "C" fn input(length: usize) -> *mut u8 {
    let mut input = open(&INPUT);
    *input = vec![0; length];
    input.as_mut_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn sign() -> u32 {
    answer(sign::sign)
}

#[cfg(feature = "explain")]
#[unsafe(no_mangle)]
extern "C" fn explain() -> u32 {
    answer(explain::explain)
}

/// Where the output of the last call is. It is there until the next one.
#[unsafe(no_mangle)]
extern "C" fn output() -> *const u8 {
    open(&OUTPUT).as_ptr()
}

#[unsafe(no_mangle)]
extern "C" fn output_length() -> usize {
    open(&OUTPUT).len()
}

type Answer = Result<Vec<String>, String>;

fn answer(work: impl Fn(&[&str]) -> Answer) -> u32 {
    let input = open(&INPUT);
    let fields = std::str::from_utf8(&input).map_err(|error| error.to_string());
    let answer = fields.and_then(|text| work(&text.split('\0').collect::<Vec<_>>()));
    let is_fields = answer.is_ok();
    *open(&OUTPUT) = answer.map_or_else(|error| error, |fields| fields.join("\0"));
    is_fields.into()
}

/// Headers: a name and a value in turn.
fn headers<'a>(fields: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    fields.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}
