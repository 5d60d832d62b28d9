//! Linear prediction analysis: from a segment of 160 samples to eight quantised log-area ratios (section 5.2.4 to 5.2.7).
#![allow(
    clippy::indexing_slicing,
    reason = "the recursions of the standard run over arrays of eight and nine"
)]

use super::arith::{div, dot, mult, mult_r, norm, peak};
use super::{SEGMENT, tables};

/// Finds the short-term filter of a segment. Scaling costs the segment its lowest bits, and the standard asks for that.
pub(super) fn analyse(segment: &mut [i16; SEGMENT]) -> [u8; 8] {
    let reflections = reflection_coefficients(&autocorrelation(segment));
    let mut lar = [0; 8];
    for (i, (lar, reflection)) in lar.iter_mut().zip(reflections).enumerate() {
        *lar = quantise(i, log_area_ratio(reflection));
    }
    lar
}

/// Section 5.2.4: nine lags, scaled so that 160 products fit 32 bits.
fn autocorrelation(segment: &mut [i16; SEGMENT]) -> [i32; 9] {
    let max = peak(segment);
    let scale = if max == 0 { 0 } else { 4_u32.saturating_sub(norm(i32::from(max) << 16)) };
    if scale > 0 {
        let factor = 16_384 >> (scale - 1);
        segment.iter_mut().for_each(|s| *s = mult_r(*s, factor));
    }
    let lags = std::array::from_fn(|lag| dot(&segment[lag..], &segment[..SEGMENT - lag]) << 1);
    segment.iter_mut().for_each(|s| *s <<= scale);
    lags
}

/// Section 5.2.5: the Schur recursion.
fn reflection_coefficients(autocorrelation: &[i32; 9]) -> [i16; 8] {
    let mut reflections = [0; 8];
    if autocorrelation[0] == 0 {
        return reflections;
    }
    let shift = norm(autocorrelation[0]);
    let mut p: [i16; 9] = autocorrelation.map(|lag| ((lag << shift) >> 16) as i16);
    let mut k = p;
    for (n, r) in reflections.iter_mut().enumerate() {
        let magnitude = p[1].saturating_abs();
        if p[0] < magnitude {
            break;
        }
        let quotient = div(magnitude, p[0]);
        *r = if p[1] > 0 { -quotient } else { quotient };
        p[0] = p[0].saturating_add(mult_r(p[1], *r));
        for m in 1..8 - n {
            let (ahead, behind) = (p[m + 1], k[m]);
            p[m] = ahead.saturating_add(mult_r(behind, *r));
            k[m] = behind.saturating_add(mult_r(ahead, *r));
        }
    }
    reflections
}

/// Section 5.2.6: an approximation of the logarithm in three straight pieces.
fn log_area_ratio(reflection: i16) -> i16 {
    let magnitude = reflection.saturating_abs();
    let ratio = match magnitude {
        ..22_118 => magnitude >> 1,
        22_118..31_130 => magnitude - 11_059,
        _ => (magnitude - 26_112) << 2,
    };
    if reflection < 0 { -ratio } else { ratio }
}

/// Section 5.2.7.
fn quantise(i: usize, ratio: i16) -> u8 {
    let scaled = mult(tables::A[i], ratio).saturating_add(tables::B[i]).saturating_add(256) >> 9;
    (scaled.clamp(tables::MIC[i], tables::MAC[i]) - tables::MIC[i]) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_predicts_nothing() {
        assert_eq!(reflection_coefficients(&autocorrelation(&mut [0; SEGMENT])), [0; 8]);
    }

    /// A constant is wholly predicted by the sample before, so the first reflection is almost minus one.
    #[test]
    fn a_constant_is_predicted_by_the_sample_before() {
        let r = reflection_coefficients(&autocorrelation(&mut [4_000; SEGMENT]));
        assert!(r[0] < -32_000, "{r:?}");
    }

    #[test]
    fn quantised_ratios_stay_inside_their_bits() {
        for (i, bits) in [6, 6, 5, 5, 4, 4, 3, 3].into_iter().enumerate() {
            assert_eq!(quantise(i, i16::MIN), 0);
            assert_eq!(quantise(i, i16::MAX), (1 << bits) - 1);
        }
    }

    #[test]
    fn scaling_a_loud_segment_drops_its_low_bits() {
        let mut loud = [i16::MAX; SEGMENT];
        autocorrelation(&mut loud);
        assert_eq!(loud[0] & 0xF, 0);
    }
}
