//! What the commands that need credentials have in common: where those come from, and what is signed for.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use sigfour::Client;
use sigfour::client::{ClientBuilder, Error, ErrorKind};
use sigfour::context::Environment;
use sigfour::endpoint::Endpoint;
use sigfour::source::DefaultChain;
use sigfour::sts::AssumeRole;

use crate::failure::{Exit, Failure};
use crate::terminal::aside;
use crate::{advice, moment};

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        if let Error::Sign(error) = &error {
            let message = format_args!("the request can't be signed: {error}");
            return Failure::new(Exit::of(error), message).advise(advice::of(error));
        }
        let exit = match error.kind() {
            ErrorKind::Usage => Exit::Usage,
            ErrorKind::NoCredentials => Exit::NoCredentials,
            ErrorKind::Network => Exit::Network,
            _ => Exit::Refused,
        };
        Failure::new(exit, &error).advise(error.advice())
    }
}

/// Whose credentials.
#[derive(Debug, Clone, Args)]
pub(crate) struct SourceArgs {
    /// The profile of ~/.aws/credentials and ~/.aws/config to take credentials and region from
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
}

impl SourceArgs {
    pub(crate) fn chain(&self) -> DefaultChain {
        match &self.profile {
            Some(profile) => DefaultChain::new().profile(profile),
            None => DefaultChain::new(),
        }
    }

    /// The environment, in which a profile of the command line stands for that of `AWS_PROFILE`: it gives
    /// the region, too.
    fn environment(&self) -> Environment {
        let Some(profile) = &self.profile else { return Environment::process() };
        let unicode = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let own = [("AWS_PROFILE".to_string(), profile.clone())];
        Environment::of(std::env::vars_os().filter_map(unicode).chain(own))
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().environment(self.environment()).credentials(self.chain())
    }
}

/// What to sign for.
#[derive(Debug, Clone, Args)]
pub(crate) struct ScopeArgs {
    /// The service's signing name, such as lambda or execute-api: overrides what the host tells
    #[arg(long, value_name = "SERVICE", value_parser = scope_part)]
    pub(crate) service: Option<String>,
    /// The region: overrides what the host tells, and AWS_REGION and the profile where it tells none
    #[arg(long, value_name = "REGION", value_parser = scope_part)]
    pub(crate) region: Option<String>,
}

impl ScopeArgs {
    /// Service and region of a request to `host`.
    pub(crate) fn resolve(&self, host: &str, client: &Client) -> Result<(String, String), Failure> {
        let lower = host.to_ascii_lowercase();
        let (of_host, region_of_host) =
            Endpoint::of_host(&lower).map_or((None, None), |endpoint| {
                let region = endpoint.region().map(String::from);
                (Some(endpoint.service().to_string()), region)
            });
        let service = self.service.clone().or(of_host);
        let region = self.region.clone().or(region_of_host).or_else(|| client.region());
        match (service, region) {
            (Some(service), Some(region)) => Ok((service, region)),
            (None, _) => Err(Error::NoService { host: host.into() }.into()),
            (_, None) => Err(Error::NoRegion { host: host.into() }.into()),
        }
    }

    /// Says where a request is signed for something else than its host tells.
    pub(crate) fn note_of_host(&self, headers: &[(impl AsRef<str>, impl AsRef<str>)]) {
        let mut hosts =
            headers.iter().filter(|(name, _)| name.as_ref().eq_ignore_ascii_case("host"));
        let host = hosts.next().map_or("", |(_, value)| value.as_ref());
        let Some(endpoint) = Endpoint::of_host(host) else { return };
        for (name, given, told) in [
            ("service", &self.service, Some(endpoint.service())),
            ("region", &self.region, endpoint.region()),
        ] {
            let Some((given, told)) = given.as_deref().zip(told) else { continue };
            if given != told {
                aside(format_args!(
                    "Signing for the {name} {given}, as --{name} says, though the host tells {told}"
                ));
            }
        }
    }

    /// Tells a client what was named.
    pub(crate) fn apply(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(service) = &self.service {
            builder = builder.service(service);
        }
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        builder
    }
}

/// Reads a part of a credential scope.
pub(crate) fn scope_part(text: &str) -> Result<String, String> {
    let is_allowed = |b: u8| b.is_ascii_graphic() && b != b'/' && b != b',';
    if text.is_empty() || !text.bytes().all(is_allowed) {
        return Err("it must be a name without spaces, slashes and commas".into());
    }
    Ok(text.into())
}

/// How to reach the server.
#[derive(Debug, Clone, Args)]
pub(crate) struct NetworkArgs {
    /// A PEM file of the certificates to trust, in place of the built-in ones and of AWS_CA_BUNDLE
    #[arg(long, value_name = "FILE")]
    ca_bundle: Option<PathBuf>,
    /// How long connecting may take
    #[arg(long, value_name = "SECONDS", value_parser = moment::timeout)]
    connect_timeout: Option<Duration>,
    /// How long the whole call may take [default: 16 minutes]
    #[arg(long, value_name = "SECONDS", value_parser = moment::timeout)]
    timeout: Option<Duration>,
}

impl NetworkArgs {
    pub(crate) fn apply(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(path) = &self.ca_bundle {
            builder = builder.ca_bundle(path);
        }
        if let Some(timeout) = self.connect_timeout {
            builder = builder.connect_timeout(timeout);
        }
        if let Some(timeout) = self.timeout {
            builder = builder.timeout(timeout);
        }
        builder
    }
}

/// Which STS to ask, and as whom.
#[derive(Debug, Clone, Args)]
pub(crate) struct StsArgs {
    /// The region whose STS is asked [default: AWS_REGION's, or the profile's]
    #[arg(long, value_name = "REGION", value_parser = scope_part)]
    region: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    network: NetworkArgs,
}

impl StsArgs {
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let mut builder = self.network.apply(self.source.builder());
        if let Some(region) = &self.region {
            builder = builder.region(region);
        }
        builder.build()
    }
}

/// How a role's session is made, beside the role itself.
#[derive(Debug, Clone, Args)]
pub(crate) struct RoleArgs {
    /// The name that the session has in AWS's logs
    #[arg(long, value_name = "NAME", default_value = "sigfour", requires = "role_arn")]
    session_name: String,
    /// How long the role's credentials hold: 900 to 43200 [default: 3600]
    #[arg(long, value_name = "SECONDS", requires = "role_arn")]
    duration: Option<u64>,
    /// The id that a third party's role asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    external_id: Option<String>,
}

impl RoleArgs {
    pub(crate) fn role(&self, arn: &str) -> AssumeRole {
        let mut role = AssumeRole::new(arn, &self.session_name);
        if let Some(seconds) = self.duration {
            role = role.duration(Duration::from_secs(seconds));
        }
        if let Some(id) = &self.external_id {
            role = role.external_id(id);
        }
        role
    }
}
