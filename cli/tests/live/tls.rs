//! The same signed requests through TLS, with a CA of the test's own; and certificates that are refused.

use sigfour::client::{Error, NetworkFault};
use sigfour::{Client, Credentials};

use crate::servers::swift::Swift;
use crate::servers::tls::{Certificate, Tls};

fn call(server: &Swift, tls: &Tls, trust: bool) -> Result<sigfour::client::Answer, Error> {
    let credentials = Credentials::new(&server.access_key_id, &server.secret_access_key)?;
    let mut builder =
        Client::builder().credentials(credentials).region(&server.region).service("s3");
    if trust {
        builder = builder.ca_bundle(tls.ca_pem_file());
    }
    let client = builder.build()?;
    client.request("PUT", &format!("{}/bucket", tls.url())).call()?.ok()?;
    client
        .request("PUT", &format!("{}/bucket/a%20key", tls.url()))
        .body(*b"content")
        .call()?
        .ok()?;
    client.get(&format!("{}/bucket/a%20key", tls.url())).call()?.ok()
}

#[test]
fn signed_requests_go_through_tls() {
    let server = Swift::start();
    let tls = Tls::in_front_of(server.port, Certificate::Good);
    assert_eq!(call(&server, &tls, true).expect("an answer").body, b"content");
}

#[test]
fn a_certificate_that_is_not_trusted_gets_nothing() {
    let server = Swift::start();
    for (certificate, trust) in [
        (Certificate::Good, false),
        (Certificate::WrongName, true),
        (Certificate::OtherCa, true),
        (Certificate::Expired, true),
    ] {
        let tls = Tls::in_front_of(server.port, certificate);
        let error = call(&server, &tls, trust).expect_err("a refusal");
        assert!(
            matches!(&error, Error::Network { fault: NetworkFault::Certificate, .. }),
            "{certificate:?}, trusted: {trust}: {error}"
        );
    }
}
