//! Sockets of signalling: datagrams in batches, framed streams with TLS and without, names, and the host's own addresses.
//!
//! Nothing here knows what a transaction is. Bytes come out with the path that they came on, and go in with the path that
//! they are to take; what fails is reported with the far end that it concerns.

mod dns;
mod error;
mod interfaces;
mod tcp;
mod tls;
mod udp;

pub use dns::{Answer, Dns, Question};
pub use error::ListenError;
pub use interfaces::{Interface, interfaces};
pub use tcp::{Connections, Protection, StreamEvent, StreamEventKind, StreamId};
pub use tls::{ClientTls, Fault, FaultKind, Fingerprint, Identity, Peer, ServerTls, TlsError};
pub use udp::{Datagram, Udp, any_ready};
