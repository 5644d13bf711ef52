//! A JSON service behind an assumed role: the job of the crate on a server that verifies. One byte changed,
//! and it refuses.

use sigfour::Client;
use sigfour::sts::AssumeRole;

use crate::servers::ministack::MiniStack;
use crate::support::{Part, Tampering, client, refusal, user};

fn send(
    client: &Client,
    server: &MiniStack,
    action: &str,
    body: &str,
) -> Result<sigfour::client::Answer, sigfour::client::Error> {
    client
        .post(&format!("{}/", server.endpoint()))
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", &format!("DynamoDB_20120810.{action}"))
        .body(body)
        .call()
}

fn with_role(server: &MiniStack) -> Client {
    let role = AssumeRole::new(&server.role_arn, "live-test").from(user(server));
    client(server, "dynamodb", role)
}

#[test]
fn an_item_is_written_and_queried_with_an_assumed_role() {
    let server = MiniStack::start();
    let client = with_role(&server);
    let table = r#"{"TableName":"items","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}"#;
    send(&client, &server, "CreateTable", table).and_then(|a| a.ok()).expect("a table");
    let item = r#"{"TableName":"items","Item":{"id":{"S":"ü 1"},"n":{"N":"42"}}}"#;
    send(&client, &server, "PutItem", item).and_then(|a| a.ok()).expect("an item");
    let query = r#"{"TableName":"items","KeyConditionExpression":"id = :i","ExpressionAttributeValues":{":i":{"S":"ü 1"}}}"#;
    let answer = send(&client, &server, "Query", query).and_then(|a| a.ok()).expect("an answer");
    assert!(answer.text().contains("42"), "{}", answer.text());

    // The example, as a user would run it.
    let output = std::process::Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "sigfour", "--features", "client"])
        .args(["--example", "dynamodb_query", "--"])
        .args([&format!("{}/", server.endpoint()), "items", "ü 1"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .env("AWS_ACCESS_KEY_ID", &server.access_key_id)
        .env("AWS_SECRET_ACCESS_KEY", &server.secret_access_key)
        .env("AWS_REGION", "us-east-1")
        .env_remove("AWS_SESSION_TOKEN")
        .output()
        .expect("cargo runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("42"), "{output:?}");
}

#[test]
fn whatever_is_changed_on_the_way_is_refused() {
    let server = MiniStack::start();
    let plain = with_role(&server);
    for part in [
        Part::Nothing,
        Part::Path,
        Part::Query,
        Part::SignedHeader("content-type"),
        Part::SignedHeader("x-amz-target"),
        Part::SignedHeader("x-amz-security-token"),
        Part::Signature,
        Part::Body,
    ] {
        let tampering = Client::builder()
            .credentials(plain.credentials().expect("credentials"))
            .region("us-east-1")
            .service("dynamodb")
            .transport(Tampering::with(&plain, part))
            .build()
            .expect("a client");
        let answer = send(&tampering, &server, "ListTables", "{}");
        if part == Part::Nothing {
            assert_eq!(answer.expect("an answer").status, 200);
        } else {
            let error = refusal(answer);
            assert!(error.status == 403 || error.status == 400, "{part:?}: {error}");
            assert!(!error.code.is_empty(), "{part:?}: {error}");
        }
    }
}

#[test]
fn a_path_with_escapes_is_encoded_once_more() {
    let server = MiniStack::start();
    let lambda = client(&server, "lambda", user(&server));
    let url = |name: &str| format!("{}/2015-03-31/functions/{name}", server.endpoint());
    // Not found is what a verified request for a function that does not exist gets.
    for name in
        ["arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Anone", "a%20b", "./x/../none"]
    {
        let error = refusal(lambda.get(&url(name)).call());
        assert_eq!(error.status, 404, "{name}: {error}");
    }
}
