//! The quadrature mirror filters that split 16 kHz audio into two sub-bands and join them again (ITU-T G.722 sections 3.1
//! and 4.4).

use super::tables::QMF;

/// Pairs of samples that the filter spans.
const PAIRS: usize = 12;

/// The delay line of one filter: the last twelve pairs of samples. Pairs are written twice, so that the twelve lie in a
/// row wherever the newest is.
#[derive(Clone, Debug)]
pub(super) struct Qmf {
    first: [i16; 2 * PAIRS],
    second: [i16; 2 * PAIRS],
    at: usize,
}

impl Default for Qmf {
    fn default() -> Self {
        Self { first: [0; 2 * PAIRS], second: [0; 2 * PAIRS], at: 0 }
    }
}

impl Qmf {
    /// Splits a pair of samples into one sample of the lower and one of the higher sub-band.
    pub(super) fn split(&mut self, pair: [i16; 2]) -> (i16, i16) {
        let (odd, even) = self.push(pair);
        (narrow((even + odd) >> 14), narrow((even - odd) >> 14))
    }

    /// Joins one sample of each sub-band into a pair of samples.
    pub(super) fn join(&mut self, low: i16, high: i16) -> [i16; 2] {
        let (second, first) = self.push([low.saturating_add(high), low.saturating_sub(high)]);
        [narrow(first >> 11), narrow(second >> 11)]
    }

    /// Takes in a pair and returns the two half filters' sums.
    fn push(&mut self, [first, second]: [i16; 2]) -> (i32, i32) {
        write_twice(&mut self.first, self.at, first);
        write_twice(&mut self.second, self.at, second);
        self.at = (self.at + 1) % PAIRS;
        let (first, mut second) = (window(&self.first, self.at), window(&self.second, self.at));
        second.reverse();
        (weigh(&first), weigh(&second))
    }
}

/// One half filter; 16-bit factors let the compiler multiply eight at a time.
fn weigh(samples: &[i16; PAIRS]) -> i32 {
    samples.iter().zip(&QMF).map(|(&x, &h)| i32::from(x) * i32::from(h)).sum()
}

fn write_twice(line: &mut [i16; 2 * PAIRS], at: usize, sample: i16) {
    let (one, two) = line.split_at_mut(PAIRS);
    for half in [one, two] {
        if let Some(slot) = half.get_mut(at) {
            *slot = sample;
        }
    }
}

/// The twelve samples from the oldest on.
fn window(line: &[i16; 2 * PAIRS], oldest: usize) -> [i16; PAIRS] {
    line.get(oldest..).and_then(|rest| rest.first_chunk()).copied().unwrap_or_default()
}

fn narrow(sum: i32) -> i16 {
    sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_and_join_give_the_signal_back_22_samples_later() {
        let (mut split, mut join) = (Qmf::default(), Qmf::default());
        let signal: Vec<i16> = (0..400).map(|i| ((f64::from(i) * 0.7).sin() * 10_000.0) as i16).collect();
        let (pairs, _) = signal.as_chunks::<2>();
        let back: Vec<i16> = pairs
            .iter()
            .flat_map(|pair| {
                let (low, high) = split.split(*pair);
                join.join(low, high)
            })
            .collect();
        let error = back[60..].iter().zip(&signal[60 - 22..]).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(error < Some(40), "{error:?}");
    }

    #[test]
    fn a_low_tone_is_in_the_lower_band_only() {
        let mut qmf = Qmf::default();
        let (mut low, mut high) = (0_i64, 0_i64);
        for i in 0..400 {
            let sample = |i: i32| ((f64::from(i) * 0.3).sin() * 10_000.0) as i16;
            let (l, h) = qmf.split([sample(2 * i), sample(2 * i + 1)]);
            low += i64::from(l) * i64::from(l);
            high += i64::from(h) * i64::from(h);
        }
        assert!(low > 1_000 * high, "{low} {high}");
    }
}
