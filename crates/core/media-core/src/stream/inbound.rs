//! Counts what comes from the latched source (RFC 3550 section 6.4). A new SSRC starts new numbers; the totals go on.

use moment::Moment;
use rtp::{
    Header, Ssrc, Timestamp,
    stats::{Jitter, Loss, Sequence, Verdict},
};

use super::ticks;

/// The statistics of a received stream.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inbound {
    ssrc: Option<Ssrc>,
    sequence: Sequence,
    jitter: Jitter,
    clock_hz: u32,
    packets: u64,
    lost_before: u64,
    expected_before: u64,
}

impl Inbound {
    /// Sets the clock that arrivals are measured with.
    pub(crate) fn set_clock(&mut self, clock_hz: u32) {
        self.clock_hz = clock_hz;
    }

    /// Counts a packet. `is_audio` is false for events, whose timestamps say nothing about their spacing.
    #[inline]
    pub(crate) fn observe(&mut self, now: Moment, header: &Header, is_audio: bool) -> Verdict {
        if self.ssrc != Some(header.ssrc) {
            self.begin(header.ssrc);
        }
        self.packets = self.packets.saturating_add(1);
        let verdict = self.sequence.observe(header.seq);
        if verdict == Verdict::Restarted {
            self.jitter.resync();
        }
        if is_audio && matches!(verdict, Verdict::InOrder | Verdict::Restarted) {
            let arrival = Timestamp(ticks(now.since(Moment::ZERO), self.clock_hz));
            self.jitter.observe(arrival, header.timestamp);
        }
        verdict
    }

    fn begin(&mut self, ssrc: Ssrc) {
        self.lost_before = self.lost();
        self.expected_before = self.expected();
        self.ssrc = Some(ssrc);
        self.sequence = Sequence::trusted();
        self.jitter.resync();
    }

    pub(crate) fn ssrc(&self) -> Option<Ssrc> {
        self.ssrc
    }

    pub(crate) fn packets(&self) -> u64 {
        self.packets
    }

    pub(crate) fn lost(&self) -> u64 {
        let lost = self.sequence.loss().cumulative.max(0).unsigned_abs();
        self.lost_before.saturating_add(u64::from(lost))
    }

    pub(crate) fn expected(&self) -> u64 {
        self.expected_before.saturating_add(u64::from(self.sequence.expected()))
    }

    pub(crate) fn jitter_ticks(&self) -> u32 {
        self.jitter.ticks()
    }

    pub(crate) fn jitter_ms(&self) -> f32 {
        self.jitter.ticks() as f32 * 1000.0 / self.clock_hz.max(1) as f32
    }

    pub(crate) fn extended_max(&self) -> u32 {
        self.sequence.extended_max()
    }

    /// The loss since the report before.
    pub(crate) fn report(&mut self) -> Loss {
        self.sequence.report()
    }
}
