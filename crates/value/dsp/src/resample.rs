//! Sample-rate conversion between 8, 16, 32 and 48 kHz: a windowed-sinc low-pass filter in polyphase form, with the state
//! that lets a stream be cut anywhere. N samples in give exactly N * to / from out, once the stream is a whole number of
//! steps long. Clock drift is not its business.

/// Filter taps for every sample at the lower of the two rates: 3 ms of delay at 8 kHz, and 70 dB from 4.1 kHz on.
const TAPS: usize = 48;
/// The largest ratio, between 8 and 48 kHz.
const RATIO_MAX: usize = 6;
/// The longest filter.
const COEFFICIENTS: usize = TAPS * RATIO_MAX;
/// Where the filter is down by half, as a share of the lower sample rate: 3.7 kHz of 8.
const CUTOFF: f64 = 0.4625;
/// The shape of the Kaiser window, for 70 dB.
const KAISER_BETA: f64 = 6.8;
/// One, as a coefficient. Two bits stay free, so that the sum of products cannot overflow (a test proves it).
const UNITY: f64 = 16_384.0;

/// A sample rate that we convert from or to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// 8 kHz: telephone band.
    Narrow,
    /// 16 kHz: wideband.
    Wide,
    /// 32 kHz: super-wideband.
    SuperWide,
    /// 48 kHz: full band.
    Full,
}

impl Rate {
    /// The rate of so many samples a second, if it is one of ours.
    pub const fn from_hz(hz: u32) -> Option<Self> {
        match hz {
            8_000 => Some(Self::Narrow),
            16_000 => Some(Self::Wide),
            32_000 => Some(Self::SuperWide),
            48_000 => Some(Self::Full),
            _ => None,
        }
    }

    /// Samples a second.
    pub const fn hz(self) -> u32 {
        self.multiple() as u32 * 8_000
    }

    /// The rate as a multiple of 8 kHz.
    const fn multiple(self) -> usize {
        match self {
            Self::Narrow => 1,
            Self::Wide => 2,
            Self::SuperWide => 4,
            Self::Full => 6,
        }
    }
}

/// One stream's conversion.
#[derive(Clone, Debug)]
pub struct Resampler {
    /// Phases of the filter: output samples in a step.
    up: usize,
    /// Input samples in a step.
    down: usize,
    /// Taps of one phase.
    taps: usize,
    /// The phases one after the other, each from its oldest tap to its newest.
    coefficients: [i16; COEFFICIENTS],
    /// The last inputs, written twice so that they lie in a row wherever the newest is.
    line: [i16; 2 * COEFFICIENTS],
    at: usize,
    /// The phase of the next output; from `up` on, input is missing first.
    phase: usize,
}

impl Resampler {
    /// Designs the filter and starts a stream.
    pub fn new(from: Rate, to: Rate) -> Self {
        let common = divisor(from.multiple(), to.multiple());
        let (up, down) = (to.multiple() / common, from.multiple() / common);
        let taps = TAPS * up.max(down) / up;
        let coefficients = design(up, down, taps);
        Self { up, down, taps, coefficients, line: [0; 2 * COEFFICIENTS], at: 0, phase: 0 }
    }

    /// The most samples that so many samples become.
    pub const fn output_max(&self, input: usize) -> usize {
        input.saturating_mul(self.up).div_ceil(self.down)
    }

    /// Converts the whole input and returns the samples written; what does not fit `out` is lost.
    pub fn process(&mut self, input: &[i16], out: &mut [i16]) -> usize {
        if self.up == self.down {
            out.iter_mut().zip(input).for_each(|(out, sample)| *out = *sample);
            return out.len().min(input.len());
        }
        let capacity = out.len();
        let mut room = out.iter_mut();
        for sample in input {
            self.push(*sample);
            while self.phase < self.up {
                if let Some(slot) = room.next() {
                    *slot = self.output();
                }
                self.phase += self.down;
            }
            self.phase -= self.up;
        }
        capacity - room.len()
    }

    fn push(&mut self, sample: i16) {
        let (one, two) = self.line.split_at_mut(self.taps);
        for half in [one, two] {
            if let Some(slot) = half.get_mut(self.at) {
                *slot = sample;
            }
        }
        self.at = (self.at + 1) % self.taps;
    }

    fn output(&self) -> i16 {
        let first = self.phase * self.taps;
        let phase = self.coefficients.get(first..first + self.taps).unwrap_or_default();
        let inputs = self.line.get(self.at..self.at + self.taps).unwrap_or_default();
        let sum: i32 = phase.iter().zip(inputs).map(|(&c, &x)| i32::from(c) * i32::from(x)).sum();
        ((sum + (1 << 13)) >> 14).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
    }
}

/// The greatest common divisor.
fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Samples the windowed sinc, phase by phase. Each phase is made to sum to one, so that a constant stays a constant.
fn design(up: usize, down: usize, taps: usize) -> [i16; COEFFICIENTS] {
    let length = (up * taps) as f64;
    let cutoff = CUTOFF / up.max(down) as f64;
    let tap = |n: usize| {
        let from_centre = n as f64 - (length - 1.0) / 2.0;
        sinc(2.0 * cutoff * from_centre) * kaiser(2.0 * from_centre / length)
    };
    let mut coefficients = [0; COEFFICIENTS];
    for (phase, slots) in coefficients.chunks_exact_mut(taps).take(up).enumerate() {
        let sum: f64 = (0..taps).map(|k| tap(phase + up * k)).sum();
        for (k, slot) in slots.iter_mut().rev().enumerate() {
            *slot = (tap(phase + up * k) / sum * UNITY).round() as i16;
        }
    }
    coefficients
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle }
}

/// The Kaiser window over -1 to 1.
fn kaiser(x: f64) -> f64 {
    bessel(KAISER_BETA * (1.0 - x * x).max(0.0).sqrt()) / bessel(KAISER_BETA)
}

/// The modified Bessel function of order zero; 30 terms are exact far past our beta.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..30 {
        term *= (x / 2.0 / f64::from(k)).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: [Rate; 4] = [Rate::Narrow, Rate::Wide, Rate::SuperWide, Rate::Full];

    /// The level of a converted tone against the original, in decibels.
    fn response(from: Rate, to: Rate, hz: f64) -> f64 {
        let tone = |i: usize| (i as f64 * hz * std::f64::consts::TAU / f64::from(from.hz())).sin() * 20_000.0;
        let input: Vec<i16> = (0..from.hz() as usize / 4).map(|i| tone(i) as i16).collect();
        let mut resampler = Resampler::new(from, to);
        let mut out = vec![0; resampler.output_max(input.len())];
        let count = resampler.process(&input, &mut out);
        let settled = &out[count / 4..count];
        let power = settled.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / settled.len() as f64;
        10.0 * (power / 2e8).max(1e-12).log10()
    }

    #[test]
    fn the_telephone_band_passes_unchanged_between_any_two_rates() {
        for (from, to) in RATES.into_iter().flat_map(|from| RATES.map(|to| (from, to))) {
            for hz in [300.0, 1_004.0, 3_200.0] {
                let level = response(from, to, hz);
                assert!(level.abs() < 0.2, "{from:?} -> {to:?} at {hz}: {level}");
            }
        }
    }

    #[test]
    fn what_cannot_be_represented_is_gone_by_65_db_after_decimation() {
        for from in [Rate::Wide, Rate::SuperWide, Rate::Full] {
            for hz in [4_150.0, 5_000.0, 6_800.0, 7_700.0] {
                let level = response(from, Rate::Narrow, hz);
                assert!(level < -65.0, "{from:?} at {hz}: {level}");
            }
        }
    }

    /// The mirror image of 1 kHz in 8 kHz audio lies at 7 kHz.
    #[test]
    fn interpolation_leaves_no_mirror_image() {
        let tone: Vec<i16> = (0..4_000)
            .map(|i| ((f64::from(i) * std::f64::consts::TAU / 8.0).sin() * 20_000.0) as i16)
            .collect();
        let mut out = vec![0; 8_000];
        Resampler::new(Rate::Narrow, Rate::Wide).process(&tone, &mut out);
        let image = crate::goertzel::Goertzel::new([7_000.0], 16_000).powers(&out[2_000..6_000]);
        assert!(image[0] < 2e8 * 1e-6, "{image:?}");
    }

    #[test]
    fn halves_and_doubles_are_exact() {
        let mut out = [0; 320];
        assert_eq!(Resampler::new(Rate::Narrow, Rate::Wide).process(&[0; 160], &mut out), 320);
        assert_eq!(Resampler::new(Rate::Wide, Rate::Narrow).process(&[0; 320], &mut out), 160);
    }

    #[test]
    fn a_stream_may_be_cut_anywhere() {
        let input = crate::signals::noise(960);
        for (from, to) in RATES.into_iter().flat_map(|from| RATES.map(|to| (from, to))) {
            let mut whole = vec![0; 6_000];
            let count = Resampler::new(from, to).process(&input, &mut whole);
            assert_eq!(count, 960 * to.multiple() / from.multiple());
            let (mut pieces, mut resampler) = (vec![], Resampler::new(from, to));
            for piece in input.chunks(7) {
                let mut out = [0; 48];
                let count = resampler.process(piece, &mut out);
                pieces.extend_from_slice(&out[..count]);
            }
            assert_eq!(pieces, whole[..count], "{from:?} -> {to:?}");
        }
    }

    #[test]
    fn no_phase_can_overflow_its_sum() {
        for (from, to) in RATES.into_iter().flat_map(|from| RATES.map(|to| (from, to))) {
            let resampler = Resampler::new(from, to);
            for phase in resampler.coefficients.chunks(resampler.taps) {
                let weight: i32 = phase.iter().map(|c| i32::from(*c).abs()).sum();
                assert!(weight < 65_000, "{from:?} -> {to:?}: {weight}");
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_lost_without_harm() {
        let mut resampler = Resampler::new(Rate::Narrow, Rate::Full);
        assert_eq!(resampler.process(&[1; 10], &mut [0; 7]), 7);
        assert_eq!(resampler.process(&[], &mut [0; 7]), 0);
        assert_eq!(Rate::from_hz(44_100), None);
    }
}
