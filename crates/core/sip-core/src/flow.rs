//! Where bytes come from and go to: transports, flows, hops, and the host's own interfaces.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

/// The port of SIP over UDP and TCP (RFC 3261 section 19.1.2).
pub const SIP_PORT: u16 = 5060;

/// A transport that we speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Transport {
    /// Datagrams (RFC 3261 section 18): unreliable, so requests are resent.
    Udp,
    /// A stream, framed by Content-Length.
    Tcp,
}

impl Transport {
    /// Tells whether the transport delivers by itself, so that timers A, E, G and I, J, K do not run (section 17).
    pub const fn is_reliable(self) -> bool {
        matches!(self, Self::Tcp)
    }
}

/// One connection of a stream transport, numbered by the shell; never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConnId(pub u64);

/// The path that a message came in on, and that an answer goes back on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Flow {
    /// The transport.
    pub transport: Transport,
    /// Our end. Its address is the one that the datagram was sent to, never a wildcard.
    pub local: SocketAddr,
    /// The other end.
    pub remote: SocketAddr,
    /// The connection, for stream transports.
    pub conn: Option<ConnId>,
}

/// Where a new request is sent: a resolved target (RFC 3263), over a transport, preferably on a known connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hop {
    /// The transport.
    pub transport: Transport,
    /// The address and port.
    pub addr: SocketAddr,
    /// The connection that the peer opened to us; where it is gone, the shell reports the hop unreachable.
    pub conn: Option<ConnId>,
}

impl From<Flow> for Hop {
    fn from(flow: Flow) -> Self {
        Self { transport: flow.transport, addr: flow.remote, conn: flow.conn }
    }
}

/// One address of this host, with the network that it stands in; the shell reads them, the core chooses among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interface {
    /// Our address.
    pub addr: IpAddr,
    /// The length of its network prefix in bits.
    pub prefix: u8,
}
