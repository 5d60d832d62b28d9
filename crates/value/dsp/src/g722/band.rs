//! The quantisers of the two sub-bands, with the scale factors that adapt them (ITU-T G.722 sections 3.3 to 3.5 and 3.6.1,
//! 3.6.2).
#![allow(
    clippy::indexing_slicing,
    reason = "codes are masked to the 2, 4, 5 or 6 bits that their tables hold"
)]

use super::predictor::Predictor;
use super::tables;

/// The largest log scale factor of the lower band (block `LOGSCL`).
const LOW_SCALE_MAX: i16 = 18_432;
/// The largest log scale factor of the higher band (block `LOGSCH`).
const HIGH_SCALE_MAX: i16 = 22_528;
/// The one decision level of the higher band's quantiser (table 19).
const HIGH_LEVEL: i32 = 564;

/// The lower sub-band, 0 to 4 kHz: six bits a sample.
#[derive(Clone, Debug)]
pub(super) struct Low {
    predictor: Predictor,
    log_scale: i16,
    scale: i16,
}

/// The higher sub-band, 4 to 8 kHz: two bits a sample.
#[derive(Clone, Debug)]
pub(super) struct High {
    predictor: Predictor,
    log_scale: i16,
    scale: i16,
}

impl Default for Low {
    fn default() -> Self {
        Self { predictor: Predictor::default(), log_scale: 0, scale: 32 }
    }
}

impl Default for High {
    fn default() -> Self {
        Self { predictor: Predictor::default(), log_scale: 0, scale: 8 }
    }
}

impl Low {
    /// Codes a sample in six bits.
    pub(super) fn encode(&mut self, sample: i16) -> u8 {
        let difference = sample.saturating_sub(self.predictor.estimate);
        let code = self.quantise(difference);
        self.adapt(code);
        code
    }

    /// Rebuilds a sample from the low six bits of `code`.
    pub(super) fn decode(&mut self, code: u8) -> i16 {
        let difference = scaled(self.scale, tables::QM6[usize::from(code & 0x3F)]);
        let sample = limit(self.predictor.estimate.saturating_add(difference));
        self.adapt(code & 0x3F);
        sample
    }

    /// Block `QUANTL`. The codes run downwards from the smallest magnitude: 61 for positive ones, and for negative ones
    /// 63, 62 and then from 31.
    fn quantise(&self, difference: i16) -> u8 {
        let magnitude = i32::from(magnitude(difference));
        let scale = i32::from(self.scale);
        let level = tables::Q6.partition_point(|q| (q * scale) >> 12 <= magnitude) as u8;
        match (difference < 0, level) {
            (false, _) => 61 - level,
            (true, 0 | 1) => 63 - level,
            (true, _) => 33 - level,
        }
    }

    /// Blocks `INVQAL`, `LOGSCL` and `SCALEL`, then the predictor: all driven by the four high bits of the code.
    fn adapt(&mut self, code: u8) {
        let code = usize::from(code >> 2);
        let difference = scaled(self.scale, tables::QM4[code]);
        self.log_scale = (leak(self.log_scale) + tables::WL[code]).clamp(0, LOW_SCALE_MAX);
        self.scale = antilog(self.log_scale, 8);
        self.predictor.adapt(difference);
    }
}

impl High {
    /// Codes a sample in two bits.
    pub(super) fn encode(&mut self, sample: i16) -> u8 {
        let difference = sample.saturating_sub(self.predictor.estimate);
        let is_large = i32::from(magnitude(difference)) >= (HIGH_LEVEL * i32::from(self.scale)) >> 12;
        let code = match (difference < 0, is_large) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        self.adapt(code);
        code
    }

    /// Rebuilds a sample from the low two bits of `code`.
    pub(super) fn decode(&mut self, code: u8) -> i16 {
        let estimate = self.predictor.estimate;
        limit(estimate.saturating_add(self.adapt(code & 3)))
    }

    /// Blocks `INVQAH`, `LOGSCH` and `SCALEH`, then the predictor; returns the quantised difference.
    fn adapt(&mut self, code: u8) -> i16 {
        let code = usize::from(code);
        let difference = scaled(self.scale, tables::QM2[code]);
        self.log_scale = (leak(self.log_scale) + tables::WH[code]).clamp(0, HIGH_SCALE_MAX);
        self.scale = antilog(self.log_scale, 10);
        self.predictor.adapt(difference);
        difference
    }
}

/// The magnitude as the quantisers want it: -1 is as small as 0.
fn magnitude(difference: i16) -> i16 {
    if difference < 0 { !difference } else { difference }
}

fn scaled(scale: i16, level: i16) -> i16 {
    ((i32::from(scale) * i32::from(level)) >> 15) as i16
}

/// The log scale forgets 1/128 of itself with every sample.
fn leak(log_scale: i16) -> i16 {
    ((i32::from(log_scale) * 127) >> 7) as i16
}

/// From the log scale (base 2, in units of 1/2048) to the scale factor; `top` is the octave of full scale.
fn antilog(log_scale: i16, top: i16) -> i16 {
    let mantissa = tables::ILB[usize::from((log_scale >> 6) as u16 & 31)];
    let down = top - (log_scale >> 11);
    let value = if down < 0 { mantissa << -down } else { mantissa >> down };
    value << 2
}

/// Block `LIMIT`: sub-band samples have 15 bits.
fn limit(sample: i16) -> i16 {
    sample.clamp(-16_384, 16_383)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table 14: the code of each magnitude, at the scale where the levels are the table's own.
    #[test]
    fn the_lower_quantiser_answers_as_the_table_does() {
        let low = Low { scale: 4_096, ..Low::default() };
        let codes = [0, 34, 35, 72, 2_918, 2_919, i16::MAX].map(|d| low.quantise(d));
        assert_eq!(codes, [61, 61, 60, 59, 33, 32, 32]);
        let codes = [-1, -35, -36, -73, -2_919, -2_920, i16::MIN].map(|d| low.quantise(d));
        assert_eq!(codes, [63, 63, 62, 31, 5, 4, 4]);
    }

    #[test]
    fn scale_factors_stay_inside_16_bits_at_both_ends() {
        assert_eq!(antilog(0, 8), 32);
        assert_eq!(antilog(0, 10), 8);
        assert!(antilog(LOW_SCALE_MAX, 8) > 0 && antilog(HIGH_SCALE_MAX, 10) > 0);
    }

    #[test]
    fn any_sequence_of_codes_decodes_inside_15_bits() {
        let (mut low, mut high) = (Low::default(), High::default());
        for i in 0..20_000_u32 {
            let code = (i.wrapping_mul(2_654_435_761) >> 24) as u8;
            assert!((-16_384..16_384).contains(&low.decode(code)));
            assert!((-16_384..16_384).contains(&high.decode(code)));
        }
    }
}
