//! What can go wrong between a program and AWS, and what to do about it.

use std::boxed::Box;
use std::fmt;
use std::string::String;
use std::vec::Vec;

use super::service_error::ServiceError;

/// Why a call, or getting the credentials for it, did not come to an answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// The request can't be signed as it is.
    Sign(crate::Error),
    /// The URL can't be used.
    InvalidUrl {
        /// The URL.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing tells which region to sign for.
    NoRegion {
        /// The host of the call.
        host: String,
    },
    /// Nothing tells which service to sign for.
    NoService {
        /// The host of the call.
        host: String,
    },
    /// A file that was named can't be used.
    File {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// An argument is outside of what AWS takes.
    InvalidArgument {
        /// The argument.
        name: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// No source has credentials.
    NoCredentials {
        /// Each source that was asked, and why it has none.
        tried: Vec<String>,
    },
    /// A source has credentials that can't be used, such as a key id without its secret.
    InvalidCredentials {
        /// The source.
        from: String,
        /// What is wrong with them.
        why: String,
    },
    /// The answer did not come: see [`NetworkFault`].
    Network {
        /// The host of the call.
        host: String,
        /// What went wrong.
        fault: NetworkFault,
        /// The transport's own words.
        detail: String,
    },
    /// The answer came and can't be read.
    UnreadableAnswer {
        /// Where it came from.
        host: String,
        /// What is missing or wrong.
        why: String,
    },
    /// The server answered with an error.
    Refused(Box<ServiceError>),
}

/// What kept an answer from coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkFault {
    /// The name of the host is not known.
    UnknownHost,
    /// Nothing listens at that address and port.
    ConnectionRefused,
    /// The server's certificate is not trusted, or not for this host.
    Certificate,
    /// TLS failed for another reason.
    Tls,
    /// It took longer than was allowed.
    Timeout,
    /// The body of the answer is larger than was allowed.
    TooLarge,
    /// The proxy did not let the call through, or its address is wrong.
    Proxy,
    /// The connection broke, or what came over it is not HTTP.
    Broken,
}

/// The four ways to fail, each with an exit code of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The server refused: exit code 1.
    Refused,
    /// The call was not put right: exit code 2.
    Usage,
    /// There are no credentials: exit code 3.
    NoCredentials,
    /// The answer did not come: exit code 4.
    Network,
}

impl Error {
    /// Which of the four kinds it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Sign(_)
            | Error::InvalidUrl { .. }
            | Error::NoRegion { .. }
            | Error::NoService { .. }
            | Error::File { .. }
            | Error::InvalidArgument { .. } => ErrorKind::Usage,
            Error::NoCredentials { .. } | Error::InvalidCredentials { .. } => {
                ErrorKind::NoCredentials
            }
            Error::Network { .. } => ErrorKind::Network,
            Error::UnreadableAnswer { .. } | Error::Refused(_) => ErrorKind::Refused,
        }
    }

    /// What to do about it, in a sentence.
    pub fn advice(&self) -> &str {
        match self {
            Error::Sign(_) => "Mend the request; nothing was sent.",
            Error::InvalidUrl { .. } => {
                "Give a whole URL, percent-encoded, such as https://abc.lambda-url.us-east-1.on.aws/path?a=b."
            }
            Error::NoRegion { .. } => {
                "Name the region: --region us-east-1, AWS_REGION, or ClientBuilder::region."
            }
            Error::NoService { .. } => {
                "Name the service by its signing name, such as lambda or execute-api: --service, or ClientBuilder::service."
            }
            Error::File { .. } => "Check the path and the file's content.",
            Error::InvalidArgument { .. } => "Mend the argument; nothing was sent.",
            Error::NoCredentials { .. } => {
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary ones), or write a profile into ~/.aws/credentials and name it with --profile or AWS_PROFILE."
            }
            Error::InvalidCredentials { .. } => {
                "Mend them there: access key id, secret and session token belong together and are copied whole, without a space or line break."
            }
            Error::Network { fault, .. } => fault.advice(),
            Error::UnreadableAnswer { .. } => {
                "Check that the endpoint is the service's: what answered does not speak its protocol."
            }
            Error::Refused(error) => error.advice(),
        }
    }
}

impl NetworkFault {
    fn advice(self) -> &'static str {
        match self {
            NetworkFault::UnknownHost => {
                "Check the spelling of the host, its region, and the network's name server."
            }
            NetworkFault::ConnectionRefused => {
                "Check the port, and that the server runs; for a custom endpoint, AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL."
            }
            NetworkFault::Certificate => {
                "If the server, or a proxy that looks into TLS, has a CA of its own, name its PEM file: --ca-bundle FILE or AWS_CA_BUNDLE. Else the host is not the one it claims to be: don't send it anything."
            }
            NetworkFault::Tls => "Check that the port speaks TLS (https) and not plain HTTP.",
            NetworkFault::Timeout => {
                "Try again, or allow more time: --timeout, --connect-timeout. If it is always so, a firewall or a proxy is in the way."
            }
            NetworkFault::TooLarge => {
                "Allow a larger answer: --max-response, or ClientBuilder::max_response."
            }
            NetworkFault::Proxy => "Check HTTPS_PROXY and NO_PROXY.",
            NetworkFault::Broken => {
                "Try again; if it is always so, check that the server speaks HTTP at this port."
            }
        }
    }

    fn phrase(self) -> &'static str {
        match self {
            NetworkFault::UnknownHost => "the host is not known",
            NetworkFault::ConnectionRefused => "the connection was refused",
            NetworkFault::Certificate => "the server's certificate is not trusted",
            NetworkFault::Tls => "TLS failed",
            NetworkFault::Timeout => "it took too long",
            NetworkFault::TooLarge => "the answer is larger than allowed",
            NetworkFault::Proxy => "the proxy failed",
            NetworkFault::Broken => "the connection broke",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Sign(error) => write!(f, "the request can't be signed: {error}"),
            Error::InvalidUrl { url, why } => write!(f, "the URL {url:?} can't be used: {why}"),
            Error::NoRegion { host } => {
                write!(f, "no region is known to sign for, and the host {host} does not tell one")
            }
            Error::NoService { host } => {
                write!(f, "no service is known to sign for, and the host {host} does not tell one")
            }
            Error::File { path, why } => write!(f, "{path}: {why}"),
            Error::InvalidArgument { name, why } => write!(f, "{name}: {why}"),
            Error::NoCredentials { tried } => {
                f.write_str("no credentials were found")?;
                tried.iter().try_for_each(|source| write!(f, "\n  {source}"))
            }
            Error::InvalidCredentials { from, why } => {
                write!(f, "the credentials of the {from} can't be used: {why}")
            }
            Error::Network { host, fault, detail } => {
                write!(f, "no answer from {host}: {}", fault.phrase())?;
                if detail.is_empty() { Ok(()) } else { write!(f, " ({detail})") }
            }
            Error::UnreadableAnswer { host, why } => {
                write!(f, "the answer of {host} can't be read: {why}")
            }
            Error::Refused(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Sign(error) => Some(error),
            _ => None,
        }
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Error::Sign(error)
    }
}
