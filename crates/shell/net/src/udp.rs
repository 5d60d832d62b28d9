//! Datagrams, read and written in batches, each with the address of ours that it came to or leaves from.

use std::{
    future::Future,
    io::{self, IoSlice, IoSliceMut},
    net::{IpAddr, SocketAddr, UdpSocket},
    os::fd::AsRawFd,
    pin::Pin,
    task::Poll,
};

use nix::{
    cmsg_space,
    errno::Errno,
    libc,
    sys::socket::{
        ControlMessage, ControlMessageOwned, MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg, recvmsg,
        sendmmsg, setsockopt, sockopt,
    },
};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::{
    Interest,
    unix::{AsyncFd, AsyncFdReadyGuard},
};

use crate::error::ListenError;

/// Datagrams read or written by one system call.
const BATCH: usize = 16;

/// Times that a read is tried which an ICMP error of an earlier datagram has interrupted.
const TRIES: usize = 3;

/// The longest UDP payload there is, so that nothing is cut.
const LARGEST: usize = 65_535;

/// What we ask the kernel to hold for us, so that a burst of calls is not lost while one is being handled.
const SOCKET_BUFFER: usize = 4 << 20;

/// Errors read from the socket's error queue in one go; the rest waits for the next turn.
const MOST_ERRORS: usize = 64;

/// One datagram to send.
#[derive(Debug)]
pub struct Datagram {
    /// Our address that it is to leave from, where the socket listens on all of them.
    pub from: Option<IpAddr>,
    /// Its destination.
    pub to: SocketAddr,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// One listening UDP socket.
pub struct Udp {
    fd: AsyncFd<Socket>,
    bound: SocketAddr,
    rx: MultiHeaders<SockaddrStorage>,
    tx: MultiHeaders<SockaddrStorage>,
    buffers: Vec<Box<[u8]>>,
}

impl Udp {
    /// Opens the socket. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`ListenError`], which names the remedy.
    pub fn bind(addr: SocketAddr) -> Result<Self, ListenError> {
        let fail = |source| ListenError { what: "udp", addr, source };
        let socket = Self::open(addr).map_err(fail)?;
        Self::of(socket, addr).map_err(fail)
    }

    /// Goes on with a socket that another process has opened with [`Udp::bind`]. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`ListenError`].
    pub fn adopt(socket: UdpSocket, addr: SocketAddr) -> Result<Self, ListenError> {
        let adopt = || {
            socket.set_nonblocking(true)?;
            Self::of(socket.into(), addr)
        };
        adopt().map_err(|source| ListenError { what: "udp", addr, source })
    }

    /// Gives the socket up, open, for another process. What comes meanwhile waits in it.
    pub fn give_up(self) -> UdpSocket {
        self.fd.into_inner().into()
    }

    fn open(addr: SocketAddr) -> io::Result<Socket> {
        let socket = Socket::new(Domain::for_address(addr), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
        if addr.is_ipv4() {
            setsockopt(&socket, sockopt::Ipv4RecvErr, &true)?;
            setsockopt(&socket, sockopt::Ipv4PacketInfo, &true)?;
        } else {
            socket.set_only_v6(true)?;
            setsockopt(&socket, sockopt::Ipv6RecvErr, &true)?;
            setsockopt(&socket, sockopt::Ipv6RecvPacketInfo, &true)?;
        }
        // The kernel may grant less; that is its administrator's word.
        let _ = socket.set_recv_buffer_size(SOCKET_BUFFER);
        let _ = socket.set_send_buffer_size(SOCKET_BUFFER);
        socket.bind(&addr.into())?;
        Ok(socket)
    }

    fn of(socket: Socket, addr: SocketAddr) -> io::Result<Self> {
        let (rx_space, wildcard_space) = match addr.is_ipv4() {
            true => (cmsg_space!(libc::in_pktinfo), cmsg_space!(libc::in_pktinfo)),
            false => (cmsg_space!(libc::in6_pktinfo), cmsg_space!(libc::in6_pktinfo)),
        };
        let bound = socket.local_addr()?.as_socket().unwrap_or(addr);
        let tx_space = bound.ip().is_unspecified().then_some(wildcard_space);
        Ok(Self {
            fd: watch(socket)?,
            bound,
            rx: MultiHeaders::preallocate(BATCH, Some(rx_space)),
            tx: MultiHeaders::preallocate(BATCH, tx_space),
            buffers: (0..BATCH).map(|_| vec![0; LARGEST].into_boxed_slice()).collect(),
        })
    }

    /// The address that it listens on; a wildcard where it listens on all.
    pub const fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// Waits until something can be read, errors included.
    async fn ready(&self) -> io::Result<()> {
        let _still_ready = self.fd.ready(Interest::READABLE | Interest::ERROR).await?;
        Ok(())
    }

    /// Reads one batch and gives each datagram to `each` as (our address, the sender's, bytes). Returns whether there may
    /// be more; where not, the next wait really waits.
    pub fn receive(&mut self, mut each: impl FnMut(SocketAddr, SocketAddr, &[u8])) -> bool {
        let count = (0..TRIES).find_map(|_| self.receive_batch(&mut each).ok()).unwrap_or(0);
        // A batch that is not full has emptied the socket: who comes later wakes us anew.
        if count < BATCH
            && let Some(mut guard) = self.readiness()
        {
            guard.clear_ready();
        }
        count == BATCH
    }

    /// Reads one batch and counts it; fails where an ICMP error came first, which is then gone.
    fn receive_batch(
        &mut self,
        each: &mut impl FnMut(SocketAddr, SocketAddr, &[u8]),
    ) -> Result<usize, Errno> {
        let Self { fd, bound, rx, buffers, .. } = self;
        let mut slices: Vec<[IoSliceMut<'_>; 1]> = buffers.iter_mut().map(|b| [IoSliceMut::new(b)]).collect();
        let received = match recvmmsg(fd.as_raw_fd(), rx, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None) {
            Ok(received) => received,
            Err(Errno::EAGAIN) => return Ok(0),
            Err(pending) => return Err(pending),
        };
        let mut count = 0;
        for datagram in received {
            count += 1;
            let Some(from) = datagram.address.as_ref().and_then(socket_addr) else { continue };
            let our_ip = datagram.cmsgs().ok().and_then(|mut all| all.find_map(|c| destination(&c)));
            let to = SocketAddr::new(our_ip.unwrap_or(bound.ip()), bound.port());
            if let Some(bytes) = datagram.iovs().next() {
                each(to, from, bytes);
            }
        }
        Ok(count)
    }

    /// Reads the ICMP errors that came back, where the wait for the socket saw any: each as the address that could not be
    /// reached.
    pub fn unreachable(&mut self, mut each: impl FnMut(SocketAddr)) {
        if !self.readiness().is_some_and(|guard| guard.ready().is_error()) {
            return;
        }
        let mut space = cmsg_space!([u8; 256]);
        for _ in 0..MOST_ERRORS {
            let mut start = [0_u8; 1];
            let mut iov = [IoSliceMut::new(&mut start)];
            let flags = MsgFlags::MSG_ERRQUEUE | MsgFlags::MSG_DONTWAIT;
            match recvmsg::<SockaddrStorage>(self.fd.as_raw_fd(), &mut iov, Some(&mut space), flags) {
                Ok(error) => {
                    if let Some(addr) = error.address.as_ref().and_then(socket_addr) {
                        each(addr);
                    }
                }
                Err(_empty) => return,
            }
        }
    }

    /// What the last wait saw at the socket, unless all of it was read since.
    fn readiness(&self) -> Option<AsyncFdReadyGuard<'_, Socket>> {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let ready = std::pin::pin!(self.fd.ready(Interest::READABLE | Interest::ERROR));
        match ready.poll(&mut context) {
            Poll::Ready(Ok(guard)) => Some(guard),
            Poll::Ready(Err(_)) | Poll::Pending => None,
        }
    }

    /// Sends all of `batch`, in order, and empties it. A datagram that the kernel does not take is lost, as on the network:
    /// SIP's own timers resend it. Where the kernel knows no way to an address, `no_way` gets that address.
    pub fn send(&mut self, batch: &mut Vec<Datagram>, mut no_way: impl FnMut(SocketAddr)) {
        let wildcard = self.bound.ip().is_unspecified();
        for group in batch.chunk_by(|a, b| !wildcard || a.from == b.from) {
            for part in group.chunks(BATCH) {
                self.send_part(part, wildcard, &mut no_way);
            }
        }
        batch.clear();
    }

    fn send_part(&mut self, part: &[Datagram], wildcard: bool, no_way: &mut impl FnMut(SocketAddr)) {
        let from = part.first().and_then(|d| d.from).filter(|_| wildcard);
        let mut sent = 0;
        let mut failures = 0;
        while let Some(rest) = part.get(sent..).filter(|rest| !rest.is_empty()) {
            match self.send_some(rest, from) {
                Ok(count) => sent += count.max(1),
                // An ICMP error of an earlier datagram is reported here once, and clears.
                Err(Errno::ECONNREFUSED | Errno::EHOSTUNREACH | Errno::EINTR) if failures < part.len() => {
                    failures += 1
                }
                Err(error) => {
                    let to = rest.first().map(|datagram| datagram.to);
                    tracing::debug!(%error, ?to, "datagram not sent");
                    if is_no_way(error) {
                        to.into_iter().for_each(&mut *no_way);
                    }
                    sent += 1;
                }
            }
        }
    }

    fn send_some(&mut self, part: &[Datagram], from: Option<IpAddr>) -> Result<usize, Errno> {
        let slices: Vec<[IoSlice<'_>; 1]> = part.iter().map(|d| [IoSlice::new(&d.bytes)]).collect();
        let addrs: Vec<Option<SockaddrStorage>> =
            part.iter().map(|d| Some(SockaddrStorage::from(d.to))).collect();
        let fd = self.fd.as_raw_fd();
        let flags = MsgFlags::MSG_DONTWAIT;
        let sent = match from {
            Some(IpAddr::V4(ip)) => {
                let info = libc::in_pktinfo {
                    ipi_ifindex: 0,
                    ipi_spec_dst: libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) },
                    ipi_addr: libc::in_addr { s_addr: 0 },
                };
                sendmmsg(fd, &mut self.tx, &slices, &addrs, [ControlMessage::Ipv4PacketInfo(&info)], flags)?
                    .count()
            }
            Some(IpAddr::V6(ip)) => {
                let info =
                    libc::in6_pktinfo { ipi6_addr: libc::in6_addr { s6_addr: ip.octets() }, ipi6_ifindex: 0 };
                sendmmsg(fd, &mut self.tx, &slices, &addrs, [ControlMessage::Ipv6PacketInfo(&info)], flags)?
                    .count()
            }
            None => sendmmsg(fd, &mut self.tx, &slices, &addrs, [], flags)?.count(),
        };
        Ok(sent)
    }
}

/// Watches a socket for reading and errors alone: a `tokio::net::UdpSocket` would also be woken after each datagram sent.
// The replacement of this function is unsafe: it asks for a descriptor that stays open, and a `Socket` keeps its own open.
#[allow(deprecated)]
fn watch(socket: Socket) -> io::Result<AsyncFd<Socket>> {
    AsyncFd::with_interest(socket, Interest::READABLE | Interest::ERROR)
}

/// Waits until any of the sockets has something to read and returns its index.
pub async fn any_ready(sockets: &[Udp]) -> usize {
    let mut waits: Vec<Pin<Box<dyn Future<Output = io::Result<()>> + '_>>> =
        sockets.iter().map(|s| Box::pin(s.ready()) as Pin<Box<dyn Future<Output = _>>>).collect();
    std::future::poll_fn(|context| {
        let first = waits.iter_mut().position(|wait| wait.as_mut().poll(context).is_ready());
        first.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Whether the kernel said that no datagram can go there from here: no network of the family, no route, a firewall of our own.
const fn is_no_way(error: Errno) -> bool {
    matches!(
        error,
        Errno::ENETUNREACH
            | Errno::EHOSTUNREACH
            | Errno::EADDRNOTAVAIL
            | Errno::EAFNOSUPPORT
            | Errno::EINVAL
            | Errno::EPERM
    )
}

fn socket_addr(addr: &SockaddrStorage) -> Option<SocketAddr> {
    addr.as_sockaddr_in()
        .map(|v4| SocketAddr::V4((*v4).into()))
        .or_else(|| addr.as_sockaddr_in6().map(|v6| SocketAddr::V6((*v6).into())))
}

fn destination(message: &ControlMessageOwned) -> Option<IpAddr> {
    match message {
        ControlMessageOwned::Ipv4PacketInfo(info) => {
            Some(IpAddr::V4(info.ipi_addr.s_addr.to_ne_bytes().into()))
        }
        ControlMessageOwned::Ipv6PacketInfo(info) => Some(IpAddr::V6(info.ipi6_addr.s6_addr.into())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
    }

    fn loopback() -> Udp {
        Udp::bind("127.0.0.1:0".parse().unwrap()).unwrap()
    }

    /// For datagrams that the kernel does take.
    fn lost(to: SocketAddr) {
        panic!("no way to {to}");
    }

    fn datagram(to: SocketAddr, bytes: &[u8]) -> Datagram {
        Datagram { from: None, to, bytes: bytes.to_vec() }
    }

    #[test]
    fn a_batch_arrives_in_order_with_both_addresses() {
        runtime().block_on(async {
            let (mut a, b) = (loopback(), loopback());
            let mut batch: Vec<_> = (0..40_u8).map(|n| datagram(b.bound(), &[n])).collect();
            a.send(&mut batch, lost);
            assert!(batch.is_empty());
            let mut sockets = [b];
            let mut heard = vec![];
            while heard.len() < 40 {
                any_ready(&sockets).await;
                let to = sockets[0].bound();
                sockets[0].receive(|ours, theirs, bytes| {
                    assert_eq!((ours, theirs), (to, a.bound()));
                    heard.extend_from_slice(bytes);
                });
            }
            assert_eq!(heard, (0..40).collect::<Vec<u8>>());
        });
    }

    #[test]
    fn a_wildcard_socket_tells_which_address_it_was_called_on_and_answers_from_it() {
        runtime().block_on(async {
            let mut all = Udp::bind("0.0.0.0:0".parse().unwrap()).unwrap();
            let port = all.bound().port();
            let mut peer = loopback();
            peer.send(&mut vec![datagram(SocketAddr::new([127, 0, 0, 2].into(), port), b"hello")], lost);
            let mut sockets = [all];
            any_ready(&sockets).await;
            let mut called = None;
            sockets[0].receive(|ours, _, _| called = Some(ours));
            assert_eq!(called, Some(SocketAddr::new([127, 0, 0, 2].into(), port)));
            let [socket] = sockets;
            all = socket;
            let back = Datagram { from: called.map(|c| c.ip()), to: peer.bound(), bytes: b"back".to_vec() };
            all.send(&mut vec![back], lost);
            let mut sockets = [peer];
            any_ready(&sockets).await;
            let mut from = None;
            sockets[0].receive(|_, theirs, _| from = Some(theirs));
            assert_eq!(from, called);
        });
    }

    #[test]
    fn a_closed_port_is_reported_as_unreachable() {
        runtime().block_on(async {
            let closed = loopback().bound();
            let mut a = loopback();
            a.send(&mut vec![datagram(closed, b"anyone?")], lost);
            let mut sockets = [a];
            any_ready(&sockets).await;
            let mut lost = None;
            sockets[0].unreachable(|addr| lost = Some(addr));
            assert_eq!(lost, Some(closed));
            // What was seen is gone with the reading.
            assert!(!sockets[0].receive(|_, _, _| {}));
            sockets[0].unreachable(|addr| panic!("{addr} again"));
            let open = loopback();
            sockets[0]
                .send(&mut vec![datagram(open.bound(), b"still working")], |to| panic!("no way to {to}"));
            any_ready(&[open]).await;
        });
    }

    #[test]
    fn what_comes_with_an_icmp_error_is_read_and_what_comes_later_wakes_anew() {
        runtime().block_on(async {
            let closed = loopback().bound();
            let (mut a, mut b) = (loopback(), loopback());
            let to = a.bound();
            a.send(&mut vec![datagram(closed, b"anyone?")], lost);
            b.send(&mut vec![datagram(to, b"first")], lost);
            let mut sockets = [a];
            for word in [&b"first"[..], b"second", b"third"] {
                any_ready(&sockets).await;
                let mut heard = vec![];
                // The error is not read before: it is in the way.
                assert!(!sockets[0].receive(|_, _, bytes| heard.extend_from_slice(bytes)));
                assert_eq!(heard, word);
                let next: &[u8] = if word == b"first" { b"second" } else { b"third" };
                b.send(&mut vec![datagram(to, next)], lost);
            }
        });
    }

    #[test]
    fn where_the_kernel_knows_no_way_the_address_is_told() {
        runtime().block_on(async {
            let (mut a, b) = (loopback(), loopback());
            // From loopback nothing goes to another network.
            let nowhere: SocketAddr = "192.0.2.1:5060".parse().unwrap();
            let mut told = vec![];
            let mut batch = vec![datagram(nowhere, b"anyone?"), datagram(b.bound(), b"still sent")];
            a.send(&mut batch, |to| told.push(to));
            assert_eq!((told, batch.len()), (vec![nowhere], 0));
            any_ready(&[b]).await;
        });
    }

    #[test]
    fn a_taken_port_is_refused_with_the_remedy() {
        runtime().block_on(async {
            let first = loopback();
            let text = Udp::bind(first.bound()).err().map(|e| e.to_string()).unwrap();
            assert!(text.contains("taken by another program"), "{text}");
        });
    }
}
