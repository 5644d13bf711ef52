//! STS on the wire: the form that is sent, and every shape of answer that servers give.
#![cfg(feature = "client")]

mod fake;

use std::time::Duration;

use fake::{Fake, builder};
use sigfour::Client;
use sigfour::client::{Error, ErrorKind};
use sigfour::context::Environment;
use sigfour::sts::{AssumeRole, GetCallerIdentity, GetSessionToken};

fn client(fake: &Fake) -> Client {
    builder(fake).region("eu-west-1").build().unwrap()
}

const CREDENTIALS: &str = r#"{"Credentials":{"AccessKeyId":"ASIA","SecretAccessKey":"s","SessionToken":"t","Expiration":1440939060}}"#;

#[test]
fn every_argument_of_assume_role_is_in_the_form() {
    let fake = Fake::default();
    fake.then(200, &[], CREDENTIALS);
    AssumeRole::new("arn:aws:iam::123456789012:role/r", "me@home")
        .duration(Duration::from_secs(900))
        .external_id("ex/1")
        .policy("{ }")
        .policy_arn("arn:aws:iam::aws:policy/A")
        .policy_arn("arn:aws:iam::aws:policy/B")
        .tag("a b", "1+1")
        .transitive_tag("c", "ü")
        .source_identity("alice")
        .mfa("arn:aws:iam::123456789012:mfa/m", "123456")
        .call(&client(&fake))
        .unwrap();
    let sent = &fake.sent()[0];
    assert_eq!((&*sent.method, &*sent.url), ("POST", "https://sts.eu-west-1.amazonaws.com"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.credential(), "AKIDEXAMPLE/20150830/eu-west-1/sts/aws4_request");
    let pairs: Vec<_> = sent.body.split('&').collect();
    assert_eq!(
        pairs,
        [
            "Action=AssumeRole",
            "Version=2011-06-15",
            "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fr",
            "RoleSessionName=me%40home",
            "DurationSeconds=900",
            "ExternalId=ex%2F1",
            "Policy=%7B%20%7D",
            "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FA",
            "PolicyArns.member.2.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FB",
            "Tags.member.1.Key=a%20b",
            "Tags.member.1.Value=1%2B1",
            "Tags.member.2.Key=c",
            "Tags.member.2.Value=%C3%BC",
            "TransitiveTagKeys.member.1=c",
            "SourceIdentity=alice",
            "SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fm",
            "TokenCode=123456",
        ]
    );
}

#[test]
fn the_endpoint_is_the_regions_unless_told_otherwise() {
    let ask = |set: fn(GetCallerIdentity) -> GetCallerIdentity, pairs: &[(&str, &str)]| {
        let fake = Fake::default();
        let environment = Environment::of(pairs.iter().copied());
        let client = builder(&fake).environment(environment).build().unwrap();
        let result = set(GetCallerIdentity::new()).call(&client);
        let sent = fake.sent();
        sent.first().map(|s| (s.url.clone(), s.credential().to_string())).ok_or(result.unwrap_err())
    };
    let scope = |region: &str| format!("AKIDEXAMPLE/20150830/{region}/sts/aws4_request");
    let region = ("AWS_REGION", "cn-north-1");
    let china = ("https://sts.cn-north-1.amazonaws.com.cn".to_string(), scope("cn-north-1"));
    assert_eq!(ask(|a| a, &[region]).unwrap(), china);
    assert_eq!(ask(|a| a.region("cn-north-1"), &[("AWS_REGION", "us-east-1")]).unwrap(), china);
    let global = ("https://sts.amazonaws.com".to_string(), scope("us-east-1"));
    assert_eq!(ask(GetCallerIdentity::global, &[("AWS_REGION", "eu-west-1")]).unwrap(), global);
    let own = |url: &str| (url.to_string(), scope("cn-north-1"));
    let all = [region, ("AWS_ENDPOINT_URL", "http://a/"), ("AWS_ENDPOINT_URL_STS", "http://b/")];
    assert_eq!(ask(|a| a, &all[..2]).unwrap(), own("http://a/"));
    assert_eq!(ask(|a| a, &all).unwrap(), own("http://b/"));
    assert_eq!(ask(|a| a.endpoint("http://c/"), &all).unwrap(), own("http://c/"));
    assert!(matches!(ask(|a| a, &[]), Err(Error::NoRegion { .. })));
    // An endpoint that tells its region is signed for that one.
    let vpce = "https://vpce-1-2.sts.eu-west-2.vpce.amazonaws.com";
    let told = ask(|a| a, &[region, ("AWS_ENDPOINT_URL_STS", vpce)]).unwrap();
    assert_eq!(told, (vpce.to_string(), scope("eu-west-2")));
}

#[test]
fn credentials_are_read_from_every_servers_answer() {
    let answers = [
        // AWS, in JSON: with the outer layers, and the time in scientific notation.
        r#"{"AssumeRoleResponse":{"AssumeRoleResult":{"AssumedRoleUser":{"Arn":"arn:x","AssumedRoleId":"AROA:s"},"Credentials":{"AccessKeyId":"ASIA","Expiration":1.44093906E9,"SecretAccessKey":"s+/=","SessionToken":"t=="}},"ResponseMetadata":{"RequestId":"r"}}}"#.to_string(),
        // AWS, in XML.
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <AssumeRoleResult>\n    <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:x</Arn></AssumedRoleUser>\n    <Credentials>\n      <AccessKeyId>ASIA</AccessKeyId>\n      <SecretAccessKey>s+/=</SecretAccessKey>\n      <SessionToken>t==</SessionToken>\n      <Expiration>2015-08-30T12:51:00Z</Expiration>\n    </Credentials>\n  </AssumeRoleResult>\n</AssumeRoleResponse>".into(),
        // Ceph: no namespace, nanoseconds, the end before the secret, another name for the id.
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId><Expiration>2015-08-30T12:51:00.000000000Z</Expiration><SecretAccessKey>s+/=</SecretAccessKey><SessionToken>t==</SessionToken></Credentials><AssumedRoleUser><Arn>arn:x</Arn><AssumeRoleId>AROA:s</AssumeRoleId></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>".into(),
        // Ceph, in JSON: without the outermost layer.
        r#"{"AssumeRoleResult":{"Credentials":{"AccessKeyId":"ASIA","Expiration":"2015-08-30T12:51:00.000000000Z","SecretAccessKey":"s+/=","SessionToken":"t=="},"AssumedRoleUser":{"Arn":"arn:x","AssumeRoleId":"AROA:s"}}}"#.into(),
    ];
    for answer in answers {
        let fake = Fake::default();
        fake.then(200, &[], &answer);
        let role =
            AssumeRole::new("arn:aws:iam::1:role/r", "me").call(&client(&fake)).expect(&answer);
        let got = &role.credentials;
        assert_eq!((got.access_key_id(), got.expose_secret_access_key()), ("ASIA", "s+/="));
        assert_eq!(got.session_token(), Some("t=="));
        assert_eq!(got.expiration().unwrap().unix_seconds(), 1_440_939_060);
        assert_eq!((role.arn.as_deref(), role.id.as_deref()), (Some("arn:x"), Some("AROA:s")));
    }
}

#[test]
fn who_one_is_and_session_tokens_are_read() {
    for answer in [
        r#"{"GetCallerIdentityResponse":{"GetCallerIdentityResult":{"Account":"1","Arn":"arn:x","UserId":"AIDA"},"ResponseMetadata":{"RequestId":"r"}}}"#,
        "<GetCallerIdentityResponse xmlns=\"x\"><GetCallerIdentityResult><UserId>AIDA</UserId><Account>1</Account><Arn>arn:x</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
    ] {
        let fake = Fake::default();
        fake.then(200, &[], answer).then(200, &[], CREDENTIALS);
        let identity = GetCallerIdentity::new().call(&client(&fake)).unwrap();
        assert_eq!(
            (&*identity.account, &*identity.arn, &*identity.user_id),
            ("1", "arn:x", "AIDA")
        );
        let session = GetSessionToken::new().duration(Duration::from_secs(129_600)).mfa("m", "1");
        session.call(&client(&fake)).unwrap();
        assert!(fake.sent()[1].body.ends_with("DurationSeconds=129600&SerialNumber=m&TokenCode=1"));
    }
}

#[test]
fn errors_carry_code_message_request_id_and_status() {
    for (status, body, code, message) in [
        (
            403,
            r#"{"Error":{"Code":"AccessDenied","Message":"no","Type":"Sender"},"RequestId":"r"}"#,
            "AccessDenied",
            "no",
        ),
        (
            403,
            "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no &amp; no</Message></Error><RequestId>r</RequestId></ErrorResponse>",
            "AccessDenied",
            "no & no",
        ),
        (
            403,
            "<?xml version=\"1.0\"?><Error><Code>InvalidAccessKeyId</Code><Message></Message><RequestId>r</RequestId></Error>",
            "InvalidAccessKeyId",
            "",
        ),
        (
            403,
            r#"{"Code":"SignatureDoesNotMatch","Message":"","RequestId":"r","HostId":"h"}"#,
            "SignatureDoesNotMatch",
            "",
        ),
    ] {
        let fake = Fake::default();
        fake.then(status, &[], body);
        let error = GetCallerIdentity::new().call(&client(&fake)).unwrap_err();
        let Error::Refused(error) = error else { panic!("{error}") };
        assert_eq!((error.status, &*error.code, &*error.message), (status, code, message));
        assert_eq!(error.request_id.as_deref(), Some("r"));
    }
}

#[test]
fn what_is_not_an_answer_of_sts_is_said_to_be_unreadable() {
    for (status, body) in [
        (200, ""),
        (200, "ok"),
        (200, "<html><body>login</body></html>"),
        (200, "{}"),
        (200, "<a"),
        (200, r#"{"Credentials":{"AccessKeyId":"ASIA","SecretAccessKey":"s","SessionToken":"t"}}"#),
        (
            200,
            r#"{"Credentials":{"AccessKeyId":"ASIA","SecretAccessKey":"s","SessionToken":"t","Expiration":"soon"}}"#,
        ),
    ] {
        let fake = Fake::default();
        fake.then(status, &[], body);
        let error =
            AssumeRole::new("arn:aws:iam::1:role/r", "me").call(&client(&fake)).unwrap_err();
        assert!(matches!(error, Error::UnreadableAnswer { .. }), "{body}: {error}");
    }
}

#[test]
fn what_no_sts_takes_is_refused_before_it_is_sent() {
    let fake = Fake::default();
    let client = client(&fake);
    let role = || AssumeRole::new("arn:aws:iam::1:role/r", "me");
    for role in [
        role().duration(Duration::from_secs(899)),
        role().duration(Duration::from_secs(43_201)),
        AssumeRole::new("role/r", "me"),
        AssumeRole::new("arn:aws:iam::1:role/r", "m"),
        AssumeRole::new("arn:aws:iam::1:role/r", "two words"),
    ] {
        assert_eq!(role.call(&client).unwrap_err().kind(), ErrorKind::Usage, "{role:?}");
    }
    assert!(GetSessionToken::new().duration(Duration::from_secs(129_601)).call(&client).is_err());
    assert!(fake.sent().is_empty());
}
