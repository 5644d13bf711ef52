//! The transport: sends one request and brings one answer. ureq with rustls, or one's own.

use std::fmt;
use std::path::Path;
use std::string::{String, ToString};
use std::time::Duration;
use std::vec::Vec;
use std::{fs, io};

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, RequestExt, http};

use super::answer::Answer;
use super::error::{Error, NetworkFault};
use super::proxy::Proxies;
use super::url::Url;

/// A signed request, ready to send.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Outgoing<'a> {
    /// The method.
    pub method: &'a str,
    /// The whole URL; its path and query must go on the wire as they are.
    pub url: &'a str,
    /// All headers to send, `host` among them. What is not in it may be added, such as `content-length`.
    pub headers: &'a [(String, String)],
    /// The body.
    pub body: &'a [u8],
    /// How long it may take from start to end, if that is less than what the transport was told.
    pub timeout: Option<Duration>,
}

impl fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outgoing({} {})", self.method, self.url)
    }
}

/// Sends requests. Implement it to use another HTTP client, or to test without one.
pub trait Transport: Send + Sync {
    /// Sends a request and answers whatever the server answers, redirects and errors as they are.
    ///
    /// # Errors
    /// [`Error::Network`] where no answer came.
    fn send(&self, request: Outgoing<'_>) -> Result<Answer, Error>;
}

/// What the built-in transport may be told.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) ca_bundle: Option<Vec<Certificate<'static>>>,
    pub(crate) max_response: u64,
    pub(crate) proxies: Proxies,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            connect_timeout: Duration::from_secs(10),
            // A Lambda function may take 15 minutes.
            timeout: Duration::from_secs(16 * 60),
            ca_bundle: None,
            // An answer of a Lambda function has at most 6 MB, 200 MB when streamed.
            max_response: 256 << 20,
            proxies: Proxies::default(),
        }
    }
}

/// The certificates of a PEM file.
pub(crate) fn read_ca_bundle(path: &Path) -> Result<Vec<Certificate<'static>>, Error> {
    let file = |why: String| Error::File { path: path.display().to_string(), why };
    let pem = fs::read(path).map_err(|e| file(e.to_string()))?;
    let mut certificates = Vec::new();
    for item in parse_pem(&pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|e| file(e.to_string()))? {
            certificates.push(certificate);
        }
    }
    if certificates.is_empty() {
        return Err(file("it holds no certificate in PEM form".into()));
    }
    Ok(certificates)
}

/// The built-in transport.
pub(crate) struct Ureq {
    agent: Agent,
    proxies: Proxies,
    timeout: Duration,
    max_response: u64,
}

impl Ureq {
    pub(crate) fn new(options: Options) -> Self {
        let roots = match options.ca_bundle {
            Some(certificates) => RootCerts::new_with_certs(&certificates),
            None => RootCerts::WebPki,
        };
        // ureq adds these to a point in time, which a year overflows nowhere.
        let longest = Duration::from_secs(365 * 24 * 60 * 60);
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .timeout_connect(Some(options.connect_timeout.min(longest)))
            .http_status_as_error(false)
            // A redirect is answered as it is: credentials and signature are for this host only.
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .proxy(None)
            .accept_encoding("identity")
            .user_agent(concat!("sigfour/", env!("CARGO_PKG_VERSION")));
        Ureq {
            agent: config.build().new_agent(),
            proxies: options.proxies,
            timeout: options.timeout.min(longest),
            max_response: options.max_response,
        }
    }

    fn run(&self, request: &Outgoing<'_>, url: &Url) -> Result<Answer, ureq::Error> {
        let mut builder = http::Request::builder().method(request.method).uri(&url.text);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        // A body of no bytes is announced where the method usually has one, and only there.
        let has_body =
            !request.body.is_empty() || matches!(request.method, "POST" | "PUT" | "PATCH");
        let response = if has_body {
            self.start(builder.body(request.body)?, url, request.timeout)?
        } else {
            self.start(builder.body(())?, url, request.timeout)?
        };
        let (parts, mut body) = response.into_parts();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into())
            })
            .collect();
        let body = body.with_config().limit(self.max_response).read_to_vec()?;
        Ok(Answer::new(parts.status.as_u16(), headers, body))
    }

    fn start(
        &self,
        request: http::Request<impl ureq::AsSendBody>,
        url: &Url,
        timeout: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let timeout = timeout.map_or(self.timeout, |timeout| timeout.min(self.timeout));
        let request = request.with_agent(&self.agent).configure();
        request.proxy(self.proxies.for_url(url)).timeout_global(Some(timeout)).run()
    }
}

impl Transport for Ureq {
    fn send(&self, request: Outgoing<'_>) -> Result<Answer, Error> {
        let url = Url::parse(request.url)?;
        self.run(&request, &url).map_err(|error| to_error(url, error))
    }
}

impl fmt::Debug for Ureq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ureq").finish_non_exhaustive()
    }
}

fn to_error(url: Url, error: ureq::Error) -> Error {
    let fault = match &error {
        ureq::Error::HostNotFound => NetworkFault::UnknownHost,
        ureq::Error::Timeout(_) => NetworkFault::Timeout,
        ureq::Error::BodyExceedsLimit(_) => NetworkFault::TooLarge,
        ureq::Error::InvalidProxyUrl | ureq::Error::ConnectProxyFailed(_) => NetworkFault::Proxy,
        ureq::Error::Rustls(error) => of_tls(error),
        ureq::Error::Tls(_) | ureq::Error::TlsRequired => NetworkFault::Tls,
        ureq::Error::Io(error) => of_io(error),
        ureq::Error::Http(error) => {
            return Error::InvalidArgument { name: "request", why: error.to_string() };
        }
        ureq::Error::BadUri(why) => {
            return Error::InvalidUrl { url: url.text, why: why.clone() };
        }
        _ => NetworkFault::Broken,
    };
    let detail = match &error {
        ureq::Error::HostNotFound => String::new(),
        error => error.to_string(),
    };
    Error::Network { host: url.host, fault, detail }
}

fn of_io(error: &io::Error) -> NetworkFault {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (inner, error.kind()) {
        (Some(error), _) => of_tls(error),
        (None, io::ErrorKind::ConnectionRefused) => NetworkFault::ConnectionRefused,
        (None, io::ErrorKind::TimedOut) => NetworkFault::Timeout,
        // The standard library has no kind for a name that does not resolve, only these words.
        _ if error.to_string().contains("failed to lookup address") => NetworkFault::UnknownHost,
        _ => NetworkFault::Broken,
    }
}

fn of_tls(error: &rustls::Error) -> NetworkFault {
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            NetworkFault::Certificate
        }
        _ => NetworkFault::Tls,
    }
}
