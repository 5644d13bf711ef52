//! Mistakes that show where the server's canonical request differs from that of the request as given: something
//! changed the request on its way, or the two sides go by different rules.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::canonical_text::CanonicalText;
use super::evidence::Evidence;
use super::row::Row;
use crate::sigv4::canonical_path;
use crate::sigv4::names::header as names;
use crate::sigv4::redact::{HIDDEN, is_secret, is_token};
use crate::{PayloadHash, Rules};

/// In the order of the canonical request's lines.
pub(super) const ROWS: &[Row] = &[
    Row {
        code: "MethodChanged",
        says: "the method was changed on the way",
        advice: "Call the final URL itself: a redirect makes a GET of a POST, and some proxies make a GET of a HEAD. A presigned URL holds for one method only.",
        finds: |e| differing(e, |text| &text.method),
    },
    Row {
        code: "PathEncodedOnce",
        says: "the server saw the path encoded once, and it was signed encoded twice: sign it with S3 rules",
        advice: "Sign for the service s3, or set the rule by name: Rules::double_encode(false).",
        finds: |e| path(e, |own, theirs| own.replace("%25", "%") == theirs),
    },
    Row {
        code: "PathEncodedTwice",
        says: "the server saw the path encoded twice, and it was signed encoded once: sign it with the rules of every service but S3",
        advice: "Sign for the service's own name, not s3, or set the rule by name: Rules::double_encode(true). If the service is S3, something on the way encoded the path again.",
        finds: |e| path(e, |own, theirs| theirs.replace("%25", "%") == own),
    },
    Row {
        code: "PathNormalized",
        says: "the server saw the path without its dot segments or double slashes",
        advice: "Send the path as it is meant, without `//`, `/./` and `/../`. HTTP clients and proxies remove them (curl: --path-as-is); of services only S3 keeps them.",
        finds: |e| path(e, |own, theirs| normalized(own) == theirs),
    },
    Row {
        code: "PathKept",
        says: "the server kept the path's dot segments or double slashes, and they were removed for signing",
        advice: "S3 keeps them: sign for the service s3, or set the rule by name: Rules::normalize_path(false).",
        finds: |e| path(e, |own, theirs| normalized(theirs) == own),
    },
    Row {
        code: "PathSlash",
        says: "the path got or lost a slash at its end",
        advice: "Send the path in the form that the server uses: a framework or a proxy redirects or rewrites the other one.",
        finds: |e| path(e, |own, theirs| own.trim_end_matches('/') == theirs.trim_end_matches('/')),
    },
    Row {
        code: "PathPrefix",
        says: "the path got or lost a part at its beginning",
        advice: "Sign the path that the server sees. A proxy, or a custom domain's base path mapping, adds or takes a part away; for API Gateway's own domain the stage is a part of the path, for a custom domain it is not.",
        finds: |e| path(e, |own, theirs| own.ends_with(theirs) || theirs.ends_with(own)),
    },
    Row {
        code: "PathChanged",
        says: "the path was changed on the way",
        advice: "Compare the two: a proxy rewrites it, or an HTTP client encodes it otherwise than it was signed. Send the target exactly as it was signed.",
        finds: |e| path(e, |_, _| true),
    },
    Row {
        code: "QueryPlus",
        says: "a '+' in the query means a plus sign to one side and a space to the other",
        advice: "Write %2B for a plus sign and %20 for a space, and never a bare '+'.",
        finds: |e| query(e, |own, theirs| spaces(own) == spaces(theirs)),
    },
    Row {
        code: "QueryEncodedTwice",
        says: "the query is encoded once on one side and twice on the other",
        advice: "Give the query either decoded to what encodes it, or encoded to what sends it: something encoded it again.",
        finds: |e| query(e, |own, theirs| own.replace("%25", "%") == theirs.replace("%25", "%")),
    },
    Row {
        code: "QueryLost",
        says: "the server saw no query",
        advice: "Send the query: in a shell, put the URL into quotes, since an unquoted & ends the command; a proxy may cut it, too.",
        finds: |e| query(e, |_, theirs| theirs.is_empty()),
    },
    Row {
        code: "QueryAdded",
        says: "the query got more parameters on the way",
        advice: "Find what adds them, such as a proxy, a CDN or a tracker; or sign the request behind it.",
        finds: |e| names(e, |own, theirs| (own, theirs)),
    },
    Row {
        code: "QueryRemoved",
        says: "the query lost parameters on the way",
        advice: "Find what takes them away: a CDN forwards only those that its policy names.",
        finds: |e| names(e, |own, theirs| (theirs, own)),
    },
    Row {
        code: "QueryOrder",
        says: "the server has the same parameters in another order",
        advice: "Both sides must sort by name and then by value, after encoding both: one of them does not.",
        finds: |e| {
            let found = query(e, |_, _| true);
            let (own, theirs) = e.both()?;
            found.filter(|_| sorted(own) == sorted(theirs)).map(|_| String::new())
        },
    },
    Row {
        code: "QueryChanged",
        says: "the query was changed on the way",
        advice: "Compare the two: sort and encode the query by the rules, and send it exactly as it was signed.",
        finds: |e| query(e, |_, _| true),
    },
    Row {
        code: "HostPort",
        says: "the Host had a port on one side and none on the other",
        advice: "Sign the Host header that is sent: with the port, unless it is the scheme's own (443, 80), which HTTP clients leave out.",
        finds: |e| {
            header(e, |name, own, theirs| {
                name == names::HOST && without_port(own) == without_port(theirs)
            })
        },
    },
    Row {
        code: "HostChanged",
        says: "the Host was changed on the way",
        advice: "Sign for the host that the server sees. A proxy or a CDN sets its origin's host: have it pass the Host header on, or sign behind it.",
        finds: |e| header(e, |name, _, _| name == names::HOST),
    },
    Row {
        code: "DateChanged",
        says: "the date that came is not the one that was signed",
        advice: "Send the x-amz-date that was signed; sign anew for every retry. Sign x-amz-date rather than Date, which HTTP clients and proxies set themselves.",
        finds: |e| header(e, |name, _, _| matches!(name, names::DATE | names::HTTP_DATE)),
    },
    Row {
        code: "TokenChanged",
        says: "the session token that came is not the one that was signed",
        advice: "Take access key id, secret and token from one set of credentials, all three anew when they are renewed.",
        finds: |e| header(e, |name, _, _| is_token(name)).map(|_| String::new()),
    },
    Row {
        code: "AmzHeaderChanged",
        says: "an x-amz-* header was changed on the way",
        advice: "Find what changes it: a header that AWS acts on must arrive as it was signed. Sign behind a proxy that has to set it.",
        finds: |e| header(e, |name, _, _| name.starts_with("x-amz-")),
    },
    Row {
        code: "HeaderLost",
        says: "a signed header did not arrive",
        advice: "Leave it out of the signature if a proxy or the HTTP client drops it on purpose (content-length, expect and connection are such); else have it passed on.",
        finds: |e| {
            // AWS takes a header that is listed and not there for an empty one.
            header(e, |_, own, theirs| theirs.is_empty() && !own.is_empty())
        },
    },
    Row {
        code: "HeaderSpaces",
        says: "a signed header's white space was changed on the way",
        advice: "Send values without spaces at their ends and without runs of spaces, and repeated headers as one with commas.",
        finds: |e| {
            let bare = |text: &str| text.replace([' ', '\t'], "");
            header(e, |_, own, theirs| bare(own) == bare(theirs))
        },
    },
    Row {
        code: "HeaderChanged",
        says: "a signed header was changed on the way",
        advice: "Leave it out of the signature: sign only host, content-type and x-amz-* where proxies are on the way (sigfour's client does; for a Signer there is leave_out).",
        finds: |e| header(e, |_, _, _| true),
    },
    Row {
        code: "SignedHeadersChanged",
        says: "the lists of the signed headers differ",
        advice: "Send the list that was signed, and sign what it lists: lower case, sorted, each once.",
        finds: |e| differing(e, |text| &text.signed_headers),
    },
    Row {
        code: "PayloadUnsigned",
        says: "one side takes the body as unsigned and the other hashes it",
        advice: "Send x-amz-content-sha256: UNSIGNED-PAYLOAD if that is what was signed; for every service but S3 hash the body.",
        finds: |e| {
            payload(e, |own, theirs| "UNSIGNED-PAYLOAD" == own || "UNSIGNED-PAYLOAD" == theirs)
        },
    },
    Row {
        code: "BodyLost",
        says: "the server got an empty body",
        advice: "Send the body that was signed: a redirect drops it, and so do some HTTP clients with a GET.",
        finds: |e| payload(e, |_, theirs| theirs == empty()),
    },
    Row {
        code: "BodyNotSigned",
        says: "the request is signed as if it had no body",
        advice: "Give the body to the signer.",
        finds: |e| payload(e, |own, _| own == empty()),
    },
    Row {
        code: "BodyChanged",
        says: "the body was changed on the way",
        advice: "Sign the body as it is sent: something changed it after that, such as a compression, a line break at its end, or another serialisation of the same JSON.",
        finds: |e| payload(e, |_, _| true),
    },
    Row {
        code: "ScopeChanged",
        says: "the server's credential scope is another",
        advice: "Sign for the region and service of the endpoint, on the day of x-amz-date in UTC, and send the credential as it was signed.",
        finds: |e| {
            let (own, theirs) = (e.own_string.as_ref()?, e.their_string.as_ref()?);
            (own.scope != theirs.scope).then(|| was(&own.scope, &theirs.scope))
        },
    },
];

fn was(own: &str, theirs: &str) -> String {
    format!("it was {own:?}, the server saw {theirs:?}")
}

fn differing(e: &Evidence<'_>, part: impl Fn(&CanonicalText) -> &str) -> Option<String> {
    let (own, theirs) = e.both()?;
    let (own, theirs) = (part(own), part(theirs));
    (own != theirs).then(|| was(own, theirs))
}

/// If the paths differ, and in this way.
fn path(e: &Evidence<'_>, is_it: impl Fn(&str, &str) -> bool) -> Option<String> {
    let (own, theirs) = e.both()?;
    let (own, theirs) = (&*own.path, &*theirs.path);
    (own != theirs && is_it(own, theirs)).then(|| was(own, theirs))
}

/// If the queries differ, and in this way.
fn query(e: &Evidence<'_>, is_it: impl Fn(&str, &str) -> bool) -> Option<String> {
    let (own, theirs) = e.both()?;
    let is_found = own.query != theirs.query && is_it(&own.query, &theirs.query);
    is_found.then(|| was(&beyond(own, theirs), &beyond(theirs, own)))
}

/// The parameters of the first that the second has not, or has less often.
fn beyond(one: &CanonicalText, other: &CanonicalText) -> String {
    let texts: Vec<_> = surplus(one, other)
        .into_iter()
        .map(|(name, value)| format!("{name}={}", shown(name, value)))
        .collect();
    texts.join("&")
}

fn surplus<'a>(one: &'a CanonicalText, other: &CanonicalText) -> Vec<(&'a str, &'a str)> {
    let other = sorted(other);
    let mut left = &other[..];
    let is_more = |group: &&[(&str, &str)]| {
        left = &left[left.partition_point(|pair| *pair < group[0])..];
        left.partition_point(|pair| *pair == group[0]) < group.len()
    };
    sorted(one).chunk_by(|a, b| a == b).filter(is_more).map(|group| group[0]).collect()
}

fn sorted(text: &CanonicalText) -> Vec<(&str, &str)> {
    let mut pairs: Vec<_> = text.pairs().collect();
    // Nearly always sorted already, which this sort is quick with.
    pairs.sort();
    pairs
}

/// The parameters that the second has beyond the first, if that is all in which the queries differ.
fn names(
    e: &Evidence<'_>,
    order: impl for<'e> Fn(
        &'e CanonicalText,
        &'e CanonicalText,
    ) -> (&'e CanonicalText, &'e CanonicalText),
) -> Option<String> {
    let (own, theirs) = e.both()?;
    let (less, more) = order(own, theirs);
    let names: Vec<_> = surplus(more, less).into_iter().map(|(name, _)| name).collect();
    (!names.is_empty() && surplus(less, more).is_empty()).then(|| names.join(", "))
}

/// If there is a header that differs in this way; one that is missing is empty.
fn header(e: &Evidence<'_>, is_it: impl Fn(&str, &str, &str) -> bool) -> Option<String> {
    let (own, theirs) = e.both()?;
    let seen: BTreeMap<_, _> = theirs.headers().collect();
    own.headers().find_map(|(name, value)| {
        let seen = seen.get(name).copied().unwrap_or_default();
        let is_found = value != seen && is_it(name, value, seen);
        let (value, seen) = (shown(name, value), shown(name, seen));
        is_found.then(|| format!("{name} was {value:?}, the server saw {seen:?}"))
    })
}

/// The value of a header or a parameter, if it may be shown.
fn shown<'a>(name: &str, value: &'a str) -> &'a str {
    if is_secret(name) && !value.is_empty() { HIDDEN } else { value }
}

fn payload(e: &Evidence<'_>, is_it: impl Fn(&str, &str) -> bool) -> Option<String> {
    let (own, theirs) = e.both()?;
    let (own, theirs) = (&*own.payload, &*theirs.payload);
    (own != theirs && is_it(own, theirs)).then(|| was(own, theirs))
}

fn spaces(query: &str) -> String {
    query.replace("%2B", "%20")
}

fn without_port(host: &str) -> &str {
    let (name, port) = host.rsplit_once(':').unwrap_or((host, ""));
    if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) { name } else { host }
}

fn empty() -> String {
    PayloadHash::of(b"").to_string()
}

/// A canonical path without dot segments and double slashes: as of a path that is encoded already.
fn normalized(path: &str) -> String {
    canonical_path(path, &Rules::of("").normalize_path(true).double_encode(false))
}
