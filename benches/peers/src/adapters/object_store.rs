//! object_store: its `AwsAuthorizer` for headers, its store of S3 for URLs; with ring.
//!
//! It signs the current time, and `x-amz-content-sha256` for every service.

use async_trait::async_trait;
use bytes::Bytes;
use http::Method;
use object_store::ClientOptions;
use object_store::aws::{AmazonS3Builder, AwsAuthorizer, AwsCredential};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use object_store::path::Path;
use object_store::signer::Signer;
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{ACCESS_KEY_ID, Input, REGION, SECRET_ACCESS_KEY, Task};

use crate::Peer;
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "object_store", prepare, own_request };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    match job.input().task {
        Task::Sign => Some(sign(job)),
        Task::Presign { .. } => Some(presign(job)),
        Task::Verify => None,
    }
}

fn sign(job: &Job) -> Operation<'_> {
    let (input, url) = (job.input(), job.urls().remove(0));
    // A program has its body as `Bytes`, which are not copied.
    let body = Bytes::from(input.body.clone());
    let credential = AwsCredential {
        key_id: ACCESS_KEY_ID.into(),
        secret_key: SECRET_ACCESS_KEY.into(),
        token: input.token.map(Into::into),
    };
    Box::new(move |read| {
        let mut request = request(input, &url, &body);
        AwsAuthorizer::new(&credential, input.service, REGION)
            .try_authorize(&mut request, None)
            .expect("a signature");
        super::read_added(request.headers(), read);
    })
}

fn presign(job: &Job) -> Operation<'_> {
    let Task::Presign { expires } = job.input().task else { panic!("not presigned") };
    let store = AmazonS3Builder::new()
        .with_region(REGION)
        .with_bucket_name("examplebucket")
        .with_virtual_hosted_style_request(true)
        .with_access_key_id(ACCESS_KEY_ID)
        .with_secret_access_key(SECRET_ACCESS_KEY)
        .with_token(job.input().token.expect("a token"))
        .with_http_connector(NoNetwork)
        .build()
        .expect("a store");
    Box::new(move |read| {
        for target in job.targets() {
            let path = Path::from(target.as_str());
            // It never waits: the credentials are at hand.
            let url = pollster::block_on(store.signed_url(Method::GET, &path, expires));
            read("url", url.expect("a URL").as_str());
        }
    })
}

fn own_request(job: &Job) -> Option<Operation<'_>> {
    // Presigning takes a method and a path.
    let Task::Sign = job.input().task else { return None };
    let (input, urls) = (job.input(), job.urls());
    let body = Bytes::from(input.body.clone());
    Some(Box::new(move |_| {
        std::hint::black_box(request(input, &urls[0], &body));
    }))
}

fn request(input: &Input, url: &str, body: &Bytes) -> HttpRequest {
    let mut request = http::Request::builder().method(input.method).uri(url);
    for (name, value) in &input.headers {
        request = request.header(*name, value);
    }
    request.body(body.clone().into()).expect("a request")
}

/// A store wants an HTTP client. Presigning sends nothing.
#[derive(Debug)]
struct NoNetwork;

impl HttpConnector for NoNetwork {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(NoNetwork))
    }
}

#[async_trait]
impl HttpService for NoNetwork {
    async fn call(&self, _: HttpRequest) -> Result<HttpResponse, HttpError> {
        Err(HttpError::new(HttpErrorKind::Connect, std::io::Error::other("no network here")))
    }
}
