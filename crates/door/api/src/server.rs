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
    tls::{Tls, TlsListener},
};

/// How long to wait before accepting again when the system refuses: it is out of files, and some will be closed.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// How long requests at work may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// The ways in.
pub struct Ways {
    /// For everybody who has a token or signs in.
    pub tcp: TcpListener,
    /// How the TCP listener is encrypted; plain HTTP where there is nothing.
    pub tls: Option<Arc<Tls>>,
    /// For the owner of the data directory.
    pub unix: UnixListener,
}

/// Serves the API on all ways in until `stopping` turns true, then lets the requests at work end.
pub async fn serve(admin: Arc<Admin>, ways: Ways, stopping: watch::Receiver<bool>) {
    let Ways { tcp, tls, unix } = ways;
    let cookies = if tls.is_some() || is_local(&tcp) { Cookies::HostOnly } else { Cookies::Plain };
    let router = app::router(&App::new(admin, cookies, stopping.clone()));
    let by_tcp = async {
        let (router, stopping) = (router.clone(), stopping.clone());
        match tls {
            Some(tls) => accept(router, stopping, TlsListener { tcp, tls }).await,
            None => accept(router, stopping, tcp).await,
        }
    };
    tokio::join!(by_tcp, accept(router.clone(), stopping.clone(), unix));
}

/// Says whether only this host can come in.
fn is_local(listener: &TcpListener) -> bool {
    listener.local_addr().is_ok_and(|addr| addr.ip().is_loopback())
}

/// A way in.
pub(crate) trait Listen {
    /// A connection.
    type Io: Send + 'static;

    /// Waits for the next connection, and finds out who is at its other end.
    fn next(&self) -> impl Future<Output = io::Result<(Self::Io, Peer)>> + Send;

    /// Serves one connection to its end.
    fn serve(
        connection: Self::Io,
        service: Router,
        stopping: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + 'static;
}

impl Listen for TcpListener {
    type Io = TcpStream;

    async fn next(&self) -> io::Result<(TcpStream, Peer)> {
        let (stream, addr) = self.accept().await?;
        Ok((stream, Peer::Tcp(addr)))
    }

    async fn serve(stream: TcpStream, service: Router, stopping: watch::Receiver<bool>) {
        serve_one(stream, service, stopping).await;
    }
}

impl Listen for UnixListener {
    type Io = UnixStream;

    async fn next(&self) -> io::Result<(UnixStream, Peer)> {
        let (stream, _) = self.accept().await?;
        let peer = Peer::of_unix(&stream);
        Ok((stream, peer))
    }

    async fn serve(stream: UnixStream, service: Router, stopping: watch::Receiver<bool>) {
        serve_one(stream, service, stopping).await;
    }
}

/// Accepts on one listener.
async fn accept<L: Listen>(router: Router, mut stopping: watch::Receiver<bool>, listener: L) {
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
                    let served = L::serve(stream, router.clone().layer(Extension(peer)), stopping.clone());
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
pub(crate) async fn serve_one<Io>(stream: Io, service: Router, mut stopping: watch::Receiver<bool>)
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
