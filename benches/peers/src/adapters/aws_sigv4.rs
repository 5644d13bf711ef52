//! aws-sigv4, the signer of AWS's SDK for Rust, as its documentation shows.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_runtime_api::client::identity::Identity;
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, Task, now};

use crate::Peer;
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "aws-sigv4", prepare, own_request: |_| None };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    let (input, urls) = (job.input(), job.urls());
    if matches!(input.task, Task::Verify) {
        return None;
    }
    let token = input.token.map(str::to_owned);
    let identity = Credentials::from_keys(ACCESS_KEY_ID, SECRET_ACCESS_KEY, token).into();
    Some(Box::new(move |read| {
        for url in &urls {
            one(job, &identity, url, read);
        }
    }))
}

fn one(job: &Job, identity: &Identity, url: &str, read: &mut dyn FnMut(&str, &str)) {
    let input = job.input();
    let mut settings = SigningSettings::default();
    if input.service == "s3" {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    let mut body = SignableBody::Bytes(&input.body);
    if let Task::Presign { expires } = input.task {
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(expires);
        settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
        body = SignableBody::UnsignedPayload;
    }
    let parameters = SigningParams::builder()
        .identity(identity)
        .region(REGION)
        .name(input.service)
        .time(now())
        .settings(settings)
        .build()
        .expect("parameters")
        .into();
    let headers = input.headers.iter().map(|(name, value)| (*name, value.as_str()));
    let request = SignableRequest::new(input.method, url, headers, body).expect("a request");
    let (instructions, _) = sign(request, &parameters).expect("a signature").into_parts();
    if let Task::Presign { .. } = input.task {
        // The way to the URL that is documented.
        let mut request =
            http::Request::builder().method(input.method).uri(url).body(()).expect("a request");
        instructions.apply_to_request_http1x(&mut request);
        read("url", &request.uri().to_string());
    } else {
        instructions.headers().for_each(|(name, value)| read(name, value));
    }
}
