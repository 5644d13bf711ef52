//! The body of a call: `-d` and `--data-binary`, as curl takes them.

use std::fs;
use std::io::{self, Read};

use clap::Args;

use crate::failure::Failure;
use crate::raw_request::unreadable_stdin;

#[derive(Debug, Args)]
pub(crate) struct BodyArgs {
    /// The body, as curl takes it: @FILE and @- read it from a file or from stdin, without line breaks;
    /// several are joined with &. Makes the method POST and the content type that of a form
    #[arg(
        short = 'd',
        long = "data",
        value_name = "DATA",
        conflicts_with = "data_binary",
        allow_hyphen_values = true
    )]
    data: Vec<String>,
    /// The body as it is: @FILE, @- or the text itself
    #[arg(long, value_name = "@FILE", allow_hyphen_values = true)]
    data_binary: Option<String>,
}

impl BodyArgs {
    /// The body; `None` where none was given.
    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, Failure> {
        if let Some(data) = &self.data_binary {
            return read(data).map(Some);
        }
        if self.data.is_empty() {
            return Ok(None);
        }
        let mut parts = Vec::new();
        for data in &self.data {
            let mut part = read(data)?;
            if data.starts_with('@') {
                part.retain(|byte| !b"\r\n\0".contains(byte));
            }
            parts.push(part);
        }
        Ok(Some(parts.join(&b'&')))
    }
}

fn read(data: &str) -> Result<Vec<u8>, Failure> {
    match data.strip_prefix('@') {
        None => Ok(data.into()),
        Some("-") => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map_err(unreadable_stdin)?;
            Ok(bytes)
        }
        Some(path) => fs::read(path).map_err(|error| {
            Failure::usage(format_args!("{path} can't be read: {error}")).advise(
                "Check the path. A body that starts with an @ itself goes through stdin: -d @-",
            )
        }),
    }
}
