//! Validates a source's sequence numbers and counts what is missing (RFC 3550 appendices A.1 and A.3).

use crate::SeqNo;

/// The largest gap ahead that is still the same stream.
const MAX_DROPOUT: u16 = 3000;
/// How far behind a packet may be and still be a late one.
const MAX_MISORDER: u16 = 100;
/// How many packets in sequence make a source valid.
const MIN_SEQUENTIAL: u8 = 2;

/// What a packet is to its stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The source has not yet sent enough packets in sequence.
    Probation,
    /// The next packet, perhaps after a gap.
    InOrder,
    /// A late packet or a duplicate.
    Late,
    /// The second packet in a row from far away: the sender has started anew.
    Restarted,
    /// Far away from the stream; to be ignored.
    Stray,
}

/// The sequence numbers of one source.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    max: SeqNo,
    cycles: u32,
    base: u32,
    bad: Option<SeqNo>,
    probation: u8,
    is_started: bool,
    received: u32,
    prior: (u32, u32),
}

/// What a report block says about lost packets (RFC 3550 section 6.4.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    /// The share lost since the report before, in 256ths.
    pub fraction: u8,
    /// All that were lost since the start; negative where duplicates outnumber losses.
    pub cumulative: i32,
}

impl Sequence {
    /// A source that must prove itself by packets in sequence.
    pub fn new() -> Self {
        Self { probation: MIN_SEQUENTIAL, ..Self::default() }
    }

    /// A source that is valid from its first packet: the signalling vouches for it.
    pub fn trusted() -> Self {
        Self::default()
    }

    /// Takes the number of the next packet.
    #[inline]
    pub fn observe(&mut self, seq: SeqNo) -> Verdict {
        if !self.is_started {
            self.is_started = true;
            self.restart(seq);
            if self.probation > 0 {
                self.max = SeqNo(seq.0.wrapping_sub(1));
            }
        }
        if self.probation > 0 { self.probe(seq) } else { self.judge(seq) }
    }

    fn probe(&mut self, seq: SeqNo) -> Verdict {
        if seq != self.max.next() {
            self.probation = MIN_SEQUENTIAL.saturating_sub(1);
            self.max = seq;
            return Verdict::Probation;
        }
        self.probation = self.probation.saturating_sub(1);
        self.max = seq;
        if self.probation > 0 {
            return Verdict::Probation;
        }
        self.restart(seq);
        self.received = 1;
        Verdict::InOrder
    }

    #[inline]
    fn judge(&mut self, seq: SeqNo) -> Verdict {
        let ahead = seq.0.wrapping_sub(self.max.0);
        let verdict = if ahead < MAX_DROPOUT {
            if seq.0 < self.max.0 {
                self.cycles = self.cycles.wrapping_add(1 << 16);
            }
            self.max = seq;
            // The number of the last packet again, unless it is the very first one.
            if ahead == 0 && self.received > 0 { Verdict::Late } else { Verdict::InOrder }
        } else if ahead <= 0u16.wrapping_sub(MAX_MISORDER) {
            if self.bad != Some(seq) {
                self.bad = Some(seq.next());
                return Verdict::Stray;
            }
            self.restart(seq);
            Verdict::Restarted
        } else {
            Verdict::Late
        };
        self.received = self.received.wrapping_add(1);
        verdict
    }

    fn restart(&mut self, seq: SeqNo) {
        self.max = seq;
        self.base = u32::from(seq.0);
        self.cycles = 0;
        self.bad = None;
        self.received = 0;
        self.prior = (0, 0);
    }

    /// Whether the source has proved itself.
    pub fn is_valid(&self) -> bool {
        self.is_started && self.probation == 0
    }

    /// The highest number received, with the count of wrap-arounds above it.
    pub fn extended_max(&self) -> u32 {
        self.cycles.wrapping_add(u32::from(self.max.0))
    }

    /// How many packets should have come.
    pub fn expected(&self) -> u32 {
        if self.is_valid() { self.extended_max().wrapping_sub(self.base).wrapping_add(1) } else { 0 }
    }

    /// How many packets came, duplicates and late ones among them.
    pub fn received(&self) -> u32 {
        self.received
    }

    /// The loss so far, without starting a new interval.
    pub fn loss(&self) -> Loss {
        let (expected, received) = (self.expected(), self.received);
        let cumulative = (i64::from(expected) - i64::from(received)).clamp(-0x80_0000, 0x7f_ffff);
        let interval = expected.wrapping_sub(self.prior.0);
        let lost = i64::from(interval) - i64::from(received.wrapping_sub(self.prior.1));
        let fraction = if interval == 0 || lost <= 0 { 0 } else { lost * 256 / i64::from(interval) };
        Loss {
            fraction: u8::try_from(fraction).unwrap_or(u8::MAX),
            cumulative: i32::try_from(cumulative).unwrap_or(i32::MAX),
        }
    }

    /// The loss for a report; the next one counts its fraction from here.
    pub fn report(&mut self) -> Loss {
        let loss = self.loss();
        self.prior = (self.expected(), self.received);
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(sequence: &mut Sequence, numbers: impl IntoIterator<Item = u16>) -> Vec<Verdict> {
        numbers.into_iter().map(|seq| sequence.observe(SeqNo(seq))).collect()
    }

    /// RFC 3550 appendix A.1.
    #[test]
    fn a_source_is_valid_after_two_packets_in_sequence() {
        let mut sequence = Sequence::new();
        assert_eq!(
            run(&mut sequence, [10, 50, 60, 61]),
            [Verdict::Probation, Verdict::Probation, Verdict::Probation, Verdict::InOrder]
        );
        assert!(sequence.is_valid());
        assert_eq!((sequence.expected(), sequence.received()), (1, 1));
    }

    #[test]
    fn wrap_around_counts_on() {
        let mut sequence = Sequence::trusted();
        assert!(run(&mut sequence, (0..200_000u32).map(|n| n as u16)).iter().all(|v| *v == Verdict::InOrder));
        assert_eq!((sequence.expected(), sequence.received()), (200_000, 200_000));
        assert_eq!(sequence.loss(), Loss::default());
    }

    /// RFC 3550 appendix A.3: the fraction belongs to the interval, the sum to the whole.
    #[test]
    fn loss_is_counted_by_interval_and_in_all() {
        let mut sequence = Sequence::trusted();
        run(&mut sequence, (0..100).filter(|n| n % 4 != 1));
        assert_eq!(sequence.report(), Loss { fraction: 64, cumulative: 25 });
        run(&mut sequence, 100..200);
        assert_eq!(sequence.report(), Loss { fraction: 0, cumulative: 25 });
    }

    #[test]
    fn duplicates_make_loss_negative_but_never_its_fraction() {
        let mut sequence = Sequence::trusted();
        assert_eq!(run(&mut sequence, [1, 1, 2, 2])[1], Verdict::Late);
        assert_eq!(sequence.report(), Loss { fraction: 0, cumulative: -2 });
    }

    #[test]
    fn a_late_packet_fills_its_gap() {
        let mut sequence = Sequence::trusted();
        assert_eq!(run(&mut sequence, [65_535, 1, 0, 2])[2], Verdict::Late);
        assert_eq!(sequence.loss().cumulative, 0);
    }

    #[test]
    fn one_stray_is_ignored_and_a_second_in_a_row_is_a_restart() {
        let mut sequence = Sequence::trusted();
        run(&mut sequence, 0..10);
        assert_eq!(
            run(&mut sequence, [30_000, 10, 40_000, 40_001]),
            [Verdict::Stray, Verdict::InOrder, Verdict::Stray, Verdict::Restarted]
        );
        assert_eq!((sequence.expected(), sequence.received()), (1, 1));
    }
}
