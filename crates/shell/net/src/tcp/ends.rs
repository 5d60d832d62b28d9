//! How connections come up: listening, accepting, and calling out.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::mpsc,
    time::timeout,
};

use super::{
    Accepted, Events,
    carry::{carry, prepare},
};
use crate::tls::{ClientTls, Peer, ServerTls};

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

/// Goes on with a listener that another process has opened.
pub(super) fn adopt(listener: std::net::TcpListener) -> io::Result<TcpListener> {
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// Accepts until the table is gone; says of every connection whether TLS is spoken on it.
pub(super) async fn accept(listener: TcpListener, is_tls: bool, opened: mpsc::Sender<Accepted>) {
    loop {
        match listener.accept().await {
            Ok((socket, remote)) => {
                if opened.send(Accepted { socket, remote, is_tls }).await.is_err() {
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

/// Carries a connection that a peer has opened.
pub(super) async fn serve(socket: TcpStream, queue: mpsc::Receiver<Vec<u8>>, events: Events) {
    let Some(local) = prepare(&socket) else { return events.closed(None, None).await };
    carry(local, socket.into_split(), queue, events).await;
}

/// The same with TLS. The handshake has a time of its own, which is no part of the patience with messages.
pub(super) async fn serve_tls(
    socket: TcpStream,
    tls: ServerTls,
    queue: mpsc::Receiver<Vec<u8>>,
    events: Events,
) {
    let Some(local) = prepare(&socket) else { return events.closed(None, None).await };
    match tls.accept(socket).await {
        Ok(stream) => carry(local, tokio::io::split(stream), queue, events).await,
        Err(error) => {
            tracing::debug!(remote = %events.remote, %error, "a client and we have no TLS in common");
            events.closed(Some(local), None).await;
        }
    }
}

/// Calls out, and carries the connection where it comes up.
pub(super) async fn connect(queue: mpsc::Receiver<Vec<u8>>, events: Events) {
    let Some(socket) = call(events.remote).await else { return events.closed(None, None).await };
    serve(socket, queue, events).await;
}

/// The same with TLS: nothing is written before the peer has proved who it is.
pub(super) async fn connect_tls(
    (peer, tls): (Arc<Peer>, ClientTls),
    queue: mpsc::Receiver<Vec<u8>>,
    events: Events,
) {
    let Some(socket) = call(events.remote).await else { return events.closed(None, None).await };
    let Some(local) = prepare(&socket) else { return events.closed(None, None).await };
    match tls.connect(&peer, events.remote, socket).await {
        Ok(stream) => carry(local, tokio::io::split(stream), queue, events).await,
        Err(fault) => events.closed(Some(local), Some(fault)).await,
    }
}

async fn call(remote: SocketAddr) -> Option<TcpStream> {
    let socket = if remote.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let connected = match socket {
        Ok(socket) => timeout(CONNECT, socket.connect(remote)).await,
        Err(error) => Ok(Err(error)),
    };
    match connected {
        Ok(Ok(stream)) => Some(stream),
        Ok(Err(error)) => {
            tracing::debug!(%remote, %error, "TCP connection refused");
            None
        }
        Err(_elapsed) => None,
    }
}
