//! Text for a file descriptor, with no buffer and so no memory.

use core::ffi::c_int;
use core::fmt;

pub(crate) struct Output(c_int);

pub(crate) const fn stdout() -> Output {
    Output(libc::STDOUT_FILENO)
}

pub(crate) const fn stderr() -> Output {
    Output(libc::STDERR_FILENO)
}

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // SAFETY: `text` is readable for its length, and C keeps no pointer to it.
        let written = unsafe { libc::write(self.0, text.as_ptr().cast(), text.len()) };
        if usize::try_from(written) == Ok(text.len()) { Ok(()) } else { Err(fmt::Error) }
    }
}
