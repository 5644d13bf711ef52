//! [MiniStack](https://pypi.org/project/ministack/): an emulator of AWS that checks signatures when
//! told to.
//!
//! It checks those made with the keys of IAM users and of sessions, never the root key's. So the
//! root key, without any signature, sets up a user with a key and a role, and the tests sign with
//! those.

use super::process::Process;
use super::{PATIENCE, RunDir, exchange, free_port, venv};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const VERSION: &str = "1.5.33";
const ROOT_KEY: &str = "rootboot";
const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const TRUST_USER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],
    "Principal":{"AWS":"arn:aws:iam::000000000000:user/tester"}}]}"#;
/// What the web identity role trusts, without its `https://`. Nothing needs to answer there.
pub const OIDC_ISSUER: &str = "issuer.example";
/// The audience the web identity role's provider knows.
pub const OIDC_AUDIENCE: &str = "test-aud";

/// How to start [`MiniStack`].
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Shifts the server's clock, in the words of libfaketime: `"+20m"`, `"-1h"`.
    pub clock_shift: Option<&'a str>,
}

/// A running `MiniStack` with the IAM user `tester` and the role `TestRole`, which that user may
/// assume.
pub struct MiniStack {
    // Before the folder: fields are dropped in order, and the server must not write into what is
    // being removed.
    process: Process,
    _dir: RunDir,
    pub port: u16,
    pub access_key_id: String,
    pub secret_access_key: String,
    /// A role that `tester` may assume.
    pub role_arn: String,
    /// A role for tokens of [`OIDC_ISSUER`].
    pub web_role_arn: String,
}

impl MiniStack {
    pub fn start() -> Self {
        Self::start_with(Options::default())
    }

    /// Panics when a clock shift is asked for and there is no [`faketime_library`].
    pub fn start_with(options: Options<'_>) -> Self {
        // Without the package cryptography it verifies no SigV4A signature.
        let bin = venv(
            &format!("ministack-{VERSION}"),
            &[&format!("ministack=={VERSION}"), "cryptography"],
        );
        let dir = RunDir::new("ministack");
        let run = dir.path().to_string_lossy().into_owned();
        let state = dir.path().join("state").to_string_lossy().into_owned();
        let port = free_port();
        let port_text = port.to_string();
        let mut env = vec![
            ("AUTH", "true"),
            ("BIND_HOST", "127.0.0.1"),
            ("GATEWAY_PORT", port_text.as_str()),
            ("MINISTACK_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", ROOT_KEY),
            ("AWS_SECRET_ACCESS_KEY", "rootbootsecret"),
            ("STATE_DIR", state.as_str()),
            ("TMPDIR", run.as_str()),
            ("HOME", run.as_str()),
            // Neither is needed, and both would listen on fixed ports.
            ("IOT_MTLS_ENABLED", "0"),
            ("SFTP_ENABLED", "0"),
        ];
        let faketime = options.clock_shift.map(|shift| {
            let library = faketime_library()
                .expect("a clock shift needs libfaketime (on Debian: the package faketime)");
            (shift, library.to_string_lossy().into_owned())
        });
        if let Some((shift, library)) = &faketime {
            env.extend([("LD_PRELOAD", library.as_str()), ("FAKETIME", shift)]);
            // Timers are not what is being tested.
            env.push(("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        }
        let server = bin.join("ministack").to_string_lossy().into_owned();
        let mut process = Process::spawn(&bin.join("python"), dir.path(), &[vec![server]], &env);
        process.wait_port(port, PATIENCE);

        let (access_key_id, secret_access_key) = create_user(port);
        create_role(port, "TestRole", TRUST_USER);
        create_web_role(port);
        Self {
            process,
            _dir: dir,
            port,
            access_key_id,
            secret_access_key,
            role_arn: "arn:aws:iam::000000000000:role/TestRole".to_owned(),
            web_role_arn: "arn:aws:iam::000000000000:role/WebRole".to_owned(),
        }
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn log(&self) -> String {
        self.process.log()
    }
}

/// The shared library that shifts a process's clock, where Linux distributions put it.
pub fn faketime_library() -> Option<PathBuf> {
    let roots = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(PathBuf::from);
    let multiarch = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|e| e.path());
    roots
        .into_iter()
        .chain(multiarch)
        .map(|dir| dir.join("faketime/libfaketime.so.1"))
        .find(|library| library.is_file())
}

fn create_user(port: u16) -> (String, String) {
    let user = ("UserName", "tester");
    iam(port, "CreateUser", &[user]);
    iam(port, "PutUserPolicy", &[user, ("PolicyName", "all"), ("PolicyDocument", ALLOW_ALL)]);
    let key = iam(port, "CreateAccessKey", &[user]);
    (element(&key, "AccessKeyId"), element(&key, "SecretAccessKey"))
}

fn create_role(port: u16, name: &str, trust: &str) {
    let role = ("RoleName", name);
    iam(port, "CreateRole", &[role, ("AssumeRolePolicyDocument", trust)]);
    iam(port, "PutRolePolicy", &[role, ("PolicyName", "all"), ("PolicyDocument", ALLOW_ALL)]);
}

fn create_web_role(port: u16) {
    iam(
        port,
        "CreateOpenIDConnectProvider",
        &[
            ("Url", &format!("https://{OIDC_ISSUER}")),
            ("ClientIDList.member.1", OIDC_AUDIENCE),
            ("ThumbprintList.member.1", &"0".repeat(40)),
        ],
    );
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
        "Principal":{{"Federated":"arn:aws:iam::000000000000:oidc-provider/{OIDC_ISSUER}"}}}}]}}"#
    );
    create_role(port, "WebRole", &trust);
}

/// One call of IAM in the name of the root key, whose signature is not checked: a credential is
/// enough.
fn iam(port: u16, action: &str, parameters: &[(&str, &str)]) -> String {
    let mut body = format!("Version=2010-05-08&Action={action}");
    for (name, value) in parameters {
        let _ = write!(body, "&{name}={}", form_encoded(value));
    }
    let request = format!(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential={ROOT_KEY}/20000101/us-east-1/iam/aws4_request, \
         SignedHeaders=host, Signature=0\r\n\r\n{body}",
        body.len()
    );
    let response =
        exchange(port, request.as_bytes()).unwrap_or_else(|e| panic!("IAM {action}: {e}"));
    assert!(response.starts_with("HTTP/1.1 200"), "IAM {action} failed:\n{response}");
    response
}

fn form_encoded(value: &str) -> String {
    let mut encoded = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The text of the first `<name>` in `xml`. Keys hold nothing that XML would escape.
fn element(xml: &str, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let found = xml.split_once(&open).and_then(|(_, rest)| rest.split_once(&close));
    let (text, _) = found.unwrap_or_else(|| panic!("no <{name}> in:\n{xml}"));
    text.to_owned()
}
