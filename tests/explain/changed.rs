//! Requests that are changed on their way, and makers who go by other rules than the server.

use std::time::Duration;

use sigfour::{Rules, Signer};

use crate::mistake::{Made, Mistake, Setting, at, request, rewritten};

/// A GET of a target that arrives as one of another.
fn moved(on: &Setting, from: &str, to: &str) -> Made {
    let given = on.signed(on.call("GET", from));
    on.changed(given.clone(), at(given, to))
}

/// A header that arrives with another value.
fn header(on: &Setting, name: &str, from: &str, to: &str) -> Made {
    let given = on.signed(on.call("GET", "/").header(name, from));
    on.changed(given.clone(), rewritten(given, name, from, to))
}

fn body(on: &Setting, from: &str, to: &str) -> Made {
    let given = on.signed(on.call("POST", "/").body(from));
    on.changed(given.clone(), given.body(to))
}

/// A GET whose maker goes by other rules, and stands by them.
fn by(on: &Setting, rules: Rules, target: &str) -> Made {
    let given = on.signed_with(rules, on.call("GET", target));
    Made { rules: Some(rules), ..on.as_sent(given) }
}

fn standard() -> Rules {
    Rules::of("execute-api")
}

pub const MISTAKES: &[Mistake] = &[
    Mistake {
        code: "MethodChanged",
        how: "a POST that a redirect made a GET",
        service: "execute-api",
        make: |on| {
            let given = on.signed(on.call("POST", "/"));
            let mut sent = given.clone();
            sent.method = "GET".into();
            on.changed(given, sent)
        },
    },
    Mistake {
        code: "PathEncodedOnce",
        how: "the standard rules at S3",
        service: "s3",
        make: |on| by(on, Rules::of("s3").double_encode(true), "/a%20b"),
    },
    Mistake {
        code: "PathEncodedTwice",
        how: "S3's encoding elsewhere",
        service: "execute-api",
        make: |on| by(on, standard().double_encode(false), "/a%20b"),
    },
    Mistake {
        code: "PathNormalized",
        how: "dot segments kept where they are removed",
        service: "execute-api",
        make: |on| by(on, standard().normalize_path(false), "/a/../b//c"),
    },
    Mistake {
        code: "PathKept",
        how: "slashes merged at S3",
        service: "s3",
        make: |on| by(on, Rules::of("s3").normalize_path(true), "/a//b"),
    },
    Mistake {
        code: "PathSlash",
        how: "a slash cut from the end",
        service: "execute-api",
        make: |on| moved(on, "/orders/", "/orders"),
    },
    Mistake {
        code: "PathPrefix",
        how: "a stage cut from the beginning",
        service: "execute-api",
        make: |on| moved(on, "/prod/orders", "/orders"),
    },
    Mistake {
        code: "PathChanged",
        how: "a rewritten path",
        service: "execute-api",
        make: |on| moved(on, "/orders", "/v2/order"),
    },
    Mistake {
        code: "QueryPlus",
        how: "a plus sign that arrives as a space",
        service: "execute-api",
        make: |on| moved(on, "/?q=1%2B2", "/?q=1%202"),
    },
    Mistake {
        code: "QueryEncodedTwice",
        how: "a query that was encoded again",
        service: "execute-api",
        make: |on| moved(on, "/?q=1%202", "/?q=1%25202"),
    },
    Mistake {
        code: "QueryLost",
        how: "a query that was cut",
        service: "execute-api",
        make: |on| moved(on, "/?q=1&r=2", "/"),
    },
    Mistake {
        code: "QueryAdded",
        how: "a parameter more",
        service: "execute-api",
        make: |on| moved(on, "/?q=1", "/?q=1&utm_source=mail"),
    },
    Mistake {
        code: "QueryRemoved",
        how: "a parameter less",
        service: "execute-api",
        make: |on| moved(on, "/?q=1&r=2", "/?q=1"),
    },
    Mistake {
        code: "QueryChanged",
        how: "another value",
        service: "execute-api",
        make: |on| moved(on, "/?q=1", "/?q=one"),
    },
    Mistake {
        code: "HostPort",
        how: "a Host that was signed without its port",
        service: "execute-api",
        make: |on| {
            let port = on.url.trim_end_matches('/').rsplit(':').next().unwrap();
            let port = format!(":{port}");
            let given = rewritten(on.call("GET", "/"), "host", &port, "");
            let given = on.signed(given);
            on.changed(
                given.clone(),
                rewritten(given, "host", "127.0.0.1", &format!("127.0.0.1{port}")),
            )
        },
    },
    Mistake {
        code: "HostChanged",
        how: "a CDN's own Host",
        service: "execute-api",
        make: |on| {
            let given = rewritten(on.call("GET", "/"), "host", "127.0.0.1", "api.example.com");
            let given = on.signed(given);
            on.changed(given.clone(), rewritten(given, "host", "api.example.com", "127.0.0.1"))
        },
    },
    Mistake {
        code: "DateChanged",
        how: "a date set anew",
        service: "execute-api",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            let date = given.headers.iter().find(|(n, _)| n == "x-amz-date").unwrap().1.clone();
            let second = if date.ends_with("0Z") { "1Z" } else { "0Z" };
            let other = format!("{}{second}", &date[..date.len() - 2]);
            on.changed(given.clone(), rewritten(given, "x-amz-date", &date, &other))
        },
    },
    Mistake {
        code: "AmzHeaderChanged",
        how: "an x-amz-meta header set anew",
        service: "execute-api",
        make: |on| header(on, "x-amz-meta-a", "one", "two"),
    },
    Mistake {
        code: "HeaderLost",
        how: "a header that arrives empty",
        service: "execute-api",
        make: |on| header(on, "accept", "text/html", ""),
    },
    Mistake {
        code: "HeaderLost",
        how: "a header that does not arrive",
        service: "execute-api",
        make: |on| {
            let given = on.signed(on.call("GET", "/").header("accept", "text/html"));
            on.changed(given.clone(), crate::mistake::without(given, "accept"))
        },
    },
    Mistake {
        code: "HeaderSpaces",
        how: "a list with spaces put in",
        service: "execute-api",
        make: |on| header(on, "accept", "text/html,text/plain", "text/html, text/plain"),
    },
    Mistake {
        code: "HeaderChanged",
        how: "a proxy's own accept-encoding",
        service: "execute-api",
        make: |on| header(on, "accept-encoding", "gzip", "gzip, br"),
    },
    Mistake {
        code: "SignedHeadersChanged",
        how: "a name added to SignedHeaders",
        service: "execute-api",
        make: |on| {
            let signer = on.signer().leave_out("accept").unwrap();
            let given = on.signed_by(&signer, on.call("GET", "/").header("accept", "*/*"));
            let names = "SignedHeaders=";
            on.changed(
                given.clone(),
                rewritten(given, "authorization", names, "SignedHeaders=accept;"),
            )
        },
    },
    Mistake {
        code: "PayloadUnsigned",
        how: "a body left open where it is hashed",
        service: "execute-api",
        make: |on| {
            let rules = standard().presign_unsigned(true);
            let signer = Signer::new(on.service, on.aws.region()).rules(rules);
            let call = on.call("GET", "/");
            let minute = Duration::from_secs(60);
            let presigned =
                signer.presign(&request(&call), &on.credentials, on.aws.now(), minute).unwrap();
            let given = at(call, presigned.target());
            Made { rules: Some(rules), ..on.as_sent(given) }
        },
    },
    Mistake {
        code: "BodyLost",
        how: "a body that does not arrive",
        service: "execute-api",
        make: |on| body(on, "{}", ""),
    },
    Mistake {
        code: "BodyNotSigned",
        how: "a body that was set after signing",
        service: "execute-api",
        make: |on| body(on, "", "{}"),
    },
    Mistake {
        code: "BodyChanged",
        how: "JSON written anew",
        service: "execute-api",
        make: |on| body(on, "{\"a\":1}", "{\"a\": 1}"),
    },
    Mistake {
        code: "ScopeChanged",
        how: "a credential that was rewritten for another region",
        service: "execute-api",
        make: |on| {
            let signer = Signer::new(on.service, "eu-west-1");
            let given = on.signed_by(&signer, on.call("GET", "/"));
            let sent = rewritten(given.clone(), "authorization", "eu-west-1", on.aws.region());
            on.changed(given, sent)
        },
    },
    Mistake {
        code: "WrongSecret",
        how: "another secret, and it alone",
        service: "lambda",
        make: |on| {
            let c = &on.credentials;
            let token = c.session_token().unwrap();
            let other = sigfour::Credentials::temporary(c.access_key_id(), "another", token);
            let call = on.call("GET", "/");
            let other = other.unwrap();
            let given = call.sign(on.service, on.aws.region(), &other, on.aws.now());
            Made { credentials: other, ..on.as_sent(given) }
        },
    },
    Mistake {
        code: "NotSignedAsGiven",
        how: "another secret, explained with the right one",
        service: "execute-api",
        make: |on| {
            let scope = [&day(on)[..], on.aws.region(), on.service];
            on.as_sent(on.signed_with_key(on.call("GET", "/"), "another", scope))
        },
    },
];

pub fn day(on: &Setting) -> String {
    sigfour::AmzDate::new(on.aws.now()).unwrap().day().to_string()
}
