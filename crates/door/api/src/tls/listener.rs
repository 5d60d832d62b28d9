//! The listener with TLS. Who speaks plain HTTP to it, as browsers do that were given no scheme, is sent to the same address with
//! `https`.

use std::{io, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

use super::Tls;
use crate::{
    peer::Peer,
    problem::Problem,
    server::{Listen, serve_one},
};

/// How long a client may take to agree on keys.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

/// The first byte of every TLS connection: a record of the handshake (RFC 8446 section 5.1).
const HANDSHAKE: u8 = 22;

/// For how long browsers are to use nothing but HTTPS here: a year. Only with a certificate that they trust: they would let nobody
/// pass the warning about another any more (RFC 6797 section 12.1).
const STRICT_TRANSPORT: &str = "max-age=31536000";

/// A way in over TLS.
pub(crate) struct TlsListener {
    pub(crate) tcp: TcpListener,
    pub(crate) tls: Arc<Tls>,
}

impl Listen for TlsListener {
    type Io = (TcpStream, Arc<Tls>);

    async fn next(&self) -> io::Result<(Self::Io, Peer)> {
        let (stream, addr) = self.tcp.accept().await?;
        Ok(((stream, self.tls.clone()), Peer::Tcp(addr)))
    }

    async fn serve((stream, tls): Self::Io, service: Router, stopping: watch::Receiver<bool>) {
        match first_byte(&stream).await {
            Some(HANDSHAKE) => {
                let opening = TlsAcceptor::from(tls.config()).accept(stream);
                match timeout(HANDSHAKE_TIME, opening).await {
                    Ok(Ok(stream)) => serve_one(stream, strict(service, &tls), stopping).await,
                    Ok(Err(error)) => tracing::debug!(%error, "a client and we have no keys in common"),
                    Err(_) => tracing::debug!("a client took too long to agree on keys"),
                }
            }
            Some(_) => serve_one(stream, Router::new().fallback(to_https), stopping).await,
            None => {}
        }
    }
}

/// Looks at the first byte, which stays where it is.
async fn first_byte(stream: &TcpStream) -> Option<u8> {
    let mut first = [0; 1];
    match timeout(HANDSHAKE_TIME, stream.peek(&mut first)).await {
        Ok(Ok(1..)) => first.first().copied(),
        _ => None,
    }
}

fn strict(service: Router, tls: &Tls) -> Router {
    match tls.is_generated() {
        true => service,
        false => service.layer(middleware::map_response(async |mut response: Response| {
            let strict = HeaderValue::from_static(STRICT_TRANSPORT);
            response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, strict);
            response
        })),
    }
}

/// Sends who only reads to the same place with `https`. A program that sends more than that sends it to the wrong place, and must
/// notice.
async fn to_https(request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let has_credentials = request.headers().contains_key(header::AUTHORIZATION);
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let location = host.and_then(|host| HeaderValue::from_str(&format!("https://{host}{path}")).ok());
    match (location, request.method()) {
        (Some(location), &(Method::GET | Method::HEAD)) if !has_credentials => {
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        _ => Problem::malformed("this port speaks HTTPS: write https:// in front of the address".to_owned())
            .into_response(),
    }
}
