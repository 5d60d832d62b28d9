//! Where people and programs come in: the API on its TCP address, and on a Unix socket for the owner of the data directory.

use std::{io, net::SocketAddr, path::Path};

use anyhow::Context;
use tokio::net::{TcpListener, UnixListener};

/// Both doors, bound and not yet served.
pub(crate) struct Doors {
    /// For everybody who has a token.
    pub(crate) tcp: TcpListener,
    /// For the owner.
    pub(crate) unix: UnixListener,
}

impl Doors {
    /// Binds both. The data directory must be ours already: a socket that is left there is then from an earlier run.
    ///
    /// # Errors
    /// What the system says, with what to do about it.
    pub(crate) async fn bind(http: SocketAddr, data_dir: &Path) -> anyhow::Result<Self> {
        let tcp = TcpListener::bind(http)
            .await
            .map_err(|error| anyhow::anyhow!("the API cannot listen on {http}: {error}{}", remedy(&error)))?;
        let unix = api::listen_unix(data_dir)
            .with_context(|| format!("the command line's socket cannot be made in {}", data_dir.display()))?;
        Ok(Self { tcp, unix })
    }

    /// Returns where the API is, as a person would type it.
    pub(crate) fn url(&self) -> io::Result<String> {
        let addr = self.tcp.local_addr()?;
        // An address that means "all of them" is nothing to connect to.
        Ok(match addr.ip().is_unspecified() {
            true => format!("http://localhost:{}", addr.port()),
            false => format!("http://{addr}"),
        })
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
        let error = Doors::bind(addr, &std::env::temp_dir()).await.err().unwrap().to_string();
        assert!(error.contains(&addr.to_string()) && error.contains("[http] listen"), "{error}");
    }
}
