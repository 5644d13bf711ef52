//! The ways to use sigfour. Only this file and `shared` call it.
//!
//! What a program keeps between requests is made before the operation. The operation begins with the
//! request in the types of `std`, and ends when the caller has read what it must send.

use std::hint::black_box;

use sigfour::{Buffer, Credentials, Request, Signer, Verifier};

use crate::Operation;
use crate::workload::{ACCESS_KEY_ID, Downloads, Input, REGION, SECRET_ACCESS_KEY, Task, now};

/// The derived key and the buffer are kept between requests.
pub fn kept_key(input: &Input) -> Operation<'_> {
    let signer = Signer::new(input.service, REGION);
    let key = signer.key(&credentials(input), now()).expect("a key");
    let headers = headers(input);
    let now = black_box(now());
    match input.task {
        Task::Sign => {
            let mut buffer = Buffer::new();
            Box::new(move |read| {
                let request = request(input, &headers);
                let signed =
                    signer.sign_into(&request, &key, now, &mut buffer).expect("a signature");
                signed.headers().for_each(|(name, value)| read(name, value));
            })
        }
        Task::Presign { expires } => {
            let mut buffer = Buffer::new();
            Box::new(move |read| {
                let request = request(input, &headers);
                let presigned = signer
                    .presign_into(&request, &key, now, expires, &mut buffer)
                    .expect("a target");
                read("target", presigned.target());
            })
        }
        Task::Verify => {
            let verifier = Verifier::new(input.service, REGION);
            Box::new(move |read| {
                let request = request(input, &headers);
                match verifier.read(&request, now).and_then(|claim| claim.verify(&key)) {
                    Ok(verified) => read("access-key-id", verified.access_key_id()),
                    Err(refusal) => read("refusal", &refusal.to_string()),
                }
            })
        }
    }
}

/// As the README begins: credentials are kept and handed in with each request. The derived key is kept with them.
pub fn readme(input: &Input) -> Operation<'_> {
    let signer = Signer::new(input.service, REGION);
    let credentials = credentials(input);
    let headers = headers(input);
    let now = black_box(now());
    match input.task {
        Task::Sign => Box::new(move |read| {
            let request = request(input, &headers);
            let signed = signer.sign(&request, &credentials, now).expect("a signature");
            signed.headers().for_each(|(name, value)| read(name, value));
        }),
        Task::Presign { expires } => Box::new(move |read| {
            let request = request(input, &headers);
            let presigned = signer.presign(&request, &credentials, now, expires).expect("a target");
            read("target", presigned.target());
        }),
        Task::Verify => {
            let verifier = Verifier::new(input.service, REGION);
            let known = move |id: &str| (id == ACCESS_KEY_ID).then(|| credentials.clone());
            Box::new(move |read| {
                let request = request(input, &headers);
                match verifier.verify(&request, &known, now) {
                    Ok(verified) => read("access-key-id", verified.access_key_id()),
                    Err(refusal) => read("refusal", &refusal.to_string()),
                }
            })
        }
    }
}

/// W10 with the key and the buffer kept.
pub fn kept_key_downloads(downloads: &Downloads) -> Operation<'_> {
    let (input, now) = (&downloads.first, black_box(now()));
    let signer = Signer::new(input.service, REGION);
    let key = signer.key(&credentials(input), now).expect("a key");
    let (headers, mut buffer) = (headers(input), Buffer::new());
    Box::new(move |read| {
        for target in &downloads.targets {
            let request = Request::new(input.method, target).headers(&headers);
            let expires = downloads.expires;
            let presigned =
                signer.presign_into(&request, &key, now, expires, &mut buffer).expect("a target");
            read("target", presigned.target());
        }
    })
}

/// W10 as the README begins.
pub fn readme_downloads(downloads: &Downloads) -> Operation<'_> {
    let (input, now) = (&downloads.first, black_box(now()));
    let signer = Signer::new(input.service, REGION);
    let (credentials, headers) = (credentials(input), headers(input));
    Box::new(move |read| {
        for target in &downloads.targets {
            let request = Request::new(input.method, target).headers(&headers);
            let presigned =
                signer.presign(&request, &credentials, now, downloads.expires).expect("a target");
            read("target", presigned.target());
        }
    })
}

fn request<'a>(input: &'a Input, headers: &'a Vec<(&'a str, &'a str)>) -> Request<'a> {
    Request::new(input.method, &input.target).headers(headers).body(&input.body)
}

fn headers(input: &Input) -> Vec<(&str, &str)> {
    input.headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn credentials(input: &Input) -> Credentials {
    match input.token {
        Some(token) => Credentials::temporary(ACCESS_KEY_ID, SECRET_ACCESS_KEY, token),
        None => Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY),
    }
    .expect("credentials")
}
