//! A server whose keys are in a database: the look-up is async, may fail, and finds two keys during a rotation.

use std::future::Future;

use sigfour::{Claim, Request, Signer, SigningKey, Verified, Verifier};

use crate::{credentials, now};

#[derive(Debug, PartialEq)]
enum Refused {
    DatabaseDown,
    UnknownKey,
    /// What a stranger is told: no more.
    Forbidden,
}

/// The secrets of an access key id, newest first.
async fn secrets(access_key_id: &str) -> Result<Vec<&'static str>, Refused> {
    // Comes back once, as a database does, so that the claim is held across the wait.
    let mut asked = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        match std::mem::replace(&mut asked, true) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    match access_key_id {
        "AKIDEXAMPLE" => Ok(vec!["the new secret", "the old secret"]),
        "AKIDDOWN" => Err(Refused::DatabaseDown),
        _ => Err(Refused::UnknownKey),
    }
}

async fn verified<'a>(claim: Claim<'a>) -> Result<Verified<'a>, Refused> {
    let secrets = secrets(claim.access_key_id()).await?;
    let keys =
        secrets.iter().map(|secret| SigningKey::derive(&credentials(secret), &claim.scope()));
    keys.map(|key| claim.clone().verify(&key)).find_map(Result::ok).ok_or(Refused::Forbidden)
}

async fn handle(request: Request<'_>) -> Result<String, Refused> {
    let verifier = Verifier::new("execute-api", "eu-west-1");
    let claim = verifier.read(&request, now()).map_err(|_| Refused::Forbidden)?;
    let verified = verified(claim).await?;
    Ok(verified.access_key_id().to_owned())
}

/// A server's runtime moves the future between threads.
fn run<T: Send>(future: impl Future<Output = T> + Send) -> T {
    pollster::block_on(future)
}

fn signed_with(secret: &str) -> Vec<(String, String)> {
    let headers = [("Host", "example.com")];
    let signed = Signer::new("execute-api", "eu-west-1")
        .sign(&Request::new("GET", "/").headers(&headers), &credentials(secret), now())
        .expect("a signature");
    let all = headers.into_iter().chain(signed.headers());
    all.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn answer(headers: &Vec<(String, String)>) -> Result<String, Refused> {
    run(handle(Request::new("GET", "/").headers(headers).body(b"")))
}

#[test]
fn both_keys_of_a_rotation_are_accepted_and_no_third() {
    assert_eq!(answer(&signed_with("the new secret")).as_deref(), Ok("AKIDEXAMPLE"));
    assert_eq!(answer(&signed_with("the old secret")).as_deref(), Ok("AKIDEXAMPLE"));
    assert_eq!(answer(&signed_with("another secret")), Err(Refused::Forbidden));
}

#[test]
fn a_look_up_that_fails_is_told_from_a_signature_that_does_not_hold() {
    for (id, expected) in [("AKIDDOWN", Refused::DatabaseDown), ("AKIDOTHER", Refused::UnknownKey)]
    {
        let mut headers = signed_with("the new secret");
        headers.iter_mut().for_each(|(_, value)| *value = value.replace("AKIDEXAMPLE", id));
        assert_eq!(answer(&headers), Err(expected));
    }
}
