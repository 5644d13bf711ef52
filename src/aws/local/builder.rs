//! Setting up a loopback AWS: its ports, its user, and what its role asks of who assumes it.

use std::format;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::string::{String, ToString};
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use std::vec::Vec;

use tokio::sync::watch;

use super::server::{Server, Service};
use super::state::{Mfa, Settings, State};
use super::{LocalAws, Ports, random};
use crate::{CredentialScope, Credentials};

/// How often a free port is looked for that is free on IPv4 and on IPv6.
const TRIES: usize = 16;

/// Sets up a [`LocalAws`].
///
/// ```
/// use sigfour::local::LocalAws;
///
/// let aws = LocalAws::builder().region("ap-northeast-2").external_id("their-number").start()?;
/// assert_eq!(aws.region(), "ap-northeast-2");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    sts_port: u16,
    function_port: u16,
    credentials: Option<Credentials>,
    read_timeout: Duration,
    settings: Settings,
}

impl Builder {
    pub(super) fn new() -> Self {
        Builder {
            sts_port: 0,
            function_port: 0,
            credentials: None,
            read_timeout: Duration::from_secs(30),
            settings: Settings::default(),
        }
    }

    /// The port of STS; 0, as at first, takes a free one.
    #[must_use]
    pub fn sts_port(mut self, port: u16) -> Self {
        self.sts_port = port;
        self
    }

    /// The port of the function URL; 0, as at first, takes a free one.
    #[must_use]
    pub fn function_port(mut self, port: u16) -> Self {
        self.function_port = port;
        self
    }

    /// The region that requests must be signed for: `us-east-1` unless set.
    #[must_use]
    pub fn region(mut self, region: &str) -> Self {
        self.settings.region = region.into();
        self
    }

    /// The long-lived credentials of the user: random ones unless set.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// The name of the role that may be assumed: `caller` unless set.
    #[must_use]
    pub fn role_name(mut self, name: &str) -> Self {
        self.settings.role_name = name.into();
        self
    }

    /// Lets the role be assumed with this external id only.
    #[must_use]
    pub fn external_id(mut self, id: &str) -> Self {
        self.settings.external_id = Some(id.into());
        self
    }

    /// Lets the role be assumed with this MFA device only, whose code is always the one given; or with
    /// credentials of a GetSessionToken that had it.
    #[must_use]
    pub fn mfa(mut self, serial_number: &str, token_code: &str) -> Self {
        let (serial_number, token_code) = (serial_number.into(), token_code.into());
        self.settings.mfa = Some(Mfa { serial_number, token_code });
        self
    }

    /// The service that the function is called as: `lambda`, unless set. With `execute-api` it stands in for an
    /// API of API Gateway that wants IAM authorization.
    #[must_use]
    pub fn function_service(mut self, service: &str) -> Self {
        self.settings.function_service = service.into();
        self
    }

    /// Whether the user itself may invoke the function URL. Unless set it may not: it must assume the role.
    #[must_use]
    pub fn function_allows_user(mut self, yes: bool) -> Self {
        self.settings.function_allows_user = yes;
        self
    }

    /// How long a client may take for the head of a request, and again for its body: 30 seconds unless set,
    /// a day at most.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout.min(Duration::from_secs(24 * 60 * 60));
        self
    }

    /// Starts it: when this returns, its ports take calls.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`] for a region or role name that can't be one and for credentials with a
    /// session token; [`io::ErrorKind::AddrInUse`] for a port that is taken; whatever keeps the system from
    /// giving a port, a thread or random numbers.
    pub fn start(self) -> io::Result<LocalAws> {
        let user = self.user()?;
        let [sts_v4, sts_v6] = bind(self.sts_port)?;
        let [function_v4, function_v6] = bind(self.function_port)?;
        let ports = |v4: &Option<TcpListener>, v6: &Option<TcpListener>| {
            let port = v4.as_ref().map_or(Ok(0), |l| l.local_addr().map(|a| a.port()))?;
            io::Result::Ok(Ports { port, has_v6: v6.is_some() })
        };
        let (sts, function) = (ports(&sts_v4, &sts_v6)?, ports(&function_v4, &function_v6)?);

        let state = Arc::new(State::new(user, self.settings).map_err(|_| no_random())?);
        let listeners = [
            (Service::Sts, sts_v4),
            (Service::Sts, sts_v6),
            (Service::Function, function_v4),
            (Service::Function, function_v6),
        ];
        let listeners: Vec<_> = listeners.into_iter().filter_map(|(s, l)| Some((s, l?))).collect();
        let server = Server::new(Arc::clone(&state), listeners, self.read_timeout)?;
        let (stop, stopped) = watch::channel(());
        let thread = thread::Builder::new()
            .name("sigfour-local".into())
            .spawn(move || server.run(stopped))?;
        Ok(LocalAws { state, sts, function, stop: Some(stop), thread: Some(thread) })
    }

    /// Checks what was set and answers the user's credentials.
    fn user(&self) -> io::Result<Credentials> {
        CredentialScope::new("20150830", &self.settings.region, "sts").map_err(invalid)?;
        let name = &self.settings.role_name;
        let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
        if !(1..=64).contains(&name.len()) || !name.chars().all(allowed) {
            return Err(invalid("a role's name has 1 to 64 of A-Z a-z 0-9 _ + = , . @ -"));
        }
        match &self.credentials {
            Some(given) if given.session_token().is_some() => {
                Err(invalid("the credentials of a user have no session token"))
            }
            Some(given) => Ok(given.clone()),
            None => {
                let id = random::access_key_id("AKIA").map_err(|_| no_random())?;
                let secret = random::secret_access_key().map_err(|_| no_random())?;
                Credentials::new(&id, &secret).map_err(invalid)
            }
        }
    }
}

/// Binds a port on both loopback addresses; the second is `None` where the system has no IPv6.
fn bind(port: u16) -> io::Result<[Option<TcpListener>; 2]> {
    let taken = |address: &str, e: io::Error| {
        io::Error::new(e.kind(), format!("can't listen on {address}, port {port}: {e}"))
    };
    let mut tries = 0;
    loop {
        tries += 1;
        let v4 =
            TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|e| taken("127.0.0.1", e))?;
        match TcpListener::bind((Ipv6Addr::LOCALHOST, v4.local_addr()?.port())) {
            Ok(v6) => return Ok([Some(v4), Some(v6)]),
            Err(e) if e.kind() == io::ErrorKind::AddrInUse => {
                // A port that is free on IPv4 may be another program's on IPv6.
                if port != 0 || tries == TRIES {
                    return Err(taken("[::1]", e));
                }
            }
            Err(_) => return Ok([Some(v4), None]),
        }
    }
}

fn invalid(why: impl ToString) -> io::Error {
    let why: String = why.to_string();
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

fn no_random() -> io::Error {
    io::Error::other("the system gives no random numbers")
}
