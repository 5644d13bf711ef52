//! Mistakes of a signer, told by its signature alone: each is made on purpose, and the one that leads to the
//! signature that the request has is the one that was made.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::percent_decode_str;

use super::cause::Row;
use super::evidence::Evidence;
use super::parts::CanonicalParts;
use crate::{AmzDate, CredentialScope, Credentials, PayloadHash};

pub(super) const ROWS: &[Row] = &[
    Row {
        code: "SignedPathOnce",
        says: "it is signed with the path encoded once, as for S3; this service wants it encoded twice",
        advice: "Sign with the rules of the service: tell the signer its name, or to encode the path twice (uriEscapePath, use_double_uri_encode, double_encode).",
        finds: |e| found(e.is_signed_by(e.rules.double_encode(false))),
    },
    Row {
        code: "SignedPathTwice",
        says: "it is signed with the path encoded twice; S3 wants it encoded once",
        advice: "Sign with the rules of S3: tell the signer that the service is s3, or to encode the path once.",
        finds: |e| found(e.is_signed_by(e.rules.double_encode(true))),
    },
    Row {
        code: "SignedPathKept",
        says: "it is signed with the path's dot segments and double slashes; this service removes them",
        advice: "Have the signer normalise the path, or send it without `//`, `/./` and `/../`.",
        finds: |e| found(e.is_signed_by(e.rules.normalize_path(false))),
    },
    Row {
        code: "SignedPathNormalized",
        says: "it is signed without the path's dot segments and double slashes; S3 keeps them as parts of the key",
        advice: "Tell the signer not to normalise the path (S3 rules).",
        finds: |e| found(e.is_signed_by(e.rules.normalize_path(true))),
    },
    Row {
        code: "SignedByOtherRules",
        says: "it is signed by the path rules of another kind of service",
        advice: "S3 takes the path as it is, encoded once; every other service wants it normalised and encoded twice. Tell the signer the right service.",
        finds: |e| {
            let other = |yes| e.rules.double_encode(yes).normalize_path(yes);
            found(e.is_signed_by(other(true)) || e.is_signed_by(other(false)))
        },
    },
    Row {
        code: "SignedPathForm",
        says: "it is signed with something else than the path in the path's line",
        advice: "Sign the path of the target, beginning with a slash: not the whole URL, not the query with it, and `/` where it is empty.",
        finds: |e| {
            let own = e.own.as_ref()?;
            let host = own.header("host").unwrap_or_default();
            let target = e.request.target();
            let path = target.split_once('?').map_or(target, |(path, _)| path);
            let url = |scheme: &str| format!("{scheme}://{host}{path}");
            let forms = [String::new(), path.into(), target.into(), url("https"), url("http")];
            found(forms.iter().any(|form| signed_as(e, |parts| parts.path = form)))
        },
    },
    Row {
        code: "SignedMethodCase",
        says: "it is signed with the method in another case",
        advice: "Sign the method as it is sent: methods tell capitals from small letters.",
        finds: |e| {
            let method = e.own.as_ref()?.method;
            let forms = [method.to_ascii_lowercase(), method.to_ascii_uppercase()];
            found(forms.iter().any(|form| signed_as(e, |parts| parts.method = form)))
        },
    },
    Row {
        code: "SignedTextForm",
        says: "it is signed over a canonical request with other line breaks",
        advice: "End each of the lines with one line feed, the headers with an empty line behind them, and put nothing behind the payload's hash.",
        finds: |e| {
            let text = e.own.as_ref()?.to_text();
            let forms = [
                format!("{text}\n"),
                text.replacen("\n\n", "\n", 1),
                text.replace('\n', "\r\n"),
                text.rsplit_once("\n\n").map_or(String::new(), |(a, b)| format!("{a}\n{b}")),
            ];
            found(forms.into_iter().any(|form| e.is_signed_as(form)))
        },
    },
    Row {
        code: "SignedQueryOrder",
        says: "it is signed with the query in another order",
        advice: "Sort the parameters by name and then by value, after encoding both.",
        finds: |e| {
            let orders = orders(e)?;
            found(orders.into_iter().any(|query| signed_as(e, |parts| parts.query = query)))
        },
    },
    Row {
        code: "SignedQueryPlus",
        says: "it is signed with a space for a '+' in the query, or the other way round",
        advice: "Write %2B for a plus sign and %20 for a space, in what is sent and in what is signed.",
        finds: |e| {
            let replaced = |from: &'static str, to: &'static str| {
                with_query(e, |query| query.replace(from, to))
            };
            found(
                replaced("%2B", "%20")
                    || replaced("%20", "%2B")
                    || replaced("%20", "+")
                    || replaced("%2B", "+"),
            )
        },
    },
    Row {
        code: "SignedQueryNoEquals",
        says: "it is signed without the '=' behind a parameter that has no value",
        advice: "Sign `?acl` as `acl=`.",
        finds: |e| {
            let bare = |pair: &str| pair.strip_suffix('=').unwrap_or(pair).to_string();
            found(with_query(e, |query| query.split('&').map(bare).collect::<Vec<_>>().join("&")))
        },
    },
    Row {
        code: "SignedWithoutQuery",
        says: "it is signed without the query",
        advice: "Give the signer the whole URL, with its query.",
        finds: |e| {
            let has_query = e.own.as_ref().is_some_and(|own| !own.query.is_empty());
            found(has_query && with_query(e, |_| String::new()))
        },
    },
    Row {
        code: "SignedQueryAsSent",
        says: "it is signed with the query as it is sent, neither sorted nor encoded by the rules",
        advice: "Decode each name and value, encode them with all but A-Z a-z 0-9 - . _ ~ escaped, then sort.",
        finds: |e| {
            let raw = e.request.target().split_once('?').map_or("", |(_, query)| query);
            found(with_query(e, |_| raw.to_string()))
        },
    },
    Row {
        code: "SignedPathAndQuery",
        says: "it is signed with the path by the rules of another kind of service, and with the query in another order",
        advice: "Two mistakes at once: the path is normalised and encoded twice everywhere but at S3, and the query is sorted by name and value after encoding. Older releases of curl (7.88, for one) do neither: `sigfour sign --format curl` makes a command that does.",
        finds: |e| {
            let rules = [
                e.rules.double_encode(false),
                e.rules.normalize_path(false),
                e.rules.double_encode(false).normalize_path(false),
                e.rules.double_encode(true).normalize_path(true),
            ];
            let paths: Vec<_> = rules.into_iter().filter_map(|rules| e.path_by(rules)).collect();
            let orders = orders(e)?;
            let is_it = |path: &str, query: &[(&str, &str)]| {
                let own = e.own.as_ref();
                own.is_some_and(|own| {
                    let (path, query) = (path, query.to_vec());
                    e.is_signed_as(CanonicalParts { path, query, ..own.clone() }.to_text())
                })
            };
            found(paths.iter().any(|path| orders.iter().any(|query| is_it(path, query))))
        },
    },
    Row {
        code: "SignedHostPort",
        says: "it is signed with another port in the Host header than is sent",
        advice: "Sign the Host header as it is sent: with the port, unless it is the scheme's own (443, 80).",
        finds: |e| {
            let host = e.own.as_ref()?.header("host")?;
            let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
            let hosts = [bare.to_string(), format!("{bare}:443"), format!("{bare}:80")];
            found(hosts.iter().any(|host| signed_as(e, |parts| set_header(parts, "host", host))))
        },
    },
    Row {
        code: "SignedHeaderSpaces",
        says: "it is signed with a header's white space as it is sent",
        advice: "Trim the values of headers and fold runs of spaces to one.",
        finds: |e| {
            let own = e.own.as_ref()?;
            let raw: Vec<_> = own.headers.iter().map(|(name, _)| e.header(name)).collect();
            found(signed_as(e, |parts| {
                for (header, raw) in parts.headers.iter_mut().zip(&raw) {
                    header.1 = raw.as_deref().unwrap_or(header.1);
                }
            }))
        },
    },
    Row {
        code: "SignedPayloadUnsigned",
        says: "it is signed with UNSIGNED-PAYLOAD in the place of the body's hash",
        advice: "Hash the body, or send x-amz-content-sha256: UNSIGNED-PAYLOAD where the service takes it.",
        finds: |e| found(signed_as(e, |parts| parts.payload = "UNSIGNED-PAYLOAD")),
    },
    Row {
        code: "SignedBodyEmpty",
        says: "it is signed as if it had no body",
        advice: "Give the body to the signer.",
        finds: |e| {
            let empty = PayloadHash::of(b"").to_string();
            found(signed_as(e, |parts| parts.payload = &empty))
        },
    },
    Row {
        code: "SignedPayloadHashed",
        says: "it is signed with the hash of the body in another form or place than the server wants it",
        advice: "For a URL that is presigned for S3, sign UNSIGNED-PAYLOAD, or send the hash as x-amz-content-sha256. Its digits are lower-case.",
        finds: |e| {
            let hash = e.request.payload_hash().to_string();
            let forms = [hash.to_ascii_uppercase(), hash];
            found(forms.iter().any(|form| signed_as(e, |parts| parts.payload = form)))
        },
    },
    Row {
        code: "KeyOfOtherScope",
        says: "the signing key was derived for another day, region or service than the credential scope names",
        advice: "Derive the key with the day, region and service of the credential scope, in this order: date, region, service, aws4_request. A key that is kept must be thrown away at midnight UTC.",
        finds: |e| {
            let (credentials, scope) = (e.credentials?, e.scope()?);
            let (day, region, service) = (scope.day(), scope.region(), scope.service());
            let day_before = day_beside(day, -1)?;
            let day_after = day_beside(day, 1)?;
            let services = ["execute-api", "lambda", "s3", "sts", "es", "iam", "dynamodb"];
            let regions = [
                "us-east-1",
                "us-east-2",
                "us-west-2",
                "eu-west-1",
                "eu-central-1",
                "ap-northeast-1",
                "ap-southeast-1",
            ];
            let others = [
                (day_before.day(), region, service),
                (day_after.day(), region, service),
                (day, service, region),
            ]
            .into_iter()
            .chain(services.map(|service| (day, region, service)))
            .chain(regions.map(|region| (day, region, service)));
            others
                .filter_map(|(day, region, service)| {
                    CredentialScope::new(day, region, service).ok()
                })
                .find(|other| e.is_signed_with(credentials, other))
                .map(|other| other.to_string())
        },
    },
    Row {
        code: "SecretAltered",
        says: "it is signed with the secret in an altered form",
        advice: "Pass the secret on as it is: a file or a variable added a space, or something percent-encoded or decoded its '/' and '+'.",
        finds: |e| {
            let (credentials, scope) = (e.credentials?, e.scope()?);
            let secret = credentials.expose_secret_access_key();
            let altered = [
                ("a space behind it", format!("{secret} ")),
                ("a space before it", format!(" {secret}")),
                ("its spaces cut", secret.trim().to_string()),
                ("in quotes", format!("\"{secret}\"")),
                ("percent-encoded", secret.replace('/', "%2F").replace('+', "%2B")),
                ("percent-decoded", secret.replace("%2F", "/").replace("%2B", "+")),
                ("a space for each '+'", secret.replace('+', " ")),
                ("'AWS4' put before it twice", format!("AWS4{secret}")),
            ];
            let is_it = |secret: &str| {
                let id = credentials.access_key_id();
                Credentials::new(id, secret).is_ok_and(|other| e.is_signed_with(&other, &scope))
            };
            let found = altered.iter().find(|(_, secret)| is_it(secret));
            found.map(|(how, _)| how.to_string())
        },
    },
];

/// The longest query of which other orders are tried: finding each pair in it takes a look at all.
const MOST_PAIRS: usize = 300;

fn found(yes: bool) -> Option<String> {
    yes.then(String::new)
}

/// Whether the signature is that of the canonical request with this change.
fn signed_as<'p>(e: &'p Evidence<'_>, change: impl FnOnce(&mut CanonicalParts<'p>)) -> bool {
    let Some(own) = &e.own else { return false };
    let mut parts: CanonicalParts<'p> = own.clone();
    change(&mut parts);
    e.is_signed_as(parts.to_text())
}

fn set_header<'p>(parts: &mut CanonicalParts<'p>, name: &str, value: &'p str) {
    for header in parts.headers.iter_mut().filter(|(n, _)| *n == name) {
        header.1 = value;
    }
}

/// Whether the signature is that of the canonical request with this in the query's place.
fn with_query(e: &Evidence<'_>, change: impl FnOnce(&str) -> String) -> bool {
    let Some(own) = &e.own else { return false };
    let query = change(&own.query_text());
    let text = own.to_text();
    // The query is the third line.
    let mut lines: Vec<&str> = text.split('\n').collect();
    if let Some(line) = lines.get_mut(2) {
        *line = &query;
    }
    e.is_signed_as(lines.join("\n"))
}

/// The query in the orders that signers are seen to give it; `None` where that would take too long.
fn orders<'e>(e: &'e Evidence<'_>) -> Option<[Vec<(&'e str, &'e str)>; 3]> {
    let own = e.own.as_ref().filter(|own| own.query.len() <= MOST_PAIRS)?;
    let as_sent = pairs_as_sent(own, e.request.target());
    let mut before_encoding = as_sent.clone();
    before_encoding.sort_by_key(|pair| decoded(pair.0).collect::<Vec<u8>>());
    let mut as_strings = own.query.clone();
    as_strings.sort_by_key(|(name, value)| format!("{name}={value}"));
    Some([as_sent, before_encoding, as_strings])
}

/// The canonical pairs in the order in which the target has them.
fn pairs_as_sent<'a>(own: &CanonicalParts<'a>, target: &str) -> Vec<(&'a str, &'a str)> {
    let mut left = own.query.clone();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let mut pairs = Vec::new();
    for raw in query.split('&') {
        let (name, value) = raw.split_once('=').unwrap_or((raw, ""));
        let is_it = |pair: &(&str, &str)| {
            decoded(pair.0).eq(decoded(name)) && decoded(pair.1).eq(decoded(value))
        };
        if let Some(at) = left.iter().position(is_it) {
            pairs.push(left.remove(at));
        }
    }
    pairs
}

fn decoded(text: &str) -> percent_encoding::PercentDecode<'_> {
    percent_decode_str(text)
}

/// The day before (-1) or after (1).
fn day_beside(day: &str, by: i64) -> Option<AmzDate> {
    let noon = AmzDate::parse(&format!("{day}T120000Z")).ok()?.to_offset_date_time();
    AmzDate::new(noon.checked_add(time::Duration::days(by))?).ok()
}
