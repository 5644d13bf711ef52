//! A signature is right, or nothing is measured.

use sigfour_workloads::workload::{ACCESS_KEY_ID, Input, Task};

use crate::Peer;
use crate::job::Job;
use crate::reference::{Received, credential, digest, pairs};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// The one of `benches/workloads/src/expected.rs`.
    Expected,
    /// One that is right for what the crate chose to sign: the current time, or headers that it adds.
    OfItsOwn,
}

/// Holds what a peer returns against the signature that must be, and against the rules.
///
/// # Panics
/// Where it is wrong.
pub fn check(peer: &Peer, job: &Job) -> Option<Signature> {
    let returned = returned(peer, job)?;
    let wrong = |why: String| -> ! { panic!("{}, {}: {why}", peer.name, job.name()) };
    let signatures: Vec<String> = match job.input().task {
        Task::Verify => {
            verifies(peer, job, &returned).unwrap_or_else(|why| wrong(why));
            return Some(Signature::Expected);
        }
        Task::Sign => vec![signed(job.input(), &returned).unwrap_or_else(|why| wrong(why))],
        Task::Presign { .. } => presigned(job, &returned).unwrap_or_else(|why| wrong(why)),
    };
    let expected = match job {
        Job::One(_, input) => signatures[0] == input.expected.signature,
        Job::Downloads(downloads) => digest(signatures.concat().as_bytes()) == downloads.signatures,
    };
    Some(if expected { Signature::Expected } else { Signature::OfItsOwn })
}

type Returned = Vec<(String, String)>;

fn returned(peer: &Peer, job: &Job) -> Option<Returned> {
    let mut returned = Vec::new();
    (peer.prepare)(job)?(&mut |name, value| {
        returned.push((name.to_ascii_lowercase(), value.to_owned()));
    });
    Some(returned)
}

/// The request is let in, and the same with another signature is not.
fn verifies(peer: &Peer, job: &Job, returned: &Returned) -> Result<(), String> {
    let let_in = [("access-key-id".to_owned(), ACCESS_KEY_ID.to_owned())];
    if *returned != let_in {
        return Err(format!("refuses what is right: {returned:?}"));
    }
    let Job::One(workload, _) = job else { return Err("is no single request".into()) };
    let forged = Job::One(*workload, workload.input().forged());
    match self::returned(peer, &forged) {
        Some(returned) if returned[..] == let_in => Err("lets in what is forged".into()),
        _ => Ok(()),
    }
}

/// Returns the signature of a header, if it is right.
fn signed(input: &Input, returned: &Returned) -> Result<String, String> {
    // What is sent: the caller's headers, and in their place those that are returned.
    let is_returned = |name: &str| returned.iter().any(|(known, _)| known == name);
    let kept = input.headers.iter().filter(|(name, _)| !is_returned(name));
    let headers: Vec<(String, String)> = kept
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .chain(returned.iter().cloned())
        .collect();
    let find = |name: &str| find(&headers, name);

    let date = find("x-amz-date").ok_or("no date")?;
    let body = digest(&input.body);
    if find("x-amz-security-token") != input.token {
        return Err("not the token".into());
    }
    match find("x-amz-content-sha256") {
        None if input.service == "s3" => return Err("no x-amz-content-sha256".into()),
        Some(stated) if stated != body => return Err(format!("the body's digest is {stated}")),
        _ => {}
    }

    let authorization = find("authorization").ok_or("no authorization")?;
    let stated = authorization.strip_prefix("AWS4-HMAC-SHA256 ").ok_or("another algorithm")?;
    let part = |name: &str| {
        let mut parts = stated.split(',').map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)).ok_or(format!("no {name}"))
    };
    if part("Credential=")? != credential(date, input.service) {
        return Err(format!("the scope of {authorization}"));
    }
    let signed_headers = part("SignedHeaders=")?;
    let is_signed = |name: &str| signed_headers.split(';').any(|signed| signed == name);
    let must_be = |name: &str| name == "host" || name.starts_with("x-amz-");
    if let Some((name, _)) = headers.iter().find(|(name, _)| must_be(name) && !is_signed(name)) {
        return Err(format!("{name} is not signed"));
    }

    let (path, query) = input.target.split_once('?').unwrap_or((&input.target, ""));
    let right = Received {
        service: input.service,
        method: input.method,
        path,
        query,
        headers: &headers,
        signed_headers,
        payload: &body,
        date,
    }
    .signature();
    same(part("Signature=")?, &right)
}

/// Returns the signatures of presigned URLs, if they are right.
fn presigned(job: &Job, returned: &Returned) -> Result<Vec<String>, String> {
    if returned.len() != job.targets().len() {
        return Err(format!("{} URLs", returned.len()));
    }
    let both = job.targets().iter().zip(returned);
    both.map(|(target, (kind, value))| one_presigned(job, target, kind, value)).collect()
}

fn one_presigned(job: &Job, target: &str, kind: &str, value: &str) -> Result<String, String> {
    let (input, host) = (job.input(), job.host());
    let Task::Presign { expires } = input.task else { return Err("is not presigned".into()) };
    let sent = match kind {
        "target" => value,
        "url" => {
            let rest = value.strip_prefix("https://").and_then(|rest| rest.strip_prefix(host));
            rest.ok_or(format!("another host: {value}"))?
        }
        _ => return Err(format!("{kind} is no URL")),
    };
    let (path, query) = sent.split_once('?').ok_or("no query")?;
    if path != target {
        return Err(format!("another path: {path}"));
    }
    let parameters = pairs(query);
    let find = |name: &str| find(&parameters, name).ok_or(format!("no {name} in {query}"));
    let date = find("X-Amz-Date")?;
    for (name, must_be) in [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", &credential(date, input.service)),
        ("X-Amz-Expires", &expires.as_secs().to_string()),
        ("X-Amz-SignedHeaders", "host"),
        ("X-Amz-Security-Token", input.token.unwrap_or_default()),
    ] {
        if find(name)? != must_be {
            return Err(format!("{name} is {}", find(name)?));
        }
    }
    let right = Received {
        service: input.service,
        method: input.method,
        path,
        query,
        headers: &[("host".to_owned(), host.to_owned())],
        signed_headers: "host",
        payload: "UNSIGNED-PAYLOAD",
        date,
    }
    .signature();
    same(find("X-Amz-Signature")?, &right)
}

fn find<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn same(signature: &str, right: &str) -> Result<String, String> {
    if signature == right {
        Ok(right.to_owned())
    } else {
        Err(format!("signs {signature}, by the rules it is {right}"))
    }
}
