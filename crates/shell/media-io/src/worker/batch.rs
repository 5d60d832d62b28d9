//! Reading several packets with one system call, into memory that is there from the start.

use std::{io::IoSliceMut, net::SocketAddr, os::fd::AsRawFd};

use mio::net::UdpSocket;
use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg};

/// Packets that one call reads. A port has one every 20 ms, more only after a stall; and reading fewer than this many
/// tells that the port is empty without asking again.
const PACKETS: usize = 8;

/// The longest packet that is read; audio never comes near it, and a longer one is cut and then refused.
const LARGEST: usize = 2048;

/// A place for packets.
pub(crate) struct Batch {
    v4: MultiHeaders<SockaddrStorage>,
    v6: MultiHeaders<SockaddrStorage>,
    buffers: Box<[[u8; LARGEST]; PACKETS]>,
    found: [(Option<SocketAddr>, usize); PACKETS],
    count: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            // The kernel writes an address's length into its header: one set for each family, or a longer one would be cut.
            v4: MultiHeaders::preallocate(PACKETS, None),
            v6: MultiHeaders::preallocate(PACKETS, None),
            buffers: Box::new([[0; LARGEST]; PACKETS]),
            found: [(None, 0); PACKETS],
            count: 0,
        }
    }
}

impl Batch {
    /// Reads what is there; false where there is nothing.
    pub(crate) fn receive(&mut self, socket: &UdpSocket, ipv6: bool) -> bool {
        let Self { v4, v6, buffers, found, count } = self;
        *count = 0;
        let headers = if ipv6 { v6 } else { v4 };
        let mut slices: [[IoSliceMut<'_>; 1]; PACKETS] =
            buffers.each_mut().map(|buffer| [IoSliceMut::new(buffer)]);
        if let Ok(packets) =
            recvmmsg(socket.as_raw_fd(), headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)
        {
            for (place, packet) in found.iter_mut().zip(packets) {
                *place = (packet.address.as_ref().and_then(socket_addr), packet.bytes);
                *count += 1;
            }
        }
        *count > 0
    }

    /// Whether the last reading may have left something behind.
    pub(crate) const fn is_full(&self) -> bool {
        self.count == PACKETS
    }

    /// Gives each packet of the last reading, to be changed where it lies.
    pub(crate) fn each(&mut self, mut each: impl FnMut(SocketAddr, &mut [u8])) {
        for ((from, length), buffer) in self.found.iter().zip(self.buffers.iter_mut()).take(self.count) {
            if let (Some(from), Some(bytes)) = (from, buffer.get_mut(..*length)) {
                each(*from, bytes);
            }
        }
    }
}

fn socket_addr(addr: &SockaddrStorage) -> Option<SocketAddr> {
    addr.as_sockaddr_in()
        .map(|v4| SocketAddr::V4((*v4).into()))
        .or_else(|| addr.as_sockaddr_in6().map(|v6| SocketAddr::V6((*v6).into())))
}
