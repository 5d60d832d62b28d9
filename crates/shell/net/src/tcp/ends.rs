//! How connections come up: listening, accepting, and calling out.

use std::{io, net::SocketAddr, time::Duration};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
    time::timeout,
};

use super::{Events, carry::carry};

/// How long a new connection may take, longer than three SYNs.
const CONNECT: Duration = Duration::from_secs(8);

/// Connections that the kernel completes before we take them: the phones of a site that comes back after a power cut.
const BACKLOG: i32 = 1024;

/// How long accepting rests after a failure.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Opens a listener.
pub(super) fn open(addr: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
    if addr.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // A restart must not wait for connections in TIME_WAIT; a second listener is still refused.
    socket.set_reuse_address(true)?;
    socket.bind(&addr.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Accepts until the table is gone.
pub(super) async fn accept(listener: TcpListener, opened: mpsc::Sender<(TcpStream, SocketAddr)>) {
    loop {
        match listener.accept().await {
            Ok(connection) => {
                if opened.send(connection).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                // Out of file descriptors, as a rule: accepting again at once would spin.
                tracing::warn!(%error, "a TCP connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Calls out, and carries the connection where it comes up.
pub(super) async fn connect(queue: mpsc::Receiver<Vec<u8>>, events: Events) {
    let remote = events.remote;
    let socket = if remote.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let connected = match socket {
        Ok(socket) => timeout(CONNECT, socket.connect(remote)).await,
        Err(error) => Ok(Err(error)),
    };
    match connected {
        Ok(Ok(stream)) => carry(stream, queue, events).await,
        Ok(Err(error)) => {
            tracing::debug!(%remote, %error, "TCP connection refused");
            events.closed(None).await;
        }
        Err(_elapsed) => events.closed(None).await,
    }
}
