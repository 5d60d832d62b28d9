//! GSM 06.10 full rate (ETSI EN 300 961), bit-exact, in the 33-byte packing of RFC 3551 section 4.5.8.1.
//!
//! The files follow the figure of the standard: preprocessing (here), [`lpc`] analysis, the [`short_term`] lattice, the
//! [`long_term`] prediction, the [`rpe`] pulses and the [`frame`] that carries them. Voice activity detection, DTX and
//! comfort noise are no part of what RTP carries as GSM, and none of it is here.

mod arith;
mod frame;
mod long_term;
mod lpc;
mod rpe;
mod short_term;
mod tables;
#[cfg(test)]
mod tests;

use arith::mult_r;
use frame::Frame;
use long_term::{Lag, Past};
use short_term::{Analysis, Synthesis};

/// Samples of a segment: 20 ms at 8 kHz.
pub const SEGMENT: usize = 160;
/// Bytes of a packed frame.
pub const FRAME_BYTES: usize = 33;
/// Samples of a sub-segment: 5 ms.
const SUBSEGMENT: usize = 40;
/// The preemphasis of section 4.2.3, 0.86, which the decoder undoes.
const EMPHASIS: i16 = 28_180;
/// The pole of the offset compensation of section 4.2.2, 0.999.
const OFFSET_POLE: i16 = 32_735;

/// Turns segments of speech into frames.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    preprocessing: Preprocessing,
    short_term: Analysis,
    past: Past,
}

impl Encoder {
    /// Encodes 20 ms.
    pub fn encode(&mut self, pcm: &[i16; SEGMENT]) -> [u8; FRAME_BYTES] {
        let mut segment = self.preprocessing.filter(pcm);
        let mut frame = Frame { lar: lpc::analyse(&mut segment), ..Frame::default() };
        self.short_term.filter(&frame.lar, &mut segment);

        let (residuals, _) = segment.as_chunks::<SUBSEGMENT>();
        for (residual, subframe) in residuals.iter().zip(&mut frame.subframes) {
            (subframe.lag, subframe.gain) = self.past.search(residual);
            let prediction = self.past.predict(subframe.lag, subframe.gain);
            let error = each(residual, &prediction, i16::saturating_sub);
            let rebuilt = rpe::encode(&error, subframe);
            self.past.push(&each(&rebuilt, &prediction, i16::saturating_add));
        }
        frame.to_bytes()
    }
}

/// Turns frames back into speech.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    lag: Lag,
    past: Past,
    short_term: Synthesis,
    /// `msr`: the memory of the deemphasis.
    emphasised: i16,
}

impl Decoder {
    /// Decodes 20 ms, or nothing where the frame lacks its signature.
    pub fn decode(&mut self, bytes: &[u8; FRAME_BYTES]) -> Option<[i16; SEGMENT]> {
        let frame = Frame::from_bytes(bytes)?;
        let mut segment = [0; SEGMENT];
        let (residuals, _) = segment.as_chunks_mut::<SUBSEGMENT>();
        for (residual, subframe) in residuals.iter_mut().zip(&frame.subframes) {
            let prediction = self.past.predict(self.lag.receive(subframe.lag), subframe.gain);
            *residual = each(&rpe::decode(subframe), &prediction, i16::saturating_add);
            self.past.push(residual);
        }
        self.short_term.filter(&frame.lar, &mut segment);
        self.postprocess(&mut segment);
        Some(segment)
    }

    /// Section 5.3.5 to 5.3.7: deemphasis, upscaling, and truncation to 13 bits.
    fn postprocess(&mut self, segment: &mut [i16; SEGMENT]) {
        for sample in segment {
            self.emphasised = sample.saturating_add(mult_r(self.emphasised, EMPHASIS));
            *sample = self.emphasised.saturating_add(self.emphasised) & !7;
        }
    }
}

/// Sections 5.2.1 to 5.2.3: downscaling, offset compensation and preemphasis.
#[derive(Clone, Debug, Default)]
struct Preprocessing {
    /// `z1`: the sample before.
    before: i16,
    /// `L_z2`: the offset-free sample before, in Q15.
    offset_free: i32,
    /// `mp`: the same, rounded.
    emphasised: i16,
}

impl Preprocessing {
    fn filter(&mut self, pcm: &[i16; SEGMENT]) -> [i16; SEGMENT] {
        pcm.map(|sample| self.step((sample >> 3) << 2))
    }

    fn step(&mut self, sample: i16) -> i16 {
        let change = i32::from(sample) - i32::from(self.before);
        self.before = sample;
        let (high, low) = ((self.offset_free >> 15) as i16, (self.offset_free & 0x7FFF) as i16);
        let input = (change << 15) + i32::from(mult_r(low, OFFSET_POLE));
        self.offset_free = (i32::from(high) * i32::from(OFFSET_POLE)).saturating_add(input);
        let damping = mult_r(self.emphasised, -EMPHASIS);
        self.emphasised = (self.offset_free.saturating_add(16_384) >> 15) as i16;
        self.emphasised.saturating_add(damping)
    }
}

/// Applies an operator to the samples of two sub-segments.
fn each(a: &[i16; SUBSEGMENT], b: &[i16; SUBSEGMENT], operator: fn(i16, i16) -> i16) -> [i16; SUBSEGMENT] {
    let mut result = *a;
    for (result, &b) in result.iter_mut().zip(b) {
        *result = operator(*result, b);
    }
    result
}
