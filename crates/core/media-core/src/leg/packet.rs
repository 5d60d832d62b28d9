//! What a leg does with each packet of its peer. Nothing here allocates; a relayed packet is changed where it lies.

use std::net::SocketAddr;

use moment::Moment;
use rtp::{Header, Packet, Pt, rtcp::is_rtcp, stats::Verdict, telephone_event::Event as KeyEvent};

use super::{Hears, Leg};
use crate::{Carry, Event, Side, Sink, shield::send_rtp};

/// A packet of the peer that was believed.
struct Heard<'a> {
    header: Header,
    bytes: &'a mut [u8],
    payload: std::ops::Range<usize>,
    carry: Carry,
    /// The key that it says went down, if it is the first packet to say so.
    key: Option<char>,
}

impl Leg {
    /// Takes a packet that came to the RTP port, and passes it on to `other`, the leg that this one is joined with.
    pub fn handle_rtp(
        &mut self,
        now: Moment,
        from: SocketAddr,
        bytes: &mut [u8],
        other: Option<&mut Self>,
        out: &mut impl Sink,
    ) {
        if is_rtcp(bytes) {
            if self.settings().is_some_and(|own| own.rtcp_mux) {
                self.handle_rtcp(now, from, bytes);
            }
            return;
        }
        let Some(bytes) = self.open(bytes) else { return };
        let heard = self.hear(now, from, bytes);
        if let Some(source) = self.stream.as_mut().and_then(|stream| stream.latch.take_news()) {
            out.event(Side::Own, Event::Latched(source));
        }
        let Some(heard) = heard else { return };
        if let Some(key) = heard.key {
            out.event(Side::Own, Event::Digit(key));
        }
        match other {
            _ if matches!(self.hears, Hears::Itself(_)) => self.forward(now, heard, Side::Own, out),
            Some(other) if matches!(other.hears, Hears::Other) => self.pass(now, heard, other, out),
            _ => {}
        }
    }

    /// Takes a packet that came to the RTCP port.
    pub fn handle_rtcp(&mut self, now: Moment, from: SocketAddr, bytes: &mut [u8]) {
        match &mut self.shield {
            Some(shield) => match shield.open_rtcp(bytes) {
                Some(bytes) => self.control.hear(now, from, bytes, self.tx.ssrc()),
                None => self.forged = self.forged.saturating_add(1),
            },
            None if self.stream.as_ref().is_some_and(|stream| stream.latch.trusts(from.ip())) => {
                self.control.hear(now, from, bytes, self.tx.ssrc());
            }
            None => {}
        }
    }

    /// Opens a packet where the stream is encrypted. Only what was made with the key is judged any further: nothing else can
    /// latch a source, count, or be heard.
    #[inline]
    fn open<'a>(&mut self, bytes: &'a mut [u8]) -> Option<&'a mut [u8]> {
        let Some(shield) = &mut self.shield else { return Some(bytes) };
        let opened = shield.open_rtp(bytes);
        if opened.is_none() {
            self.forged = self.forged.saturating_add(1);
        }
        opened
    }

    /// Judges and counts a packet; `None` where nobody may hear it.
    #[inline]
    fn hear<'a>(&mut self, now: Moment, from: SocketAddr, bytes: &'a mut [u8]) -> Option<Heard<'a>> {
        let packet = Packet::parse(bytes).ok()?;
        let stream = self.stream.as_mut()?;
        let (header, own) = (packet.header, &stream.settings);
        stream.latch.judge(now, from, &header, own.knows(header.pt)).ok()?;
        let is_event = own.events.is_some_and(|events| events.receive == header.pt.number());
        let is_heard = own.direction.receives();
        self.timers.silent = own.timeout.filter(|_| is_heard).map(|after| now + after);
        if self.rx.observe(now, &header, !is_event) == Verdict::Stray || !is_heard {
            return None;
        }
        if let Some(meter) = self.hears.meter().filter(|_| !is_event) {
            meter.listen(now, header.pt, packet.payload);
        }
        let event =
            is_event.then(|| self.keys_rx.hear(header.ssrc, header.timestamp, packet.payload)).flatten();
        let key = event.and_then(KeyEvent::key);
        let start = bytes_before(&packet);
        let payload = start..start + packet.payload.len();
        // Where nobody listens there is no plan, but a key is still told.
        let carry = self.plan.carry(header.pt).or(key.map(|_| Carry::Event(None)))?;
        Some(Heard { header, bytes, payload, carry, key })
    }

    /// Passes a packet to the leg that hears this one.
    #[inline]
    fn pass(&mut self, now: Moment, heard: Heard<'_>, other: &mut Self, out: &mut impl Sink) {
        if let Carry::Transcode(codec) = heard.carry {
            if let (Some(decoding), Some(payload)) = (&mut self.decoding, heard.bytes.get(heard.payload)) {
                decoding.push(now, &heard.header, codec, payload);
                other.start_beat(now);
            }
        } else {
            other.forward(now, heard, Side::Other, out);
        }
    }

    /// Sends a packet of another leg, or of the peer itself, to the peer.
    #[inline]
    fn forward(&mut self, now: Moment, heard: Heard<'_>, side: Side, out: &mut impl Sink) {
        let Heard { header, bytes, payload, carry, key } = heard;
        let (pt, is_event) = match carry {
            // Keys of ours go before audio: the peer must not hear both.
            Carry::Relay(_) if self.keys_tx.is_busy() => return,
            Carry::Relay(pt) => (pt, false),
            Carry::Event(Some(pt)) => (pt, true),
            Carry::Event(None) => {
                if let Some(key) = key {
                    // A key too many in a row is lost, as on any phone.
                    let _is_taken = self.press(now, key, 0);
                }
                return;
            }
            Carry::Transcode(_) => return,
        };
        let Some(to) = self.target() else { return };
        let header = if is_event && self.tx.is_own() {
            self.event_among_own(now, &header, pt)
        } else {
            self.tx.relay(now, &header, pt, payload.len())
        };
        if header.rewrite(bytes) && send_rtp(self.shield.as_deref_mut(), side, to, bytes, out) {
            self.packets_tx = self.packets_tx.saturating_add(1);
        }
    }

    /// The header of an event that is forwarded among audio that we encode.
    fn event_among_own(&mut self, now: Moment, from: &Header, pt: Pt) -> Header {
        let stamp = self.tx.event_stamp(now, from.timestamp);
        self.tx.event(now, pt, stamp, from.marker)
    }
}

/// How many bytes stand before the payload.
fn bytes_before(packet: &Packet<'_>) -> usize {
    let extension = packet.extension.map_or(0, |extension| 4 + extension.words.len());
    Header::LEN + packet.csrc.len() + extension
}
