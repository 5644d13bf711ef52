use ring::{digest, hmac};

type R<T> = Result<T, Box<dyn std::error::Error>>;
struct Creds {
    id: String,
    secret: String,
    token: Option<String>,
}

fn hex(b: &[u8]) -> String {
    b.iter().map(|b| format!("{b:02x}")).collect()
}
fn enc(s: &str) -> String {
    let mut o = String::new();
    for b in s.bytes() {
        if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) {
            o.push(b as char)
        } else {
            o += &format!("%{b:02X}")
        }
    }
    o
}
/// (YYYYMMDD'T'HHMMSS'Z') from the system clock (civil-from-days).
fn now() -> String {
    let s = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let z = (s / 86400) as i64 + 719468;
    let (era, doe) = (z / 146097, z % 146097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let y = yoe + era * 400 + (m <= 2) as i64;
    format!("{y:04}{m:02}{d:02}T{:02}{:02}{:02}Z", s / 3600 % 24, s / 60 % 60, s % 60)
}
fn signed(
    c: &Creds,
    region: &str,
    service: &str,
    method: &str,
    url: &str,
    ct: Option<&str>,
    body: &[u8],
) -> R<Vec<(&'static str, String)>> {
    let rest = url.split_once("://").ok_or("url")?.1;
    let (host, pq) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (path, query) = pq.split_once('?').unwrap_or((pq, ""));
    let date = now();
    let mut hs = vec![("host", host.to_string()), ("x-amz-date", date.clone())];
    if let Some(v) = ct {
        hs.insert(0, ("content-type", v.into()));
    }
    if let Some(v) = &c.token {
        hs.push(("x-amz-security-token", v.clone()));
    }
    let mut q: Vec<_> = query
        .split('&')
        .filter(|p| !p.is_empty())
        .map(|p| p.split_once('=').unwrap_or((p, "")))
        .collect();
    q.sort();
    let q: Vec<_> = q.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let names = hs.iter().map(|h| h.0).collect::<Vec<_>>().join(";");
    let path = if path.is_empty() {
        "/".into()
    } else {
        path.split('/').map(enc).collect::<Vec<_>>().join("/")
    };
    let sha = |b: &[u8]| hex(digest::digest(&digest::SHA256, b).as_ref());
    let creq = format!(
        "{method}\n{path}\n{}\n{}\n{names}\n{}",
        q.join("&"),
        hs.iter().map(|(k, v)| format!("{k}:{v}\n")).collect::<String>(),
        sha(body)
    );
    let scope = format!("{}/{region}/{service}/aws4_request", &date[..8]);
    let sts = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", sha(creq.as_bytes()));
    let mac = |k: &[u8], m: &str| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, k), m.as_bytes());
    let mut k = mac(format!("AWS4{}", c.secret).as_bytes(), &date[..8]);
    for p in [region, service, "aws4_request", &sts] {
        k = mac(k.as_ref(), p);
    }
    hs.push((
        "authorization",
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
            c.id,
            hex(k.as_ref())
        ),
    ));
    hs.retain(|h| h.0 != "host");
    Ok(hs)
}

fn main() -> R<()> {
    let a: Vec<String> = std::env::args().collect();
    if a.len() != 5 {
        println!("usage: weight-floor ROLE_ARN SESSION_NAME SECONDS FUNCTION_URL");
        return Ok(());
    }
    let env = |k: &str| std::env::var(k);
    let region = env("AWS_REGION")?;
    let c = Creds {
        id: env("AWS_ACCESS_KEY_ID")?,
        secret: env("AWS_SECRET_ACCESS_KEY")?,
        token: env("AWS_SESSION_TOKEN").ok(),
    };
    let ep =
        env("STS_ENDPOINT").unwrap_or_else(|_| format!("https://sts.{region}.amazonaws.com")) + "/";
    let body = format!(
        "Action=AssumeRole&Version=2011-06-15&RoleArn={}&RoleSessionName={}&DurationSeconds={}",
        enc(&a[1]),
        enc(&a[2]),
        enc(&a[3])
    );
    let mut rq = ureq::post(&ep);
    for (k, v) in signed(
        &c,
        &region,
        "sts",
        "POST",
        &ep,
        Some("application/x-www-form-urlencoded"),
        body.as_bytes(),
    )? {
        rq = rq.header(k, v);
    }
    let xml = rq.send(&body)?.body_mut().read_to_string()?;
    let doc = roxmltree::Document::parse(&xml)?;
    let get = |n: &str| {
        doc.descendants()
            .find(|e| e.tag_name().name() == n)
            .and_then(|e| e.text())
            .map(str::to_string)
            .ok_or("bad STS reply")
    };
    let t = Creds {
        id: get("AccessKeyId")?,
        secret: get("SecretAccessKey")?,
        token: Some(get("SessionToken")?),
    };
    let mut rq = ureq::get(&a[4]);
    for (k, v) in signed(&t, &region, "lambda", "GET", &a[4], None, b"")? {
        rq = rq.header(k, v);
    }
    let mut r = rq.call()?;
    println!("{} {}", r.status().as_u16(), r.body_mut().read_to_string()?);
    Ok(())
}
