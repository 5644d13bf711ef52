//! Signers' own mistakes: the signature is of another canonical request, or of another key.

use std::time::Duration;

use sigfour::Rules;

use crate::changed::day;
use crate::mistake::{Made, Mistake, Setting, at, request};

/// Signed by rules that are not the service's.
fn by(on: &Setting, rules: Rules, target: &str) -> Made {
    on.as_sent(on.signed_with(rules, on.call("GET", target)))
}

/// Signed over the query in another form.
fn query(on: &Setting, target: &str, canonical: &str, signed: &str) -> Made {
    let change =
        |text: &str| text.replacen(&format!("\n{canonical}\n"), &format!("\n{signed}\n"), 1);
    on.as_sent(on.forged(on.call("GET", target), change))
}

fn standard() -> Rules {
    Rules::of("execute-api")
}

fn with_secret(on: &Setting, change: fn(&str) -> String) -> Made {
    let secret = change(on.credentials.expose_secret_access_key());
    let scope = [&day(on)[..], on.aws.region(), on.service];
    on.as_sent(on.signed_with_key(on.call("GET", "/"), &secret, scope))
}

fn with_scope(on: &Setting, day: &str, region: &str, service: &str) -> Made {
    let secret = on.credentials.expose_secret_access_key();
    on.as_sent(on.signed_with_key(on.call("GET", "/"), secret, [day, region, service]))
}

pub const MISTAKES: &[Mistake] = &[
    Mistake {
        code: "SignedPathOnce",
        how: "S3's encoding of the path",
        service: "execute-api",
        make: |on| by(on, standard().double_encode(false), "/a%20b"),
    },
    Mistake {
        code: "SignedPathOnce",
        how: "S3's encoding of the path, at a function URL",
        service: "lambda",
        make: |on| by(on, Rules::of("lambda").double_encode(false), "/a%20b"),
    },
    Mistake {
        code: "SignedPathTwice",
        how: "the path encoded twice for S3",
        service: "s3",
        make: |on| by(on, Rules::of("s3").double_encode(true), "/a%20b"),
    },
    Mistake {
        code: "SignedPathKept",
        how: "dot segments kept",
        service: "execute-api",
        make: |on| by(on, standard().normalize_path(false), "/a/./b"),
    },
    Mistake {
        code: "SignedPathNormalized",
        how: "slashes merged for S3",
        service: "s3",
        make: |on| by(on, Rules::of("s3").normalize_path(true), "/a//b"),
    },
    Mistake {
        code: "SignedByOtherRules",
        how: "all that S3 does with a path",
        service: "execute-api",
        make: |on| by(on, standard().double_encode(false).normalize_path(false), "/a//b%20c"),
    },
    Mistake {
        code: "SignedPathForm",
        how: "the whole URL in the path's place",
        service: "execute-api",
        make: |on| {
            let url = format!("\n{}a\n", on.url);
            on.as_sent(on.forged(on.call("GET", "/a"), |text| text.replacen("\n/a\n", &url, 1)))
        },
    },
    Mistake {
        code: "SignedPathForm",
        how: "an empty path left empty",
        service: "execute-api",
        make: |on| {
            on.as_sent(on.forged(on.call("GET", "/"), |text| text.replacen("\n/\n", "\n\n", 1)))
        },
    },
    Mistake {
        code: "SignedMethodCase",
        how: "the method in small letters",
        service: "execute-api",
        make: |on| {
            on.as_sent(on.forged(on.call("GET", "/"), |text| text.replacen("GET", "get", 1)))
        },
    },
    Mistake {
        code: "SignedTextForm",
        how: "no empty line behind the headers",
        service: "execute-api",
        make: |on| {
            let change = |text: &str| {
                let (head, rest) = text.rsplit_once("\n\n").unwrap();
                format!("{head}\n{rest}")
            };
            on.as_sent(on.forged(on.call("GET", "/?a=1"), change))
        },
    },
    Mistake {
        code: "SignedTextForm",
        how: "a line feed at the end",
        service: "execute-api",
        make: |on| on.as_sent(on.forged(on.call("GET", "/"), |text| format!("{text}\n"))),
    },
    Mistake {
        code: "SignedTextForm",
        how: "line breaks of two bytes",
        service: "execute-api",
        make: |on| on.as_sent(on.forged(on.call("GET", "/"), |text| text.replace('\n', "\r\n"))),
    },
    Mistake {
        code: "SignedPayloadHashed",
        how: "the body's hash in capitals",
        service: "execute-api",
        make: |on| {
            let change = |text: &str| {
                let (rest, hash) = text.split_at(text.len() - 64);
                format!("{rest}{}", hash.to_uppercase())
            };
            on.as_sent(on.forged(on.call("POST", "/").body("{}"), change))
        },
    },
    Mistake {
        code: "SignedQueryOrder",
        how: "the query not sorted",
        service: "execute-api",
        make: |on| query(on, "/?b=1&a=2", "a=2&b=1", "b=1&a=2"),
    },
    Mistake {
        code: "SignedQueryOrder",
        how: "the query sorted before it is encoded",
        service: "execute-api",
        make: |on| query(on, "/?P=2&%E1%88%B4=1", "%E1%88%B4=1&P=2", "P=2&%E1%88%B4=1"),
    },
    Mistake {
        code: "SignedQueryOrder",
        how: "the query sorted with its equals signs",
        service: "execute-api",
        make: |on| query(on, "/?a-b=1&a=2", "a=2&a-b=1", "a-b=1&a=2"),
    },
    Mistake {
        code: "SignedQueryPlus",
        how: "a bare plus sign taken for a space",
        service: "execute-api",
        make: |on| query(on, "/?q=1+2", "q=1%2B2", "q=1%202"),
    },
    Mistake {
        code: "SignedQueryPlus",
        how: "a space written as a plus sign",
        service: "execute-api",
        make: |on| query(on, "/?q=1%202", "q=1%202", "q=1+2"),
    },
    Mistake {
        code: "SignedQueryNoEquals",
        how: "a parameter without '='",
        service: "s3",
        make: |on| query(on, "/?acl", "acl=", "acl"),
    },
    Mistake {
        code: "SignedWithoutQuery",
        how: "the query left out",
        service: "execute-api",
        make: |on| query(on, "/?a=1", "a=1", ""),
    },
    Mistake {
        code: "SignedQueryAsSent",
        how: "the query as it stands in the URL",
        service: "execute-api",
        make: |on| query(on, "/?q=a:b%2fc&e=", "e=&q=a%3Ab%2Fc", "q=a:b%2fc&e="),
    },
    Mistake {
        code: "SignedPathAndQuery",
        how: "the path encoded once and the query as it is sent, as older curls do",
        service: "lambda",
        make: |on| {
            let change = |text: &str| text.replacen("/a%2520b\na=2&b=1", "/a%20b\nb=1&a=2", 1);
            on.as_sent(on.forged(on.call("GET", "/a%20b?b=1&a=2"), change))
        },
    },
    Mistake {
        code: "SignedHostPort",
        how: "the Host without its port",
        service: "execute-api",
        make: |on| {
            let port = format!(":{}", on.url.trim_end_matches('/').rsplit(':').next().unwrap());
            on.as_sent(on.forged(on.call("GET", "/"), |text| text.replacen(&port, "", 1)))
        },
    },
    Mistake {
        code: "SignedHeaderSpaces",
        how: "runs of spaces not folded",
        service: "execute-api",
        make: |on| {
            let call = on.call("GET", "/").header("accept", "a,  b");
            on.as_sent(on.forged(call, |text| text.replacen("a, b", "a,  b", 1)))
        },
    },
    Mistake {
        code: "SignedPayloadUnsigned",
        how: "UNSIGNED-PAYLOAD, and nothing that says so",
        service: "execute-api",
        make: |on| {
            let change = |text: &str| format!("{}UNSIGNED-PAYLOAD", &text[..text.len() - 64]);
            on.as_sent(on.forged(on.call("GET", "/"), change))
        },
    },
    Mistake {
        code: "SignedBodyEmpty",
        how: "signed as if there were no body",
        service: "execute-api",
        make: |on| {
            let empty = sigfour::PayloadHash::of(b"").to_string();
            let change = |text: &str| format!("{}{empty}", &text[..text.len() - 64]);
            on.as_sent(on.forged(on.call("POST", "/").body("{}"), change))
        },
    },
    Mistake {
        code: "SignedPayloadHashed",
        how: "a URL for S3 with the body's hash signed",
        service: "s3",
        make: |on| {
            let signer = on.signer().rules(Rules::of("s3").presign_unsigned(false));
            let call = on.call("PUT", "/key").body("hello");
            let minute = Duration::from_secs(60);
            let presigned =
                signer.presign(&request(&call), &on.credentials, on.aws.now(), minute).unwrap();
            let target = presigned.target().to_string();
            on.as_sent(at(call, &target))
        },
    },
    Mistake {
        code: "KeyOfOtherScope",
        how: "the key of the day before",
        service: "execute-api",
        make: |on| {
            let yesterday = on.aws.now() - Duration::from_secs(24 * 60 * 60);
            let day = sigfour::AmzDate::new(yesterday).unwrap();
            with_scope(on, day.day(), on.aws.region(), on.service)
        },
    },
    Mistake {
        code: "KeyOfOtherScope",
        how: "the key of another service",
        service: "execute-api",
        make: |on| with_scope(on, &day(on), on.aws.region(), "lambda"),
    },
    Mistake {
        code: "KeyOfOtherScope",
        how: "region and service in the wrong order",
        service: "execute-api",
        make: |on| with_scope(on, &day(on), on.service, on.aws.region()),
    },
    Mistake {
        code: "SecretAltered",
        how: "a space behind the secret",
        service: "execute-api",
        make: |on| with_secret(on, |secret| format!("{secret} ")),
    },
    Mistake {
        code: "SecretAltered",
        how: "the secret in quotes",
        service: "execute-api",
        make: |on| with_secret(on, |secret| format!("\"{secret}\"")),
    },
];
