//! Mistakes that the server itself names.

use alloc::format;
use alloc::string::String;

use super::evidence::Evidence;
use super::row::Row;
use crate::AmzDate;
use crate::sigv4::names::header::AUTHORIZATION;

pub(super) const ROWS: &[Row] = &[
    Row {
        code: "SignatureLost",
        says: "the server saw no signature, though the request here has one",
        advice: "Something took the Authorization header away: HTTP clients do when they follow a redirect to another host, and some proxies always do. Call the final URL itself. API Gateway answers this for a path or a stage that does not exist, too.",
        finds: |e| {
            let codes = &["MissingAuthenticationToken", "MissingAuthenticationTokenException"];
            let is_it = e.code_is(codes) || e.says(&["missing authentication token"]);
            (is_it && e.authorization.is_some()).then(String::new)
        },
    },
    Row {
        code: "UrlExpired",
        says: "the presigned URL has ended",
        advice: "Make a new one. One made with temporary credentials ends with them, however long its expiry.",
        finds: |e| {
            let is_presigned = e.header(AUTHORIZATION).is_none() && e.authorization.is_some();
            let says = &["request has expired", "signature expired"];
            (is_presigned && (e.says(says) || e.code_is(&["RequestExpired"]))).then(String::new)
        },
    },
    Row {
        code: "ClockBehind",
        says: "the signature is too old for the server's clock",
        advice: "Set this machine's clock by NTP; sign right before sending, and sign anew for every retry.",
        finds: |e| {
            let texts = &["signature expired", "is now earlier than"];
            let is_it = e.says(texts) || is_skewed(e) && behind(e) == Some(true);
            is_it.then(|| dates(e))
        },
    },
    Row {
        code: "ClockAhead",
        says: "the signature is of a time that the server's clock has not reached",
        advice: "Set this machine's clock by NTP. Dates of requests are in UTC: a local time with a Z behind it is hours off.",
        finds: |e| {
            let texts = &["signature not yet current", "is still later than"];
            let is_it = e.says(texts) || is_skewed(e) && behind(e) == Some(false);
            is_it.then(|| dates(e))
        },
    },
    Row {
        code: "ClockSkewed",
        says: "the request's date is too far from the server's clock",
        advice: "Set this machine's clock by NTP, write dates in UTC, and sign right before sending. The server's Date header tells its clock: explain the whole answer, with its headers.",
        finds: |e| is_skewed(e).then(|| dates(e)),
    },
    Row {
        code: "TokenExpired",
        says: "the temporary credentials have ended",
        advice: "Get new ones; with --role-arn, or AssumeRole as the source, that happens by itself.",
        finds: |e| {
            let codes = &["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"];
            let texts = &["token included in the request is expired", "token has expired"];
            (e.code_is(codes) || e.says(texts)).then(String::new)
        },
    },
    Row {
        code: "TokenMissing",
        says: "the access key is a temporary one (ASIA…), and the request has no session token",
        advice: "Send x-amz-security-token: set AWS_SESSION_TOKEN along with the key that it was handed out with.",
        finds: |e| {
            let is_temporary = e.access_key_id().starts_with("ASIA");
            (is_temporary && e.token().is_none()).then(String::new)
        },
    },
    Row {
        code: "TokenUnneeded",
        says: "the access key is a user's own (AKIA…), and the request has a session token",
        advice: "Unset AWS_SESSION_TOKEN: it is left from other credentials.",
        finds: |e| {
            let is_user = e.access_key_id().starts_with("AKIA");
            (is_user && e.token().is_some()).then(String::new)
        },
    },
    Row {
        code: "TokenDiffers",
        says: "the session token that the request has is not that of the credentials",
        advice: "Take access key id, secret and token from one set of credentials, all three anew when they are renewed.",
        finds: |e| {
            let known = e.credentials.filter(|known| known.access_key_id() == e.access_key_id())?;
            (e.token().as_ref().map(|token| token.as_str()) != known.session_token())
                .then(String::new)
        },
    },
    Row {
        code: "UnknownKey",
        says: "the server does not know the access key id, or not with this session token",
        advice: "Check access key id and session token: both of one set, of this account and partition, not deleted or deactivated.",
        finds: |e| {
            let codes = &[
                "InvalidClientTokenId",
                "InvalidAccessKeyId",
                "UnrecognizedClientException",
                "UnrecognizedClient",
                "InvalidToken",
                "AuthFailure",
            ];
            let texts = &[
                "security token included in the request is invalid",
                "access key id you provided does not exist",
            ];
            (e.code_is(codes) || e.says(texts)).then(|| e.access_key_id().into())
        },
    },
    Row {
        code: "WrongRegion",
        says: "the request is signed for another region than the endpoint's",
        advice: "Sign for the region of the endpoint: --region.",
        finds: |e| {
            let texts = &["scoped to a valid region", "the region '"];
            let codes = &["PermanentRedirect", "IllegalLocationConstraintException"];
            let found = || e.scope().map_or(String::new(), |scope| scope.region().into());
            match &e.server.region {
                Some(region) if e.scope().is_none_or(|scope| scope.region() != region) => {
                    Some(format!("{}, the server names {region}", found()))
                }
                _ => (e.says(texts) || e.code_is(codes)).then(found),
            }
        },
    },
    Row {
        code: "WrongService",
        says: "the request is signed for another service than the endpoint's",
        advice: "Sign for the service that the server names, by its signing name: --service.",
        finds: |e| {
            let found = || e.scope().map_or(String::new(), |scope| scope.service().into());
            e.says(&[
                "scoped to correct service",
                "scoped to the correct service",
                "incorrect service",
            ])
            .then(|| format!("{}; the server says: {}", found(), first_line(&e.server.message)))
        },
    },
    Row {
        code: "DateNotInScope",
        says: "the day of the credential scope is not the day of the request's date",
        advice: "Take one moment, in UTC, for x-amz-date, the credential scope and the signing key.",
        finds: |e| {
            let texts = &["date in credential scope does not match", "invalid credential date"];
            e.says(texts).then(|| e.scope().map_or(String::new(), |scope| scope.day().into()))
        },
    },
    Row {
        code: "HeaderNotSigned",
        says: "the server saw a header that it acts on and that is not signed",
        advice: "Sign host and every x-amz-* header that is sent. If the request here does not have it, something on the way adds it: sign behind that.",
        finds: |e| {
            let texts = &[
                "must be a 'signedheader'",
                "headers present in the request which were not signed",
            ];
            let named = e.server.headers_not_signed.clone();
            let said = || e.says(texts).then(|| first_line(&e.server.message).into());
            named.or_else(said).filter(|_| e.steps.is_ok())
        },
    },
    Row {
        code: "BodyChanged",
        says: "the body that came is not the one that was hashed",
        advice: "Hash the body as it is sent: something changed it after that, such as a compression, a line break at its end, or another serialisation of the same JSON.",
        finds: |e| {
            let is_it = e.code_is(&["XAmzContentSHA256Mismatch"])
                || e.says(&["x-amz-content-sha256' header does not match"]);
            let server = e.server.body_sha256.as_deref();
            let hash = || server.map_or(String::new(), |hash| format!("the server got {hash}"));
            (is_it && e.steps.is_ok()).then(hash)
        },
    },
    Row {
        code: "PayloadHashMissing",
        says: "S3 wants the hash of the body in a header, and there is none",
        advice: "Send x-amz-content-sha256 and sign it: the SHA-256 of the body, or UNSIGNED-PAYLOAD. Signers send it when they are told that the service is s3.",
        finds: |e| {
            e.says(&["missing required header for this request: x-amz-content-sha256"])
                .then(String::new)
        },
    },
    Row {
        code: "TwoSignatures",
        says: "the server saw two signatures, in the Authorization header and in the query",
        advice: "Send a presigned URL without an Authorization header: an HTTP client or a proxy adds one.",
        finds: |e| {
            (e.says(&["only one auth mechanism allowed"]) && e.steps.is_ok()).then(String::new)
        },
    },
    Row {
        code: "Incomplete",
        says: "the server can't read the signature",
        advice: "Send the Authorization header, or the X-Amz-* parameters, as the signer made them, and x-amz-date with them: a proxy or a shell's quoting may have cut them.",
        finds: |e| {
            let codes = &[
                "IncompleteSignature",
                "IncompleteSignatureException",
                "AuthorizationHeaderMalformed",
                "AuthorizationQueryParametersError",
            ];
            let texts = &[
                "requires a valid date",
                "authorization header requires",
                "not a valid key=value pair",
                "please use aws4-hmac-sha256",
            ];
            let is_it = e.code_is(codes) || e.says(texts);
            // What is wrong with the request here, its own form tells better.
            (is_it && e.steps.is_ok()).then(|| first_line(&e.server.message).into())
        },
    },
    Row {
        code: "NoPermission",
        says: "the signature is not the trouble: the caller may not do this",
        advice: "`sigfour whoami` tells who the caller is; its policy must allow the action. A function URL needs lambda:InvokeFunctionUrl and lambda:InvokeFunction.",
        finds: |e| {
            let codes =
                &["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden"];
            let is_it = e.code_is(codes) || e.says(&["not authorized to perform", "forbidden"]);
            let may_be = e.steps.is_ok() && e.holds != Some(false) && e.theirs.is_none();
            (is_it && may_be).then(String::new)
        },
    },
];

fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}

fn is_skewed(e: &Evidence<'_>) -> bool {
    e.code_is(&["RequestTimeTooSkewed", "RequestInTheFuture"])
}

/// Whether the request's date is before the server's, if both are known.
fn behind(e: &Evidence<'_>) -> Option<bool> {
    let (request, server) = (e.date()?, date_of_server(e)?);
    Some(request.timestamp() < server.timestamp())
}

fn date_of_server(e: &Evidence<'_>) -> Option<AmzDate> {
    // `… is now earlier than A (B - 15 min.)`: B is the server's clock.
    let in_message = e.server.message.split('(').nth(1).and_then(|rest| rest.get(..16));
    e.server
        .date
        .and_then(|date| AmzDate::new(date).ok())
        .or_else(|| in_message.and_then(|text| AmzDate::parse(text).ok()))
}

fn dates(e: &Evidence<'_>) -> String {
    match (e.date(), date_of_server(e)) {
        (Some(request), Some(server)) => {
            let apart = server.timestamp().seconds_since(request.timestamp());
            let minutes = apart.unsigned_abs() / 60;
            format!(
                "it is of {request}, the server's clock shows {server}: {minutes} minutes apart"
            )
        }
        (Some(request), None) => format!("it is of {request}"),
        _ => String::new(),
    }
}
