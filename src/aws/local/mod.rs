//! A loopback AWS: STS and a Lambda function URL on `127.0.0.1` and `[::1]`, for tests and demonstrations.
//!
//! One account, one IAM user, one role that the user may assume, one function URL with IAM authentication
//! that the role may invoke and that answers the event its function would get. Every call is verified with
//! [`Verifier`](crate::Verifier) and refused with AWS's own codes and words. Nothing leaves the machine.
//!
//! ```
//! use sigfour::local::LocalAws;
//! use std::time::Duration;
//!
//! let aws = LocalAws::start()?;
//! for (name, value) in aws.environment() {
//!     println!("{name}={}", if name.contains("SECRET") { "…" } else { &value }); // set these for your program
//! }
//! println!("let it assume {} and call {}", aws.role_arn(), aws.function_url());
//! aws.advance_clock(Duration::from_secs(3600)); // an hour later: temporary credentials have ended
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! What it is not: policies and tags are checked for their form and not acted upon; STS takes the credential scope
//! of its own region only, as AWS's regional endpoints do, and does not serve the actions that need no signature
//! (`AssumeRoleWithWebIdentity`, `AssumeRoleWithSAML`).

mod authenticate;
mod builder;
mod event;
mod exchange;
mod function;
mod random;
mod refusal;
mod server;
mod state;
mod sts;
mod text;

use std::fmt;
use std::format;
use std::io;
use std::string::{String, ToString};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use std::vec::Vec;

use tokio::sync::watch;

use crate::Credentials;

pub use builder::Builder;
use state::State;

/// A loopback AWS that runs in a thread of its own until it is dropped.
///
/// Dropping it finishes the requests under way, for a second at most, and frees the ports.
pub struct LocalAws {
    state: Arc<State>,
    sts: Ports,
    function: Ports,
    /// Dropping it is the sign to stop.
    stop: Option<watch::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// The port of a service: the same on IPv6, where the system has that.
#[derive(Debug, Clone, Copy)]
struct Ports {
    port: u16,
    has_v6: bool,
}

impl Ports {
    fn v4(self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn v6(self) -> Option<String> {
        self.has_v6.then(|| format!("http://[::1]:{}", self.port))
    }
}

impl LocalAws {
    /// Starts one on free ports, in `us-east-1`, with a user of random credentials.
    ///
    /// # Errors
    /// Where the system gives no port, thread or random numbers.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// To set ports, region, credentials and what the role asks of who assumes it.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// STS on IPv4: `http://127.0.0.1:PORT`.
    pub fn sts_url(&self) -> String {
        self.sts.v4()
    }

    /// STS on IPv6: `http://[::1]:PORT`, with the same port; `None` where the system has no IPv6.
    pub fn sts_url_v6(&self) -> Option<String> {
        self.sts.v6()
    }

    /// The function URL on IPv4: `http://127.0.0.1:PORT/`. Its service is `lambda`.
    pub fn function_url(&self) -> String {
        format!("{}/", self.function.v4())
    }

    /// The function URL on IPv6, with the same port; `None` where the system has no IPv6.
    pub fn function_url_v6(&self) -> Option<String> {
        self.function.v6().map(|url| format!("{url}/"))
    }

    /// The long-lived credentials of the account's one user.
    pub fn credentials(&self) -> Credentials {
        self.state.user.clone()
    }

    /// Who the credentials belong to.
    pub fn user_arn(&self) -> String {
        self.state.user_arn()
    }

    /// The role that the user may assume and that may invoke the function URL.
    pub fn role_arn(&self) -> String {
        self.state.role_arn()
    }

    /// The region that both services are in.
    pub fn region(&self) -> &str {
        &self.state.settings.region
    }

    /// The environment variables that point a client at it, the secret among them: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_DEFAULT_REGION` (which botocore reads in its place) and
    /// `AWS_ENDPOINT_URL_STS`.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        std::vec![
            ("AWS_ACCESS_KEY_ID", self.state.user.access_key_id().to_string()),
            ("AWS_SECRET_ACCESS_KEY", self.state.user.expose_secret_access_key().to_string()),
            ("AWS_REGION", self.state.settings.region.clone()),
            ("AWS_DEFAULT_REGION", self.state.settings.region.clone()),
            ("AWS_ENDPOINT_URL_STS", self.sts_url()),
        ]
    }

    /// What its clock says: the machine's time and the offset. The `Date` of its answers is the same.
    pub fn now(&self) -> crate::Timestamp {
        self.state.now()
    }

    /// Moves its clock ahead, as if the time had passed: temporary credentials end, and a client whose clock
    /// does not move is refused for its date.
    pub fn advance_clock(&self, by: Duration) {
        self.state.advance_clock(by);
    }

    /// Sets how many seconds its clock is ahead of the machine's, or behind it.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.state.set_clock_offset(seconds);
    }

    /// Ends all temporary credentials handed out so far, and leaves the clock as it is.
    pub fn expire_sessions(&self) {
        self.state.expire_sessions();
    }
}

impl Drop for LocalAws {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            // Whether it ended well or not, there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for LocalAws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalAws")
            .field("sts_url", &self.sts_url())
            .field("function_url", &self.function_url())
            .field("region", &self.state.settings.region)
            .field("credentials", &self.state.user)
            .field("role_arn", &self.role_arn())
            .finish_non_exhaustive()
    }
}
