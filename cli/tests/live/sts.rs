//! A real STS: roles are assumed, and what it hands out is accepted; what is changed is refused.

use std::time::Duration;

use sigfour::Timestamp;
use sigfour::client::Error;
use sigfour::sts::{AssumeRole, GetCallerIdentity, GetSessionToken};

use crate::servers::ministack::MiniStack;
use crate::support::{client, environment, user, with_another_secret, with_another_token};

fn role(server: &MiniStack) -> AssumeRole {
    AssumeRole::new(&server.role_arn, "live-test")
}

#[test]
fn a_role_is_assumed_and_its_credentials_are_accepted() {
    let server = MiniStack::start();
    let as_user = client(&server, "sts", user(&server));
    let identity = GetCallerIdentity::new().call(&as_user).expect("the user's identity");
    assert!(identity.arn.ends_with(":user/tester"), "{identity:?}");

    let assumed = role(&server)
        .duration(Duration::from_secs(900))
        .tag("team", "a b+c/ü")
        .transitive_tag("project", "x")
        .policy(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#)
        .call(&as_user)
        .expect("a role");
    let credentials = assumed.credentials;
    assert!(credentials.access_key_id().starts_with("ASIA"));
    let end = credentials.expiration().expect("an end");
    let left = end.seconds_since(Timestamp::now());
    assert!((880..=905).contains(&left), "{left}");

    let as_role = client(&server, "sts", credentials.clone());
    let identity = GetCallerIdentity::new().call(&as_role).expect("the role's identity");
    assert!(identity.arn.contains(":assumed-role/TestRole/live-test"), "{identity:?}");

    for wrong in [with_another_secret(&credentials), with_another_token(&credentials)] {
        let refused = GetCallerIdentity::new().call(&client(&server, "sts", wrong));
        assert!(matches!(&refused, Err(Error::Refused(e)) if e.status == 403), "{refused:?}");
    }
}

#[test]
fn a_source_assumes_the_role_and_keeps_its_credentials() {
    let server = MiniStack::start();
    let as_role = client(&server, "sts", role(&server).from(user(&server)));
    let first = as_role.credentials().expect("credentials");
    let second = as_role.credentials().expect("credentials");
    assert_eq!(first.access_key_id(), second.access_key_id());
    assert!(
        GetCallerIdentity::new().call(&as_role).expect("an identity").arn.contains("assumed-role")
    );
}

#[test]
fn a_session_token_is_accepted() {
    let server = MiniStack::start();
    let as_user = client(&server, "sts", user(&server));
    let credentials = GetSessionToken::new().call(&as_user).expect("a session");
    assert!(credentials.session_token().is_some());
    GetCallerIdentity::new().call(&client(&server, "sts", credentials)).expect("an identity");
}

#[test]
fn a_wrong_secret_a_wrong_region_and_a_skewed_clock_are_refused_and_told_apart() {
    let server = MiniStack::start();
    let wrong = client(&server, "sts", with_another_secret(&user(&server)));
    let error = GetCallerIdentity::new().call(&wrong).expect_err("a refusal");
    let Error::Refused(refused) = &error else { panic!("{error}") };
    assert_eq!(refused.code, "SignatureDoesNotMatch");
    assert!(error.advice().contains("secret access key"), "{}", error.advice());

    let skewed = sigfour::Client::builder()
        .credentials(user(&server))
        .region("us-east-1")
        .environment(environment(&server))
        .clock(|| Timestamp::now() - Duration::from_secs(20 * 60))
        .build()
        .expect("a client");
    let error = GetCallerIdentity::new().call(&skewed).expect_err("a refusal");
    assert!(error.advice().contains("clock"), "{error}: {}", error.advice());
}
