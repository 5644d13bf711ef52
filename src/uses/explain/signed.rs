//! Mistakes of a signer in what it signs, told by its signature alone: each is made on purpose, and the one that leads to
//! the signature that the request has is the one that was made.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::canonical_text::{CanonicalText, Layout};
use super::evidence::Evidence;
use super::orders;
use super::row::Row;
use crate::PayloadHash;

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
            found(forms.iter().any(|form| e.is_signed_as(&own.with_path(form))))
        },
    },
    Row {
        code: "SignedMethodCase",
        says: "it is signed with the method in another case",
        advice: "Sign the method as it is sent: methods tell capitals from small letters.",
        finds: |e| {
            let own = e.own.as_ref()?;
            let forms = [own.method.to_ascii_lowercase(), own.method.to_ascii_uppercase()];
            found(forms.iter().any(|form| e.is_signed_as(&own.with_method(form))))
        },
    },
    Row {
        code: "SignedTextForm",
        says: "it is signed over a canonical request with other line breaks",
        advice: "End each of the lines with one line feed, the headers with an empty line behind them, and put nothing behind the payload's hash.",
        finds: |e| {
            let own = e.own.as_ref()?;
            found(Layout::WRONG.iter().any(|layout| e.is_signed_over(&own.render_in(layout))))
        },
    },
    Row {
        code: "SignedQueryOrder",
        says: "it is signed with the query in another order",
        advice: "Sort the parameters by name and then by value, after encoding both.",
        finds: |e| {
            let own = e.own.as_ref()?;
            found(orders_of(e, own).into_iter().any(|query| e.is_signed_as(&own.with_query(query))))
        },
    },
    Row {
        code: "SignedQueryPlus",
        says: "it is signed with a space for a '+' in the query, or the other way round",
        advice: "Write %2B for a plus sign and %20 for a space, in what is sent and in what is signed.",
        finds: |e| {
            let own = e.own.as_ref()?;
            let forms = [("%2B", "%20"), ("%20", "%2B"), ("%20", "+"), ("%2B", "+")];
            let mut queries = forms.iter().map(|(from, to)| own.query.replace(from, to));
            found(queries.any(|query| e.is_signed_as(&own.with_query(query))))
        },
    },
    Row {
        code: "SignedQueryNoEquals",
        says: "it is signed without the '=' behind a parameter that has no value",
        advice: "Sign `?acl` as `acl=`.",
        finds: |e| {
            let own = e.own.as_ref()?;
            let bare = own.query.split('&').map(|pair| pair.strip_suffix('=').unwrap_or(pair));
            found(e.is_signed_as(&own.with_query(bare.collect::<Vec<_>>().join("&"))))
        },
    },
    Row {
        code: "SignedWithoutQuery",
        says: "it is signed without the query",
        advice: "Give the signer the whole URL, with its query.",
        finds: |e| {
            let own = e.own.as_ref()?;
            found(e.is_signed_as(&own.with_query("")))
        },
    },
    Row {
        code: "SignedQueryAsSent",
        says: "it is signed with the query as it is sent, neither sorted nor encoded by the rules",
        advice: "Decode each name and value, encode them with all but A-Z a-z 0-9 - . _ ~ escaped, then sort.",
        finds: |e| {
            let (_, raw) = e.request.path_and_query();
            found(e.is_signed_as(&e.own.as_ref()?.with_query(raw)))
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
            let own = e.own.as_ref()?;
            let orders = orders_of(e, own);
            found(
                rules.into_iter().map(|rules| own.with_path(&e.path_by(rules))).any(|own| {
                    orders.iter().any(|query| e.is_signed_as(&own.with_query(&**query)))
                }),
            )
        },
    },
    Row {
        code: "SignedHostPort",
        says: "it is signed with another port in the Host header than is sent",
        advice: "Sign the Host header as it is sent: with the port, unless it is the scheme's own (443, 80).",
        finds: |e| {
            let own = e.own.as_ref()?;
            let host = own.header("host")?;
            let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
            let hosts = [bare.to_string(), format!("{bare}:443"), format!("{bare}:80")];
            found(hosts.iter().any(|host| e.is_signed_as(&own.with_header("host", host))))
        },
    },
    Row {
        code: "SignedHeaderSpaces",
        says: "it is signed with a header's white space as it is sent",
        advice: "Trim the values of headers and fold runs of spaces to one.",
        finds: |e| {
            let own = e.own.as_ref()?;
            // Of a repeated name the first, as in a map that keeps one of each.
            let mut sent: BTreeMap<String, Cow<'_, str>> = BTreeMap::new();
            e.request.list().visit(|name, value| {
                let value = || String::from_utf8_lossy(value.trim_ascii());
                sent.entry(name.to_ascii_lowercase()).or_insert_with(value);
            });
            found(e.is_signed_as(&own.with_values(|name| sent.get(name).map(|value| &**value))))
        },
    },
    Row {
        code: "SignedPayloadUnsigned",
        says: "it is signed with UNSIGNED-PAYLOAD in the place of the body's hash",
        advice: "Hash the body, or send x-amz-content-sha256: UNSIGNED-PAYLOAD where the service takes it.",
        finds: |e| found(e.is_signed_as(&e.own.as_ref()?.with_payload("UNSIGNED-PAYLOAD"))),
    },
    Row {
        code: "SignedBodyEmpty",
        says: "it is signed as if it had no body",
        advice: "Give the body to the signer.",
        finds: |e| {
            let empty = PayloadHash::of(b"").to_string();
            found(e.is_signed_as(&e.own.as_ref()?.with_payload(&empty)))
        },
    },
    Row {
        code: "SignedPayloadHashed",
        says: "it is signed with the hash of the body in another form or place than the server wants it",
        advice: "For a URL that is presigned for S3, sign UNSIGNED-PAYLOAD, or send the hash as x-amz-content-sha256. Its digits are lower-case.",
        finds: |e| {
            let hash = e.request.body_or_hash().hash().to_string();
            let forms = [hash.to_ascii_uppercase(), hash];
            let own = e.own.as_ref()?;
            found(forms.iter().any(|form| e.is_signed_as(&own.with_payload(form))))
        },
    },
];

fn found(yes: bool) -> Option<String> {
    yes.then(String::new)
}

fn orders_of(e: &Evidence<'_>, own: &CanonicalText) -> [String; 3] {
    orders::of(own, e.request.path_and_query().1)
}
