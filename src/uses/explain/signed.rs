//! Mistakes of a signer, told by its signature alone: each is made on purpose, and the one that leads to the
//! signature that the request has is the one that was made.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use percent_encoding::{percent_decode_str, percent_encode};
use zeroize::Zeroizing;

use super::canonical_text::{CanonicalText, Parts};
use super::evidence::Evidence;
use super::row::Row;
use crate::sigv4::COMPONENT;
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
            let (path, _) = e.request.path_and_query();
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
            let method = e.own.as_ref()?.parts().method;
            let forms = [method.to_ascii_lowercase(), method.to_ascii_uppercase()];
            found(forms.iter().any(|form| signed_as(e, |parts| parts.method = form)))
        },
    },
    Row {
        code: "SignedTextForm",
        says: "it is signed over a canonical request with other line breaks",
        advice: "End each of the lines with one line feed, the headers with an empty line behind them, and put nothing behind the payload's hash.",
        finds: |e| {
            let text = e.own.as_ref()?.parts().render();
            let forms = [
                format!("{text}\n"),
                text.replacen("\n\n", "\n", 1),
                text.replace('\n', "\r\n"),
                text.rsplit_once("\n\n").map_or(String::new(), |(a, b)| format!("{a}\n{b}")),
            ];
            found(forms.iter().any(|form| e.is_signed_as(form)))
        },
    },
    Row {
        code: "SignedQueryOrder",
        says: "it is signed with the query in another order",
        advice: "Sort the parameters by name and then by value, after encoding both.",
        finds: |e| {
            let orders = orders(e)?;
            found(orders.iter().any(|query| signed_as(e, |parts| parts.query = query)))
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
            let has_query = !e.own.as_ref()?.parts().query.is_empty();
            found(has_query && with_query(e, |_| String::new()))
        },
    },
    Row {
        code: "SignedQueryAsSent",
        says: "it is signed with the query as it is sent, neither sorted nor encoded by the rules",
        advice: "Decode each name and value, encode them with all but A-Z a-z 0-9 - . _ ~ escaped, then sort.",
        finds: |e| {
            let (_, raw) = e.request.path_and_query();
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
            let is_it = |path: &str, query: &str| {
                signed_as(e, |parts| {
                    parts.path = path;
                    parts.query = query;
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
            let with = |host: &String| {
                with_headers(
                    e,
                    |name, value| if name == "host" { host.clone() } else { value.into() },
                )
            };
            found(hosts.iter().any(with))
        },
    },
    Row {
        code: "SignedHeaderSpaces",
        says: "it is signed with a header's white space as it is sent",
        advice: "Trim the values of headers and fold runs of spaces to one.",
        finds: |e| {
            let sent = e.headers_as_sent();
            found(with_headers(e, |name, value| {
                sent.get(name).map_or(value, String::as_str).into()
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
            let hash = e.request.body_or_hash().hash().to_string();
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
                ("a space behind it", joined(&[secret, " "])),
                ("a space before it", joined(&[" ", secret])),
                ("its spaces cut", joined(&[secret.trim()])),
                ("in quotes", joined(&["\"", secret, "\""])),
                ("percent-encoded", replaced(secret, &[("/", "%2F"), ("+", "%2B")])),
                ("percent-decoded", replaced(secret, &[("%2F", "/"), ("%2B", "+")])),
                ("a space for each '+'", replaced(secret, &[("+", " ")])),
                ("'AWS4' put before it twice", joined(&["AWS4", secret])),
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

fn found(yes: bool) -> Option<String> {
    yes.then(String::new)
}

/// Whether the signature is that of the canonical request with this change.
fn signed_as<'e>(e: &'e Evidence<'_>, change: impl FnOnce(&mut Parts<'e>)) -> bool {
    let Some(own) = &e.own else { return false };
    let mut parts = own.parts();
    change(&mut parts);
    e.is_signed_as(&parts.render())
}

/// The same with other values of headers, made of their names and values.
fn with_headers(e: &Evidence<'_>, value: impl Fn(&str, &str) -> String) -> bool {
    let Some(own) = &e.own else { return false };
    let parts = own.parts();
    let headers: Vec<_> =
        parts.headers.iter().map(|(name, own)| (name.clone(), value(name, own))).collect();
    e.is_signed_as(&Parts { headers: &headers, ..parts }.render())
}

/// The same with another query.
fn with_query(e: &Evidence<'_>, change: impl FnOnce(&str) -> String) -> bool {
    let Some(own) = &e.own else { return false };
    let parts = own.parts();
    let query = change(parts.query);
    e.is_signed_as(&Parts { query: &query, ..parts }.render())
}

/// The query in the orders that signers are seen to give it.
fn orders(e: &Evidence<'_>) -> Option<[String; 3]> {
    let own = e.own.as_ref()?;
    let as_sent = pairs_as_sent(own, e.request.path_and_query().1);
    let mut before_encoding = as_sent.clone();
    before_encoding.sort_by_cached_key(|pair| {
        let name = pair.split_once('=').map_or("", |(name, _)| name);
        percent_decode_str(name).collect::<Vec<u8>>()
    });
    let mut as_strings = as_sent.clone();
    as_strings.sort();
    Some([as_sent, before_encoding, as_strings].map(|pairs| pairs.join("&")))
}

/// The canonical pairs in the order in which the target has them.
fn pairs_as_sent(own: &CanonicalText, query: &str) -> Vec<String> {
    let canonical = |text: &str| {
        let bytes: Vec<u8> = percent_decode_str(text).collect();
        percent_encode(&bytes, COMPONENT).to_string()
    };
    // Some parameters are no part of the canonical request, such as the signature.
    let mut left = BTreeMap::<String, usize>::new();
    own.pairs().for_each(|(name, value)| *left.entry(format!("{name}={value}")).or_default() += 1);
    let mut pairs = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let pair = format!("{}={}", canonical(name), canonical(value));
        if let Some(count) = left.get_mut(&pair).filter(|count| **count > 0) {
            *count -= 1;
            pairs.push(pair);
        }
    }
    pairs
}

/// The pieces in one text, which is wiped. It has its room beforehand: one that grows leaves copies behind.
fn joined(pieces: &[&str]) -> Zeroizing<String> {
    let length = pieces.iter().map(|piece| piece.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    pieces.iter().for_each(|piece| text.push_str(piece));
    text
}

/// The text with each first of a pair replaced by its second. It is wiped, too.
fn replaced(text: &str, pairs: &[(&str, &str)]) -> Zeroizing<String> {
    // No second is more than three times as long as its first.
    let mut out = Zeroizing::new(String::with_capacity(3 * text.len()));
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let pair = pairs.iter().find(|(from, _)| rest.starts_with(from));
        match pair {
            Some((_, to)) => out.push_str(to),
            None => out.push(c),
        }
        rest = &rest[pair.map_or(c.len_utf8(), |(from, _)| from.len())..];
    }
    out
}

/// The day before (-1) or after (1).
fn day_beside(day: &str, by: i64) -> Option<AmzDate> {
    let noon = AmzDate::parse(&format!("{day}T120000Z")).ok()?.timestamp();
    AmzDate::new(noon.unix_seconds() + by * 24 * 60 * 60).ok()
}
