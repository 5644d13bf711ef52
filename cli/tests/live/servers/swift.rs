//! [OpenStack Swift](https://pypi.org/project/swift/) with its S3 API: the strictest free checker
//! of S3 signatures.
//!
//! Four processes: the proxy that speaks S3, and one server each for accounts, containers and
//! objects, on one device with one replica. The device's file system must have extended attributes.

use super::process::Process;
use super::{PATIENCE, RunDir, free_port, run, venv};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

// Pinned, because tests read what its refusals say.
const VERSION: &str = "2.38.3";
const STORAGE: [&str; 3] = ["account", "container", "object"];

/// A running Swift with the S3 key of one user.
pub struct Swift {
    // Before the folder: fields are dropped in order, and the servers must not write into what is
    // being removed.
    process: Process,
    _dir: RunDir,
    pub port: u16,
    pub access_key_id: String,
    pub secret_access_key: String,
    pub region: String,
}

impl Swift {
    pub fn start() -> Self {
        let secret = "testing-secret-0123456789";
        let bin = venv(&format!("swift-{VERSION}"), &[&format!("swift=={VERSION}")]);
        let python = bin.join("python");
        let dir = RunDir::new("swift");
        let port = free_port();
        let storage = STORAGE.map(|name| (name, free_port()));

        write_settings(dir.path(), port, &storage, secret);
        let mut rings = Command::new(&python);
        rings.args(["-c", include_str!("swift_rings.py")]).arg(dir.path());
        rings.args(storage.map(|(name, port)| format!("{name}={port}")));
        run(&mut rings, &dir.path().join("rings.log"), PATIENCE);

        let servers = [("proxy", port)].into_iter().chain(storage);
        let commands: Vec<Vec<String>> = servers
            .clone()
            .map(|(name, _)| {
                let program = bin.join(format!("swift-{name}-server"));
                let settings = dir.path().join(format!("{name}.conf"));
                vec![text(&program), text(&settings), "-v".to_owned()]
            })
            .collect();
        let mut process = Process::spawn(&python, dir.path(), &commands, &[]);
        for (_, port) in servers {
            process.wait_port(port, PATIENCE);
        }
        Self {
            process,
            _dir: dir,
            port,
            access_key_id: "test:tester".to_owned(),
            secret_access_key: secret.to_owned(),
            region: "us-east-1".to_owned(),
        }
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn log(&self) -> String {
        self.process.log()
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

fn write_settings(dir: &Path, port: u16, storage: &[(&str, u16)], secret: &str) {
    let write = |name: &str, text: &str| {
        fs::write(dir.join(name), text).unwrap_or_else(|e| panic!("cannot write {name}: {e}"));
    };
    let device = dir.join("devices/d1");
    fs::create_dir_all(&device).unwrap_or_else(|e| panic!("cannot create the device: {e}"));
    write(
        "swift.conf",
        "[swift-hash]\nswift_hash_path_suffix = x\nswift_hash_path_prefix = y\n\
         [storage-policy:0]\nname = p0\ndefault = yes\n",
    );
    for &(name, port) in storage {
        write(&format!("{name}.conf"), &storage_settings(dir, name, port));
    }
    write("proxy.conf", &proxy_settings(dir, port, secret));
}

/// What all four servers have in common. `workers = 0` keeps each a single process.
fn common_settings(dir: &Path, name: &str, port: u16) -> String {
    format!(
        "[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = {port}\nworkers = 0\nswift_dir = {}\nlog_name = {name}\n\
         user = {}\n",
        dir.display(),
        user()
    )
}

/// Who runs the tests: a server of Swift changes to the user it is told, and else to one named
/// `swift`.
fn user() -> String {
    let output = Command::new("id").arg("-un").output().expect("every Unix has id");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn storage_settings(dir: &Path, name: &str, port: u16) -> String {
    let common = common_settings(dir, name, port);
    let devices = dir.join("devices");
    format!(
        "{common}devices = {}\nmount_check = false\ndisable_fallocate = true\n\
         [pipeline:main]\npipeline = {name}-server\n[app:{name}-server]\nuse = egg:swift#{name}\n",
        devices.display()
    )
}

fn proxy_settings(dir: &Path, port: u16, secret: &str) -> String {
    let filters: [(&str, &str); 9] = [
        ("catch_errors", ""),
        ("gatekeeper", ""),
        ("healthcheck", ""),
        ("listing_formats", ""),
        ("s3api", "location = us-east-1\ns3_acl = false\nauth_pipeline_check = true\n"),
        ("tempauth", &format!("user_test_tester = {secret} .admin\n")),
        ("bulk", ""),
        ("slo", ""),
        ("dlo", ""),
    ];
    let more = [
        ("symlink", ""),
        ("versioned_writes", "allow_versioned_writes = true\nallow_object_versioning = true\n"),
    ];
    let mut pipeline = String::new();
    let mut sections = String::new();
    for (name, settings) in filters.into_iter().chain(more) {
        pipeline += name;
        pipeline += " ";
        let _ = write!(sections, "[filter:{name}]\nuse = egg:swift#{name}\n{settings}");
    }
    let common = common_settings(dir, "proxy", port);
    format!(
        "{common}[pipeline:main]\npipeline = {pipeline}proxy-server\n[app:proxy-server]\nuse = egg:swift#proxy\n\
         account_autocreate = true\nallow_account_management = true\n{sections}"
    )
}
