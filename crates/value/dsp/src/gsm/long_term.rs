//! Long-term prediction: the pitch lag and gain of 5 ms against the 15 ms before it (sections 5.2.11, 5.2.12 and 5.3.2).

use super::arith::{dot, mult, mult_r, norm, peak};
use super::{SUBSEGMENT, tables};

/// The smallest lag: a whole sub-segment, so that the prediction needs only what is already reconstructed.
const LAG_MIN: u8 = 40;
/// The largest lag, and therefore how much residual is remembered.
const LAG_MAX: u8 = 120;

/// The reconstructed short-term residual of the last 15 ms.
#[derive(Clone, Debug)]
pub(super) struct Past([i16; LAG_MAX as usize]);

impl Default for Past {
    fn default() -> Self {
        Self([0; LAG_MAX as usize])
    }
}

impl Past {
    /// Finds the lag that resembles a sub-segment most, and how strongly (section 5.2.11).
    pub(super) fn search(&self, residual: &[i16; SUBSEGMENT]) -> (u8, u8) {
        let max = peak(residual);
        let scale = if max == 0 { 0 } else { 6_u32.saturating_sub(norm(i32::from(max) << 16)) };
        let scaled = residual.map(|sample| sample >> scale);

        let (mut lag, mut correlation) = (LAG_MIN, 0);
        for (candidate, past) in (LAG_MIN..).zip(self.0.array_windows::<SUBSEGMENT>().rev()) {
            let resemblance = dot(&scaled, past);
            if resemblance > correlation {
                (lag, correlation) = (candidate, resemblance);
            }
        }
        let past = self.at(lag).map(|sample| sample >> 3);
        (lag, gain((correlation << 1) >> (6 - scale), dot(&past, &past) << 1))
    }

    /// Predicts a sub-segment (section 5.2.12).
    pub(super) fn predict(&self, lag: u8, gain: u8) -> [i16; SUBSEGMENT] {
        let factor = tables::QLB.get(usize::from(gain)).copied().unwrap_or_default();
        self.at(lag).map(|sample| mult_r(factor, sample))
    }

    /// Remembers a reconstructed sub-segment and forgets the oldest.
    pub(super) fn push(&mut self, reconstructed: &[i16; SUBSEGMENT]) {
        self.0.copy_within(SUBSEGMENT.., 0);
        if let Some(newest) = self.0.last_chunk_mut::<SUBSEGMENT>() {
            *newest = *reconstructed;
        }
    }

    /// The sub-segment that began `lag` samples ago; a lag out of range, which no caller has, reads silence.
    fn at(&self, lag: u8) -> [i16; SUBSEGMENT] {
        let start = usize::from(LAG_MAX.saturating_sub(lag));
        self.0.get(start..).and_then(|past| past.first_chunk()).copied().unwrap_or([0; SUBSEGMENT])
    }
}

/// Codes the gain: the correlation as a share of the power.
fn gain(correlation: i32, power: i32) -> u8 {
    if correlation <= 0 {
        return 0;
    }
    if correlation >= power {
        return 3;
    }
    let shift = norm(power);
    let share = ((correlation << shift) >> 16) as i16;
    let whole = ((power << shift) >> 16) as i16;
    tables::DLB.iter().take_while(|&&level| share > mult(whole, level)).count() as u8
}

/// Keeps the last valid lag, which stands in for one that is out of range (section 5.3.2).
#[derive(Clone, Copy, Debug)]
pub(super) struct Lag(u8);

impl Default for Lag {
    fn default() -> Self {
        Self(LAG_MIN)
    }
}

impl Lag {
    /// The received lag if it is valid, else the last one that was.
    pub(super) fn receive(&mut self, lag: u8) -> u8 {
        if (LAG_MIN..=LAG_MAX).contains(&lag) {
            self.0 = lag;
        }
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repetition_is_found_at_its_lag_with_full_gain() {
        let mut past = Past::default();
        let noise: Vec<i16> = (0..120_i32).map(|i| ((i * i * 7_919) % 4_001 - 2_000) as i16).collect();
        for part in noise.as_chunks::<SUBSEGMENT>().0 {
            past.push(part);
        }
        let again: [i16; SUBSEGMENT] = noise[120 - 73..][..SUBSEGMENT].try_into().unwrap();
        assert_eq!(past.search(&again), (73, 3));
    }

    #[test]
    fn silence_has_the_shortest_lag_and_no_gain() {
        assert_eq!(Past::default().search(&[0; SUBSEGMENT]), (LAG_MIN, 0));
    }

    /// Section 5.3.2: a lag outside 40..=120 is a transmission error, and the last one is used again.
    #[test]
    fn an_impossible_lag_repeats_the_last_one() {
        let mut lag = Lag::default();
        assert_eq!([0, 99, 127, 39, 120, 121].map(|nc| lag.receive(nc)), [40, 99, 99, 99, 120, 120]);
    }
}
