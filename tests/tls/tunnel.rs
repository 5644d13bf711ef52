//! One connection: its handshake, then its bytes in both directions.

use super::PATIENCE;
use rustls::{ServerConfig, ServerConnection};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How often a connection without traffic looks whether the proxy has stopped.
const POLL: Duration = Duration::from_millis(200);

/// Serves one client until either side has ended, or `stop` is set.
pub fn serve(
    mut client: TcpStream,
    config: Arc<ServerConfig>,
    upstream: SocketAddr,
    stop: Arc<AtomicBool>,
) -> io::Result<()> {
    let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
    client.set_nodelay(true)?;
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_write_timeout(Some(PATIENCE))?;
    while tls.is_handshaking() {
        tls.complete_io(&mut client)?;
    }
    let upstream = TcpStream::connect(upstream)?;
    upstream.set_nodelay(true)?;
    upstream.set_read_timeout(Some(POLL))?;
    upstream.set_write_timeout(Some(PATIENCE))?;
    client.set_read_timeout(Some(POLL))?;

    let tunnel = Arc::new(Tunnel {
        output: Mutex::new(client.try_clone()?),
        tls: Mutex::new(tls),
        client,
        upstream,
        stop,
    });
    let other = Arc::clone(&tunnel);
    let down = thread::spawn(move || {
        let result = other.down();
        let _ = other.client.shutdown(Shutdown::Write);
        result
    });
    let up = tunnel.up();
    let _ = tunnel.upstream.shutdown(Shutdown::Write);
    up.and(down.join().map_err(|_| io::Error::other("the thread of the other direction panicked"))?)
}

/// A connection after its handshake. Two threads share it, one for each direction.
struct Tunnel {
    /// Held while records are taken from `tls` and sent, so that they leave in order. Locked before
    /// `tls`: a client that does not read blocks only who holds this, and what it sends still gets
    /// through.
    output: Mutex<TcpStream>,
    tls: Mutex<ServerConnection>,
    client: TcpStream,
    upstream: TcpStream,
    stop: Arc<AtomicBool>,
}

impl Tunnel {
    /// From the client to the server.
    fn up(&self) -> io::Result<()> {
        let mut buffer = [0; 16 * 1024];
        let mut input: &[u8] = &[];
        loop {
            let mut plain = Vec::new();
            let (closed, answer) = {
                let mut tls = lock(&self.tls);
                if !input.is_empty() {
                    tls.read_tls(&mut input)?;
                }
                let state = tls.process_new_packets().map_err(io::Error::other)?;
                let expected = state.plaintext_bytes_to_read();
                tls.reader().take(expected as u64).read_to_end(&mut plain)?;
                (state.peer_has_closed(), tls.wants_write())
            };
            (&self.upstream).write_all(&plain)?;
            if answer {
                self.flush()?;
            }
            if closed {
                return Ok(());
            }
            if input.is_empty() {
                let count = self.read(&self.client, &mut buffer)?;
                if count == 0 {
                    return Ok(());
                }
                input = &buffer[..count];
            }
        }
    }

    /// From the server to the client.
    fn down(&self) -> io::Result<()> {
        let mut buffer = [0; 16 * 1024];
        loop {
            let count = self.read(&self.upstream, &mut buffer)?;
            match count {
                0 => lock(&self.tls).send_close_notify(),
                _ => lock(&self.tls).writer().write_all(&buffer[..count])?,
            }
            self.flush()?;
            if count == 0 {
                return Ok(());
            }
        }
    }

    fn flush(&self) -> io::Result<()> {
        let mut output = lock(&self.output);
        let mut records = Vec::new();
        let mut tls = lock(&self.tls);
        while tls.wants_write() {
            tls.write_tls(&mut records)?;
        }
        drop(tls);
        output.write_all(&records)
    }

    /// Reads what has come; 0 at the end of the stream, and when the proxy has stopped.
    fn read(&self, mut stream: &TcpStream, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match stream.read(buffer) {
                Err(e)
                    if matches!(
                        e.kind(),
                        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                    ) =>
                {
                    if self.stop.load(Ordering::Relaxed) {
                        return Ok(0);
                    }
                }
                result => return result,
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
