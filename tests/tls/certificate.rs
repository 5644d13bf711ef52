//! The certificate a proxy shows, good or bad on purpose, and the authority behind it.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::sync::Arc;

/// What the server shows to a client that trusts [`super::Tls::ca_pem_file`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Valid for `localhost`, `127.0.0.1` and `::1`.
    Good,
    /// Valid for another name.
    WrongName,
    /// Signed by another authority than the one in the file.
    OtherCa,
    /// Valid until the year 2001.
    Expired,
}

/// The server's settings, and the PEM of the authority that clients are to trust.
pub fn configuration(certificate: Certificate) -> (Arc<ServerConfig>, String) {
    let (ca, ca_pem) = authority("loopback test CA");
    let trusted = match certificate {
        Certificate::OtherCa => authority("some other CA").1,
        _ => ca_pem,
    };
    let names: &[&str] = match certificate {
        Certificate::WrongName => &["wrong.example"],
        _ => &["localhost", "127.0.0.1", "::1"],
    };
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("these are names and addresses");
    params.distinguished_name.push(DnType::CommonName, "loopback test server");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    (params.not_before, params.not_after) = match certificate {
        Certificate::Expired => (date_time_ymd(2000, 1, 1), date_time_ymd(2001, 1, 1)),
        _ => (date_time_ymd(2020, 1, 1), date_time_ymd(2120, 1, 1)),
    };
    let key = KeyPair::generate().expect("a P-256 key can be made");
    let signed = params.signed_by(&key, &ca).expect("the authority can sign");

    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has all that TLS 1.2 and 1.3 need")
        .with_no_client_auth()
        .with_single_cert(vec![signed.der().clone()], PrivateKeyDer::from(key))
        .expect("the key is that of the certificate");
    (Arc::new(config), trusted)
}

fn authority(name: &str) -> (Issuer<'static, KeyPair>, String) {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().expect("a P-256 key can be made");
    let pem = params.self_signed(&key).expect("an authority can sign itself").pem();
    (Issuer::new(params, key), pem)
}
