//! Why a listener could not be opened, with the remedy.

use std::{fmt, io, net::SocketAddr};

/// A listener that could not be opened.
#[derive(Debug)]
pub struct ListenError {
    /// What was to be opened: `udp` or `tcp`, a key of `[sip]` in the configuration file.
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
                 or set another [sip] {what} in the configuration file",
                addr.ip()
            ),
            io::ErrorKind::AddrNotAvailable => write!(
                f,
                "this host has no address {} to listen on for {what}: `ip addr` lists those that it has, set one of them in [sip] {what}",
                addr.ip()
            ),
            io::ErrorKind::PermissionDenied => write!(
                f,
                "the system does not allow us {what} port {port}: ports below 1024 need CAP_NET_BIND_SERVICE, or set another [sip] {what}"
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_opened_is_named_by_its_key() {
        for kind in
            [io::ErrorKind::AddrInUse, io::ErrorKind::AddrNotAvailable, io::ErrorKind::PermissionDenied]
        {
            let addr = SocketAddr::from(([127, 0, 0, 1], 5060));
            let text = ListenError { what: "tcp", addr, source: kind.into() }.to_string();
            assert!(text.contains("[sip] tcp"), "{text}");
        }
    }
}
