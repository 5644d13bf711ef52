//! aws-sign-v4. The caller sets the date, the token and, for S3, `x-amz-content-sha256`.

use aws_sign_v4::AwsSign;
use chrono::DateTime;
use http::HeaderMap;
use http::header::HeaderValue;
use sigfour_workloads::Operation;
use sigfour_workloads::workload::{
    ACCESS_KEY_ID, Input, REGION, SECRET_ACCESS_KEY, Task, UNIX_TIME,
};

use crate::Peer;
use crate::hash::{Hash, Ring, hex};
use crate::job::Job;

pub(super) const PEER: Peer = Peer { name: "aws-sign-v4", prepare, own_request };

fn prepare(job: &Job) -> Option<Operation<'_>> {
    let (Task::Sign, Job::One(_, input)) = (job.input().task, job) else { return None };
    let url = job.urls().remove(0);
    Some(Box::new(move |read| {
        let mut headers = headers(input);
        let mut set = |headers: &mut HeaderMap, name: &'static str, value: &str| {
            headers.insert(name, HeaderValue::from_str(value).expect("a value"));
            read(name, value);
        };
        let now = DateTime::from_timestamp(UNIX_TIME.into(), 0).expect("a date");
        set(&mut headers, "x-amz-date", &now.format("%Y%m%dT%H%M%SZ").to_string());
        if let Some(token) = input.token {
            set(&mut headers, "x-amz-security-token", token);
        }
        if input.service == "s3" {
            // ring, which is also the crate's own hash.
            let digest = hex(&Ring::digest(&input.body));
            set(
                &mut headers,
                "x-amz-content-sha256",
                str::from_utf8(&digest).expect("hex is ASCII"),
            );
        }
        let authorization = AwsSign::new(
            input.method,
            &url,
            &now,
            &headers,
            REGION,
            ACCESS_KEY_ID,
            SECRET_ACCESS_KEY,
            input.service,
            &input.body,
        )
        .sign();
        read("authorization", &authorization);
    }))
}

fn own_request(job: &Job) -> Option<Operation<'_>> {
    Some(Box::new(|_| {
        std::hint::black_box(headers(job.input()));
    }))
}

fn headers(input: &Input) -> HeaderMap {
    // Room for those that are added.
    let mut headers = HeaderMap::with_capacity(16);
    for (name, value) in &input.headers {
        headers.insert(*name, HeaderValue::from_str(value).expect("a value"));
    }
    headers
}
