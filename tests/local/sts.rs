//! What STS answers, and the parameters it takes and refuses.

use std::time::Duration;

use serde_json::json;
use sigfour::local::LocalAws;
use sigfour::{Credentials, Request, Signer};

use crate::wire::{Call, assume_role, credentials, form, invoke, start, sts, sts_call};

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_role_is_assumed_and_the_function_url_lets_its_session_in() {
    let aws = start();
    let role = aws.role_arn();
    let parameters =
        [("RoleArn", &*role), ("RoleSessionName", "session"), ("DurationSeconds", "900")];
    let reply = sts(&aws, &aws.credentials(), "AssumeRole", &parameters);
    assert_eq!((reply.status, reply.header("content-type")), (200, "text/xml"));
    assert!(reply.body.starts_with(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <AssumeRoleResult>\n"
    ));
    assert_eq!(reply.xml("Arn"), "arn:aws:sts::123456789012:assumed-role/caller/session");
    assert!(reply.xml("AssumedRoleId").starts_with("AROA"));
    assert!(reply.xml("AssumedRoleId").ends_with(":session"));
    assert_eq!(reply.xml("RequestId"), reply.header("x-amzn-requestid"));
    let id = reply.xml("AccessKeyId");
    assert!(id.starts_with("ASIA") && id.len() == 20, "{id}");
    assert_eq!(reply.xml("SecretAccessKey").len(), 40);
    assert!(reply.xml("SessionToken").len() > 300);

    let reply = invoke(&aws, &credentials(&reply));
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    assert_eq!(reply.json()["requestContext"]["authorizer"]["iam"]["accessKey"], *id);
    assert_eq!(reply.json()["requestContext"]["requestId"], reply.header("x-amzn-requestid"));
}

#[test]
fn json_is_answered_to_who_accepts_it() {
    let aws = start();
    let ask = |form: &str, sign: bool| {
        let call = sts_call(&aws, form).header("accept", "text/html, application/json;q=0.9");
        let call =
            if sign { call.sign("sts", aws.region(), &aws.credentials(), aws.now()) } else { call };
        call.send(&aws.sts_url())
    };
    let role = aws.role_arn();
    let parameters = [("RoleArn", &*role), ("RoleSessionName", "session")];
    let reply = ask(&form("AssumeRole", &parameters), true);
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    let answer = reply.json();
    let result = &answer["AssumeRoleResponse"]["AssumeRoleResult"];
    assert_eq!(
        result["AssumedRoleUser"]["Arn"],
        "arn:aws:sts::123456789012:assumed-role/caller/session"
    );
    let end = result["Credentials"]["Expiration"].as_f64().unwrap();
    assert!((end - (aws.now().unix_seconds() + 3600) as f64).abs() <= 2.0);
    assert!(reply.body.contains("E9}"), "in scientific notation: {}", reply.body);
    let text = |name: &str| result["Credentials"][name].as_str().unwrap();
    let temporary =
        Credentials::temporary(text("AccessKeyId"), text("SecretAccessKey"), text("SessionToken"));
    assert_eq!(invoke(&aws, &temporary.unwrap()).status, 200);
    let id = &answer["AssumeRoleResponse"]["ResponseMetadata"]["RequestId"];
    assert_eq!(id, reply.header("x-amzn-requestid"));

    let identity = ask(&form("GetCallerIdentity", &[]), true).json();
    let identity = &identity["GetCallerIdentityResponse"]["GetCallerIdentityResult"];
    assert_eq!(identity["Arn"], *aws.user_arn());

    let reply = ask(&form("GetCallerIdentity", &[]), false);
    assert_eq!((reply.status, reply.header("content-type")), (403, "application/json"));
    assert_eq!(
        reply.json(),
        json!({
            "Error": {
                "Code": "MissingAuthenticationToken",
                "Message": "Request is missing Authentication Token",
                "Type": "Sender",
            },
            "RequestId": reply.header("x-amzn-requestid"),
        })
    );
}

#[test]
fn everyone_may_ask_who_they_are() {
    let aws = start();
    let who = |by: &Credentials| {
        let reply = sts(&aws, by, "GetCallerIdentity", &[]);
        assert_eq!(reply.xml("Account"), "123456789012");
        (reply.xml("Arn"), reply.xml("UserId"))
    };
    let (arn, id) = who(&aws.credentials());
    assert_eq!(arn, "arn:aws:iam::123456789012:user/developer");
    assert!(id.starts_with("AIDA") && id.len() == 21, "{id}");
    let session = credentials(&sts(&aws, &aws.credentials(), "GetSessionToken", &[]));
    assert_eq!(who(&session), (arn, id));
    let (arn, id) = who(&assume_role(&aws));
    assert_eq!(arn, "arn:aws:sts::123456789012:assumed-role/caller/session");
    assert!(id.starts_with("AROA"), "{id}");
}

#[test]
fn a_get_with_a_query_is_a_call_too_signed_or_presigned() {
    let aws = start();
    let (url, user) = (aws.sts_url(), aws.credentials());
    let target = format!("/?{}", form("GetCallerIdentity", &[]));
    let call = Call::new(&url, "GET", &target).sign("sts", aws.region(), &user, aws.now());
    assert_eq!(call.send(&url).xml("Arn"), aws.user_arn());

    let plain = Call::new(&url, "GET", &target);
    let request = Request::new("GET", &target).headers(&plain.headers);
    let signer = Signer::new("sts", aws.region());
    let signed = signer.presign(&request, &assume_role(&aws), aws.now(), MINUTE).unwrap();
    let call = Call::new(&url, "GET", signed.target());
    assert_eq!(call.send(&url).status, 200);
    aws.advance_clock(MINUTE * 2);
    let message = call.send(&url).xml("Message");
    assert!(message.starts_with("Signature expired: "), "{message}");
    assert!(!message.contains("min."), "{message}");
}

#[test]
fn a_chained_session_lasts_an_hour_at_most() {
    let aws = start();
    let role = aws.role_arn();
    for by in
        [assume_role(&aws), credentials(&sts(&aws, &aws.credentials(), "GetSessionToken", &[]))]
    {
        let assume = |seconds| {
            let parameters =
                [("RoleArn", &*role), ("RoleSessionName", "next"), ("DurationSeconds", seconds)];
            sts(&aws, &by, "AssumeRole", &parameters)
        };
        assert_eq!(assume("3600").status, 200);
        let reply = assume("3601");
        assert_eq!((reply.status, &*reply.xml("Code")), (400, "ValidationError"));
        assert_eq!(
            reply.xml("Message"),
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        );
        let reply = sts(&aws, &by, "GetSessionToken", &[]);
        assert_eq!((reply.status, &*reply.xml("Code")), (403, "AccessDenied"));
        assert_eq!(reply.xml("Message"), "Cannot call GetSessionToken with session credentials");
    }
}

#[test]
fn another_role_or_another_external_id_is_denied_in_the_same_words() {
    let aws = LocalAws::builder().role_name("reader").external_id("right").start().unwrap();
    let assume = |role: &str, external_id: Option<&str>| {
        let mut parameters = vec![("RoleArn", role), ("RoleSessionName", "session")];
        parameters.extend(external_id.map(|id| ("ExternalId", id)));
        sts(&aws, &aws.credentials(), "AssumeRole", &parameters)
    };
    let right = aws.role_arn();
    assert_eq!(right, "arn:aws:iam::123456789012:role/reader");
    assert_eq!(assume(&right, Some("right")).status, 200);
    let other = "arn:aws:iam::123456789012:role/writer";
    let elsewhere = "arn:aws:iam::210987654321:role/reader";
    for (role, external_id) in [
        (&*right, None),
        (&right, Some("wrong")),
        (other, Some("right")),
        (elsewhere, Some("right")),
    ] {
        let reply = assume(role, external_id);
        assert_eq!((reply.status, &*reply.xml("Code")), (403, "AccessDenied"));
        assert_eq!(
            reply.xml("Message"),
            format!(
                "User: {} is not authorized to perform: sts:AssumeRole on resource: {role}",
                aws.user_arn()
            )
        );
    }
}

#[test]
fn a_role_that_asks_for_mfa_is_assumed_with_the_code_or_from_a_session_that_had_it() {
    let device = "arn:aws:iam::123456789012:mfa/developer";
    let aws = LocalAws::builder().mfa(device, "123456").start().unwrap();
    let role = aws.role_arn();
    let assume = |by: &Credentials, mfa: &[(&str, &str)]| {
        let parameters = [&[("RoleArn", &*role), ("RoleSessionName", "session")], mfa].concat();
        sts(&aws, by, "AssumeRole", &parameters)
    };
    let user = aws.credentials();
    let right = [("SerialNumber", device), ("TokenCode", "123456")];
    assert_eq!(assume(&user, &right).status, 200);
    for (mfa, message) in [
        (&[][..], "is not authorized to perform: sts:AssumeRole"),
        (&[("SerialNumber", device), ("TokenCode", "654321")], "invalid MFA one time pass code"),
        (
            &[("SerialNumber", "arn:aws:iam::123456789012:mfa/other"), ("TokenCode", "123456")],
            "unable to validate MFA code",
        ),
    ] {
        let reply = assume(&user, mfa);
        assert_eq!((reply.status, &*reply.xml("Code")), (403, "AccessDenied"));
        assert!(reply.xml("Message").contains(message), "{}", reply.body);
    }
    let plain = credentials(&sts(&aws, &user, "GetSessionToken", &[]));
    assert_eq!(assume(&plain, &[]).status, 403);
    let with_mfa = credentials(&sts(&aws, &user, "GetSessionToken", &right));
    assert_eq!(assume(&with_mfa, &[]).status, 200);
}

#[test]
fn an_action_that_is_not_served_is_named() {
    let aws = start();
    let ask = |body: &str| {
        let call = sts_call(&aws, body).sign("sts", aws.region(), &aws.credentials(), aws.now());
        let reply = call.send(&aws.sts_url());
        (reply.status, reply.xml("Code"), reply.xml("Message"))
    };
    for (body, code, message) in [
        (
            "Action=DeleteAll&Version=2011-06-15",
            "InvalidAction",
            "Could not find operation DeleteAll for version 2011-06-15",
        ),
        (
            "Action=GetCallerIdentity&Version=2010-01-01",
            "InvalidAction",
            "Could not find operation GetCallerIdentity for version 2010-01-01",
        ),
        (
            "Action=GetCallerIdentity",
            "InvalidAction",
            "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
        ),
        ("Version=2011-06-15", "MissingAction", "The request is missing an action."),
    ] {
        assert_eq!(ask(body), (400, code.into(), message.into()));
    }
}
