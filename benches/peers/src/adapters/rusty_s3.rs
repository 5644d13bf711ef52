//! rusty-s3: presigned URLs of S3, and no headers.

use rusty_s3::actions::{GetObject, S3Action};
use rusty_s3::{Bucket, Credentials, UrlStyle};
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, Task, UNIX_TIME};

use crate::Peer;
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "rusty-s3", prepare, own_request: |_| None };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    let Task::Presign { expires } = job.input().task else { return None };
    let endpoint = "https://s3.us-east-1.amazonaws.com".parse().expect("a URL");
    let bucket = Bucket::new(endpoint, UrlStyle::VirtualHost, "examplebucket", REGION);
    let bucket = bucket.expect("a bucket");
    let token = job.input().token.expect("a token");
    let credentials = Credentials::new_with_token(ACCESS_KEY_ID, SECRET_ACCESS_KEY, token);
    Some(Box::new(move |read| {
        for target in job.targets() {
            let object = target.strip_prefix('/').expect("a path");
            let get = GetObject::new(&bucket, Some(&credentials), object);
            let now = jiff::Timestamp::from_second(UNIX_TIME.into()).expect("a date");
            read("url", get.sign_with_time(expires, &now).as_str());
        }
    }))
}
