//! Where credentials come from, and how long they are kept.
#![cfg(feature = "client")]

mod fake;

use std::fs;
use std::path::PathBuf;

use fake::{Fake, Hands, builder, keys};
use sigfour::client::{Error, ErrorKind};
use sigfour::context::Environment;
use sigfour::source::{DefaultChain, EnvironmentKeys, Profile, Source};
use sigfour::sts::AssumeRole;
use sigfour::{Client, Credentials};

fn ask(
    source: impl Source + 'static,
    pairs: &[(&str, &str)],
) -> Result<(String, String, Option<String>), Error> {
    let environment = Environment::of(pairs.iter().copied());
    let client = builder(&Fake::default()).environment(environment).credentials(source).build()?;
    let found = client.credentials()?;
    let secret = found.expose_secret_access_key().to_string();
    Ok((found.access_key_id().into(), secret, found.session_token().map(String::from)))
}

/// A folder with the two files of the AWS CLI, removed at the end.
struct Files(PathBuf);

impl Files {
    fn new(name: &str, credentials: &str, config: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("sigfour-{name}-{}", std::process::id()));
        fs::create_dir_all(dir.join(".aws")).unwrap();
        fs::write(dir.join(".aws/credentials"), credentials).unwrap();
        fs::write(dir.join(".aws/config"), config).unwrap();
        Files(dir)
    }

    fn home(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_environment_gives_keys_with_and_without_a_token() {
    let pair = [("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "s")];
    assert_eq!(ask(EnvironmentKeys, &pair).unwrap(), ("AKIA".into(), "s".into(), None));
    let empty_token = [pair[0], pair[1], ("AWS_SESSION_TOKEN", "")];
    assert_eq!(ask(EnvironmentKeys, &empty_token).unwrap().2, None);
    let token = [pair[0], pair[1], ("AWS_SESSION_TOKEN", "t")];
    assert_eq!(ask(EnvironmentKeys, &token).unwrap().2.as_deref(), Some("t"));
}

#[test]
fn half_a_key_is_named_as_such() {
    for (pair, missing) in [
        (("AWS_ACCESS_KEY_ID", "AKIA"), "AWS_SECRET_ACCESS_KEY is not"),
        (("AWS_SECRET_ACCESS_KEY", "s"), "AWS_ACCESS_KEY_ID is not"),
    ] {
        let error = ask(EnvironmentKeys, &[pair]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoCredentials);
        assert!(error.to_string().contains(missing), "{error}");
    }
}

#[test]
fn a_bad_key_is_refused_without_showing_the_secret() {
    let pairs = [("AWS_ACCESS_KEY_ID", "AKIA"), ("AWS_SECRET_ACCESS_KEY", "s3cr\net")];
    let error = ask(EnvironmentKeys, &pairs).unwrap_err().to_string();
    assert!(error.contains("secret access key") && !error.contains("s3cr"), "{error}");
}

#[test]
fn profiles_are_read_from_both_files() {
    let files = Files::new(
        "profiles",
        "# comment\n[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key=a/b+c=\n\n[ work ]\n\
         aws_access_key_id = AKIAWORK\naws_secret_access_key = w # ours\naws_session_token = tok==\n[half]\naws_access_key_id = x\n",
        "[default]\nregion = eu-west-2\n[profile other]\naws_access_key_id = AKIAOTHER\ns3 =\n  aws_secret_access_key = nested\n\
         aws_secret_access_key = o\n[profile role]\nrole_arn = arn:aws:iam::1:role/x\n[work]\nregion = ignored\n",
    );
    let home = [("HOME", files.home())];
    assert_eq!(ask(Profile::new(), &home).unwrap(), ("AKIADEFAULT".into(), "a/b+c=".into(), None));
    assert_eq!(
        ask(Profile::named("work"), &home).unwrap(),
        ("AKIAWORK".into(), "w".into(), Some("tok==".into()))
    );
    assert_eq!(ask(Profile::named("other"), &home).unwrap().1, "o");
    let by_name = [("HOME", files.home()), ("AWS_PROFILE", "other")];
    assert_eq!(ask(DefaultChain::new(), &by_name).unwrap().0, "AKIAOTHER");
    for (name, why) in
        [("role", "--role-arn"), ("half", "aws_secret_access_key"), ("none", "not in")]
    {
        let error = ask(Profile::named(name), &home).unwrap_err();
        assert!(error.to_string().contains(why), "{name}: {error}");
        assert_eq!(error.kind(), ErrorKind::NoCredentials);
    }
}

#[test]
fn the_parts_of_a_key_are_of_one_file() {
    let files = Files::new(
        "one-key",
        "\u{feff}[x]\naws_access_key_id = NEW\naws_secret_access_key = new\n",
        "[profile x]\naws_access_key_id = OLD\naws_secret_access_key = old\naws_session_token = old\n\
         [profile \"two words\"]\naws_access_key_id = TWO\t; ours\naws_secret_access_key = a;b#c\n",
    );
    let home = [("HOME", files.home())];
    assert_eq!(ask(Profile::named("x"), &home).unwrap(), ("NEW".into(), "new".into(), None));
    assert_eq!(
        ask(Profile::named("two words"), &home).unwrap(),
        ("TWO".into(), "a;b#c".into(), None)
    );
}

#[test]
fn the_files_may_be_elsewhere_and_the_profile_tells_the_region() {
    let files = Files::new(
        "elsewhere",
        "[p]\naws_access_key_id = A\naws_secret_access_key = s\n",
        "[profile p]\nregion = eu-west-2\n",
    );
    let at = |name: &str| files.0.join(".aws").join(name).to_str().unwrap().to_string();
    let environment = Environment::of([
        ("AWS_PROFILE", "p".to_string()),
        ("AWS_SHARED_CREDENTIALS_FILE", at("credentials")),
        ("AWS_CONFIG_FILE", at("config")),
    ]);
    let client = Client::builder().environment(environment).build().unwrap();
    assert_eq!(client.credentials().unwrap().access_key_id(), "A");
    assert_eq!(client.region().as_deref(), Some("eu-west-2"));
}

#[test]
fn the_chain_asks_the_environment_first_and_a_named_profile_alone() {
    let files =
        Files::new("chain", "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n", "");
    let pairs =
        [("HOME", files.home()), ("AWS_ACCESS_KEY_ID", "ENV"), ("AWS_SECRET_ACCESS_KEY", "s")];
    assert_eq!(ask(DefaultChain::new(), &pairs).unwrap().0, "ENV");
    assert_eq!(ask(DefaultChain::new().profile("default"), &pairs).unwrap().0, "FILE");
    assert_eq!(ask(DefaultChain::new(), &pairs[..1]).unwrap().0, "FILE");
}

#[test]
fn what_is_there_by_half_is_never_passed_over_for_another() {
    let files =
        Files::new("half", "[default]\naws_access_key_id = FILE\naws_secret_access_key = s\n", "");
    let id = ("AWS_ACCESS_KEY_ID", "ENV");
    for pairs in [
        vec![id],
        vec![("AWS_SECRET_ACCESS_KEY", "s")],
        vec![id, ("AWS_SECRET_ACCESS_KEY", "s"), ("AWS_SESSION_TOKEN", "a\nb")],
        vec![id, ("AWS_SECRET_ACCESS_KEY", "s ")],
    ] {
        let with_home = [pairs, vec![("HOME", files.home())]].concat();
        let error = ask(DefaultChain::new(), &with_home).unwrap_err();
        assert!(matches!(&error, Error::InvalidCredentials { .. }), "{with_home:?}: {error}");
        assert_eq!(error.kind(), ErrorKind::NoCredentials);
    }
}

#[test]
fn the_environment_may_tell_when_its_keys_end() {
    let pairs = [
        ("AWS_ACCESS_KEY_ID", "A"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_SESSION_TOKEN", "t"),
        ("AWS_CREDENTIAL_EXPIRATION", "2015-08-30T12:51:00+00:00"),
    ];
    let client = builder(&Fake::default())
        .environment(Environment::of(pairs))
        .credentials(EnvironmentKeys)
        .build()
        .unwrap();
    let end = client.credentials().unwrap().expiration().unwrap();
    assert_eq!(end.unix_seconds(), fake::START + 900);
}

#[test]
fn credentials_that_a_server_calls_expired_are_got_anew_for_the_next_call() {
    let fake = Fake::default();
    fake.then(200, &[], &role_answer("ASIA1", "2015-08-30T13:36:00Z"));
    fake.then(403, &[("x-amzn-errortype", "ExpiredTokenException")], r#"{"message":"expired"}"#);
    fake.then(200, &[], &role_answer("ASIA2", "2015-08-30T13:36:00Z"));
    let role = AssumeRole::new("arn:aws:iam::1:role/x", "session").from(keys());
    let client = builder(&fake).credentials(role).build().unwrap();
    let call = || client.get("https://abc.lambda-url.us-east-1.on.aws/").call().unwrap().status;
    assert_eq!((call(), call()), (403, 200));
    let keys: Vec<_> = fake.sent().iter().map(|s| s.credential()[..5].to_string()).collect();
    assert_eq!(keys, ["AKIDE", "ASIA1", "AKIDE", "ASIA2"]);
}

#[test]
fn without_any_credentials_each_source_says_why() {
    let error = ask(DefaultChain::new(), &[("HOME", "/nowhere")]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("AWS_ACCESS_KEY_ID is not set") && text.contains("profile default"),
        "{text}"
    );
    assert_eq!(error.kind(), ErrorKind::NoCredentials);
}

fn role_answer(id: &str, end: &str) -> String {
    format!(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
    )
}

#[test]
fn a_role_is_assumed_once_and_again_five_minutes_before_its_end() {
    let fake = Fake::default();
    fake.then(200, &[], &role_answer("ASIA1", "2015-08-30T12:51:00Z"));
    fake.then(200, &[], &role_answer("ASIA2", "2015-08-30T13:10:00Z"));
    let hands = Hands::new();
    let role = AssumeRole::new("arn:aws:iam::1:role/x", "session").from(keys());
    let client =
        builder(&fake).credentials(role).region("us-east-1").clock(hands.clock()).build().unwrap();
    let id = || client.credentials().unwrap().access_key_id().to_string();
    assert_eq!((id(), id()), ("ASIA1".into(), "ASIA1".into()));
    hands.advance(599);
    assert_eq!(id(), "ASIA1");
    hands.advance(2);
    assert_eq!((id(), id()), ("ASIA2".into(), "ASIA2".into()));
    assert_eq!(fake.sent().len(), 2);
}

#[test]
fn where_renewal_fails_the_old_credentials_serve_while_they_hold() {
    let fake = Fake::default();
    fake.then(200, &[], &role_answer("ASIA1", "2015-08-30T12:51:00Z"));
    fake.then(500, &[], "").then(500, &[], "");
    let hands = Hands::new();
    let role = AssumeRole::new("arn:aws:iam::1:role/x", "session").from(keys());
    let client =
        builder(&fake).credentials(role).region("us-east-1").clock(hands.clock()).build().unwrap();
    client.credentials().unwrap();
    hands.advance(700);
    // The second time without asking: it has only just failed.
    assert_eq!(client.credentials().unwrap().access_key_id(), "ASIA1");
    assert_eq!(client.credentials().unwrap().access_key_id(), "ASIA1");
    assert_eq!(fake.sent().len(), 2);
    hands.advance(201);
    assert_eq!(client.credentials().unwrap_err().kind(), ErrorKind::Refused);
}

/// A source that takes its time, and fails in the end.
#[derive(Debug)]
struct Slow(Hands);

impl Source for Slow {
    fn credentials(&self, context: &sigfour::context::Context) -> Result<Credentials, Error> {
        if context.clock.now().unix_seconds() == fake::START {
            let end = fake::START + 600;
            return Ok(keys().with_expiration(end));
        }
        self.0.advance(960);
        Err(Error::NoCredentials { tried: Vec::new() })
    }
}

#[test]
fn what_ended_while_its_renewal_failed_is_not_given_out() {
    let hands = Hands::new();
    let client = builder(&Fake::default())
        .credentials(Slow(hands.clone()))
        .clock(hands.clock())
        .build()
        .unwrap();
    client.credentials().unwrap();
    hands.advance(400);
    assert_eq!(client.credentials().unwrap_err().kind(), ErrorKind::NoCredentials);
}

#[test]
fn threads_that_ask_at_once_assume_the_role_once() {
    let fake = Fake::default();
    fake.then(200, &[], &role_answer("ASIA1", "2015-08-30T12:51:00Z"));
    let role = AssumeRole::new("arn:aws:iam::1:role/x", "session").from(keys());
    let client = builder(&fake).credentials(role).region("us-east-1").build().unwrap();
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| assert_eq!(client.credentials().unwrap().access_key_id(), "ASIA1"));
        }
    });
    assert_eq!(fake.sent().len(), 1);
}
