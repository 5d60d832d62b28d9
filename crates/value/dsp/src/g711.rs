//! ITU-T G.711: mu-law and A-law, exactly as the tables of the recommendation have it for 16-bit samples.

/// The offset that makes every mu-law segment a power of two wide, at 16 bits.
const MU_BIAS: i32 = 0x84;
/// Even bits of an A-law byte are inverted on the wire.
const A_TOGGLE: u8 = 0x55;

static FROM_MU: [i16; 256] = table(Law::Mu);
static FROM_A: [i16; 256] = table(Law::A);

/// Which of the two laws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// North America and Japan: RTP payload PCMU.
    Mu,
    /// The rest of the world: RTP payload PCMA.
    A,
}

impl Law {
    /// The byte that decodes nearest to zero, from the positive side.
    pub const fn silence(self) -> u8 {
        match self {
            Self::Mu => 0xFF,
            Self::A => 0xD5,
        }
    }

    /// Encodes as many samples as both slices hold and returns how many.
    pub fn encode(self, pcm: &[i16], out: &mut [u8]) -> usize {
        let compress = match self {
            Self::Mu => mu_from_linear,
            Self::A => a_from_linear,
        };
        for (byte, sample) in out.iter_mut().zip(pcm) {
            *byte = compress(*sample);
        }
        pcm.len().min(out.len())
    }

    /// Decodes as many bytes as both slices hold and returns how many.
    pub fn decode(self, bytes: &[u8], out: &mut [i16]) -> usize {
        for (sample, byte) in out.iter_mut().zip(bytes) {
            *sample = self.linear(*byte);
        }
        bytes.len().min(out.len())
    }

    /// The sample that a byte stands for.
    pub fn linear(self, byte: u8) -> i16 {
        let table = match self {
            Self::Mu => &FROM_MU,
            Self::A => &FROM_A,
        };
        table.get(usize::from(byte)).copied().unwrap_or_default()
    }
}

/// The mu-law byte of a sample.
pub const fn mu_from_linear(sample: i16) -> u8 {
    let (magnitude, sign) = magnitude_and_sign(sample);
    let biased = magnitude + MU_BIAS;
    if biased > 0x7FFF {
        return !(0x7F | (sign ^ 0x80));
    }
    let segment = 24 - biased.leading_zeros();
    let mantissa = (biased >> (segment + 3)) & 0x0F;
    !((segment << 4) as u8 | mantissa as u8 | (sign ^ 0x80))
}

/// The A-law byte of a sample.
pub const fn a_from_linear(sample: i16) -> u8 {
    let (magnitude, sign) = magnitude_and_sign(sample);
    let code = if magnitude < 0x100 {
        magnitude >> 4
    } else {
        let segment = 24 - magnitude.leading_zeros();
        ((segment as i32) << 4) | ((magnitude >> (segment + 3)) & 0x0F)
    };
    (code as u8 | sign) ^ A_TOGGLE
}

/// The one's complement magnitude, as the recommendation's tables are symmetric about -1/2, and the sign bit, which is set
/// for positive samples.
const fn magnitude_and_sign(sample: i16) -> (i32, u8) {
    if sample < 0 { (!sample as i32, 0) } else { (sample as i32, 0x80) }
}

const fn expand_mu(byte: u8) -> i16 {
    let code = !byte;
    let magnitude = ((((code as i32 & 0x0F) << 3) + MU_BIAS) << ((code >> 4) & 7)) - MU_BIAS;
    (if code & 0x80 == 0 { magnitude } else { -magnitude }) as i16
}

const fn expand_a(byte: u8) -> i16 {
    let code = byte ^ A_TOGGLE;
    let mantissa = (code as i32 & 0x0F) << 4;
    let magnitude = match (code >> 4) & 7 {
        0 => mantissa + 8,
        segment => (mantissa + 0x108) << (segment - 1),
    };
    (if code & 0x80 == 0 { -magnitude } else { magnitude }) as i16
}

/// A decoding table, made by the compiler.
#[allow(
    clippy::indexing_slicing,
    reason = "the loop runs over the table's own length, and iterators are not const"
)]
const fn table(law: Law) -> [i16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = match law {
            Law::Mu => expand_mu(byte as u8),
            Law::A => expand_a(byte as u8),
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    /// G.711 table 2a/2b: the digital milliwatt of 1 kHz is this row of bytes, and these are its samples.
    #[test]
    fn the_digital_milliwatt_decodes_to_its_samples() {
        let bytes = [0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E];
        let wanted = [-8_828, -20_860, -20_860, -8_828, 8_828, 20_860, 20_860, 8_828];
        assert_eq!(bytes.map(|byte| Law::Mu.linear(byte)), wanted);
        let bytes = [0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4];
        let wanted = [-8_960, -20_992, -20_992, -8_960, 8_960, 20_992, 20_992, 8_960];
        assert_eq!(bytes.map(|byte| Law::A.linear(byte)), wanted);
    }

    #[test]
    fn the_ends_of_the_scale_are_clipped_to_the_last_step() {
        assert_eq!([0, 32_767, -1, i16::MIN].map(mu_from_linear), [0xFF, 0x80, 0x7F, 0x00]);
        assert_eq!([0, 32_767, -1, i16::MIN].map(a_from_linear), [0xD5, 0xAA, 0x55, 0x2A]);
        assert_eq!([0x00, 0x80].map(|byte| Law::Mu.linear(byte)), [-32_124, 32_124]);
        assert_eq!([0x2A, 0xAA].map(|byte| Law::A.linear(byte)), [-32_256, 32_256]);
    }

    /// Only the negative zero of mu-law has a twin with the same sample.
    #[test]
    fn every_byte_survives_decoding_and_encoding() {
        for byte in 0..=255 {
            assert_eq!(a_from_linear(Law::A.linear(byte)), byte);
            if byte != 0x7F {
                assert_eq!(mu_from_linear(Law::Mu.linear(byte)), byte);
            }
        }
    }

    /// Quantising errs by at most half a step, and a step is at most 1/16 of its segment's base.
    #[test]
    fn no_sample_is_further_from_its_code_than_half_a_step() {
        for sample in i16::MIN..=i16::MAX {
            let size = i32::from(sample).abs();
            let mu = (i32::from(Law::Mu.linear(mu_from_linear(sample))) - i32::from(sample)).abs();
            let a = (i32::from(Law::A.linear(a_from_linear(sample))) - i32::from(sample)).abs();
            assert!(mu <= 4 + (size + 132) / 32 || size > 32_124, "{sample}: {mu}");
            assert!(a <= 8 + size / 32 || size > 32_256, "{sample}: {a}");
        }
    }

    #[test]
    fn decoding_a_run_stops_at_the_shorter_slice() {
        let mut pcm = [7; 3];
        assert_eq!(Law::Mu.decode(&[0xFF; 5], &mut pcm), 3);
        assert_eq!(Law::A.encode(&[0; 2], &mut [0; 9]), 2);
        assert_eq!(Law::A.decode(&[], &mut pcm), 0);
    }

    /// The hash is that of the two laws as ITU-T G.191 (software tool library) has them, over all 65,536 samples.
    #[test]
    fn every_sample_is_encoded_as_the_itu_does() {
        let all = i16::MIN..=i16::MAX;
        let bytes = all.clone().map(mu_from_linear).chain(all.map(a_from_linear));
        assert_eq!(crate::signals::fnv(bytes), 0xcc17_8b1e_5c2a_8d2d);
    }

    #[test]
    fn the_silence_bytes_are_the_codes_of_zero() {
        assert_eq!(Law::Mu.silence(), mu_from_linear(0));
        assert_eq!(Law::A.silence(), a_from_linear(0));
    }
}
