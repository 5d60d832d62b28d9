//! Where people and programs come in: the API on its TCP address, and on a Unix socket for the owner of the data directory.

use std::{io, net::SocketAddr, path::Path, sync::Arc};

use anyhow::Context;
use api::{Tls, Ways};
use tokio::net::{TcpListener, UnixListener};

use crate::{certificate, config::Encryption};

/// Both doors, bound and not yet served.
pub(crate) struct Doors {
    /// For everybody who has a token or signs in.
    tcp: TcpListener,
    /// The certificate of that; none where it is plain HTTP.
    tls: Option<Arc<Tls>>,
    /// For the owner.
    unix: UnixListener,
}

impl Doors {
    /// Binds both. The data directory must be ours already: a socket that is left there is then from an earlier run.
    ///
    /// # Errors
    /// What the system says, with what to do about it.
    pub(crate) async fn bind(
        http: SocketAddr,
        encryption: &Encryption,
        data_dir: &Path,
    ) -> anyhow::Result<Self> {
        let tls = certificate::open(encryption, http, data_dir)?.map(Arc::new);
        let tcp = TcpListener::bind(http)
            .await
            .map_err(|error| anyhow::anyhow!("the API cannot listen on {http}: {error}{}", remedy(&error)))?;
        let unix = api::listen_unix(data_dir)
            .with_context(|| format!("the command line's socket cannot be made in {}", data_dir.display()))?;
        Ok(Self { tcp, tls, unix })
    }

    /// Returns where the API is, as a person would type it.
    pub(crate) fn url(&self) -> io::Result<String> {
        let addr = self.tcp.local_addr()?;
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        // An address that means "all of them" is nothing to connect to.
        Ok(match addr.ip().is_unspecified() {
            true => format!("{scheme}://localhost:{}", addr.port()),
            false => format!("{scheme}://{addr}"),
        })
    }

    /// Returns the certificate.
    pub(crate) fn tls(&self) -> Option<Arc<Tls>> {
        self.tls.clone()
    }

    /// Hands them to the server.
    pub(crate) fn open(self) -> Ways {
        let Self { tcp, tls, unix } = self;
        Ways { tcp, tls, unix }
    }
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => "; another program has it: end that one, or set another [http] listen",
        io::ErrorKind::AddrNotAvailable => "; this host has no such address: set another [http] listen",
        io::ErrorKind::PermissionDenied => "; a port below 1024 needs root: set another [http] listen",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_named_with_a_remedy() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = taken.local_addr().unwrap();
        let error =
            Doors::bind(addr, &Encryption::Plain, &std::env::temp_dir()).await.err().unwrap().to_string();
        assert!(error.contains(&addr.to_string()) && error.contains("[http] listen"), "{error}");
    }
}
