//! Accepts connections and serves them until told to stop.

use std::{io, sync::Arc, time::Duration};

use admin::Admin;
use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream, UnixListener, UnixStream},
    sync::{Semaphore, watch},
    task::JoinSet,
};

use crate::{
    app::{self, App},
    cookie::Cookies,
    limits::{CONNECTION_BUFFER, CONNECTIONS_MAX, HEAD_TIME, stopped},
    peer::Peer,
};

/// How long to wait before accepting again when the system refuses: it is out of files, and some will be closed.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// How long requests at work may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// Serves the API on both ways in until `stopping` turns true, then lets the requests at work end.
pub async fn serve(admin: Arc<Admin>, tcp: TcpListener, unix: UnixListener, stopping: watch::Receiver<bool>) {
    let cookies = if is_local(&tcp) { Cookies::HostOnly } else { Cookies::Plain };
    let router = app::router(&App::new(admin, cookies, stopping.clone()));
    tokio::join!(accept(router.clone(), stopping.clone(), tcp), accept(router, stopping, unix));
}

/// Says whether only this host can come in.
fn is_local(listener: &TcpListener) -> bool {
    listener.local_addr().is_ok_and(|addr| addr.ip().is_loopback())
}

/// A way in.
trait Listen {
    /// A connection.
    type Io: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Waits for the next connection, and finds out who is at its other end.
    fn next(&self) -> impl Future<Output = io::Result<(Self::Io, Peer)>> + Send;
}

impl Listen for TcpListener {
    type Io = TcpStream;

    async fn next(&self) -> io::Result<(TcpStream, Peer)> {
        let (stream, addr) = self.accept().await?;
        Ok((stream, Peer::Tcp(addr)))
    }
}

impl Listen for UnixListener {
    type Io = UnixStream;

    async fn next(&self) -> io::Result<(UnixStream, Peer)> {
        let (stream, _) = self.accept().await?;
        let peer = Peer::of_unix(&stream);
        Ok((stream, peer))
    }
}

/// Accepts on one listener.
async fn accept(router: Router, mut stopping: watch::Receiver<bool>, listener: impl Listen) {
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stopped(&mut stopping) => break,
            accepted = listener.next() => accepted,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            // A connection past the limit is closed unread: nothing that it says could be answered cheaper.
            Ok((stream, peer)) => {
                if let Ok(permit) = room.clone().try_acquire_owned() {
                    let served = serve_one(stream, router.clone().layer(Extension(peer)), stopping.clone());
                    connections.spawn(async move {
                        served.await;
                        drop(permit);
                    });
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_AGAIN).await;
            }
        }
    }
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(LAST_REQUESTS, ended).await.is_err() {
        tracing::warn!("requests are cut off: they did not end in time");
    }
}

/// Serves one connection; told to stop, it ends after the request at work.
async fn serve_one<Io>(stream: Io, service: Router, mut stopping: watch::Receiver<bool>)
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(CONNECTION_BUFFER)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
