//! The clock that can be moved: credentials end, and signatures are out of date.

use std::time::Duration;

use serde_json::json;
use sigfour::{Credentials, Timestamp};

use crate::wire::{Call, assume_role, credentials, form, invoke, start, sts, sts_call};

#[test]
fn temporary_credentials_end() {
    let aws = start();
    let role = aws.role_arn();
    let parameters =
        [("RoleArn", &*role), ("RoleSessionName", "session"), ("DurationSeconds", "900")];
    let reply = sts(&aws, &aws.credentials(), "AssumeRole", &parameters);
    let temporary = credentials(&reply);
    aws.advance_clock(Duration::from_secs(890));
    assert_eq!(invoke(&aws, &temporary).status, 200);
    aws.advance_clock(Duration::from_secs(10));
    let ended = |credentials: &Credentials| {
        let reply = invoke(&aws, credentials);
        assert_eq!(
            (reply.status, reply.header("x-amzn-errortype")),
            (403, "ExpiredTokenException")
        );
        assert_eq!(
            reply.json(),
            json!({ "message": "The security token included in the request is expired" })
        );
        let reply = sts(&aws, credentials, "GetCallerIdentity", &[]);
        assert_eq!((reply.status, &*reply.xml("Code")), (403, "ExpiredToken"));
        let message = reply.xml("Message");
        assert_eq!(message, "The security token included in the request is expired");
    };
    ended(&temporary);

    let another = assume_role(&aws);
    assert_eq!(invoke(&aws, &another).status, 200);
    aws.expire_sessions();
    ended(&another);
    aws.set_clock_offset(0);
    ended(&another);
    assert_eq!(invoke(&aws, &assume_role(&aws)).status, 200);
}

#[test]
fn a_clock_that_is_off_is_refused_and_the_date_header_tells_by_how_much() {
    let aws = start();
    let machine = Timestamp::now();
    let (url, user) = (aws.sts_url(), aws.credentials());
    let call = sts_call(&aws, &form("GetCallerIdentity", &[]));
    let signed = call.clone().sign("sts", aws.region(), &user, machine);
    for (minutes, ok) in [(0, true), (14, true), (-14, true), (16, false), (-16, false)] {
        aws.set_clock_offset(minutes * 60);
        let reply = signed.send(&url);
        assert_eq!(reply.status == 200, ok, "{minutes}: {}", reply.body);
    }
    let date = sigfour::AmzDate::new(machine).unwrap();
    let start = format!("Signature not yet current: {date} is still later than ");
    let reply = signed.send(&url);
    assert_eq!(reply.xml("Code"), "SignatureDoesNotMatch");
    assert!(reply.xml("Message").starts_with(&start), "{}", reply.body);
    assert!(reply.xml("Message").ends_with("Z + 15 min.)"), "{}", reply.body);

    aws.set_clock_offset(24 * 60 * 60);
    let reply = signed.send(&url);
    let start = format!("Signature expired: {date} is now earlier than ");
    assert!(reply.xml("Message").starts_with(&start), "{}", reply.body);
    assert!(reply.xml("Message").ends_with("Z - 15 min.)"), "{}", reply.body);
    let tomorrow = aws.now();
    let date = sigfour::AmzDate::new(tomorrow).unwrap();
    let months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month: usize = date.day()[4..6].parse().unwrap();
    let day = format!("{} {}", &date.day()[6..], months[month - 1]);
    assert!(reply.header("date").contains(&day), "{}", reply.header("date"));

    aws.set_clock_offset(0);
    let url = aws.function_url();
    let temporary = assume_role(&aws);
    for (minutes, ok) in [(4, true), (-4, true), (6, false), (-6, false)] {
        let at = Timestamp::from(aws.now().unix_seconds() + minutes * 60);
        let call = Call::new(&url, "GET", "/").sign("lambda", aws.region(), &temporary, at);
        let reply = call.send(&url);
        assert_eq!(reply.status == 200, ok, "{minutes}");
        if !ok {
            assert_eq!(reply.header("x-amzn-errortype"), "InvalidSignatureException");
            assert!(reply.body.contains(if minutes > 0 { " + 5 min.)" } else { " - 5 min.)" }));
        }
    }
}
