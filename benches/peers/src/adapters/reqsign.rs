//! reqsign-aws-v4 through `reqsign_core::Signer`, as its documentation shows.
//!
//! It signs the current time, and never hashes a body: without `x-amz-content-sha256` of the caller's it signs
//! `UNSIGNED-PAYLOAD`, which S3 takes only. So this hashes the body, with the function that it offers.

use http::request::Parts;
use reqsign_aws_v4::{RequestSigner, StaticCredentialProvider};
use reqsign_core::hash::hex_sha256;
use reqsign_core::{Context, Signer};
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{ACCESS_KEY_ID, Input, REGION, SECRET_ACCESS_KEY, Task};

use crate::Peer;
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "reqsign-aws-v4", prepare, own_request };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    let (input, urls) = (job.input(), job.urls());
    let expires = match input.task {
        Task::Sign => None,
        Task::Presign { expires } => Some(expires),
        Task::Verify => return None,
    };
    let mut credentials = StaticCredentialProvider::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
    if let Some(token) = input.token {
        credentials = credentials.with_session_token(token);
    }
    let signer =
        Signer::new(Context::new(), credentials, RequestSigner::new(input.service, REGION));
    Some(Box::new(move |read| {
        for url in &urls {
            let digest = expires.is_none().then(|| hex_sha256(&input.body));
            let mut parts = parts(input, url, digest);
            // It never waits: the credentials are at hand.
            pollster::block_on(signer.sign(&mut parts, expires)).expect("a signature");
            if expires.is_some() {
                read("url", &parts.uri.to_string());
            } else {
                super::read_added(&parts.headers, read);
            }
        }
    }))
}

fn own_request(job: &Job) -> Option<Operation<'_>> {
    let (input, urls) = (job.input(), job.urls());
    Some(Box::new(move |_| {
        for url in &urls {
            std::hint::black_box(parts(input, url, None));
        }
    }))
}

fn parts(input: &Input, url: &str, digest: Option<String>) -> Parts {
    let mut request = http::Request::builder().method(input.method).uri(url);
    for (name, value) in &input.headers {
        request = request.header(*name, value);
    }
    if let Some(digest) = digest {
        request = request.header("x-amz-content-sha256", digest);
    }
    request.body(()).expect("a request").into_parts().0
}
