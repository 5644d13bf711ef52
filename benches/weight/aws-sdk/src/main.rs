use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use std::time::SystemTime;

type R<T> = Result<T, Box<dyn std::error::Error>>;

async fn run(a: Vec<String>) -> R<()> {
    let (role, session, secs, url) = (&a[1], &a[2], a[3].parse::<i32>()?, &a[4]);
    let region = std::env::var("AWS_REGION")?;
    let mut l = aws_config::defaults(aws_config::BehaviorVersion::latest())
        .region(aws_config::Region::new(region.clone()))
        .credentials_provider(
            aws_config::environment::EnvironmentVariableCredentialsProvider::new(),
        );
    if let Ok(e) = std::env::var("STS_ENDPOINT") {
        l = l.endpoint_url(e);
    }
    let cfg = l.load().await;
    let sts = aws_sdk_sts::Client::new(&cfg);
    let out = sts
        .assume_role()
        .role_arn(role)
        .role_session_name(session)
        .duration_seconds(secs)
        .send()
        .await?;
    let c = out.credentials().ok_or("no credentials")?;
    let creds = aws_credential_types::Credentials::new(
        c.access_key_id(),
        c.secret_access_key(),
        Some(c.session_token().to_string()),
        None,
        "sts",
    );
    let id = creds.provide_credentials().await?.into();
    let params = v4::SigningParams::builder()
        .identity(&id)
        .region(&region)
        .name("lambda")
        .time(SystemTime::now())
        .settings(SigningSettings::default())
        .build()?
        .into();
    let mut req = http::Request::get(url).body("")?;
    let host = req.uri().authority().ok_or("no host")?.to_string();
    let sr = SignableRequest::new(
        "GET",
        url.as_str(),
        std::iter::once(("host", host.as_str())),
        SignableBody::Bytes(b""),
    )?;
    sign(sr, &params)?.into_parts().0.apply_to_request_http1x(&mut req);
    let resp = reqwest::Client::new().execute(req.try_into()?).await?;
    println!("{} {}", resp.status().as_u16(), resp.text().await?);
    Ok(())
}

fn main() -> R<()> {
    let a: Vec<String> = std::env::args().collect();
    if a.len() != 5 {
        println!("usage: weight-aws-sdk ROLE_ARN SESSION_NAME SECONDS FUNCTION_URL");
        return Ok(());
    }
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(a))
}
