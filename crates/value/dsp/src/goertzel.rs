//! How much of a signal is at a few given frequencies (Goertzel's algorithm), and how much there is in all.

/// `N` frequencies, measured side by side.
#[derive(Clone, Debug)]
pub struct Goertzel<const N: usize> {
    /// Twice the cosine of each frequency's step.
    coefficients: [f32; N],
}

impl<const N: usize> Goertzel<N> {
    /// Measures these frequencies at this sample rate.
    pub fn new(hz: [f64; N], rate_hz: u32) -> Self {
        let step = std::f64::consts::TAU / f64::from(rate_hz.max(1));
        Self { coefficients: hz.map(|hz| (2.0 * (hz * step).cos()) as f32) }
    }

    /// The mean square of the part of the signal at each frequency: a pure tone there has all of [`mean_square`].
    pub fn powers(&self, pcm: &[i16]) -> [f32; N] {
        let (mut last, mut before) = ([0_f32; N], [0_f32; N]);
        for sample in pcm {
            let sample = f32::from(*sample);
            for ((last, before), coefficient) in last.iter_mut().zip(&mut before).zip(&self.coefficients) {
                let now = sample + coefficient * *last - *before;
                (*before, *last) = (*last, now);
            }
        }
        let scale = 2.0 / (pcm.len().max(1) as f32).powi(2);
        let mut powers = self.coefficients;
        for ((power, last), before) in powers.iter_mut().zip(last).zip(before) {
            *power = (last * last + before * before - *power * last * before).max(0.0) * scale;
        }
        powers
    }
}

/// The mean square of a signal, whatever its frequencies.
pub fn mean_square(pcm: &[i16]) -> f32 {
    let sum: i64 = pcm.iter().map(|s| i64::from(i32::from(*s) * i32::from(*s))).sum();
    sum as f32 / pcm.len().max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tone::Sine;

    #[test]
    fn a_tone_is_seen_at_its_own_frequency_only() {
        let mut pcm = [0; 800];
        Sine::new(1_000.0, -6.0, 8_000).fill(&mut pcm);
        let [below, at, above] = Goertzel::new([900.0, 1_000.0, 1_500.0], 8_000).powers(&pcm);
        let whole = mean_square(&pcm);
        assert!((at / whole - 1.0).abs() < 0.01, "{at} of {whole}");
        assert!(below < whole * 1e-4 && above < whole * 1e-4);
    }

    #[test]
    fn nothing_has_no_energy() {
        assert_eq!(Goertzel::new([440.0], 8_000).powers(&[]), [0.0]);
        assert_eq!(mean_square(&[]), 0.0);
    }

    #[test]
    fn full_scale_does_not_overflow() {
        assert!((mean_square(&[i16::MIN; 10_000]) / 32_768_f32.powi(2) - 1.0).abs() < 1e-6);
    }
}
