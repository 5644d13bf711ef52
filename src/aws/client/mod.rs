//! The caller: blocking signed HTTPS requests.
//!
//! ```no_run
//! use sigfour::Client;
//! use sigfour::source::DefaultChain;
//! use sigfour::sts::AssumeRole;
//!
//! let role = AssumeRole::new("arn:aws:iam::123456789012:role/caller", "session").from(DefaultChain::new());
//! let client = Client::builder().credentials(role).build()?;
//! let answer = client.get("https://url-id.lambda-url.ap-northeast-2.on.aws/").call()?.ok()?;
//! println!("{}", answer.text());
//! # Ok::<(), sigfour::client::Error>(())
//! ```

mod call;

use std::boxed::Box;
use std::fmt;
use std::path::{Path, PathBuf};
use std::string::String;
use std::sync::Arc;
use std::time::Duration;

pub use super::answer::Answer;
pub use super::error::{Error, ErrorKind, NetworkFault};
pub use super::service_error::ServiceError;
pub use call::{Call, PresignedUrl, SignedCall};

use super::context::{Clock, Context, Environment, SystemClock};
use super::proxy::Proxies;
use super::source::{Cached, DefaultChain, Source, profile_region};
use super::transport::{self, Transport, Ureq};
use crate::Credentials;

/// Calls signed HTTPS endpoints. Make one and use it for many calls, from many threads: it keeps
/// connections, and temporary credentials until shortly before they end, with the signing keys derived from them.
#[derive(Debug)]
pub struct Client {
    pub(crate) context: Context,
    credentials: Cached<Box<dyn Source>>,
    region: Option<String>,
    service: Option<String>,
}

impl Client {
    /// A client on the default chain of credential sources, with the settings of the environment.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// To set what differs from the default.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A GET request.
    pub fn get(&self, url: &str) -> Call<'_> {
        self.request("GET", url)
    }

    /// A POST request.
    pub fn post(&self, url: &str) -> Call<'_> {
        self.request("POST", url)
    }

    /// A request of any method.
    pub fn request(&self, method: &str, url: &str) -> Call<'_> {
        Call::new(self, method, url)
    }

    /// The credentials that the next call is signed with.
    ///
    /// # Errors
    /// Those of the source.
    pub fn credentials(&self) -> Result<Credentials, Error> {
        self.credentials.credentials(&self.context)
    }

    /// What sources and STS calls made with this client work with.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The region of a call to a host that does not tell one: the builder's, or the environment's, or the
    /// profile's.
    pub fn region(&self) -> Option<String> {
        self.region.clone().or_else(|| self.context.region.clone())
    }
}

/// Settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    source: Option<Box<dyn Source>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Arc<dyn Clock>,
    environment: Environment,
    region: Option<String>,
    service: Option<String>,
    ca_bundle: Option<PathBuf>,
    proxy_from_environment: bool,
    options: transport::Options,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        ClientBuilder {
            source: None,
            transport: None,
            clock: Arc::new(SystemClock),
            environment: Environment::process(),
            region: None,
            service: None,
            ca_bundle: None,
            proxy_from_environment: true,
            options: transport::Options::default(),
        }
    }
}

impl ClientBuilder {
    /// Where the credentials come from: [`Credentials`] themselves, or any [`Source`].
    pub fn credentials(mut self, source: impl Source + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// The region to sign for, whatever the host tells.
    pub fn region(mut self, region: &str) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The service to sign for, by its signing name, whatever the host tells.
    pub fn service(mut self, service: &str) -> Self {
        self.service = Some(service.into());
        self
    }

    /// How long connecting may take: 10 s, unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// How long a call may take from start to end: 16 minutes, unless set, since a Lambda function may
    /// take 15.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// A PEM file of the certificates to trust, in place of Mozilla's; else `AWS_CA_BUNDLE` names one.
    pub fn ca_bundle(mut self, path: impl AsRef<Path>) -> Self {
        self.ca_bundle = Some(path.as_ref().into());
        self
    }

    /// The largest body of an answer, in bytes: 256 MiB, unless set.
    pub fn max_response(mut self, bytes: u64) -> Self {
        self.options.max_response = bytes;
        self
    }

    /// Whether `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are followed, as they are unless set. A
    /// proxy is never asked for a host that is this machine.
    pub fn proxy_from_environment(mut self, yes: bool) -> Self {
        self.proxy_from_environment = yes;
        self
    }

    /// Another clock than the machine's.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Other environment variables than the process's.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = environment;
        self
    }

    /// Another transport than the built-in one; time-outs, CA bundle, proxy and the answer's size are then
    /// its own affair.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::File`] for a CA bundle that can't be read, [`Error::InvalidArgument`] for a proxy's address
    /// that is none.
    pub fn build(mut self) -> Result<Client, Error> {
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let named = self.environment.get("AWS_CA_BUNDLE").map(PathBuf::from);
                if let Some(path) = self.ca_bundle.or(named) {
                    self.options.ca_bundle = Some(transport::read_ca_bundle(&path)?);
                }
                if self.proxy_from_environment {
                    self.options.proxies = Proxies::of(&self.environment)?;
                }
                Arc::new(Ureq::new(self.options))
            }
        };
        let region = self
            .region
            .clone()
            .or_else(|| self.environment.region())
            .or_else(|| profile_region(&self.environment));
        let source = self.source.unwrap_or_else(|| Box::new(DefaultChain::new()));
        Ok(Client {
            context: Context {
                transport,
                clock: self.clock,
                environment: self.environment,
                region,
            },
            credentials: Cached::new(source),
            region: self.region,
            service: self.service,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("source", &self.source)
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}
