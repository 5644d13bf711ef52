//! What the tests have in common: the command, in an environment of theirs, and what a run of it left.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::Value;
use sigfour::local::LocalAws;

pub const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
];
pub const SECRET: &str = KEYS[1].1;

/// AWS's own first example.
pub const VANILLA: &str = "GET / HTTP/1.1\nHost: example.amazonaws.com\n\n";
pub const VANILLA_SCOPE: [&str; 6] =
    ["--service", "service", "--region", "us-east-1", "--date", "20150830T123600Z"];
pub const VANILLA_SIGNATURE: &str =
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

/// What a run of the command left.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Outcome {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It did what it was to do.
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// It failed with a code and said why on stderr, and nothing of it on stdout.
    pub fn failed(self, code: i32, why: &str) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        assert!(self.err.contains(why), "{why:?}: {self:?}");
        self
    }
}

/// The command, without anything of this process's environment.
pub fn sigfour<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sigfour"));
    command.args(arguments).env_clear().env("HOME", "/nonexistent");
    command
}

pub fn run(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    // Who does not read stdin may have ended by now.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Outcome {
        code: output.status.code().expect("it is not killed"),
        out: String::from_utf8(output.stdout).expect("stdout is text"),
        err: String::from_utf8(output.stderr).expect("stderr is text"),
    }
}

pub fn sign(arguments: &[&str], input: &str) -> Outcome {
    let arguments = ["sign"].iter().chain(arguments).copied();
    run(sigfour(arguments).envs(KEYS), input.as_bytes())
}

pub fn verify(arguments: &[&str], input: &str) -> Outcome {
    let arguments = ["verify"].iter().chain(arguments).copied();
    run(sigfour(arguments).envs(KEYS), input.as_bytes())
}

/// A file of this test's own.
pub fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the file can be written");
    path
}

/// The command, with the environment of a loopback AWS.
pub fn on<'a>(aws: &LocalAws, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = sigfour(arguments);
    command.envs(aws.environment());
    command
}
