//! Requests that are made to cost a verifier much. Each aims at a loop: over bytes, pairs, names, or what they have in
//! common. Numbers come in an order that a sort gains nothing from.

use sigfour::{Limits, Verifier};

use crate::family::{Family, THOUSANDS, Unit};
use crate::order::shuffled;
use crate::wire::{ACCESS_KEY_ID, Form, REGION, Wire, now};

pub(crate) const FAMILIES: &[Family] = &[
    // The query: what is between two `&`, what is escaped, what is compared.
    Family {
        id: "query-percent",
        says: "`%&` in the query",
        // 1,024 parameters: that behind the last `&` counts, too.
        at_limits: 2_046,
        make: |n| Wire::query(repeated("%&", n)),
        ..Family::BYTES
    },
    Family {
        id: "query-empty",
        says: "`&` in the query",
        at_limits: 1_023,
        make: |n| Wire::query(repeated("&", n)),
        ..Family::BYTES
    },
    Family {
        id: "query-equals",
        says: "`=&` in the query",
        at_limits: 2_046,
        make: |n| Wire::query(repeated("=&", n)),
        ..Family::BYTES
    },
    Family {
        id: "query-same-pair",
        says: "`a=1&` in the query",
        at_limits: 4_092,
        make: |n| Wire::query(repeated("a=1&", n)),
        ..Family::BYTES
    },
    Family {
        id: "query-value-percent",
        says: "a value of `%` that begin no escape",
        make: |n| Wire::query(format!("a={}", repeated("%", n))),
        ..Family::BYTES
    },
    Family {
        id: "query-value-unneeded",
        says: "a value of escapes that need not be: `%41`",
        make: |n| Wire::query(format!("a={}", repeated("%41", n))),
        ..Family::BYTES
    },
    Family {
        id: "query-value-bytes",
        says: "a value of bytes that must be escaped: `é`",
        make: |n| Wire::query(format!("a={}", repeated("é", n))),
        ..Family::BYTES
    },
    Family {
        id: "query-names-escapes",
        says: "names with 64 escapes in common",
        at_limits: 320,
        make: |n| Wire::query(names(n, &"%2F".repeat(64))),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-names-rewritten",
        says: "names with 64 escapes in common that are written anew: `%2f`",
        at_limits: 320,
        make: |n| Wire::query(names(n, &"%2f".repeat(64))),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-names-first-8",
        says: "names with their first 8 bytes in common",
        make: |n| Wire::query(names(n, "aaaaaaaa")),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-names-long",
        says: "64 names with nearly all of their bytes in common",
        make: |n| Wire::query(names(64, &repeated("a", n / 64))),
        ..Family::BYTES
    },
    Family {
        id: "query-one-name",
        says: "values of one name",
        make: |n| Wire::query(names(n, "a=")),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-values-common",
        says: "values of one name with 110 bytes in common",
        at_limits: 540,
        make: |n| Wire::query(names(n, &format!("a={}", "v".repeat(110)))),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-known-names",
        says: "names that begin as those that signing adds: `X-Amz-S…`",
        make: |n| Wire::query(names(n, "X-Amz-S")),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-strict",
        says: "names in capitals and not, for a verifier with `strict_target`",
        make: |n| Wire::query(strict(n)),
        verifier: |service, _| Verifier::new(service, REGION).limits(Limits::NONE).strict_target(),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-tokens",
        says: "session tokens in the query of a request that is signed in the header",
        make: |n| Wire::query(names(n, "X-Amz-Security-Token=token")),
        ..Family::PARAMETERS
    },
    Family {
        id: "query-token-nearly",
        says: "a session token in the query, and a value that begins as it does everywhere",
        make: |n| {
            let half = repeated("a", n / 2);
            Wire::query(format!("X-Amz-Security-Token={half}c&b={half}"))
        },
        ..Family::BYTES
    },
    // The path: dot segments, slashes, escapes.
    Family {
        id: "path-up",
        says: "`../` in the path",
        make: |n| Wire::path(format!("/{}", repeated("../", n))),
        ..Family::BYTES
    },
    Family {
        id: "path-here",
        says: "`./` in the path",
        make: |n| Wire::path(format!("/{}", repeated("./", n))),
        ..Family::BYTES
    },
    Family {
        id: "path-slashes",
        says: "`/` in the path",
        make: |n| Wire::path(repeated("/", n)),
        ..Family::BYTES
    },
    Family {
        id: "path-down-and-up",
        says: "`a/` in the path, and as many `../` behind them",
        make: |n| Wire::path(format!("/{}{}", "a/".repeat(n / 5), "../".repeat(n / 5))),
        ..Family::BYTES
    },
    Family {
        id: "path-to-and-fro",
        says: "`a/../` in the path",
        make: |n| Wire::path(format!("/{}", repeated("a/../", n))),
        ..Family::BYTES
    },
    Family {
        id: "path-percent",
        says: "`%` in the path, at S3",
        make: |n| Wire::to("s3", format!("/{}", repeated("%", n))),
        ..Family::BYTES
    },
    Family {
        id: "path-unneeded",
        says: "`%41` in the path, at S3",
        make: |n| Wire::to("s3", format!("/{}", repeated("%41", n))),
        ..Family::BYTES
    },
    Family {
        id: "path-bytes",
        says: "`é` in the path",
        make: |n| Wire::path(format!("/{}", repeated("é", n))),
        ..Family::BYTES
    },
    // Headers: names that are sorted, values that are folded.
    Family {
        id: "headers-common",
        says: "headers with 110 bytes of their names in common",
        make: |n| Wire::headers(many(n, &"x".repeat(110))),
        ..Family::HEADERS
    },
    Family {
        id: "headers-capitals",
        says: "the same, every second letter a capital",
        make: |n| Wire::headers(many(n, &"xX".repeat(55))),
        ..Family::HEADERS
    },
    Family {
        id: "headers-first-8",
        says: "headers with the first 8 bytes of their names in common",
        make: |n| Wire::headers(many(n, "x-amz-me")),
        ..Family::HEADERS
    },
    Family {
        id: "headers-one-name",
        says: "headers of one name",
        make: |n| Wire::headers((0..n).map(|at| ("x-amz-meta-a".into(), at.to_string()))),
        ..Family::HEADERS
    },
    Family {
        id: "headers-unsigned",
        says: "`x-amz-*` headers that are not signed",
        make: |n| Wire::path("/".into()).later(many(n, "x-amz-meta-")),
        reason: Some("UnsignedHeader"),
        ..Family::HEADERS
    },
    Family {
        id: "headers-required",
        says: "headers that the verifier requires to be signed",
        make: |n| Wire::headers(many(n, "x-required-")),
        verifier: |service, n| {
            let verifier = Verifier::new(service, REGION).limits(Limits::NONE);
            many(n, "x-required-")
                .fold(verifier, |verifier, (name, _)| verifier.require_signed(&name))
        },
        ..Family::HEADERS
    },
    Family {
        id: "headers-long-names",
        says: "16 headers with nearly all bytes of their names in common",
        at_limits: usize::MAX,
        make: |n| Wire::headers(many(16, &repeated("x", n / 16))),
        ..Family::BYTES
    },
    Family {
        id: "value-blanks",
        says: "blanks in a header's value",
        at_limits: usize::MAX,
        make: |n| value(format!("a{}b", repeated(" ", n))),
        ..Family::BYTES
    },
    Family {
        id: "value-runs",
        says: "words with two blanks between them in a header's value",
        at_limits: usize::MAX,
        make: |n| value(repeated("a  ", n)),
        ..Family::BYTES
    },
    Family {
        id: "value-tabs",
        says: "words with a tab between them in a header's value",
        at_limits: usize::MAX,
        make: |n| value(repeated("a\t", n)),
        ..Family::BYTES
    },
    // SignedHeaders: a list that is compared with the headers.
    Family {
        id: "list-absent",
        says: "names in SignedHeaders that no header has, behind all that one has",
        unit: Unit::Names,
        at_limits: usize::MAX,
        sizes: THOUSANDS,
        make: |n| {
            let mut names: Vec<String> = (0..n).map(|at| format!("y-{at:07}")).collect();
            names.sort_unstable();
            signed(&format!("host;x-amz-date;{}", names.join(";")), &"0".repeat(64))
        },
        reason: Some("AbsentSignedHeader"),
        ..Family::BYTES
    },
    Family {
        id: "list-semicolons",
        says: "`;` in SignedHeaders",
        at_limits: usize::MAX,
        make: |n| signed(&format!("host{}", repeated(";", n)), &"0".repeat(64)),
        reason: Some("EmptySignedHeaders"),
        ..Family::BYTES
    },
    Family {
        id: "list-presigned",
        says: "headers of a presigned URL",
        make: |n| Wire::headers(many(n, "x-amz-meta-")).form(Form::ForgedUrl),
        ..Family::HEADERS
    },
    // The Authorization header, and the parameters of a presigned URL.
    Family {
        id: "authorization-fields",
        says: "`Signature=0,` in the Authorization header",
        at_limits: usize::MAX,
        make: |n| Wire::authorized(format!("AWS4-HMAC-SHA256 {}", repeated("Signature=0,", n))),
        reason: Some("RepeatedField"),
        ..Family::BYTES
    },
    Family {
        id: "authorization-commas",
        says: "`,` in the Authorization header",
        at_limits: usize::MAX,
        make: |n| Wire::authorized(format!("AWS4-HMAC-SHA256 {}", repeated(",", n))),
        reason: Some("MalformedAuthorization"),
        ..Family::BYTES
    },
    Family {
        id: "authorization-blanks",
        says: "blanks in the Authorization header",
        at_limits: usize::MAX,
        make: |n| Wire::authorized(format!("AWS4-HMAC-SHA256{}x", repeated(" ", n))),
        reason: Some("MalformedAuthorization"),
        ..Family::BYTES
    },
    Family {
        id: "authorization-slashes",
        says: "`/` in the credential",
        at_limits: usize::MAX,
        make: |n| {
            Wire::authorized(format!(
                "AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host, Signature={}",
                repeated("/", n),
                "0".repeat(64)
            ))
        },
        reason: Some("MalformedCredential"),
        ..Family::BYTES
    },
    Family {
        id: "authorization-id",
        says: "an access key id that nobody has",
        at_limits: usize::MAX,
        make: |n| {
            Wire::authorized(format!(
                "AWS4-HMAC-SHA256 Credential={}{}, SignedHeaders=host;x-amz-date, Signature={}",
                repeated("A", n),
                scope("/"),
                "0".repeat(64)
            ))
        },
        reason: Some("UnknownAccessKey"),
        ..Family::BYTES
    },
    Family {
        id: "authorization-signature",
        says: "digits in the signature",
        at_limits: usize::MAX,
        make: |n| signed("host;x-amz-date", &repeated("0", n)),
        reason: Some("MalformedSignature"),
        ..Family::BYTES
    },
    Family {
        id: "url-slashes",
        says: "`%2f` in the credential of a presigned URL",
        make: |n| presigned(&repeated("%2f", n), "3600"),
        reason: Some("MalformedCredential"),
        ..Family::BYTES
    },
    Family {
        id: "url-expires",
        says: "digits in the expiry of a presigned URL",
        make: |n| presigned(&format!("{ACCESS_KEY_ID}{}", scope("%2F")), &repeated("9", n)),
        reason: Some("InvalidExpires"),
        ..Family::BYTES
    },
    Family {
        id: "date",
        says: "words in the date",
        at_limits: usize::MAX,
        make: |n| {
            let mut wire = signed("host;x-amz-date", &"0".repeat(64));
            wire.headers.retain(|(name, _)| name != "x-amz-date");
            wire.and([("x-amz-date".into(), repeated("Mon ", n))])
        },
        reason: Some("MalformedDate"),
        ..Family::BYTES
    },
];

/// A text over and over, of so many bytes or a few less.
fn repeated(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

/// So many parameters that begin alike.
fn names(n: usize, start: &str) -> String {
    shuffled(n).into_iter().map(|at| format!("{start}{at:07}")).collect::<Vec<_>>().join("&")
}

/// In canonical form but for the order of names: what a strict verifier reads to its end.
fn strict(n: usize) -> String {
    let pair = |at| format!("{}{at:07}=1", if at % 2 == 0 { "name" } else { "NAME" });
    shuffled(n).into_iter().map(pair).collect::<Vec<_>>().join("&")
}

/// So many headers that begin alike.
fn many(n: usize, start: &str) -> impl Iterator<Item = (String, String)> {
    shuffled(n).into_iter().map(move |at| (format!("{start}{at:07}"), "1".into()))
}

fn value(value: String) -> Wire {
    Wire::headers([("x-amz-meta-a".to_string(), value)])
}

/// The scope of the day, behind an access key id.
fn scope(slash: &str) -> String {
    let day = &now().to_string()[..8];
    ["", day, REGION, "execute-api", "aws4_request"].join(slash)
}

fn signed(signed_headers: &str, signature: &str) -> Wire {
    Wire::authorized(format!(
        "AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}{}, SignedHeaders={signed_headers}, \
         Signature={signature}",
        scope("/")
    ))
}

fn presigned(credential: &str, expires: &str) -> Wire {
    let (date, signature) = (now(), "0".repeat(64));
    Wire::query(format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date={date}\
         &X-Amz-Expires={expires}&X-Amz-SignedHeaders=host&X-Amz-Signature={signature}"
    ))
    .form(Form::ByHand)
}
