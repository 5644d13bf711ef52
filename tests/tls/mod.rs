//! TLS in front of a plain loopback server: a proxy that ends TLS and passes the bytes on as they
//! are.
//!
//! Every proxy has a certification authority of its own, made when it starts. Test binaries of both
//! packages include this file.
#![allow(dead_code, reason = "each test binary uses a part of this")]

mod certificate;
mod tunnel;

pub use certificate::Certificate;

use rustls::ServerConfig;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// A running proxy on `127.0.0.1`, and on `::1` where the system has it. Stops on drop.
pub struct Tls {
    port: u16,
    dir: PathBuf,
    stop: Arc<AtomicBool>,
    acceptors: Vec<(SocketAddr, JoinHandle<()>)>,
}

impl Tls {
    /// Starts a proxy for the server at 127.0.0.1:`port`.
    pub fn in_front_of(port: u16, certificate: Certificate) -> Self {
        let (config, ca_pem) = certificate::configuration(certificate);
        let dir = temporary_dir();
        fs::write(dir.join("ca.pem"), ca_pem).expect("a folder just made is writable");

        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a loopback port is free");
        let own_port = listener.local_addr().expect("a listener has an address").port();
        // Clients that take "localhost" for ::1 fall back to 127.0.0.1, so without IPv6 nothing is
        // lost.
        let listener6 = TcpListener::bind((Ipv6Addr::LOCALHOST, own_port)).ok();

        let stop = Arc::new(AtomicBool::new(false));
        let upstream = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let acceptors = [Some(listener), listener6].into_iter().flatten().map(|listener| {
            let address = listener.local_addr().expect("a listener has an address");
            let (config, stop) = (Arc::clone(&config), Arc::clone(&stop));
            (address, thread::spawn(move || accept(&listener, &config, upstream, &stop)))
        });
        Self { port: own_port, dir, acceptors: acceptors.collect(), stop }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// The certificate that clients should trust, in PEM. The file is removed on drop.
    pub fn ca_pem_file(&self) -> PathBuf {
        self.dir.join("ca.pem")
    }
}

impl Drop for Tls {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        for (address, acceptor) in self.acceptors.drain(..) {
            // The connection wakes the acceptor, which then sees that it is to stop.
            if TcpStream::connect_timeout(&address, PATIENCE).is_ok() {
                let _ = acceptor.join();
            }
        }
        let _ = fs::remove_dir_all(&self.dir);
    }
}

fn temporary_dir() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("sigfour-tls-{}-{count}", std::process::id()));
    fs::create_dir_all(&dir).unwrap_or_else(|e| panic!("cannot create {}: {e}", dir.display()));
    dir
}

fn accept(
    listener: &TcpListener,
    config: &Arc<ServerConfig>,
    upstream: SocketAddr,
    stop: &Arc<AtomicBool>,
) {
    for client in listener.incoming() {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let (config, stop) = (Arc::clone(config), Arc::clone(stop));
        // A connection that fails is the client's to report: it is what the tests of bad
        // certificates look at.
        thread::spawn(move || {
            client.and_then(|client| tunnel::serve(client, config, upstream, stop))
        });
    }
}
