use bytes::Bytes;
use reqsign_aws_v4::{AssumeRoleCredentialProvider, EnvCredentialProvider, RequestSigner};
use reqsign_core::{Context, HttpSend, OsEnv, Signer};
use std::future::Future;
use std::task::{Context as Cx, Poll, Waker};

type R<T> = Result<T, Box<dyn std::error::Error>>;

fn block_on<F: Future>(f: F) -> F::Output {
    let mut f = std::pin::pin!(f);
    let mut cx = Cx::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(v) = f.as_mut().poll(&mut cx) {
            return v;
        }
    }
}

#[derive(Debug)]
struct Ureq(Option<String>);
impl HttpSend for Ureq {
    async fn http_send(
        &self,
        mut req: http::Request<Bytes>,
    ) -> reqsign_core::Result<http::Response<Bytes>> {
        if let Some(e) = &self.0 {
            *req.uri_mut() =
                format!("{}{}", e, req.uri().path_and_query().unwrap()).parse().unwrap();
        }
        let err = |e: ureq::Error| reqsign_core::Error::unexpected(e.to_string());
        let a = ureq::agent();
        let (p, b) = req.into_parts();
        let r = if b.is_empty() {
            a.run(http::Request::from_parts(p, ()))
        } else {
            a.run(http::Request::from_parts(p, b.as_ref()))
        }
        .map_err(err)?;
        let (p, mut b) = r.into_parts();
        Ok(http::Response::from_parts(p, b.read_to_vec().map_err(err)?.into()))
    }
}

async fn run(a: Vec<String>) -> R<()> {
    let region = std::env::var("AWS_REGION")?;
    let ctx =
        Context::new().with_env(OsEnv).with_http_send(Ureq(std::env::var("STS_ENDPOINT").ok()));
    let sts =
        Signer::new(ctx.clone(), EnvCredentialProvider::new(), RequestSigner::new("sts", &region));
    let role = AssumeRoleCredentialProvider::new(a[1].clone(), sts)
        .with_role_session_name(a[2].clone())
        .with_duration_seconds(a[3].parse()?)
        .with_region(region.clone())
        .with_regional_sts_endpoint();
    let signer = Signer::new(ctx, role, RequestSigner::new("lambda", &region));
    let (mut parts, _) = http::Request::get(&a[4])
        .header(
            "x-amz-content-sha256",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        )
        .body(())?
        .into_parts();
    signer.sign(&mut parts, None).await?;
    let mut r = ureq::agent().run(http::Request::from_parts(parts, ()))?;
    println!("{} {}", r.status().as_u16(), r.body_mut().read_to_string()?);
    Ok(())
}

fn main() -> R<()> {
    let a: Vec<String> = std::env::args().collect();
    if a.len() != 5 {
        println!("usage: weight-reqsign ROLE_ARN SESSION_NAME SECONDS FUNCTION_URL");
        return Ok(());
    }
    block_on(run(a))
}
