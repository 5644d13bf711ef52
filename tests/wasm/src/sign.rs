//! Signs a request.

use sigfour::{AmzDate, Credentials, Error, Request, Signer};

use crate::{Answer, headers};

/// Access key id, secret, service, region, date, method, target, body, and the headers; out come the headers to set.
pub(crate) fn sign(fields: &[&str]) -> Answer {
    let [id, secret, service, region, date, method, target, body, sent @ ..] = fields else {
        return Err("too few fields".to_string());
    };
    let sent = headers(sent);
    let request = Request::new(method, target).headers(&sent).body(body.as_bytes());
    signed([id, secret], Signer::new(service, region), date, &request)
        .map_err(|error| error.to_string())
}

fn signed(
    [id, secret]: [&str; 2],
    signer: Signer,
    date: &str,
    request: &Request<'_>,
) -> Result<Vec<String>, Error> {
    let credentials = Credentials::new(id, secret)?;
    let signed = signer.sign(request, &credentials, AmzDate::parse(date)?)?;
    Ok(signed.headers().flat_map(|(name, value)| [name.to_string(), value.to_string()]).collect())
}
