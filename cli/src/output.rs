//! Where the body of an answer goes: to stdout, or into the file of `-o`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use sigfour::client::Answer;

use crate::failure::{Exit, Failure};
use crate::terminal::put;

#[derive(Debug)]
pub(crate) enum Output {
    Stdout,
    File(Target),
}

/// A file that is ready to be written.
#[derive(Debug)]
pub(crate) struct Target {
    path: PathBuf,
    file: File,
    /// It was not there before and holds nothing yet: without an answer it is taken away again.
    is_new: bool,
}

impl Output {
    /// Opens the file: called before anything is sent, since a request can't be taken back. What stands in
    /// it stays until there is an answer.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Output::Stdout);
        };
        let mut options = OpenOptions::new();
        options.write(true);
        let (opened, is_new) = match options.clone().create_new(true).open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                (options.create(true).truncate(false).open(path), false)
            }
            opened => (opened, true),
        };
        match opened {
            Ok(file) => Ok(Output::File(Target { path: path.into(), file, is_new })),
            Err(error) => Err(cannot_write(Exit::Usage, path, &error)
                .advise("Check the path and its folder's permissions; nothing was sent.")),
        }
    }

    pub(crate) fn write(&mut self, answer: &Answer) -> Result<(), Failure> {
        let target = match self {
            Output::Stdout => return put(&answer.body),
            Output::File(target) => target,
        };
        target.is_new = false;
        target.write(&answer.body).map_err(|error| {
            cannot_write(Exit::Refused, &target.path, &error).advise(format_args!(
                "The request was sent and answered with {}, only the answer's body is lost: make room for it before trying again.",
                answer.status
            ))
        })
    }

    /// Whether a person sees the body.
    pub(crate) fn is_seen(&self) -> bool {
        matches!(self, Output::Stdout) && io::stdout().is_terminal()
    }
}

impl Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        // A pipe or a device has no length.
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        self.file.write_all(bytes)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        if self.is_new {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn cannot_write(exit: Exit, path: &Path, error: &io::Error) -> Failure {
    Failure::new(exit, format_args!("{} can't be written: {error}", path.display()))
}
