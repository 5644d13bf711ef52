//! The core without the standard library and without a heap: a whole program that signs requests.
//!
//! Signer, credentials, key and buffer are made in an arena of 8 KiB. Then the arena is sealed: whoever asks for memory
//! aborts the program. What is signed after that are AWS's published examples.
//!
//! It answers by its exit code: 0 if each signature is the published one, 1 if one is another, 2 if something was
//! refused, 3 if it panicked. With the argument `allocate` or `grow` it does just that after the seal, which must
//! abort.
#![no_std]
#![no_main]

extern crate alloc;

mod arena;
mod output;
mod published;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ffi::{CStr, c_char, c_int};
use core::fmt::Write;
use core::hint::black_box;
use core::slice;

use arena::Arena;
use output::stdout;
use published::{ACCESS_KEY_ID, DATE, EXAMPLES, FIRST, SECRET_ACCESS_KEY};
use sigfour::{AmzDate, Buffer, Credentials, Error, Signer};

#[global_allocator]
static ARENA: Arena = Arena::new();

fn signs_as_published(argument: Option<&CStr>) -> Result<bool, Error> {
    let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY)?;
    let signer = Signer::new("s3", "us-east-1");
    let date = AmzDate::parse(DATE)?;
    let key = signer.key(&credentials, date)?;
    let mut buffer = Buffer::new();
    signer.sign_into(&FIRST.request(), &key, date, &mut buffer)?;
    let mut grown = Vec::from([0_u8; 16]);

    ARENA.seal();
    if argument == Some(c"allocate") {
        black_box(Box::new(black_box(0_u8)));
    }
    if argument == Some(c"grow") {
        grown.reserve(black_box(64));
        black_box(&grown);
    }
    for example in &EXAMPLES {
        let signed = signer.sign_into(&example.request(), &key, date, &mut buffer)?;
        let signature = signed.authorization().rsplit_once("Signature=").map(|(_, hex)| hex);
        if signature != Some(example.signature) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What the C library's start files call.
#[unsafe(no_mangle)]
extern "C" fn main(count: c_int, arguments: *const *const c_char) -> c_int {
    // SAFETY: C passes `count` pointers to texts that end with a zero byte and live as long as the program.
    let argument = unsafe {
        let all = slice::from_raw_parts(arguments, usize::try_from(count).unwrap_or(0));
        all.get(1).map(|argument| CStr::from_ptr(*argument))
    };
    let code = match signs_as_published(argument) {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(_) => 2,
    };
    let _ = writeln!(stdout(), "{} of {} bytes of memory", ARENA.used(), arena::SIZE);
    code
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    // SAFETY: it takes any number.
    unsafe { libc::_exit(3) }
}
