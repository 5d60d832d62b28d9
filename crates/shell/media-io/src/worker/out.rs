//! Where a leg's output goes: packets to the sockets, events to the signalling.

use std::{collections::VecDeque, net::SocketAddr, sync::Arc};

use media_core::{Event, Side, Sink};
use mio::net::UdpSocket;
use tokio::sync::Notify;

use super::{Back, Slot};
use crate::order::{Fact, StreamId};

/// News for the signalling, in their order. The ring is wait-free; what finds it full waits here.
pub(crate) struct News {
    ring: rtrb::Producer<Back>,
    waiting: VecDeque<Back>,
    wake: Arc<Notify>,
    has_told: bool,
}

impl News {
    pub(crate) fn new(ring: rtrb::Producer<Back>, wake: Arc<Notify>) -> Self {
        Self { ring, waiting: VecDeque::new(), wake, has_told: false }
    }

    /// Says something at the next [`News::flush`] at the latest.
    pub(crate) fn tell(&mut self, back: Back) {
        self.waiting.push_back(back);
    }

    /// Whether something found no room.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Hands over what fits and wakes the signalling, once.
    pub(crate) fn flush(&mut self) {
        while let Some(back) = self.waiting.pop_front() {
            if let Err(rtrb::PushError::Full(back)) = self.ring.push(back) {
                self.waiting.push_front(back);
                break;
            }
            self.has_told = true;
        }
        if std::mem::take(&mut self.has_told) {
            self.wake.notify_one();
        }
    }
}

/// The way out for one leg and the one that it is joined with.
pub(crate) struct Out<'a> {
    pub(crate) own: (&'a Slot, StreamId),
    pub(crate) other: Option<(&'a Slot, StreamId)>,
    pub(crate) news: &'a mut News,
}

impl Out<'_> {
    fn of(&self, side: Side) -> Option<(&Slot, StreamId)> {
        match side {
            Side::Own => Some(self.own),
            Side::Other => self.other,
        }
    }
}

impl Sink for Out<'_> {
    fn rtp(&mut self, side: Side, to: SocketAddr, packet: &[u8]) {
        if let Some((slot, _)) = self.of(side) {
            send(&slot.pair.rtp, to, packet);
        }
    }

    fn rtcp(&mut self, side: Side, to: SocketAddr, packet: &[u8]) {
        if let Some((slot, _)) = self.of(side) {
            send(&slot.pair.rtcp, to, packet);
        }
    }

    fn event(&mut self, side: Side, event: Event) {
        let Some((_, stream)) = self.of(side) else { return };
        self.news.tell(Back::Fact(match event {
            Event::Digit(key) => Fact::Digit(stream, key),
            Event::Latched(source) => Fact::Latched(stream, source),
            Event::Silent => Fact::Silent(stream),
            Event::Finished => Fact::Finished(stream),
        }));
    }
}

/// A packet that the kernel does not take is lost, as on the network. The first attempt after an ICMP error reports that
/// error in place of sending.
fn send(socket: &UdpSocket, to: SocketAddr, packet: &[u8]) {
    if let Err(error) = socket.send_to(packet, to)
        && error.kind() == std::io::ErrorKind::ConnectionRefused
    {
        let _ = socket.send_to(packet, to);
    }
}
