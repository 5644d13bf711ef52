//! scratchstack-aws-signature: verification of headers. Of a presigned URL it wants the digest of the body signed,
//! where S3 has `UNSIGNED-PAYLOAD`.
//!
//! A service of the caller returns the signing key: here a key that is derived before, as a server would keep it.

use std::str::FromStr;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate};
use scratchstack_aws_signature::{
    GetSigningKeyRequest, GetSigningKeyResponse, KSecretKey, KSigningKey,
    NO_ADDITIONAL_SIGNED_HEADERS, SignatureOptions, service_for_signing_key_fn,
    sigv4_validate_request,
};
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{
    ACCESS_KEY_ID, Input, REGION, SECRET_ACCESS_KEY, Task, UNIX_TIME,
};
use tower::BoxError;

use crate::Peer;
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "scratchstack-aws-signature", prepare, own_request };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    let input = job.input();
    if !matches!(input.task, Task::Verify) || input.service == "s3" {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(2015, 8, 30).expect("a date");
    let secret: KSecretKey = KSecretKey::from_str(SECRET_ACCESS_KEY).expect("a secret");
    let key: KSigningKey = secret.to_ksigning(date, REGION, input.service);
    let body = Bytes::from(input.body.clone());
    Some(Box::new(move |read| {
        // A closure of its own: written as the argument it would be `FnOnce`, as that function asks for no more.
        let known = move |_: GetSigningKeyRequest| async move {
            let found = GetSigningKeyResponse::builder().signing_key(key).build()?;
            Ok::<_, BoxError>(found)
        };
        let mut keys = service_for_signing_key_fn(known);
        let verified = pollster::block_on(sigv4_validate_request(
            request(input, &body),
            REGION,
            input.service,
            &mut keys,
            DateTime::from_timestamp(UNIX_TIME.into(), 0).expect("a date"),
            &NO_ADDITIONAL_SIGNED_HEADERS,
            SignatureOptions::default(),
        ));
        match verified {
            // It hands back what the caller's service said of the key, which has one user.
            Ok(_) => read("access-key-id", ACCESS_KEY_ID),
            Err(refusal) => read("refusal", &refusal.to_string()),
        }
    }))
}

fn own_request(job: &Job) -> Option<Operation<'_>> {
    let body = Bytes::from(job.input().body.clone());
    Some(Box::new(move |_| {
        std::hint::black_box(request(job.input(), &body));
    }))
}

fn request(input: &Input, body: &Bytes) -> http::Request<Bytes> {
    let mut request = http::Request::builder().method(input.method).uri(&input.target);
    for (name, value) in &input.headers {
        request = request.header(*name, value);
    }
    request.body(body.clone()).expect("a request")
}
