//! A server's process: its output in a log, its end bound to that of the test.

use super::{PATIENCE, POLL, hint, logged, tail};
use std::fs;
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// One or more commands that run under a watchdog; all stop on drop, or when one of them ends.
pub struct Process {
    watchdog: Child,
    log: PathBuf,
}

impl Process {
    /// Starts `commands` in `dir`, with `env` added to the environment and without the caller's AWS
    /// settings. Their output goes to `dir/log`.
    pub fn spawn(
        python: &Path,
        dir: &Path,
        commands: &[Vec<String>],
        env: &[(&str, &str)],
    ) -> Self {
        let log = dir.join("log");
        let mut command = Command::new(python);
        command.args(["-c", include_str!("watchdog.py")]);
        command.args(commands.join(&"--".to_owned()));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        // A group of its own: Ctrl-C at the terminal must reach the test first, and servers through
        // it.
        command.current_dir(dir).envs(env.iter().copied()).process_group(0);
        let watchdog = logged(&mut command, &log)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {}: {e}{}", python.display(), hint(&e)));
        Self { watchdog, log }
    }

    /// Waits until something listens on `port`. Panics with the log's tail when the process ends
    /// first, or when `patience` does.
    pub fn wait_port(&mut self, port: u16, patience: Duration) {
        let deadline = Instant::now() + patience;
        loop {
            let open = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
            // Asked after the connection: an open port of another server is no sign that this one
            // lives.
            let ended =
                self.watchdog.try_wait().expect("a child of this process can be waited for");
            assert!(ended.is_none(), "the server ended early:\n{}", tail(&self.log));
            if open {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "port {port} was not up after {patience:?}:\n{}",
                tail(&self.log)
            );
            thread::sleep(POLL);
        }
    }

    /// All that the commands have written so far.
    pub fn log(&self) -> String {
        let bytes = fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let deadline = Instant::now() + PATIENCE;
        while let Ok(None) = self.watchdog.try_wait() {
            if Instant::now() > deadline {
                let _ = self.watchdog.kill();
                let _ = self.watchdog.wait();
                return;
            }
            thread::sleep(POLL);
        }
    }
}
