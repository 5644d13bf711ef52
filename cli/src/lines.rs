//! Lines of a stream, of which one that is far too long does no harm.

use std::io::{self, BufRead, Read};

/// The longest line that is read: room for a body of 96 MiB in base64.
pub(crate) const MAX_LENGTH: usize = 128 * 1024 * 1024;

pub(crate) struct Lines<R> {
    input: R,
    line: Vec<u8>,
}

pub(crate) enum Line<'a> {
    /// Without its line break.
    Text(&'a [u8]),
    /// It was skipped.
    TooLong,
    End,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Self {
        Lines { input, line: Vec::new() }
    }

    pub(crate) fn next(&mut self) -> io::Result<Line<'_>> {
        self.line.clear();
        self.line.shrink_to(MAX_LENGTH / 64);
        let limit = MAX_LENGTH as u64 + 1;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(Line::End);
        }
        if self.line.last() == Some(&b'\n') {
            self.line.pop();
        } else if read > MAX_LENGTH {
            self.input.skip_until(b'\n')?;
            return Ok(Line::TooLong);
        }
        Ok(Line::Text(&self.line))
    }
}
