//! The steps of the demonstration, with the library's own calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use sigfour::client::{Answer, ServiceError, SignedCall};
use sigfour::context::Environment;
use sigfour::local::LocalAws;
use sigfour::source::Source;
use sigfour::sts::AssumeRole;
use sigfour::{Client, Credentials, Timestamp};

use super::report::Report;
use crate::failure::{Exit, Failure};
use crate::redact;

const TARGET: &str = "orders/a%20b?status=open&limit=10";
const BODY: &str = r#"{"order":42}"#;

/// The client's clock: the machine's and an offset, in seconds.
type Offset = Arc<AtomicI64>;

pub(super) fn run(report: &mut Report) -> Result<(), Failure> {
    let aws = LocalAws::start().map_err(|error| {
        Failure::new(Exit::Refused, format_args!("the loopback AWS can't start: {error}"))
    })?;
    let offset = Offset::default();
    let role = assume_role(report, &aws, &offset)?;
    let client = client(&aws, role.clone(), &offset)?;
    let url = format!("{}{TARGET}", aws.function_url());
    let call = client.post(&url).header("content-type", "application/json").body(BODY);
    let signed = call.sign()?;
    show_signing(report, &signed, &role)?;
    send(report, &signed)?;
    tamper(report, &client, &signed)?;
    expire(report, &aws, &client, &offset)?;
    close(report)
}

/// A client of the loopback AWS, whatever the environment and the files of this machine say.
fn client(
    aws: &LocalAws,
    source: impl Source + 'static,
    offset: &Offset,
) -> Result<Client, Failure> {
    let offset = Arc::clone(offset);
    let clock =
        move || Timestamp::from(Timestamp::now().unix_seconds() + offset.load(Ordering::Relaxed));
    Ok(Client::builder()
        .environment(Environment::of([("AWS_ENDPOINT_URL_STS", aws.sts_url())]))
        .proxy_from_environment(false)
        .region(aws.region())
        .service("lambda")
        .credentials(source)
        .clock(clock)
        .build()?)
}

fn assume_role(
    report: &mut Report,
    aws: &LocalAws,
    offset: &Offset,
) -> Result<Credentials, Failure> {
    let user = aws.credentials();
    report.step("Credentials: the long-lived keys of a user")?;
    report.text(&format!("user           {}", aws.user_arn()))?;
    report.text(&format!("access key id  {}", user.access_key_id()))?;

    report.step("AssumeRole: STS hands out temporary ones of a role")?;
    report.text(&format!("role           {}", aws.role_arn()))?;
    let assumed = AssumeRole::new(&aws.role_arn(), "demo").call(&client(aws, user, offset)?)?;
    let credentials = assumed.credentials;
    report.text(&format!("access key id  {}", credentials.access_key_id()))?;
    let token = credentials.session_token().unwrap_or_default();
    report.text(&format!("session token  {} characters, sent with every call", token.len()))?;
    report.text(&format!(
        "until          {}",
        credentials.expiration().map_or_else(String::new, |end| end.to_string())
    ))?;
    let is_of_role = assumed.arn.is_some_and(|arn| arn.contains(":assumed-role/"));
    report.outcome(is_of_role && !token.is_empty(), "the role is assumed")?;
    Ok(credentials)
}

fn show_signing(
    report: &mut Report,
    signed: &SignedCall<'_>,
    credentials: &Credentials,
) -> Result<(), Failure> {
    let (canonical_request, string_to_sign) = redact::steps(&signed.steps()?, credentials);
    report.step("Canonical request: the one text that client and server make of a request")?;
    report.note("method, path (encoded once more), query (sorted), headers, their names, the body's SHA-256")?;
    report.text(&canonical_request)?;

    report.step("String to sign: when, what for, and the canonical request's SHA-256")?;
    report.text(&string_to_sign)?;

    report.step("Signing key: the secret, narrowed to a day, a region and a service")?;
    let day = string_to_sign.lines().nth(1).and_then(|date| date.get(..8)).unwrap_or_default();
    report.text(&format!("date key     = HMAC-SHA256(\"AWS4\" + secret, \"{day}\")"))?;
    report.text(&format!("region key   = HMAC-SHA256(date key, \"{}\")", signed.region()))?;
    report.text(&format!("service key  = HMAC-SHA256(region key, \"{}\")", signed.service()))?;
    report.text("signing key  = HMAC-SHA256(service key, \"aws4_request\")")?;

    report.step(
        "Signature: HMAC-SHA256(signing key, string to sign), in hex, in the Authorization header",
    )?;
    let authorization = signed
        .outgoing()
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        .map_or("", |(_, value)| value);
    report.text(&authorization.replacen(' ', "\n  ", 1).replace(", ", ",\n  "))
}

fn send(report: &mut Report, signed: &SignedCall<'_>) -> Result<(), Failure> {
    let outgoing = signed.outgoing();
    report.step(&format!("The call: {} {}", outgoing.method, outgoing.url))?;
    let answer = signed.send()?;
    let event: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let iam = &event["requestContext"]["authorizer"]["iam"];
    // The parts of the event that tell what came and from whom.
    let shown = json!({
        "rawPath": event["rawPath"],
        "rawQueryString": event["rawQueryString"],
        "body": event["body"],
        "isBase64Encoded": event["isBase64Encoded"],
        "requestContext": {"authorizer": {"iam": {"accessKey": iam["accessKey"], "userArn": iam["userArn"]}}},
    });
    report.text(&format!("{shown:#}"))?;
    let came = answer.status == 200
        && event["body"] == BODY
        && iam["accessKey"] == signed.credentials().access_key_id();
    report.outcome(came, &format!("HTTP {}: the function got this event", answer.status))
}

/// Sends the signed request with one number changed.
fn tamper(report: &mut Report, client: &Client, signed: &SignedCall<'_>) -> Result<(), Failure> {
    report.step("The same request, changed on its way: limit=10 becomes limit=1000")?;
    let mut outgoing = signed.outgoing();
    let url = outgoing.url.replace("limit=10", "limit=1000");
    outgoing.url = &url;
    let answer = client.context().transport.send(outgoing)?;
    refused(report, &answer, "InvalidSignatureException")
}

/// Lets the credentials end, on both sides' clocks.
fn expire(
    report: &mut Report,
    aws: &LocalAws,
    client: &Client,
    offset: &Offset,
) -> Result<(), Failure> {
    report.step("Two hours later, with the same temporary credentials")?;
    let later: i64 = 2 * 60 * 60;
    aws.advance_clock(Duration::from_secs(later.unsigned_abs()));
    offset.store(later, Ordering::Relaxed);
    let answer = client.get(&aws.function_url()).call()?;
    refused(report, &answer, "ExpiredToken")
}

fn refused(report: &mut Report, answer: &Answer, code: &str) -> Result<(), Failure> {
    let error = ServiceError::of(answer);
    let message = error.message.lines().next().unwrap_or_default();
    let message = message.split_inclusive(". ").next().unwrap_or_default().trim();
    let is_as_expected = answer.status == 403 && error.code.starts_with(code);
    report.outcome(
        is_as_expected,
        &format!("refused: HTTP {} {}: {message}", error.status, error.code),
    )
}

fn close(report: &mut Report) -> Result<(), Failure> {
    report.step("Next, with an account")?;
    report.text("sigfour whoami")?;
    report.text("sigfour call https://<url-id>.lambda-url.<region>.on.aws/")?;
    report.text("sigfour call --role-arn arn:aws:iam::<account>:role/<name> \\")?;
    report.text("    https://<url-id>.lambda-url.<region>.on.aws/")?;
    report.note("and without one: `sigfour local` serves this loopback AWS to any client")
}
