//! Where bytes come from and go to: transports, flows, hops, and the host's own interfaces.

use std::net::{IpAddr, SocketAddr};

use model::TrunkId;
use serde::{Deserialize, Serialize};

/// The port of SIP over UDP and TCP (RFC 3261 section 19.1.2).
pub const SIP_PORT: u16 = 5060;

/// The port of SIP over TLS (the same section).
pub const SIPS_PORT: u16 = 5061;

/// A transport that we speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Transport {
    /// Datagrams (RFC 3261 section 18): unreliable, so requests are resent.
    Udp,
    /// A stream, framed by Content-Length.
    Tcp,
    /// The same within TLS.
    Tls,
}

impl Transport {
    /// Tells whether the transport delivers by itself, so that timers A, E, G and I, J, K do not run (section 17).
    pub const fn is_reliable(self) -> bool {
        matches!(self, Self::Tcp | Self::Tls)
    }

    /// The port where none is said.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Udp | Self::Tcp => SIP_PORT,
            Self::Tls => SIPS_PORT,
        }
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
    /// Over TLS: who must prove to be there before anything is sent. Where nobody is named, no connection is opened.
    pub proof: Option<Proof>,
}

/// Who must prove to be at the other end of a connection that we open; the trunk's settings say how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Proof {
    /// The trunk.
    pub trunk: TrunkId,
    /// Which of its servers.
    pub server: Server,
}

/// A server of a trunk; each may have a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Server {
    /// The one that takes its calls.
    Calls,
    /// The one that we register at.
    Registrar,
}

/// What was wrong when a connection with TLS was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TlsFault {
    /// What.
    pub kind: TlsFaultKind,
    /// The SHA-256 of the certificate that the other side showed, where it showed one.
    pub shown: Option<[u8; 32]>,
}

/// What can be wrong when a connection with TLS is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TlsFaultKind {
    /// Its certificate is no longer valid.
    Expired,
    /// Its certificate is not valid yet.
    NotYetValid,
    /// Its certificate is for another name.
    OtherName,
    /// Nobody whom we trust vouches for its certificate.
    UnknownIssuer,
    /// Its certificate is not the one whose fingerprint is configured.
    PinDiffers,
    /// Its certificate cannot be used for another reason.
    BadCertificate,
    /// It wants a certificate of ours, and has got none or does not accept it.
    WantsCertificate,
    /// Whoever listens there speaks no TLS.
    NoTls,
    /// It ended the handshake, or did not bring it to an end in time.
    Broken,
}

impl From<Flow> for Hop {
    fn from(flow: Flow) -> Self {
        Self { transport: flow.transport, addr: flow.remote, conn: flow.conn, proof: None }
    }
}

impl From<model::Transport> for Transport {
    fn from(setting: model::Transport) -> Self {
        match setting {
            model::Transport::Udp => Self::Udp,
            model::Transport::Tcp => Self::Tcp,
            model::Transport::Tls => Self::Tls,
        }
    }
}

impl From<Transport> for model::Transport {
    fn from(spoken: Transport) -> Self {
        match spoken {
            Transport::Udp => Self::Udp,
            Transport::Tcp => Self::Tcp,
            Transport::Tls => Self::Tls,
        }
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
