//! One pair of ports: RTP on the even one, RTCP on the odd one after it.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    os::fd::OwnedFd,
};

use mio::{Interest, Registry, Token, net::UdpSocket};
use socket2::{Domain, Protocol, Socket, Type};

/// What the kernel may hold of one stream: 400 ms of G.711 with headers, many times over.
const SOCKET_BUFFER: usize = 256 << 10;

/// Expedited Forwarding (RFC 3246), as DSCP in the upper six bits: routers that care send voice first.
const EXPEDITED: u32 = 46 << 2;

/// Two sockets that are open for the life of the worker.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) rtp: UdpSocket,
    pub(crate) rtcp: UdpSocket,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Port {
    Rtp,
    Rtcp,
}

impl Pair {
    /// Opens both, or neither: another program may hold one of them.
    pub(crate) fn open(addr: IpAddr, port: u16, slot: usize, registry: &Registry) -> io::Result<Self> {
        let rtcp_port = port.checked_add(1).ok_or(io::ErrorKind::InvalidInput)?;
        let mut pair = Self { rtp: socket((addr, port).into())?, rtcp: socket((addr, rtcp_port).into())? };
        registry.register(&mut pair.rtp, token(slot, Port::Rtp), Interest::READABLE)?;
        registry.register(&mut pair.rtcp, token(slot, Port::Rtcp), Interest::READABLE)?;
        Ok(pair)
    }

    /// Takes over two that another process has opened.
    pub(crate) fn adopt(
        (rtp, rtcp): (std::net::UdpSocket, std::net::UdpSocket),
        slot: usize,
        registry: &Registry,
    ) -> io::Result<Self> {
        rtp.set_nonblocking(true)?;
        rtcp.set_nonblocking(true)?;
        let mut pair = Self { rtp: UdpSocket::from_std(rtp), rtcp: UdpSocket::from_std(rtcp) };
        registry.register(&mut pair.rtp, token(slot, Port::Rtp), Interest::READABLE)?;
        registry.register(&mut pair.rtcp, token(slot, Port::Rtcp), Interest::READABLE)?;
        Ok(pair)
    }

    /// Gives both up, open, for another process.
    pub(crate) fn give_up(self) -> (std::net::UdpSocket, std::net::UdpSocket) {
        (OwnedFd::from(self.rtp).into(), OwnedFd::from(self.rtcp).into())
    }

    pub(crate) const fn port(&self, which: Port) -> &UdpSocket {
        match which {
            Port::Rtp => &self.rtp,
            Port::Rtcp => &self.rtcp,
        }
    }
}

/// The token of a slot's port; [`slot`] reads it back.
const fn token(slot: usize, port: Port) -> Token {
    Token(slot * 2 + matches!(port, Port::Rtcp) as usize)
}

/// The slot and port that a token stands for.
pub(crate) const fn slot(token: Token) -> (usize, Port) {
    (token.0 / 2, if token.0.is_multiple_of(2) { Port::Rtp } else { Port::Rtcp })
}

fn socket(addr: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(addr), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
    if addr.is_ipv6() {
        socket.set_only_v6(true)?;
        // Marking is a courtesy; a kernel that does not allow it still carries the call.
        let _ = socket.set_tclass_v6(EXPEDITED);
    } else {
        let _ = socket.set_tos_v4(EXPEDITED);
    }
    let _ = socket.set_recv_buffer_size(SOCKET_BUFFER);
    socket.bind(&addr.into())?;
    Ok(UdpSocket::from_std(socket.into()))
}
