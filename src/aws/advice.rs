//! What to do about an error of a service, as a table.

use std::string::{String, ToString};

/// One kind of error: how it is told, and what to do.
struct Entry {
    /// Names of the error, one of which it must have; none: any.
    codes: &'static [&'static str],
    /// Texts of the message, in lower case, one of which it must hold; none: any.
    messages: &'static [&'static str],
    advice: &'static str,
}

const ENDED: &str = "The temporary credentials have ended: get new ones. With --role-arn (in a program, AssumeRole as the source) the next call has them by itself.";
const CLOCK: &str = "This machine's clock is not the server's: set it by NTP, then try again.";

/// In order: the first that fits.
const TABLE: &[Entry] = &[
    Entry { codes: &["RequestTimeTooSkewed", "RequestExpired"], messages: &[], advice: CLOCK },
    Entry {
        codes: &[],
        messages: &[
            "signature expired",
            "signature not yet current",
            "is now earlier than",
            "is still later than",
        ],
        advice: CLOCK,
    },
    Entry {
        codes: &[
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired",
            "ExpiredTokenIdException",
        ],
        messages: &[],
        advice: ENDED,
    },
    Entry {
        codes: &[],
        messages: &["token included in the request is expired", "provided token has expired"],
        advice: ENDED,
    },
    Entry {
        codes: &["SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature"],
        messages: &["credential should be scoped"],
        advice: "The request is signed for another region or service than this endpoint's: set --region and --service.",
    },
    Entry {
        codes: &[
            "AuthorizationHeaderMalformed",
            "AuthorizationQueryParametersError",
            "PermanentRedirect",
            "IllegalLocationConstraintException",
        ],
        messages: &[],
        advice: "The request is signed for another region or service than this endpoint's, or its credential is malformed: set --region and --service.",
    },
    Entry {
        codes: &["SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature"],
        messages: &[],
        advice: "Most often the secret access key is not the one of this access key id: copy both again, with the session token if there is one. If they are right, something changed the request on its way, or it was signed by other rules: `sigfour explain` compares it with the server's canonical string.",
    },
    Entry {
        codes: &[
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "UnrecognizedClientException",
            "UnrecognizedClient",
            "InvalidToken",
        ],
        messages: &[],
        advice: "The server does not know this access key id with this session token: check AWS_ACCESS_KEY_ID for another account or partition, and that AWS_SESSION_TOKEN is the one handed out with the key (none for a user's own key).",
    },
    Entry {
        codes: &["MissingAuthenticationToken", "MissingAuthenticationTokenException"],
        messages: &[],
        advice: "Nothing that the server takes as a signature came with the request. API Gateway also answers this for a path or stage that does not exist: check the URL.",
    },
    Entry {
        codes: &["IncompleteSignature", "IncompleteSignatureException"],
        messages: &[],
        advice: "The server can't read the signature's headers: a proxy may have changed or dropped them.",
    },
    Entry {
        codes: &["AccessDeniedException", "AccessDenied"],
        messages: &["function url"],
        advice: "The signature holds, the permission is missing. A function URL needs both lambda:InvokeFunctionUrl and lambda:InvokeFunction (new URLs since October 2025), in the caller's policy, and across accounts in the function's as well.",
    },
    Entry {
        codes: &["AccessDenied", "AccessDeniedException"],
        messages: &["sts:assumerole"],
        advice: "The caller may not assume the role: the role's trust policy must name the caller, and the caller's own policy must allow sts:AssumeRole on it. `sigfour whoami` tells who the caller is.",
    },
    Entry {
        codes: &["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"],
        messages: &[],
        advice: "The signature holds, the permission is missing: `sigfour whoami` tells who the caller is; its policy must allow the action.",
    },
    Entry {
        codes: &["RegionDisabledException"],
        messages: &[],
        advice: "STS is switched off in this region for the account: switch it on, or use another region.",
    },
    Entry {
        codes: &[
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "SlowDown",
            "RequestLimitExceeded",
        ],
        messages: &[],
        advice: "Too many requests at a time: wait, then try again.",
    },
    Entry {
        codes: &["XAmzContentSHA256Mismatch", "BadDigest"],
        messages: &[],
        advice: "The body that came is not the one that was signed: something changed it on its way.",
    },
    Entry {
        codes: &[
            "ValidationError",
            "ValidationException",
            "MalformedPolicyDocument",
            "InvalidParameterValue",
        ],
        messages: &[],
        advice: "An argument is not one that the service takes: its message says which.",
    },
];

/// What to do about an error of a code, a message and a status; `region` is one that the server names.
pub(super) fn of(code: &str, message: &str, status: u16, region: Option<&str>) -> String {
    let message = message.to_ascii_lowercase();
    let fits = |entry: &&Entry| {
        (entry.codes.is_empty() || entry.codes.contains(&code))
            && (entry.messages.is_empty()
                || entry.messages.iter().any(|text| message.contains(text)))
    };
    let mut advice = match TABLE.iter().find(fits) {
        Some(entry) => entry.advice.to_string(),
        None if (300..400).contains(&status) => "The server sends elsewhere. A redirect is not followed, since the signature is for one host: call the other URL itself, if it is to be trusted.".to_string(),
        None if status == 429 => "Too many requests at a time: wait, then try again.".to_string(),
        None if status == 401 => "The server wants another authentication than AWS's signature, or its API has an authorizer of its own.".to_string(),
        None if status == 413 => "The body is larger than the server takes.".to_string(),
        None if status == 431 => "The headers are more than the server takes.".to_string(),
        None if status >= 500 => "The fault is the server's: try again later.".to_string(),
        None if status == 404 => "There is nothing at this path: check the URL.".to_string(),
        None => "The answer's body says what the server did not like.".to_string(),
    };
    if let Some(region) = region {
        advice.push_str(&std::format!(" The server names the region {region}."));
    }
    advice
}
