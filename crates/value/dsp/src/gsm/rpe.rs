//! Regular pulse excitation: 40 residual samples as 13 pulses on one of four grids (sections 5.2.13 to 5.2.17, 5.3.1).
#![allow(
    clippy::indexing_slicing,
    reason = "mantissas have three bits and the tables eight entries; grids fit 40"
)]

use super::arith::{dot, mult, mult_r, peak};
use super::frame::Subframe;
use super::{SUBSEGMENT, tables};

/// Zeros on either side of a sub-segment, so that the weighting filter of 11 taps can run over its ends.
const MARGIN: usize = 5;

/// Codes a long-term residual into the pulses of `subframe`, and returns it as the decoder will see it.
pub(super) fn encode(residual: &[i16; SUBSEGMENT], subframe: &mut Subframe) -> [i16; SUBSEGMENT] {
    let weighted = weigh(residual);
    let (grid, pulses) = select_grid(&weighted);
    subframe.grid = grid;
    quantise(&pulses, subframe);
    decode(subframe)
}

/// Rebuilds the long-term residual (section 5.3.1).
pub(super) fn decode(subframe: &Subframe) -> [i16; SUBSEGMENT] {
    let (exponent, mantissa) = exponent_and_mantissa(subframe.block_max);
    let factor = tables::FAC[usize::from(mantissa & 7)];
    let shift = 6 - exponent;
    let rounding = if shift == 0 { 0 } else { 1 << (shift - 1) };

    let mut residual = [0; SUBSEGMENT];
    let on_grid = residual.iter_mut().skip(usize::from(subframe.grid)).step_by(3);
    for (sample, &pulse) in on_grid.zip(&subframe.pulses) {
        let level = ((i16::from(pulse) << 1) - 7) << 12;
        *sample = mult_r(factor, level).saturating_add(rounding) >> shift;
    }
    residual
}

/// Section 5.2.13.
fn weigh(residual: &[i16; SUBSEGMENT]) -> [i16; SUBSEGMENT] {
    let mut padded = [0; SUBSEGMENT + 2 * MARGIN];
    padded[MARGIN..MARGIN + SUBSEGMENT].copy_from_slice(residual);
    let mut weighted = [0; SUBSEGMENT];
    for (sample, window) in weighted.iter_mut().zip(padded.array_windows::<11>()) {
        let sum = (dot(window, &tables::H) + 4_096) >> 13;
        *sample = sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
    }
    weighted
}

/// Section 5.2.14: the grid with the most energy; the first of equals.
fn select_grid(weighted: &[i16; SUBSEGMENT]) -> (u8, [i16; 13]) {
    let mut best = (0, 0, [0; 13]);
    for grid in 0..4_u8 {
        let pulses: [i16; 13] = std::array::from_fn(|i| weighted[usize::from(grid) + 3 * i]);
        let scaled = pulses.map(|pulse| pulse >> 2);
        let energy = dot(&scaled, &scaled);
        if grid == 0 || energy > best.0 {
            best = (energy, grid, pulses);
        }
    }
    (best.1, best.2)
}

/// Section 5.2.15: block-adaptive quantisation of the pulses.
fn quantise(pulses: &[i16; 13], subframe: &mut Subframe) {
    let max = peak(pulses);
    let octave = (16 - (max >> 9).leading_zeros()).min(6) as i16;
    subframe.block_max = ((max >> (octave + 5)) + (octave << 3)) as u8;

    let (exponent, mantissa) = exponent_and_mantissa(subframe.block_max);
    let factor = tables::NRFAC[usize::from(mantissa & 7)];
    for (code, pulse) in subframe.pulses.iter_mut().zip(pulses) {
        let level = mult(pulse << (6 - exponent), factor) >> 12;
        *code = (level + 4) as u8;
    }
}

/// Section 5.2.15: the coded maximum as an exponent of -4 to 6 and a mantissa of 0 to 7.
fn exponent_and_mantissa(block_max: u8) -> (i16, u8) {
    let mut exponent = if block_max > 15 { i16::from(block_max >> 3) - 1 } else { 0 };
    let mut mantissa = block_max - ((exponent as u8) << 3);
    if mantissa == 0 {
        return (-4, 7);
    }
    while mantissa <= 7 {
        mantissa = mantissa << 1 | 1;
        exponent -= 1;
    }
    (exponent, mantissa - 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coded_maximum_has_an_exponent_and_a_mantissa_in_range() {
        for block_max in 0..64 {
            let (exponent, mantissa) = exponent_and_mantissa(block_max);
            assert!((-4..=6).contains(&exponent) && mantissa < 8, "{block_max}: {exponent} {mantissa}");
        }
    }

    #[test]
    fn the_loudest_grid_is_chosen() {
        let mut weighted = [0; SUBSEGMENT];
        weighted[2 + 3 * 7] = 900;
        weighted[1] = -800;
        let (grid, pulses) = select_grid(&weighted);
        assert_eq!((grid, pulses[7]), (2, 900));
    }

    #[test]
    fn a_lone_pulse_is_rebuilt_near_its_place_and_size() {
        let mut residual = [0; SUBSEGMENT];
        residual[20] = 10_000;
        let mut subframe = Subframe::default();
        let rebuilt = encode(&residual, &mut subframe);
        assert_eq!(usize::from(subframe.grid) % 3, 20 % 3);
        assert!((8_000..12_000).contains(&rebuilt[20]), "{rebuilt:?}");
    }

    #[test]
    fn the_loudest_sub_segment_does_not_overflow() {
        for sample in [i16::MIN, i16::MAX] {
            let mut subframe = Subframe::default();
            encode(&[sample; SUBSEGMENT], &mut subframe);
            assert!(subframe.block_max < 64 && subframe.pulses.iter().all(|&pulse| pulse < 8));
        }
    }
}
