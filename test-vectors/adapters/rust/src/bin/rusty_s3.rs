//! rusty-s3: presigned URLs for S3, and nothing else.

use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use rusty_s3::Method;
use serde_json::Value;
use sigfour_adapters::{Case, No, demand, presigned, serve};
use url::Url;

fn answer(case: &Case) -> Result<Value, No> {
    demand(case.text("op") == "presign" && case.text("service") == "s3" && !case.has_rules())?;
    let method = match case.text("method") {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        "DELETE" => Method::Delete,
        _ => return Err(No::Unsupported),
    };
    let target = case.text("target");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    case.url()?;
    let url = Url::parse(&format!("https://{}{path}", case.host()))?;
    // A Url rewrites some paths and hosts on its own.
    demand(url.path() == path && url.host_str().is_some_and(|host| case.host().starts_with(host)))?;
    // It takes text, decoded.
    let text = |raw: &str| percent_decode_str(raw).decode_utf8().map(|text| text.into_owned());
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) =
            (text(name).map_err(|_| No::Unsupported)?, text(value).map_err(|_| No::Unsupported)?);
        pairs.push((name, value));
    }
    let headers: Vec<_> = case.headers();
    let headers = headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host")).copied();
    let at = Timestamp::from_second(case.seconds()?)?;
    let signed = rusty_s3::signing::sign(
        &at,
        method,
        url,
        case.text("access_key_id"),
        case.text("secret_access_key"),
        case.token(),
        case.text("region"),
        case.expires(),
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())),
        headers,
    );
    let query = signed.query().unwrap_or_default();
    Ok(presigned(&format!("{}?{query}", signed.path())))
}

fn main() {
    serve(answer);
}
