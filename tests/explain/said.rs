//! Mistakes that the server itself names.

use std::time::Duration;

use sigfour::{Credentials, PayloadHash, Rules, Signer, UnsignedPayload};

use crate::mistake::{Made, Mistake, Setting, at, request, rewritten, without};
use crate::wire::{Call, form};

fn sts(on: &Setting) -> Call {
    on.call("POST", "/")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form("GetCallerIdentity", &[]))
}

/// A call that is rightly signed with credentials of one's own making.
fn with(on: &Setting, credentials: Credentials) -> Made {
    let call = on.call("GET", "/");
    let given = call.sign(on.service, on.aws.region(), &credentials, on.aws.now());
    Made { credentials, ..on.as_sent(given) }
}

fn for_scope(on: &Setting, service: &str, region: &str) -> Made {
    on.as_sent(on.signed_by(&Signer::new(service, region), on.call("GET", "/")))
}

pub const MISTAKES: &[Mistake] = &[
    Mistake {
        code: "SignatureLost",
        how: "an Authorization header that a redirect took away",
        service: "sts",
        make: |on| {
            let given = on.signed(sts(on));
            on.changed(given.clone(), without(given, "authorization"))
        },
    },
    Mistake {
        code: "MissingAuthorization",
        how: "no signature at all",
        service: "sts",
        make: |on| on.as_sent(sts(on)),
    },
    Mistake {
        code: "MissingAuthorization",
        how: "no signature at all, at a function URL, which calls that forbidden",
        service: "lambda",
        make: |on| on.as_sent(on.call("GET", "/")),
    },
    Mistake {
        code: "UrlExpired",
        how: "a presigned URL an hour after its end",
        service: "lambda",
        make: |on| {
            let call = on.call("GET", "/");
            let minute = Duration::from_secs(60);
            let presigned = on
                .signer()
                .presign(&request(&call), &on.credentials, on.aws.now(), minute)
                .unwrap();
            on.aws.set_clock_offset(600);
            let target = presigned.target().to_string();
            on.as_sent(at(call, &target))
        },
    },
    Mistake {
        code: "ClockBehind",
        how: "a clock that is twenty minutes slow",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.aws.set_clock_offset(20 * 60);
            on.as_sent(given)
        },
    },
    Mistake {
        code: "ClockAhead",
        how: "a clock that is twenty minutes fast",
        service: "lambda",
        make: |on| {
            let later = on.aws.now() + Duration::from_secs(20 * 60);
            let call = on.call("GET", "/");
            on.as_sent(call.sign(on.service, on.aws.region(), &on.credentials, later))
        },
    },
    Mistake {
        code: "TokenExpired",
        how: "a session that has ended",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.aws.expire_sessions();
            on.as_sent(given)
        },
    },
    Mistake {
        code: "TokenMissing",
        how: "temporary credentials without their token",
        service: "lambda",
        make: |on| {
            let c = &on.credentials;
            let secret = c.expose_secret_access_key();
            with(on, Credentials::new(c.access_key_id(), secret).unwrap())
        },
    },
    Mistake {
        code: "TokenUnneeded",
        how: "a user's key with a token that is left from others",
        service: "lambda",
        make: |on| {
            let user = on.aws.credentials();
            let secret = user.expose_secret_access_key();
            with(on, Credentials::temporary(user.access_key_id(), secret, "left").unwrap())
        },
    },
    Mistake {
        code: "UnknownKey",
        how: "a key that never was",
        service: "lambda",
        make: |on| with(on, Credentials::new("AKIAUNKNOWN", "secret").unwrap()),
    },
    Mistake {
        code: "WrongRegion",
        how: "another region",
        service: "lambda",
        make: |on| for_scope(on, on.service, "eu-west-1"),
    },
    Mistake {
        code: "WrongService",
        how: "another service",
        service: "lambda",
        make: |on| for_scope(on, "execute-api", on.aws.region()),
    },
    Mistake {
        code: "DateNotInScope",
        how: "a scope of the day before",
        service: "lambda",
        make: |on| {
            let yesterday = on.aws.now() - Duration::from_secs(24 * 60 * 60);
            let call = on.call("GET", "/");
            let given = call.sign(on.service, on.aws.region(), &on.credentials, yesterday);
            let today = sigfour::AmzDate::new(on.aws.now()).unwrap();
            on.as_sent(without(given, "x-amz-date").header("x-amz-date", today.as_str()))
        },
    },
    Mistake {
        code: "HeaderNotSigned",
        how: "an x-amz header that a proxy adds",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.changed(given.clone(), given.header("x-amz-meta-a", "b"))
        },
    },
    Mistake {
        code: "UnsignedHeader",
        how: "an x-amz header that was set after signing",
        service: "lambda",
        make: |on| on.as_sent(on.signed(on.call("GET", "/")).header("x-amz-meta-a", "b")),
    },
    Mistake {
        code: "BodyChanged",
        how: "a body that is not the one declared",
        service: "lambda",
        make: |on| {
            let hash = PayloadHash::of(b"{}").to_string();
            let given = on.call("POST", "/").header("x-amz-content-sha256", &hash).body("{}");
            let given = on.signed(given);
            on.changed(given.clone(), given.body("{ }"))
        },
    },
    Mistake {
        code: "UnsignedPayload",
        how: "UNSIGNED-PAYLOAD at a function URL",
        service: "lambda",
        make: |on| {
            let rules = Rules::of("lambda").unsigned_payload(UnsignedPayload::Taken);
            let call = on.call("POST", "/").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
            on.as_sent(on.signed_with(rules, call))
        },
    },
    Mistake {
        code: "TwoSignatures",
        how: "a parameter of a presigned URL that is added on the way",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.changed(given.clone(), at(given, "/?X-Amz-Signature=0"))
        },
    },
    Mistake {
        code: "TwoAuthorizations",
        how: "a presigned URL with an Authorization header",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.as_sent(at(given, "/?X-Amz-Signature=0"))
        },
    },
    Mistake {
        code: "Incomplete",
        how: "a header that is cut on the way",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.changed(given.clone(), rewritten(given, "authorization", "SignedHeaders=", ""))
        },
    },
    Mistake {
        code: "MalformedAuthorization",
        how: "a misspelt member",
        service: "lambda",
        make: |on| {
            let given = on.signed(on.call("GET", "/"));
            on.as_sent(rewritten(given, "authorization", "Signature=", "Sig="))
        },
    },
    Mistake {
        code: "NoPermission",
        how: "a caller who may not",
        service: "lambda",
        make: |on| with(on, on.aws.credentials()),
    },
];
