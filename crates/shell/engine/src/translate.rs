//! The same things under the names of two layers: `net` knows no SIP core, and the core no socket.

use std::net::{IpAddr, SocketAddr};

use model::Network;
use net::{Fault, FaultKind, Question, StreamId};
use sip_core::{Answer, ConnId, Flow, Interface, Query, TlsFault, TlsFaultKind, Transport};

/// A datagram's path.
pub(crate) fn udp_flow(local: SocketAddr, remote: SocketAddr) -> Flow {
    Flow { transport: Transport::Udp, local, remote, conn: None }
}

/// A connection's path.
pub(crate) fn stream_flow(stream: StreamId, is_tls: bool, local: SocketAddr, remote: SocketAddr) -> Flow {
    let transport = if is_tls { Transport::Tls } else { Transport::Tcp };
    Flow { transport, local, remote, conn: Some(ConnId(stream.0)) }
}

/// What was wrong with a handshake.
pub(crate) const fn fault(fault: Fault) -> TlsFault {
    let kind = match fault.kind {
        FaultKind::Expired => TlsFaultKind::Expired,
        FaultKind::NotYetValid => TlsFaultKind::NotYetValid,
        FaultKind::OtherName => TlsFaultKind::OtherName,
        FaultKind::UnknownIssuer => TlsFaultKind::UnknownIssuer,
        FaultKind::PinDiffers => TlsFaultKind::PinDiffers,
        FaultKind::BadCertificate => TlsFaultKind::BadCertificate,
        FaultKind::WantsCertificate => TlsFaultKind::WantsCertificate,
        FaultKind::NoTls => TlsFaultKind::NoTls,
        FaultKind::Broken => TlsFaultKind::Broken,
    };
    TlsFault { kind, shown: fault.shown }
}

/// A connection's number, as the shell knows it.
pub(crate) fn stream(conn: ConnId) -> StreamId {
    StreamId(conn.0)
}

/// A question for the DNS.
pub(crate) fn question(query: Query) -> Question {
    match query {
        Query::Naptr(name) => Question::Naptr(name),
        Query::Srv(name) => Question::Srv(name),
        Query::Addresses(name) => Question::Addresses(name),
    }
}

/// What the DNS said.
pub(crate) fn answer(answer: net::Answer) -> Answer {
    match answer {
        net::Answer::Naptr(records) => Answer::Naptr(records),
        net::Answer::Srv(records) => Answer::Srv(records),
        net::Answer::Addresses(addresses) => Answer::Addresses(addresses),
        net::Answer::None => Answer::None,
        net::Answer::Failed => Answer::Failed,
    }
}

/// The host's addresses.
pub(crate) fn interfaces(found: Vec<net::Interface>) -> Vec<Interface> {
    found.into_iter().map(|i| Interface { addr: i.addr, prefix: i.prefix }).collect()
}

/// The networks that the host's addresses stand in.
pub(crate) fn networks(found: &[net::Interface]) -> Vec<(IpAddr, Network)> {
    let network = |i: &net::Interface| Network::parse(&format!("{}/{}", i.addr, i.prefix)).ok();
    found.iter().filter_map(|i| Some((i.addr, network(i)?))).collect()
}
