//! The HTTP/1.1 server: one thread, a runtime of its own, a task for each connection.

use std::convert::Infallible;
use std::future::{Future, poll_fn};
use std::io;
use std::net::{IpAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use std::vec::Vec;

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONNECTION, DATE, EXPECT, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::watch::Receiver;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::exchange::{Answer, Received};
use super::state::State;
use super::text::http_date;
use super::{function, sts};

/// How long requests under way have to finish when the server stops.
const FINISH: Duration = Duration::from_secs(1);

/// What is read and thrown away beyond the limit of a body: closing a connection on data unread would reset it,
/// and the client might never see why.
const THROWN_AWAY: usize = 32 * 1024 * 1024;

#[derive(Debug, Clone, Copy)]
pub(super) enum Service {
    Sts,
    Function,
}

impl Service {
    fn max_body(self) -> usize {
        match self {
            Service::Sts => sts::MAX_BODY,
            Service::Function => function::MAX_BODY,
        }
    }

    fn answer(self, state: &State, received: &Received) -> Answer {
        match self {
            Service::Sts => sts::answer(state, received),
            Service::Function => function::answer(state, received),
        }
    }

    fn refuse_body(self, status: u16) -> Answer {
        match self {
            Service::Sts => sts::refuse_body(status),
            Service::Function => function::refuse_body(status),
        }
    }
}

pub(super) struct Server {
    runtime: Runtime,
    listeners: Vec<(Service, tokio::net::TcpListener)>,
    site: Arc<Site>,
}

/// What every connection needs.
struct Site {
    state: Arc<State>,
    read_timeout: Duration,
}

impl Server {
    pub(super) fn new(
        state: Arc<State>,
        listeners: Vec<(Service, TcpListener)>,
        read_timeout: Duration,
    ) -> io::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let inside = runtime.enter();
        let listeners = listeners
            .into_iter()
            .map(|(service, listener)| {
                listener.set_nonblocking(true)?;
                Ok((service, tokio::net::TcpListener::from_std(listener)?))
            })
            .collect::<io::Result<_>>()?;
        drop(inside);
        Ok(Server { runtime, listeners, site: Arc::new(Site { state, read_timeout }) })
    }

    /// Serves until the other end of `stop` is dropped, then finishes what is under way.
    pub(super) fn run(self, mut stop: Receiver<()>) {
        let Server { runtime, listeners, site } = self;
        runtime.block_on(async move {
            let mut tasks = JoinSet::new();
            for (service, listener) in listeners {
                tasks.spawn(accept(listener, service, Arc::clone(&site), stop.clone()));
            }
            stopped(&mut stop).await;
            // What has not finished by then is dropped with the runtime.
            let _ = timeout(FINISH, async { while tasks.join_next().await.is_some() {} }).await;
        });
    }
}

/// Takes connections until the sign to stop, then waits for them to end.
async fn accept(
    listener: tokio::net::TcpListener,
    service: Service,
    site: Arc<Site>,
    mut stop: Receiver<()>,
) {
    let mut connections = JoinSet::new();
    while let Some(accepted) = before_stop(&mut stop, listener.accept()).await {
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, from)) => {
                let site = Arc::clone(&site);
                connections.spawn(serve(stream, from.ip(), service, site, stop.clone()));
            }
            // Out of file descriptors, most likely: some will be freed.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve(
    stream: TcpStream,
    from: IpAddr,
    service: Service,
    site: Arc<Site>,
    mut stop: Receiver<()>,
) {
    // Only an optimisation: answers are small.
    let _ = stream.set_nodelay(true);
    let read_timeout = site.read_timeout;
    let handle = service_fn(move |request| {
        let site = Arc::clone(&site);
        async move { Ok::<_, Infallible>(handle(request, from, service, &site).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(read_timeout)
        .serve_connection(TokioIo::new(stream), handle);
    let mut connection = pin!(connection);
    // How a connection ends is the client's affair: what it sent wrong was answered by hyper.
    if before_stop(&mut stop, connection.as_mut()).await.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

async fn handle(
    request: Request<Incoming>,
    from: IpAddr,
    service: Service,
    site: &Site,
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let expects = head.headers.contains_key(EXPECT);
    let body = timeout(site.read_timeout, read(body, service.max_body(), expects)).await;
    let (answer, close) = match body.unwrap_or(Err(408)) {
        Ok(body) => {
            let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
            let received = Received {
                method: head.method.as_str().into(),
                target: target.into(),
                protocol: if head.version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" },
                headers: head
                    .headers
                    .iter()
                    .map(|(name, value)| (name.as_str().into(), value.as_bytes().to_vec()))
                    .collect(),
                body,
                from,
            };
            (service.answer(&site.state, &received), false)
        }
        Err(status) => (service.refuse_body(status), true),
    };
    let mut response = Response::new(Full::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        // Names are this crate's, in lower case; values are ids and media types.
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    // From the shifted clock, so that a client can see by how much its own is wrong.
    if let Ok(date) = HeaderValue::try_from(http_date(site.state.now())) {
        headers.insert(DATE, date);
    }
    if close {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Reads a body to its end, or answers the status to refuse it with.
async fn read(mut body: Incoming, limit: usize, expects: bool) -> Result<Bytes, u16> {
    // A client that waits for leave to send has sent nothing yet.
    if expects && body.size_hint().lower() > limit as u64 {
        return Err(413);
    }
    let (mut bytes, mut seen) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| 400_u16)?.into_data() else { continue };
        seen += data.len();
        if seen > limit + THROWN_AWAY {
            break;
        }
        if seen <= limit {
            bytes.extend_from_slice(&data);
        }
    }
    if seen > limit { Err(413) } else { Ok(bytes.into()) }
}

/// The other end was dropped: there is nothing that it sends.
async fn stopped(stop: &mut Receiver<()>) {
    while stop.changed().await.is_ok() {}
}

/// What a future answers, or `None` if the sign to stop comes first.
async fn before_stop<F: Future>(stop: &mut Receiver<()>, future: F) -> Option<F::Output> {
    let (mut stop, mut future) = (pin!(stopped(stop)), pin!(future));
    poll_fn(|context| match stop.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => future.as_mut().poll(context).map(Some),
    })
    .await
}
