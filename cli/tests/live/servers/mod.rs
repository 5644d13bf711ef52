//! Real servers, written by others, that check signatures: started on free loopback ports, stopped
//! on drop.
//!
//! Every server is a guard. A guard in a `static` is never dropped, yet its server still ends with
//! the test process, because a watchdog (`watchdog.py`) sees the pipe between them close. Only its
//! run folder then stays behind, until a later run sweeps it away. So both work: a guard owned by
//! one test that runs its checks in sequence, and a `OnceLock` that tests share.
//!
//! The servers come from `PyPI` into `$SIGFOUR_LIVE_DIR` (else the repository's `target/live`), once. They need
//! `python3` with its venv module, and Unix.
#![allow(dead_code, reason = "each test binary uses a part of these servers")]

pub mod ministack;
pub mod process;
pub mod swift;
#[path = "../../../../tests/tls/mod.rs"]
pub mod tls;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{self as std_process, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// How long a server may take to come up, and to answer.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// How long the one-time installation may take: it downloads.
const INSTALL_PATIENCE: Duration = Duration::from_secs(600);
const POLL: Duration = Duration::from_millis(25);

/// Where servers are installed and run: `$SIGFOUR_LIVE_DIR`, else the repository's `target/live`.
pub fn state_dir() -> PathBuf {
    let dir = std::env::var_os("SIGFOUR_LIVE_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/live"),
        PathBuf::from,
    );
    fs::create_dir_all(&dir).unwrap_or_else(|e| panic!("cannot create {}: {e}", dir.display()));
    // Absolute, because servers are started in folders of their own.
    fs::canonicalize(&dir).unwrap_or_else(|e| panic!("cannot resolve {}: {e}", dir.display()))
}

/// A port on which nothing listens, never handed out before by this process.
///
/// It lies below the range from which systems take the ports of outgoing connections: such a
/// connection could take the port before the server does, and a probe of a port in that range can
/// even connect to itself.
pub fn free_port() -> u16 {
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    static NEXT: Mutex<Option<u32>> = Mutex::new(None);

    let mut next = NEXT.lock().expect("no holder of this lock panics");
    // Processes that run at the same time start from different places.
    let start = next.unwrap_or_else(|| std_process::id().wrapping_mul(7919) % COUNT);
    for step in 0..COUNT {
        let offset = (start + step) % COUNT;
        let port = u16::try_from(FIRST + offset).expect("the range lies below 65536");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            *next = Some(offset + 1);
            return port;
        }
    }
    drop(next);
    panic!("no free port from {FIRST} on");
}

/// A fresh folder for one run of one server, removed on drop unless the test has failed.
pub struct RunDir(PathBuf);

impl RunDir {
    pub fn new(server: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);

        let runs = state_dir().join("run");
        sweep(&runs);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let dir = runs.join(format!("{server}-{}-{count}", std_process::id()));
        // What stands there is of an earlier process with the same id.
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap_or_else(|e| panic!("cannot create {}: {e}", dir.display()));
        Self(dir)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for RunDir {
    fn drop(&mut self) {
        if !thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

/// Removes what failed or killed tests left in `runs` more than a day ago.
fn sweep(runs: &Path) {
    let day = Duration::from_secs(24 * 60 * 60);
    for entry in fs::read_dir(runs).into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|m| m.modified());
        let age = modified.map(|m| SystemTime::now().duration_since(m).unwrap_or_default());
        if age.is_ok_and(|age| age > day) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The `bin` folder of the Python virtual environment `name` with `packages`, made on first use.
pub fn venv(name: &str, packages: &[&str]) -> PathBuf {
    let dir = state_dir().join(name);
    if fs::read_to_string(dir.join("installed")).is_ok_and(|had| had == packages.join("\n")) {
        return dir.join("bin");
    }
    let mut command = Command::new("python3");
    command.args(["-c", include_str!("venv.py")]).arg(&dir).args(packages);
    let log = state_dir().join(format!("{name}.{}.log", std_process::id()));
    run(&mut command, &log, INSTALL_PATIENCE);
    let _ = fs::remove_file(log);
    dir.join("bin")
}

/// Runs `command` to its end, and panics with the tail of its output when it fails or takes too
/// long.
pub fn run(command: &mut Command, log: &Path, patience: Duration) {
    let mut child = logged(command, log)
        .stdin(Stdio::null())
        .spawn()
        .unwrap_or_else(|e| panic!("cannot start {:?}: {e}{}", command.get_program(), hint(&e)));
    let deadline = Instant::now() + patience;
    loop {
        match child.try_wait().expect("a child of this process can be waited for") {
            Some(status) if status.success() => return,
            Some(status) => panic!("{:?} failed ({status}):\n{}", command.get_program(), tail(log)),
            None if Instant::now() > deadline => {
                let _ = child.kill();
                let _ = child.wait();
                panic!("{:?} took over {patience:?}:\n{}", command.get_program(), tail(log));
            }
            None => thread::sleep(POLL),
        }
    }
}

/// Sends both outputs of `command` to the file `log`.
fn logged<'a>(command: &'a mut Command, log: &Path) -> &'a mut Command {
    let file = File::create(log).unwrap_or_else(|e| panic!("cannot write {}: {e}", log.display()));
    let again = file.try_clone().expect("a file just opened can be cloned");
    command.stdout(file).stderr(again)
}

fn hint(error: &io::Error) -> &'static str {
    if error.kind() == io::ErrorKind::NotFound {
        "\nThe live tests need python3 with its venv module (on Debian: python3-venv) on the PATH."
    } else {
        ""
    }
}

/// The last lines of a log, for the message of a panic.
fn tail(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.unwrap_or_else(|e| format!("no log at {}: {e}", log.display()));
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// Sends `request`, which must ask for `Connection: close`, to a loopback port as it is, and
/// returns the whole response, headers and all.
pub fn exchange(port: u16, request: &[u8]) -> io::Result<String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(request)?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    Ok(String::from_utf8_lossy(&response).into_owned())
}
