//! Streamed uploads.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use aws_runtime::auth::sigv4::SigV4Signer;
use aws_runtime::auth::{
    SigV4OperationSigningConfig, SigV4SessionTokenNameOverride, SigningOptions,
};
use aws_runtime::content_encoding::{
    AwsChunkedBody, AwsChunkedBodyOptions, DeferredSigner, DeferredSignerSender,
};
use aws_sigv4::http_request::SignableBody;
use aws_sigv4::sign::v4;
use aws_smithy_async::time::StaticTimeSource;
use aws_smithy_runtime_api::client::auth::{AuthSchemeEndpointConfig, Sign};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, Layer};
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};
use bytes::Bytes;
use http_body::{Body, Frame};
use serde_json::{Value, json};

use crate::case::{Case, Failure, base64, bytes};

pub fn sign(case: &Case) -> Result<Value, Failure> {
    let chunks = case.list("chunks").iter().map(bytes).collect::<Result<Vec<_>, _>>()?;
    let payload = case.rule("payload").as_str().unwrap_or_default();
    let is_signed = payload != "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    let (signer, sender) = DeferredSigner::new();
    let seed = seed(case, payload.to_string(), sender)?;
    let signatures = if is_signed { chain(case, &chunks, &seed)? } else { Vec::new() };
    let mut answer = json!({"signature": seed, "signatures": signatures});
    if let Some(size) = common_size(&chunks) {
        answer["encoded"] =
            base64(&encoded(case, &chunks, size, is_signed.then_some(signer))?).into();
    }
    Ok(answer)
}

/// Signs the request itself, and hands the signer of its chunks over.
fn seed(case: &Case, payload: String, sender: DeferredSignerSender) -> Result<String, Failure> {
    let mut options = SigningOptions::default();
    options.double_uri_encode = !case.is_s3();
    options.normalize_uri_path = !case.is_s3();
    options.content_sha256_header = true;
    options.payload_override = Some(SignableBody::Precomputed(payload));
    let config = SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(Region::new(case.text("region").to_string()))),
        region_set: None,
        name: Some(SigningName::from(case.text("service").to_string())),
        signing_options: options,
    };
    let mut layer = Layer::new("oracle");
    layer.store_put(config);
    layer.store_put(sender);
    if case.text("service") == "s3express" {
        layer.store_put(SigV4SessionTokenNameOverride::new(|_, _| {
            Ok(Some("x-amz-s3session-token"))
        }));
    }

    let mut request = HttpRequest::new(SdkBody::empty());
    request.set_method(case.text("method"))?;
    request.set_uri(case.url())?;
    for (name, value) in case.pairs("headers") {
        request.headers_mut().append(name.to_string(), value.to_string());
    }
    let clock = StaticTimeSource::new(case.time()?);
    let components = RuntimeComponentsBuilder::for_tests().with_time_source(Some(clock)).build()?;
    SigV4Signer::new().sign_http_request(
        &mut request,
        &case.identity(),
        AuthSchemeEndpointConfig::empty(),
        &components,
        &ConfigBag::of_layers(vec![layer]),
    )?;
    let authorization = request.headers().get("authorization").unwrap_or_default();
    Ok(authorization.rsplit('=').next().unwrap_or_default().into())
}

/// The signatures of the chunks, the empty one at their end, and the trailer, one after the other.
fn chain(case: &Case, chunks: &[Bytes], seed: &str) -> Result<Vec<String>, Failure> {
    let identity = case.identity();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(case.text("region"))
        .name(case.text("service"))
        .time(case.time()?)
        .settings(())
        .build()?;
    let mut signatures: Vec<String> = Vec::new();
    for chunk in chunks.iter().chain([&Bytes::new()]) {
        let previous = signatures.last().map_or(seed, String::as_str).to_string();
        signatures.push(v4::sign_chunk(chunk, &previous, &params)?.into_parts().1);
    }
    let trailers = trailers(case)?;
    if !trailers.is_empty() {
        let previous = signatures.last().cloned().unwrap_or_default();
        let headers = Headers::try_from(trailers)?;
        signatures.push(v4::sign_trailer(&headers, &previous, &params)?.into_parts().1);
    }
    Ok(signatures)
}

fn trailers(case: &Case) -> Result<http::HeaderMap, Failure> {
    let mut trailers = http::HeaderMap::new();
    for (name, value) in case.pairs("trailers") {
        trailers.append(http::HeaderName::from_bytes(name.as_bytes())?, value.trim().parse()?);
    }
    Ok(trailers)
}

/// The size of all the chunks, of which the last may be smaller.
fn common_size(chunks: &[Bytes]) -> Option<usize> {
    let size = chunks.first().map_or(1, Bytes::len);
    let (last, full) =
        chunks.split_last().map_or((size, &[][..]), |(last, full)| (last.len(), full));
    (size > 0 && 0 < last && last <= size && full.iter().all(|chunk| chunk.len() == size))
        .then_some(size)
}

/// The whole body, as it is sent.
fn encoded(
    case: &Case,
    chunks: &[Bytes],
    size: usize,
    signer: Option<DeferredSigner>,
) -> Result<Vec<u8>, Failure> {
    let trailers = trailers(case)?;
    let mut lengths: Vec<u64> =
        trailers.iter().map(|(n, v)| (n.as_str().len() + 1 + v.len()) as u64).collect();
    let total = chunks.iter().map(|chunk| chunk.len() as u64).sum();
    if signer.is_some() && !trailers.is_empty() {
        lengths.push("x-amz-trailer-signature:".len() as u64 + 64);
    }
    let options = AwsChunkedBodyOptions::new(total, lengths)
        .with_chunk_size(size)
        .signed_chunked_encoding(signer.is_some());
    let promised = options.encoded_length();
    let mut frames: VecDeque<_> = chunks.iter().cloned().map(Frame::data).collect();
    if !trailers.is_empty() {
        frames.push_back(Frame::trailers(trailers));
    }
    let mut body = AwsChunkedBody::new(Frames(frames), options);
    if let Some(signer) = signer {
        body = body.with_signer(signer);
    }
    let (mut body, mut context, mut out) =
        (pin!(body), Context::from_waker(Waker::noop()), Vec::new());
    loop {
        match body.as_mut().poll_frame(&mut context) {
            Poll::Ready(None) => break,
            Poll::Ready(Some(frame)) => out.extend(frame?.into_data().unwrap_or_default()),
            // It never waits for anything but to be asked again.
            Poll::Pending => {}
        }
    }
    if out.len() as u64 != promised {
        return Err(format!("{} bytes, and {promised} promised", out.len()).into());
    }
    Ok(out)
}

/// What is to be encoded.
struct Frames(VecDeque<Frame<Bytes>>);

impl Body for Frames {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        Poll::Ready(self.0.pop_front().map(Ok))
    }
}
