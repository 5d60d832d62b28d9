//! The one stream that a peer hears from us: its SSRC, sequence and clock go on whatever feeds it (RFC 3550 section 5.1).

use moment::Moment;
use rtp::{Header, Pt, SeqNo, Ssrc, Timestamp};

use super::ticks;
use crate::Seed;

/// The sending state of a leg.
#[derive(Clone, Debug)]
pub(crate) struct Outbound {
    ssrc: Ssrc,
    seq: SeqNo,
    timestamp: Timestamp,
    stamped: Moment,
    clock_hz: u32,
    feed: Feed,
    /// The last event that was forwarded among audio of ours: its source's stamp, and the one that we gave it.
    event: Option<(Timestamp, Timestamp)>,
    packets: u32,
    bytes: u32,
}

/// What the last packets were made from.
#[derive(Clone, Copy, Debug)]
enum Feed {
    /// Nothing yet, or a pause: the next packet starts a talk spurt.
    Pause,
    /// Packets of another stream, whose numbers differ from ours by these.
    Relay { ssrc: Ssrc, seq: u16, timestamp: u32 },
    /// Audio that we encode; the next frame has this stamp.
    Own { next: Timestamp },
}

impl Outbound {
    pub(crate) fn new(ssrc: Ssrc, seq: SeqNo, timestamp: Timestamp, now: Moment) -> Self {
        Self {
            ssrc,
            seq,
            timestamp,
            stamped: now,
            clock_hz: 8000,
            feed: Feed::Pause,
            event: None,
            packets: 0,
            bytes: 0,
        }
    }

    pub(crate) fn set_clock(&mut self, now: Moment, clock_hz: u32) {
        (self.timestamp, self.stamped) = (self.clock(now), now);
        self.clock_hz = clock_hz;
    }

    /// The stream's clock, as it runs on from the last stamp.
    pub(crate) fn clock(&self, now: Moment) -> Timestamp {
        self.timestamp.plus(ticks(now.since(self.stamped), self.clock_hz))
    }

    /// Goes on with this number: those before it may have been used.
    pub(crate) fn resume_at(&mut self, next: SeqNo) {
        self.seq = SeqNo(next.0.wrapping_sub(1));
    }

    /// Ends what feeds the stream: the next packet joins on to the last one and bears the marker.
    pub(crate) fn pause(&mut self) {
        self.feed = Feed::Pause;
    }

    /// The header of a forwarded packet. Gaps, order and spacing of its source stay visible to the receiver.
    #[inline]
    pub(crate) fn relay(&mut self, now: Moment, from: &Header, pt: Pt, bytes: usize) -> Header {
        let (seq, timestamp, is_new) = match self.feed {
            Feed::Relay { ssrc, seq, timestamp } if ssrc == from.ssrc => (seq, timestamp, false),
            _ => {
                let seq = self.seq.next().0.wrapping_sub(from.seq.0);
                let timestamp = self.clock(now).0.wrapping_sub(from.timestamp.0);
                self.feed = Feed::Relay { ssrc: from.ssrc, seq, timestamp };
                (seq, timestamp, true)
            }
        };
        let header = Header {
            marker: from.marker || is_new,
            pt,
            seq: from.seq.plus(seq),
            timestamp: from.timestamp.plus(timestamp),
            ssrc: self.ssrc,
        };
        self.sent(now, &header, bytes);
        header
    }

    /// The header of audio that we encoded, `span` ticks of it.
    pub(crate) fn audio(&mut self, now: Moment, pt: Pt, span: u32, bytes: usize) -> Header {
        let (timestamp, marker) = match self.feed {
            Feed::Own { next } => (next, false),
            Feed::Pause | Feed::Relay { .. } => (self.clock(now), true),
        };
        self.feed = Feed::Own { next: timestamp.plus(span) };
        self.numbered(now, pt, timestamp, marker, bytes)
    }

    /// The header of an event packet of ours, or of one forwarded among audio of ours; `stamp` is the same in all packets of
    /// the event (RFC 4733 section 2.5.1.2).
    pub(crate) fn event(&mut self, now: Moment, pt: Pt, stamp: Timestamp, marker: bool) -> Header {
        self.numbered(now, pt, stamp, marker, rtp::telephone_event::Event::LEN)
    }

    /// Our stamp for an event that came with `stamp`.
    pub(crate) fn event_stamp(&mut self, now: Moment, stamp: Timestamp) -> Timestamp {
        match self.event {
            Some((theirs, ours)) if theirs == stamp => ours,
            _ => {
                let ours = self.clock(now);
                self.event = Some((stamp, ours));
                ours
            }
        }
    }

    /// Whether what was sent last was audio of ours.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self.feed, Feed::Own { .. })
    }

    fn numbered(&mut self, now: Moment, pt: Pt, timestamp: Timestamp, marker: bool, bytes: usize) -> Header {
        let header = Header { marker, pt, seq: self.seq.next(), timestamp, ssrc: self.ssrc };
        self.sent(now, &header, bytes);
        header
    }

    #[inline]
    fn sent(&mut self, now: Moment, header: &Header, bytes: usize) {
        if header.seq.is_after(self.seq) {
            self.seq = header.seq;
        }
        if header.timestamp.is_after(self.timestamp) {
            (self.timestamp, self.stamped) = (header.timestamp, now);
        }
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// Where the stream stands: its numbers as they are now, to be gone on from.
    pub(crate) fn position(&self, now: Moment) -> Seed {
        Seed { ssrc: self.ssrc.0, seq: self.seq.0, timestamp: self.clock(now).0 }
    }

    pub(crate) fn ssrc(&self) -> Ssrc {
        self.ssrc
    }

    /// Packets and payload bytes so far.
    pub(crate) fn counts(&self) -> (u32, u32) {
        (self.packets, self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PT: u8 = 8;

    fn outbound() -> Outbound {
        Outbound::new(Ssrc(7), SeqNo(65_534), Timestamp(u32::MAX - 100), Moment::ZERO)
    }

    fn from(ssrc: u32, seq: u16, timestamp: u32) -> Header {
        Header {
            marker: false,
            pt: Pt::from_low_bits(0),
            seq: SeqNo(seq),
            timestamp: Timestamp(timestamp),
            ssrc: Ssrc(ssrc),
        }
    }

    fn relay(outbound: &mut Outbound, ms: u64, header: Header) -> (u16, u32, bool) {
        let sent = outbound.relay(Moment::from_unix_ms(ms), &header, Pt::from_low_bits(PT), 160);
        assert_eq!((sent.ssrc, sent.pt.number()), (Ssrc(7), PT));
        (sent.seq.0, sent.timestamp.0, sent.marker)
    }

    #[test]
    fn gaps_and_order_of_the_source_stay_visible() {
        let mut outbound = outbound();
        let (seq, stamp, marker) = relay(&mut outbound, 0, from(1, 10, 1000));
        assert_eq!((seq, marker), (65_535, true));
        assert_eq!(relay(&mut outbound, 60, from(1, 13, 1480)), (2, stamp.wrapping_add(480), false));
        assert_eq!(relay(&mut outbound, 61, from(1, 12, 1320)), (1, stamp.wrapping_add(320), false));
    }

    #[test]
    fn a_new_source_joins_on_without_a_jump() {
        let mut outbound = outbound();
        let (seq, stamp, _) = relay(&mut outbound, 0, from(1, 10, 1000));
        let joined = relay(&mut outbound, 1000, from(2, 50_000, 77));
        assert_eq!(joined, (seq.wrapping_add(1), stamp.wrapping_add(8000), true));
    }

    #[test]
    fn own_audio_after_a_relay_has_even_stamps() {
        let mut outbound = outbound();
        let (seq, stamp, _) = relay(&mut outbound, 0, from(1, 10, 1000));
        let pt = Pt::from_low_bits(PT);
        let first = outbound.audio(Moment::from_unix_ms(20), pt, 160, 160);
        let second = outbound.audio(Moment::from_unix_ms(43), pt, 160, 160);
        assert_eq!(
            (first.seq.0, first.timestamp.0, first.marker),
            (seq.wrapping_add(1), stamp.wrapping_add(160), true)
        );
        assert_eq!((second.timestamp.since(first.timestamp), second.marker), (160, false));
        assert_eq!(outbound.counts(), (3, 480));
    }
}
