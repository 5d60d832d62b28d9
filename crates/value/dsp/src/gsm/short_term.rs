//! The short-term lattice filters, and the interpolation of their coefficients between frames (sections 5.2.8 to 5.2.10
//! and 5.3.4).
#![allow(clippy::indexing_slicing, reason = "the lattice runs over arrays of eight by constants")]

use super::arith::mult_r;
use super::{SEGMENT, tables};

/// A ratio between that of the frame before and that of this one.
type Interpolation = fn(i16, i16) -> i16;

/// Where the interpolation of the coefficients changes: 13, 14, 13 and 120 samples.
const STRETCHES: [(usize, Interpolation); 4] =
    [(13, mostly_before), (14, half_and_half), (13, mostly_now), (120, only_now)];

/// The analysis filter of the encoder: speech in, short-term residual out.
#[derive(Clone, Debug, Default)]
pub(super) struct Analysis {
    ratios: [i16; 8],
    /// `u`: the delay line of the lattice.
    delays: [i16; 8],
}

impl Analysis {
    /// Filters a segment in place.
    pub(super) fn filter(&mut self, lar: &[u8; 8], segment: &mut [i16; SEGMENT]) {
        let before = std::mem::replace(&mut self.ratios, decode(lar));
        // A local copy stays in registers, where the lattice is several times as fast.
        let mut delays = self.delays;
        over_stretches(&before, &self.ratios, segment, |reflections, samples| {
            for sample in samples {
                *sample = analyse(&mut delays, reflections, *sample);
            }
        });
        self.delays = delays;
    }
}

/// The synthesis filter of the decoder: residual in, speech out.
#[derive(Clone, Debug, Default)]
pub(super) struct Synthesis {
    ratios: [i16; 8],
    /// `v`: the delay line of the lattice; the standard's ninth element is never read.
    delays: [i16; 8],
}

impl Synthesis {
    /// Filters a segment in place.
    pub(super) fn filter(&mut self, lar: &[u8; 8], segment: &mut [i16; SEGMENT]) {
        let before = std::mem::replace(&mut self.ratios, decode(lar));
        let mut delays = self.delays;
        over_stretches(&before, &self.ratios, segment, |reflections, samples| {
            for sample in samples {
                *sample = synthesise(&mut delays, reflections, *sample);
            }
        });
        self.delays = delays;
    }
}

/// Section 5.2.10: one sample through the lattice, forwards.
fn analyse(delays: &mut [i16; 8], reflections: &[i16; 8], speech: i16) -> i16 {
    let (mut forward, mut backward) = (speech, speech);
    for i in 0..8 {
        let delayed = std::mem::replace(&mut delays[i], backward);
        backward = delayed.saturating_add(reflect(reflections[i], forward));
        forward = forward.saturating_add(reflect(reflections[i], delayed));
    }
    forward
}

/// Section 5.3.4: one sample through the lattice, from its far end to its near end.
fn synthesise(delays: &mut [i16; 8], reflections: &[i16; 8], residual: i16) -> i16 {
    let mut sample = residual;
    for i in (0..8).rev() {
        let delayed = delays[i];
        sample = sample.saturating_sub(reflect(reflections[i], delayed));
        if i < 7 {
            delays[i + 1] = delayed.saturating_add(reflect(reflections[i], sample));
        }
    }
    delays[0] = sample;
    sample
}

/// `mult_r` without its special case: a reflection coefficient is never -1 (see [`reflection_of`]).
fn reflect(reflection: i16, sample: i16) -> i16 {
    ((i32::from(reflection) * i32::from(sample) + 16_384) >> 15) as i16
}

/// Runs a filter over the four stretches of a segment, with the reflection coefficients of each.
fn over_stretches(
    before: &[i16; 8],
    now: &[i16; 8],
    segment: &mut [i16; SEGMENT],
    mut filter: impl FnMut(&[i16; 8], &mut [i16]),
) {
    let mut rest = segment.as_mut_slice();
    for (length, interpolate) in STRETCHES {
        let (samples, others) = rest.split_at_mut(length.min(rest.len()));
        let mut reflections = *before;
        for (reflection, &now) in reflections.iter_mut().zip(now) {
            *reflection = reflection_of(interpolate(*reflection, now));
        }
        filter(&reflections, samples);
        rest = others;
    }
}

/// Section 5.2.8: from the code back to the log-area ratio.
fn decode(lar: &[u8; 8]) -> [i16; 8] {
    let mut ratios = [0; 8];
    let table = tables::B.iter().zip(&tables::MIC).zip(&tables::INVA);
    for ((ratio, &code), ((&b, &mic), &inva)) in ratios.iter_mut().zip(lar).zip(table) {
        let level = ((i16::from(code) + mic) << 10).saturating_sub(b << 1);
        let half = mult_r(inva, level);
        *ratio = half.saturating_add(half);
    }
    ratios
}

/// Section 5.2.9.2: from a log-area ratio to a reflection coefficient, the inverse of the three straight pieces.
fn reflection_of(ratio: i16) -> i16 {
    let magnitude = ratio.saturating_abs();
    let reflection = match magnitude {
        ..11_059 => magnitude << 1,
        11_059..20_070 => magnitude + 11_059,
        _ => (magnitude >> 2).saturating_add(26_112),
    };
    if ratio < 0 { -reflection } else { reflection }
}

fn mostly_before(before: i16, now: i16) -> i16 {
    (before >> 2).saturating_add(now >> 2).saturating_add(before >> 1)
}

fn half_and_half(before: i16, now: i16) -> i16 {
    (before >> 1).saturating_add(now >> 1)
}

fn mostly_now(before: i16, now: i16) -> i16 {
    (before >> 2).saturating_add(now >> 2).saturating_add(now >> 1)
}

fn only_now(_before: i16, now: i16) -> i16 {
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stretches_cover_a_segment() {
        assert_eq!(STRETCHES.iter().map(|(length, _)| length).sum::<usize>(), SEGMENT);
    }

    /// The two lattices are inverse up to rounding, which a mild filter does not amplify much.
    #[test]
    fn synthesis_undoes_analysis() {
        let lar = [40, 30, 18, 16, 8, 8, 4, 4];
        let (mut analysis, mut synthesis) = (Analysis::default(), Synthesis::default());
        for round in 0..5 {
            let speech: [i16; SEGMENT] =
                std::array::from_fn(|i| (((round * SEGMENT + i) as f64 * 0.3).sin() * 4_000.0) as i16);
            let mut through = speech;
            analysis.filter(&lar, &mut through);
            assert_ne!(through, speech);
            synthesis.filter(&lar, &mut through);
            let error = through.iter().zip(&speech).map(|(a, b)| a.abs_diff(*b)).max();
            assert!(error < Some(20), "{error:?}");
        }
    }
}
