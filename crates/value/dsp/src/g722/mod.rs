//! ITU-T G.722 at 64 kbit/s (mode 1), bit-exact: 16 kHz audio, one byte for each pair of samples.
//!
//! A [`qmf`] splits the audio into two [`band`]s, each with ADPCM around an adaptive [`predictor`]. The lower modes, which
//! give bits of the byte to data, are not in use on RTP (RFC 3551 section 4.5.2) and are not here.

mod band;
mod predictor;
mod qmf;
mod tables;
#[cfg(test)]
mod tests;

use band::{High, Low};
use qmf::Qmf;

/// Turns pairs of samples into bytes.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    qmf: Qmf,
    low: Low,
    high: High,
}

impl Encoder {
    /// Encodes as many pairs as both slices hold and returns the bytes written.
    pub fn encode(&mut self, pcm: &[i16], out: &mut [u8]) -> usize {
        let (pairs, _) = pcm.as_chunks::<2>();
        for (byte, pair) in out.iter_mut().zip(pairs) {
            let (low, high) = self.qmf.split(*pair);
            *byte = self.high.encode(high) << 6 | self.low.encode(low);
        }
        pairs.len().min(out.len())
    }
}

/// Turns bytes back into pairs of samples.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    qmf: Qmf,
    low: Low,
    high: High,
}

impl Decoder {
    /// Decodes as many bytes as both slices hold and returns the samples written.
    pub fn decode(&mut self, bytes: &[u8], out: &mut [i16]) -> usize {
        let (pairs, _) = out.as_chunks_mut::<2>();
        let count = bytes.len().min(pairs.len());
        for (pair, byte) in pairs.iter_mut().zip(bytes) {
            *pair = self.qmf.join(self.low.decode(*byte), self.high.decode(byte >> 6));
        }
        2 * count
    }
}
