//! Why a listener could not be opened, with the remedy.

use std::{fmt, io, net::SocketAddr};

/// A listener that could not be opened.
#[derive(Debug)]
pub struct ListenError {
    /// What was to be opened: `udp`, `tcp`, `http`.
    pub what: &'static str,
    /// Where.
    pub addr: SocketAddr,
    /// What the system said.
    pub source: io::Error,
}

impl fmt::Display for ListenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, addr, source } = self;
        let port = addr.port();
        match source.kind() {
            io::ErrorKind::AddrInUse => write!(
                f,
                "{what} port {port} on {} is taken by another program: stop it (`ss -lnp | grep :{port}` names it), \
                 or give another address in the configuration file",
                addr.ip()
            ),
            io::ErrorKind::AddrNotAvailable => write!(
                f,
                "this host has no address {} to listen on for {what}: `ip addr` lists those that it has",
                addr.ip()
            ),
            io::ErrorKind::PermissionDenied => write!(
                f,
                "the system does not allow us {what} port {port}: ports below 1024 need CAP_NET_BIND_SERVICE"
            ),
            _ => write!(f, "cannot listen on {what} {addr}: {source}"),
        }
    }
}

impl std::error::Error for ListenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
