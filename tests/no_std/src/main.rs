//! The core without the standard library: a whole program that signs a request.
//!
//! It answers by its exit code: 0 if the signature is the one of AWS's documentation, 1 if it is another,
//! 2 if something was refused.
#![no_std]
#![no_main]

extern crate alloc;

use alloc::string::ToString;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ffi::{c_char, c_int};
use core::sync::atomic::{AtomicUsize, Ordering};

use sigfour::{AmzDate, Credentials, Error, Request, Signer};

/// The worked example "GET Object" of the S3 API reference.
const EXPECTED: &str = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

fn signs_as_documented() -> Result<bool, Error> {
    let credentials =
        Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
    let headers = [("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9")];
    let request = Request::new("GET", "/test.txt").headers(&headers);
    let now = AmzDate::parse("20130524T000000Z")?;
    let signed = Signer::new("s3", "us-east-1").sign(&request, &credentials, now)?;
    Ok(signed.signature().to_string() == EXPECTED)
}

/// What the C library's start files call.
#[unsafe(no_mangle)]
extern "C" fn main(_count: c_int, _arguments: *const *const c_char) -> c_int {
    match signs_as_documented() {
        Ok(true) => 0,
        Ok(false) => 1,
        Err(_) => 2,
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// Hands out one piece after the other and takes none back: enough for one request.
struct Bump {
    memory: UnsafeCell<[u8; 64 * 1024]>,
    used: AtomicUsize,
}

// SAFETY: each byte is handed out once.
unsafe impl Sync for Bump {}

// SAFETY: what `alloc` returns is aligned, within the memory and overlaps nothing that it returned before.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.memory.get() as *mut u8;
        let mut at = 0;
        let claimed = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |used| {
            let free = start.wrapping_add(used);
            at = used + free.align_offset(layout.align());
            at.checked_add(layout.size()).filter(|end| *end <= 64 * 1024)
        });
        if claimed.is_ok() { start.wrapping_add(at) } else { core::ptr::null_mut() }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Bump =
    Bump { memory: UnsafeCell::new([0; 64 * 1024]), used: AtomicUsize::new(0) };

// The C library is where `main` is called from, and where the compiler's own calls of `memcpy` end.
#[link(name = "c")]
unsafe extern "C" {}
