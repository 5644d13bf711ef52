//! An implementation that answers the line protocol as a program of its own, whatever it does.
//!
//! One line goes in and one is waited for. A program that dies, hangs or babbles is ended and started again
//! for the next case.

use std::collections::VecDeque;
use std::io::{BufReader, Read, Write};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::lines::{Line, Lines};

/// How often in a row it may be started without one answer, if it never gave one.
const FRUITLESS_STARTS: u32 = 3;

/// And if it did: one that dies of some inputs is asked the others.
const FRUITLESS_STARTS_LATER: u32 = 30;

/// How much of what it says on stderr is kept, in bytes.
const LAST_WORDS: usize = 2048;

/// How long its last words are waited for, once it has ended.
const LAST_WORDS_TIME: Duration = Duration::from_secs(1);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    TimedOut,
    /// It ended; its last words on stderr.
    Crashed(String),
    /// What it wrote is no answer to the line.
    Garbled(String),
}

pub(super) struct Program {
    command: String,
    timeout: Duration,
    running: Option<Running>,
    fruitless_starts: u32,
    has_answered: bool,
    last_words: String,
}

struct Running {
    child: Child,
    requests: Sender<String>,
    answers: Receiver<Result<Vec<u8>, Broken>>,
    last_words: Arc<Mutex<VecDeque<u8>>>,
    /// Disconnected when all of its last words were read.
    words_are_read: Receiver<()>,
}

impl Program {
    /// # Errors
    /// The shell that runs the command can't be started.
    pub(super) fn start(command: &str, timeout: Duration) -> Result<Self, Failure> {
        let running = Running::start(command).map_err(|error| {
            Failure::usage(format_args!("{command:?} can't be started: {error}"))
        })?;
        Ok(Program {
            command: command.into(),
            timeout,
            running: Some(running),
            fruitless_starts: 1,
            has_answered: false,
            last_words: String::new(),
        })
    }

    /// Whether it was given up.
    pub(super) fn is_given_up(&self) -> bool {
        let most = if self.has_answered { FRUITLESS_STARTS_LATER } else { FRUITLESS_STARTS };
        self.running.is_none() && self.fruitless_starts >= most
    }

    /// How it ended, if it was given up without one answer.
    pub(super) fn never_answered(&self) -> Option<&str> {
        (self.is_given_up() && !self.has_answered).then_some(&self.last_words)
    }

    pub(super) fn ask(&mut self, request: &Map<String, Value>) -> Result<Value, Broken> {
        let answer = self.line(request).and_then(|line| read(&line, &request["id"]));
        match &answer {
            Ok(_) => (self.fruitless_starts, self.has_answered) = (0, true),
            // Whatever it still writes would be taken for the next answer.
            Err(broken) => self.stop(broken),
        }
        answer
    }

    fn line(&mut self, request: &Map<String, Value>) -> Result<Vec<u8>, Broken> {
        if self.is_given_up() {
            return Err(Broken::Crashed(format!("not asked, given up: {}", self.last_words)));
        }
        if self.running.is_none() {
            self.fruitless_starts += 1;
            let started = Running::start(&self.command);
            self.running = Some(started.map_err(|error| Broken::Crashed(error.to_string()))?);
        }
        let Some(running) = &self.running else { return Err(Broken::TimedOut) };
        let line = serde_json::to_string(request).unwrap_or_default() + "\n";
        // The writer is gone when the program is: what is to be said of that, the reader says.
        let _ = running.requests.send(line);
        match running.answers.recv_timeout(self.timeout) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => Err(Broken::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(self.end()),
        }
    }

    /// It has closed its output: how it ended.
    fn end(&mut self) -> Broken {
        let Some(running) = self.running.take() else { return Broken::TimedOut };
        let (status, words) = running.end();
        self.last_words = match words.lines().rev().find(|line| !line.trim().is_empty()) {
            Some(line) => format!("{status}: {}", line.trim()),
            None => status,
        };
        Broken::Crashed(self.last_words.clone())
    }

    fn stop(&mut self, why: &Broken) {
        if let Some(running) = self.running.take() {
            drop(running.end());
            self.last_words = match why {
                Broken::TimedOut => "no answer in time".into(),
                Broken::Crashed(how) | Broken::Garbled(how) => how.clone(),
            };
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            drop(running.end());
        }
    }
}

impl Running {
    fn start(command: &str) -> std::io::Result<Self> {
        let mut child = shell(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (requests, to_write) = mpsc::channel::<String>();
        let (to_read, answers) = mpsc::channel();
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read must not stop this one.
            thread::spawn(move || {
                for line in to_write {
                    if stdin.write_all(line.as_bytes()).and_then(|()| stdin.flush()).is_err() {
                        return;
                    }
                }
            });
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || {
                let mut lines = Lines::new(BufReader::new(stdout));
                loop {
                    let line = match lines.next() {
                        Ok(Line::Text(line)) => Ok(line.to_vec()),
                        Ok(Line::TooLong) => Err(Broken::Garbled("a line without end".into())),
                        Ok(Line::End) | Err(_) => return,
                    };
                    if to_read.send(line).is_err() {
                        return;
                    }
                }
            });
        }
        let last_words = Arc::default();
        let (reading, words_are_read) = mpsc::channel();
        if let Some(stderr) = child.stderr.take() {
            let kept = Arc::clone(&last_words);
            thread::spawn(move || {
                keep_last(stderr, &kept);
                drop(reading);
            });
        }
        Ok(Running { child, requests, answers, last_words, words_are_read })
    }

    /// Ends it, with all that it started: how it ended, and its last words.
    fn end(mut self) -> (String, String) {
        // One that ends by itself has a moment for it, and then tells more.
        drop(self.requests);
        let mut status = None;
        for _ in 0..20 {
            status = self.child.try_wait().ok().flatten();
            if status.is_some() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        kill_group(&self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
        // It may have ended before its words were read. What left its group may hold stderr open for ever.
        let _ = self.words_are_read.recv_timeout(LAST_WORDS_TIME);
        let words = self.last_words.lock().map(|words| words.iter().copied().collect::<Vec<u8>>());
        let words = String::from_utf8_lossy(&words.unwrap_or_default()).into_owned();
        (status.map_or("ended".into(), |status| status.to_string()), words)
    }
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    use std::os::unix::process::CommandExt;
    let mut shell = Command::new("sh");
    // A group of its own, so that what the shell starts can be ended with it.
    shell.args(["-c", command]).process_group(0);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/C", command]);
    shell
}

/// Without unsafe code there is no call for a whole group, but there is a command.
fn kill_group(child: &Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        let mut kill = Command::new("kill");
        let _ = kill.args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }
}

fn keep_last(mut stderr: ChildStderr, kept: &Mutex<VecDeque<u8>>) {
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = stderr.read(&mut buffer) {
        let Ok(mut kept) = kept.lock() else { return };
        kept.extend(&buffer[..read]);
        let surplus = kept.len().saturating_sub(LAST_WORDS);
        kept.drain(..surplus);
    }
}

fn read(line: &[u8], id: &Value) -> Result<Value, Broken> {
    let shown = || {
        let text: String = String::from_utf8_lossy(line).chars().take(80).collect();
        format!("{text:?}")
    };
    let answer: Value = serde_json::from_slice(line)
        .map_err(|error| Broken::Garbled(format!("not JSON ({error}): {}", shown())))?;
    match answer.get("id") {
        Some(found) if found == id => Ok(answer),
        _ => Err(Broken::Garbled(format!("to another id: {}", shown()))),
    }
}
