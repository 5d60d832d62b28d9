//! TLS 1.2 and 1.3 for streams, by rustls with ring: what we show to those who connect, and what those whom we connect to have to
//! prove before anything is sent to them.
//!
//! Decides whether a connection may be used, and names what was wrong. Which peer must prove what is decided elsewhere.

mod fault;
mod pem;
mod proof;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    client::{Resumption, WebPkiServerVerifier, danger::ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName},
    server::WebPkiClientVerifier,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};

pub use fault::{Fault, FaultKind};
pub use pem::{Identity, TlsError};
use proof::{Pinned, Witness};

/// How long a peer may take from the first octet of the handshake to the last.
pub(crate) const HANDSHAKE: Duration = Duration::from_secs(8);

/// The SHA-256 of a certificate.
pub type Fingerprint = [u8; 32];

/// What we show to those who connect.
#[derive(Clone)]
pub struct ServerTls(Arc<ServerConfig>);

/// What we believe of those whom we connect to.
#[derive(Clone)]
pub struct ClientTls {
    provider: Arc<CryptoProvider>,
    /// Nothing where no authority is known: then only a fingerprint proves anything.
    verifier: Option<Arc<dyn ServerCertVerifier>>,
    /// The certificate that we show to who asks for one.
    identity: Option<Identity>,
}

/// Whom a connection of ours is to reach.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Peer {
    /// Its name, which is sent along (RFC 6066 section 3) and must stand in its certificate (RFC 5922 section 7.2); or its address.
    pub name: String,
    /// The SHA-256 of its certificate, in place of what an authority and the name would prove.
    pub pin: Option<Fingerprint>,
}

impl ServerTls {
    /// Takes our certificate, and the authorities of clients, as PEM, where every client must have one of theirs.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn new(identity: &Identity, client_authorities: Option<&[u8]>) -> Result<Self, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let builder =
            ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
        let builder = match client_authorities {
            None => builder.with_no_client_auth(),
            Some(authorities) => {
                let roots = Arc::new(pem::authorities(authorities)?);
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider).build();
                builder.with_client_cert_verifier(verifier.map_err(|_| TlsError::NoAuthority)?)
            }
        };
        let config = builder.with_single_cert(identity.chain.clone(), identity.key.clone_key())?;
        Ok(Self(Arc::new(config)))
    }

    /// Lets a client in.
    pub(crate) async fn accept(self, socket: TcpStream) -> io::Result<server::TlsStream<TcpStream>> {
        in_time(TlsAcceptor::from(self.0).accept(socket)).await
    }
}

impl ClientTls {
    /// Takes the authorities that vouch for servers, as PEM, those of the system where there are none; and the certificate that we
    /// show where one is asked for.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn new(authorities: Option<&[u8]>, identity: Option<Identity>) -> Result<Self, TlsError> {
        let roots = match authorities {
            Some(authorities) => pem::authorities(authorities)?,
            None => pem::system_authorities(),
        };
        Ok(Self::trusting(roots, identity))
    }

    fn trusting(roots: RootCertStore, identity: Option<Identity>) -> Self {
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
        // It fails where there is no root at all.
        let verifier = verifier.ok().map(|verifier| verifier as Arc<dyn ServerCertVerifier>);
        Self { provider, verifier, identity }
    }

    /// Agrees on keys with a peer that proves who it is; else says what was wrong.
    pub(crate) async fn connect(
        &self,
        peer: &Peer,
        remote: SocketAddr,
        socket: TcpStream,
    ) -> Result<client::TlsStream<TcpStream>, Fault> {
        let witness = Arc::new(Witness::new(self.verifier_for(peer)));
        let config = self.config(witness.clone()).map_err(|_| Fault::of_kind(FaultKind::Broken))?;
        let name = ServerName::try_from(peer.name.clone()).unwrap_or(ServerName::from(remote.ip()));
        let connected = in_time(TlsConnector::from(Arc::new(config)).connect(name, socket)).await;
        connected.map_err(|error| {
            tracing::debug!(%remote, name = peer.name, %error, "no TLS connection comes up");
            Fault { kind: FaultKind::of(&error), shown: witness.shown() }
        })
    }

    fn verifier_for(&self, peer: &Peer) -> Option<Arc<dyn ServerCertVerifier>> {
        match peer.pin {
            Some(pin) => Some(Arc::new(Pinned::new(pin, &self.provider))),
            None => self.verifier.clone(),
        }
    }

    fn config(&self, witness: Arc<Witness>) -> Result<ClientConfig, rustls::Error> {
        let builder = ClientConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(witness);
        let mut config = match &self.identity {
            Some(Identity { chain, key, .. }) => {
                builder.with_client_auth_cert(chain.clone(), key.clone_key())?
            }
            None => builder.with_no_client_auth(),
        };
        // A session that is resumed proves nothing anew, and our connections are few and last.
        config.resumption = Resumption::disabled();
        Ok(config)
    }
}

async fn in_time<T>(handshake: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    match timeout(HANDSHAKE, handshake).await {
        Ok(done) => done,
        Err(_) => Err(io::ErrorKind::TimedOut.into()),
    }
}

/// A chain and its key, in the types that rustls has for them.
type Chain = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

#[cfg(test)]
pub(crate) mod tests;
