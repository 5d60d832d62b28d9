//! Interarrival jitter (RFC 3550 section 6.4.1 and appendix A.8).

use crate::Timestamp;

/// The smoothed difference between the spacing of packets when sent and when received, in ticks of the RTP clock.
#[derive(Clone, Debug, Default)]
pub struct Jitter {
    transit: Option<u32>,
    /// Sixteen times the estimate, as the appendix keeps it.
    scaled: u64,
}

impl Jitter {
    /// Takes a packet that was stamped `sent` and arrived at `arrival`, both on the same clock.
    #[inline]
    pub fn observe(&mut self, arrival: Timestamp, sent: Timestamp) {
        let transit = arrival.0.wrapping_sub(sent.0);
        if let Some(before) = self.transit.replace(transit) {
            let difference = transit.wrapping_sub(before).cast_signed().unsigned_abs();
            self.scaled =
                self.scaled.saturating_add(u64::from(difference)).saturating_sub((self.scaled + 8) >> 4);
        }
    }

    /// Forgets the last packet but not the estimate: the sender's clock has jumped.
    pub fn resync(&mut self) {
        self.transit = None;
    }

    /// The estimate in ticks.
    pub fn ticks(&self) -> u32 {
        u32::try_from(self.scaled >> 4).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_stream_has_no_jitter() {
        let mut jitter = Jitter::default();
        for packet in 0..100u32 {
            jitter.observe(Timestamp(packet.wrapping_mul(160).wrapping_sub(500)), Timestamp(packet * 160));
        }
        assert_eq!(jitter.ticks(), 0);
    }

    #[test]
    fn an_alternating_delay_settles_at_its_difference() {
        let mut jitter = Jitter::default();
        for packet in 0..500u32 {
            jitter.observe(Timestamp(packet * 160 + (packet % 2) * 80), Timestamp(packet * 160));
        }
        assert!((76..=80).contains(&jitter.ticks()), "{}", jitter.ticks());
    }

    #[test]
    fn a_jump_of_the_clock_counts_only_without_resync() {
        let (mut a, mut b) = (Jitter::default(), Jitter::default());
        for jitter in [&mut a, &mut b] {
            jitter.observe(Timestamp(0), Timestamp(0));
        }
        b.resync();
        a.observe(Timestamp(160), Timestamp(1_000_000));
        b.observe(Timestamp(160), Timestamp(1_000_000));
        assert!(a.ticks() > 60_000);
        assert_eq!(b.ticks(), 0);
    }
}
