//! From a host to the service and region that it is signed for, and back, as tables.
//!
//! Source: "Service endpoints and quotas" in the AWS general reference, and each service's own page.

use std::string::String;

/// What the host of a request tells of the credential scope.
///
/// ```
/// use sigfour::endpoint::Endpoint;
///
/// let endpoint = Endpoint::of_host("abc123.lambda-url.ap-northeast-2.on.aws").unwrap();
/// assert_eq!((endpoint.service(), endpoint.region()), ("lambda", Some("ap-northeast-2")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    service: String,
    region: Option<String>,
}

/// The domains that AWS's endpoints end in, and the partition's region of global services.
const DOMAINS: &[(&str, &str)] = &[
    (".amazonaws.com", "us-east-1"),
    (".amazonaws.com.cn", "cn-north-1"),
    (".on.aws", "us-east-1"),
    (".api.aws", "us-east-1"),
    (".amazonaws.eu", "eusc-de-east-1"),
    (".c2s.ic.gov", "us-iso-east-1"),
    (".sc2s.sgov.gov", "us-isob-east-1"),
    (".csp.hci.ic.gov", "us-isof-south-1"),
    (".cloud.adc-e.uk", "eu-isoe-west-1"),
    (".api.amazonwebservices.com.cn", "cn-north-1"),
];

/// Endpoint prefixes that are not the service's signing name.
const SIGNING_NAMES: &[(&str, &str)] = &[
    ("agreement-marketplace", "aws-marketplace"),
    ("aos", "es"),
    ("api.ecr", "ecr"),
    ("api.pricing", "pricing"),
    ("api.sagemaker", "sagemaker"),
    ("api.tunneling.iot", "IoTSecuredTunneling"),
    ("appconfigdata", "appconfig"),
    ("appstream2", "appstream"),
    ("appsync-api", "appsync"),
    ("bedrock-agent", "bedrock"),
    ("bedrock-agent-runtime", "bedrock"),
    ("bedrock-agentcore-control", "bedrock-agentcore"),
    ("bedrock-data-automation", "bedrock"),
    ("bedrock-data-automation-runtime", "bedrock"),
    ("bedrock-runtime", "bedrock"),
    ("catalog.marketplace", "aws-marketplace"),
    ("cloudhsmv2", "cloudhsm"),
    ("contact-lens", "connect"),
    ("data.iot", "iotdata"),
    ("data.jobs.iot", "iot-jobs-data"),
    ("email", "ses"),
    ("email-smtp", "ses"),
    ("entitlement.marketplace", "aws-marketplace"),
    ("identity-chime", "chime"),
    ("ivsrealtime", "ivs"),
    ("kafka-api", "kafka"),
    ("lambda-url", "lambda"),
    ("mail-manager", "ses"),
    ("maps.geo", "geo-maps"),
    ("media-pipelines-chime", "chime"),
    ("meetings-chime", "chime"),
    ("memory-db", "memorydb"),
    ("messaging-chime", "chime"),
    ("metering.marketplace", "aws-marketplace"),
    ("models-v2-lex", "lex"),
    ("oidc", "sso-oauth"),
    ("participant.connect", "execute-api"),
    ("personalize-events", "personalize"),
    ("personalize-runtime", "personalize"),
    ("pinpoint", "mobiletargeting"),
    ("places.geo", "geo-places"),
    ("portal.sso", "awsssoportal"),
    ("queue", "sqs"),
    ("routes.geo", "geo-routes"),
    ("runtime-v2-lex", "lex"),
    ("runtime.lex", "lex"),
    ("runtime.sagemaker", "sagemaker"),
    ("sms-voice.pinpoint", "sms-voice"),
    ("streams-dynamodb", "dynamodb"),
    ("streams.dynamodb", "dynamodb"),
    ("timestream-ingest", "timestream"),
    ("timestream-query", "timestream"),
    ("voice-chime", "chime"),
];

/// Services with one endpoint for a whole partition.
const GLOBAL: &[&str] = &[
    "budgets",
    "ce",
    "cloudfront",
    "globalaccelerator",
    "iam",
    "importexport",
    "organizations",
    "route53",
    "savingsplans",
    "sdb",
    "shield",
    "sts",
    "waf",
];

impl Endpoint {
    /// What the host tells; `None` for one that is not AWS's. A port is ignored.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let host = without_port(&host);
        let (name, home) = DOMAINS.iter().find_map(|(domain, home)| {
            let at = host.len().checked_sub(domain.len())?;
            let (name, end) = (host.get(..at)?, host.get(at..)?);
            (end == *domain).then_some((name, *home))
        })?;
        // An interface endpoint: vpce-id.service.region.vpce.amazonaws.com
        let name = match name.strip_suffix(".vpce") {
            Some(inner) if inner.starts_with("vpce-") => inner.split_once('.')?.1,
            Some(inner) => inner,
            None => name,
        };
        // OpenSearch puts the region first: domain.region.es.amazonaws.com
        for service in ["es", "aoss"] {
            let rest = name.strip_suffix(service).and_then(|rest| rest.strip_suffix('.'));
            if let Some((_, region)) = rest.and_then(|rest| rest.rsplit_once('.')) {
                return Some(Self::new(service, Some(region)));
            }
        }
        Self::of_s3(name)
            .or_else(|| Self::of_regional(name))
            .or_else(|| Self::of_global(name, home))
    }

    /// `[bucket.]s3[-fips|-accelerate|…][.dualstack][.region]`, and the older `s3-region`.
    fn of_s3(name: &str) -> Option<Self> {
        let mut labels = name.rsplit('.').peekable();
        let region = labels.next_if(|label| is_region(label));
        let label = match labels.next()? {
            "dualstack" => labels.next()?,
            label => label,
        };
        let prefix = label.strip_suffix("-fips").unwrap_or(label);
        let service = match prefix {
            "s3" | "s3-accesspoint" | "s3-accelerate" | "s3-control" => "s3",
            "s3-object-lambda" | "s3-outposts" => prefix,
            // A zonal endpoint has the zone in its name: s3express-use1-az4.
            _ if prefix == "s3express" || prefix.starts_with("s3express-") => "s3express",
            _ => {
                let region = prefix.strip_prefix("s3-").filter(|rest| is_region(rest))?;
                return Some(Self::new("s3", Some(region)));
            }
        };
        // A host without region is the first one's, but the accelerated and access point ones serve all.
        let region = region.or((prefix == "s3").then_some("us-east-1"));
        Some(Self::new(service, region))
    }

    /// `[id.]service.region`, where a service's prefix may have two labels.
    fn of_regional(name: &str) -> Option<Self> {
        let (rest, region) = name.rsplit_once('.').filter(|(_, last)| is_region(last))?;
        let rest = rest.strip_suffix(".dualstack").unwrap_or(rest);
        Some(Self::new(signing_name(rest), Some(region)))
    }

    fn of_global(name: &str, home: &str) -> Option<Self> {
        let service = name.strip_suffix("-fips").unwrap_or(name);
        let known = GLOBAL.contains(&service);
        // In China some of them live in the other region.
        let elsewhere =
            home == "cn-north-1" && ["budgets", "cloudfront", "route53"].contains(&service);
        let home = if elsewhere { "cn-northwest-1" } else { home };
        known.then(|| Self::new(service, Some(home)))
    }

    /// The service's signing name.
    pub fn service(&self) -> &str {
        &self.service
    }

    /// The region, where the host names one.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    fn new(service: &str, region: Option<&str>) -> Self {
        Endpoint { service: service.into(), region: region.map(String::from) }
    }
}

/// The host of a Host header: an IPv6 address keeps its brackets.
pub(super) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The signing name of `[id.]prefix`.
fn signing_name(prefix: &str) -> &str {
    let known = |prefix: &str| {
        SIGNING_NAMES.iter().find(|(name, _)| *name == prefix).map(|(_, signing)| *signing)
    };
    let prefix = prefix.strip_suffix("-fips").unwrap_or(prefix);
    let last = prefix.rsplit_once('.').map_or(prefix, |(_, last)| last);
    let last = last.strip_suffix("-fips").unwrap_or(last);
    let last_two = prefix.rmatch_indices('.').nth(1).map_or(prefix, |(at, _)| &prefix[at + 1..]);
    let of_three = known(prefix).or_else(|| known(last_two));
    // The id in front of `iot` tells the data plane's hosts from the service's own.
    let of_one = if last == "iot" && prefix != "iot" { Some("iotdata") } else { known(last) };
    of_three.or(of_one).unwrap_or(last)
}

/// Whether a label is a region's name: `us-east-1`, `us-gov-west-1`, `us-isob-east-1`.
fn is_region(label: &str) -> bool {
    let mut parts = label.split('-');
    let area = parts.next().unwrap_or_default();
    let number = label.rsplit('-').next().unwrap_or_default();
    let count = label.split('-').count();
    (2..=4).contains(&area.len())
        && area.bytes().all(|b| b.is_ascii_lowercase())
        && (3..=4).contains(&count)
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// The endpoint of STS in a region.
#[cfg(feature = "client")]
pub(crate) fn sts(region: &str) -> String {
    let domain = match region {
        r if r.starts_with("cn-") => "amazonaws.com.cn",
        r if r.starts_with("eusc-") => "amazonaws.eu",
        r if r.starts_with("us-iso-") => "c2s.ic.gov",
        r if r.starts_with("us-isob-") => "sc2s.sgov.gov",
        r if r.starts_with("us-isof-") => "csp.hci.ic.gov",
        r if r.starts_with("eu-isoe-") => "cloud.adc-e.uk",
        _ => "amazonaws.com",
    };
    std::format!("https://sts.{region}.{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_tell_service_and_region() {
        for (host, service, region) in [
            ("u3x.lambda-url.ap-northeast-2.on.aws", "lambda", "ap-northeast-2"),
            ("abc.execute-api.eu-west-1.amazonaws.com", "execute-api", "eu-west-1"),
            ("abc.execute-api.cn-north-1.amazonaws.com.cn:443", "execute-api", "cn-north-1"),
            ("vpce-1a-2b.execute-api.us-east-1.vpce.amazonaws.com", "execute-api", "us-east-1"),
            ("sts.amazonaws.com", "sts", "us-east-1"),
            ("STS.us-gov-west-1.AMAZONAWS.COM", "sts", "us-gov-west-1"),
            ("sts-fips.us-east-2.amazonaws.com", "sts", "us-east-2"),
            ("iam.amazonaws.com", "iam", "us-east-1"),
            ("iam.cn-north-1.amazonaws.com.cn", "iam", "cn-north-1"),
            ("s3.amazonaws.com", "s3", "us-east-1"),
            ("my.bucket.s3.amazonaws.com", "s3", "us-east-1"),
            ("bucket.s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"),
            ("s3-eu-west-1.amazonaws.com", "s3", "eu-west-1"),
            ("bucket.s3.dualstack.us-west-2.amazonaws.com", "s3", "us-west-2"),
            ("bucket.s3-fips.us-west-2.amazonaws.com", "s3", "us-west-2"),
            (
                "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com",
                "s3express",
                "us-east-1",
            ),
            ("ap-1.s3-object-lambda.us-east-1.amazonaws.com", "s3-object-lambda", "us-east-1"),
            ("ap-1.s3-accesspoint.us-east-1.amazonaws.com", "s3", "us-east-1"),
            ("dynamodb.us-east-1.amazonaws.com", "dynamodb", "us-east-1"),
            ("streams.dynamodb.us-east-1.amazonaws.com", "dynamodb", "us-east-1"),
            ("bedrock-runtime.us-east-1.amazonaws.com", "bedrock", "us-east-1"),
            ("email.us-east-1.amazonaws.com", "ses", "us-east-1"),
            ("123456789012.dkr.ecr.us-east-1.amazonaws.com", "ecr", "us-east-1"),
            ("a1b2-ats.iot.us-east-1.amazonaws.com", "iotdata", "us-east-1"),
            ("search-x-y.us-east-1.es.amazonaws.com", "es", "us-east-1"),
            ("id.us-east-1.aoss.amazonaws.com", "aoss", "us-east-1"),
            ("svc-id.7d67968.vpc-lattice-svcs.us-west-2.on.aws", "vpc-lattice-svcs", "us-west-2"),
            ("runtime-v2-lex.us-east-1.amazonaws.com", "lex", "us-east-1"),
            ("pinpoint.us-east-1.amazonaws.com", "mobiletargeting", "us-east-1"),
            ("sms-voice.pinpoint.us-east-1.amazonaws.com", "sms-voice", "us-east-1"),
            ("api.tunneling.iot.us-east-1.amazonaws.com", "IoTSecuredTunneling", "us-east-1"),
            ("data.jobs.iot.us-east-1.amazonaws.com", "iot-jobs-data", "us-east-1"),
            ("data.iot.us-east-1.amazonaws.com", "iotdata", "us-east-1"),
            ("iot.us-east-1.amazonaws.com", "iot", "us-east-1"),
            ("participant.connect.us-east-1.amazonaws.com", "execute-api", "us-east-1"),
            ("streams-dynamodb.us-east-1.api.aws", "dynamodb", "us-east-1"),
            ("route53.amazonaws.com.cn", "route53", "cn-northwest-1"),
            ("savingsplans.amazonaws.com", "savingsplans", "us-east-1"),
            ("sqs.us-isob-east-1.sc2s.sgov.gov", "sqs", "us-isob-east-1"),
            ("lambda.us-east-1.api.aws", "lambda", "us-east-1"),
        ] {
            let endpoint = Endpoint::of_host(host).unwrap_or_else(|| panic!("{host}"));
            assert_eq!((endpoint.service(), endpoint.region()), (service, Some(region)), "{host}");
        }
    }

    #[test]
    fn other_hosts_tell_nothing() {
        for host in [
            "example.com",
            "127.0.0.1:8080",
            "[::1]:80",
            "localhost",
            "",
            ".amazonaws.com",
            "amazonaws.com",
        ] {
            assert_eq!(Endpoint::of_host(host), None, "{host}");
        }
    }

    #[test]
    fn accelerated_hosts_serve_all_regions() {
        let endpoint = Endpoint::of_host("bucket.s3-accelerate.amazonaws.com").unwrap();
        assert_eq!((endpoint.service(), endpoint.region()), ("s3", None));
    }
}
