//! Any request that can be signed: odd paths, queries, header values and all.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A request, and how it is to be signed.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) service: &'static str,
    pub(crate) token: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    /// The life of a presigned URL in seconds; `None` for the header form.
    pub(crate) expires: Option<u64>,
}

impl Sample {
    pub(crate) fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

pub(crate) fn sample() -> impl Strategy<Value = Sample> {
    let form = prop_oneof![Just(None), (1..=604_800u64).prop_map(Some)];
    let token = proptest::option::of("[!-~]{1,40}");
    (service(), token, method(), path(), proptest::option::of(query()), headers(), body(), form)
        .prop_map(|(service, token, method, path, query, headers, body, expires)| Sample {
            service,
            token,
            method,
            path,
            query,
            headers,
            body,
            expires,
        })
}

fn service() -> impl Strategy<Value = &'static str> {
    select(
        &["s3", "lambda", "execute-api", "iotdevicegateway", "s3express", "vpc-lattice-svcs"][..],
    )
}

fn method() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&["GET", "POST", "PUT", "DELETE", "HEAD"][..]).prop_map(String::from),
        "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,8}",
    ]
}

/// Segments with all that paths are known to go wrong with.
pub(crate) fn path() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        3 => select(&["", ".", "..", "...", ".a", "%2e%2E", "%2F", "%", "%4", "%zz", "a%20b", "é"][..])
            .prop_map(String::from),
        4 => "[a-zA-Z0-9._~%+ :@!$&'()*,;=\\[\\]\"<>^`{|}é\u{10FFFF}\\\\-]{0,8}",
    ];
    vec(segment, 0..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

/// Pairs with and without `=`, empty ones, escapes in upper and lower case, needless and broken ones.
pub(crate) fn query() -> impl Strategy<Value = String> {
    let component = prop_oneof![
        2 => select(&["", "a", "A", "a-b", "%61", "%2b", "%2B", "+", "%", "%f", "%FF%fe", "é", "?", "/"][..])
            .prop_map(String::from),
        3 => "[a-cA-C0-9._~%+ :@!$'()*,;\\[\\]\"/?é\u{10FFFF}-]{0,6}",
    ];
    let pair = (component.clone(), select(&["", "=", "=="][..]), component)
        .prop_map(|(name, equals, value)| format!("{name}{equals}{value}"));
    vec(pair, 0..30).prop_map(|pairs| pairs.join("&"))
}

/// A host, and among other headers repeated names, blanks, quotes and bytes that are no UTF-8.
fn headers() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
    let host = prop_oneof![
        "[a-z0-9-]{1,12}(\\.[a-z]{2,3})?(:[0-9]{1,5})?",
        Just("[2001:db8::1]:8443".into()),
    ];
    let host = ("[hH][oO][sS][tT]", host).prop_map(|(name, value)| (name, value.into_bytes()));
    let names = &[
        "accept",
        "accept-encoding",
        "content-type",
        "cookie",
        "range",
        "date2",
        "x-amz-meta-a",
        "x-amz-meta-a-b",
        "x-amz-target",
        "user-agent",
        "connection",
        "x-amzn-trace-id",
        "baggage",
        "traceparent",
        "tracestate",
        "trailer",
        "proxy-anything",
    ][..];
    let name = prop_oneof![select(names).prop_map(String::from), "h-[!#$%&'*+.^_`|~0-9a-z-]{0,6}"];
    let name = (name, any::<u32>()).prop_map(|(name, bits)| in_mixed_case(&name, bits));
    (host, vec((name, header_value()), 0..12), any::<prop::sample::Index>()).prop_map(
        |(host, mut headers, at)| {
            headers.insert(at.index(headers.len() + 1), host);
            headers
        },
    )
}

pub(crate) fn header_value() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => b'!'..=b'~',
        3 => Just(b' '),
        1 => Just(b'\t'),
        1 => Just(b'"'),
        1 => 0x80..=0xFFu8,
    ];
    vec(byte, 0..20)
}

fn in_mixed_case(name: &str, bits: u32) -> String {
    let letter = |(n, letter): (usize, char)| match bits >> (n % 32) & 1 {
        0 => letter,
        _ => letter.to_ascii_uppercase(),
    };
    name.chars().enumerate().map(letter).collect()
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..80)
}
