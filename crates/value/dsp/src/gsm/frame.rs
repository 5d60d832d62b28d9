//! The 260 bits of a frame and their 33 bytes on the wire (RFC 3551 section 4.5.8.1).
//!
//! The packing is kind to bytes: signature and filter take 40 bits, and every sub-segment takes 56.

use super::FRAME_BYTES;

/// The four bits that begin every packed frame.
const SIGNATURE: u64 = 0xD;
/// Bits of each log-area ratio.
const LAR_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];
/// Bits of each regular pulse.
const PULSE_BITS: u32 = 3;
/// Bytes before the first sub-segment.
const HEAD: usize = 5;
/// Bytes of one sub-segment.
const SUBFRAME: usize = 7;

/// What the encoder found out about 20 ms, quantised (GSM 06.10 table 1.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// `LARc`: the log-area ratios of the short-term filter.
    pub(super) lar: [u8; 8],
    /// The four sub-segments of 5 ms.
    pub(super) subframes: [Subframe; 4],
}

/// The long-term prediction and the regular pulses of 5 ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Subframe {
    /// `Nc`: the lag of the long-term prediction, 40 to 120 samples.
    pub(super) lag: u8,
    /// `bc`: its gain.
    pub(super) gain: u8,
    /// `Mc`: which of the four grids the pulses stand on.
    pub(super) grid: u8,
    /// `xmaxc`: the size of the largest pulse.
    pub(super) block_max: u8,
    /// `xMc`: the pulses.
    pub(super) pulses: [u8; 13],
}

impl Frame {
    /// Packs the frame as RTP carries it.
    pub(super) fn to_bytes(self) -> [u8; FRAME_BYTES] {
        let mut bytes = [0; FRAME_BYTES];
        let (head, rest) = bytes.split_at_mut(HEAD);
        let bits =
            self.lar.iter().zip(LAR_BITS).fold(SIGNATURE, |bits, (&lar, n)| bits << n | u64::from(lar));
        put(head, bits);
        for (to, subframe) in rest.chunks_exact_mut(SUBFRAME).zip(self.subframes) {
            put(to, subframe.to_bits());
        }
        bytes
    }

    /// Unpacks a frame, unless it lacks the signature.
    pub(super) fn from_bytes(bytes: &[u8; FRAME_BYTES]) -> Option<Self> {
        let (head, rest) = bytes.split_at(HEAD);
        let mut bits = take(head);
        let mut frame = Self::default();
        for (lar, n) in frame.lar.iter_mut().zip(LAR_BITS).rev() {
            *lar = low(&mut bits, n);
        }
        for (subframe, from) in frame.subframes.iter_mut().zip(rest.chunks_exact(SUBFRAME)) {
            *subframe = Subframe::from_bits(take(from));
        }
        (bits == SIGNATURE).then_some(frame)
    }
}

impl Subframe {
    fn to_bits(self) -> u64 {
        let head = [(self.lag, 7), (self.gain, 2), (self.grid, 2), (self.block_max, 6)];
        let bits = head.into_iter().fold(0, |bits, (field, n)| bits << n | u64::from(field));
        self.pulses.iter().fold(bits, |bits, &pulse| bits << PULSE_BITS | u64::from(pulse))
    }

    fn from_bits(mut bits: u64) -> Self {
        let mut pulses = [0; 13];
        for pulse in pulses.iter_mut().rev() {
            *pulse = low(&mut bits, PULSE_BITS);
        }
        let (block_max, grid) = (low(&mut bits, 6), low(&mut bits, 2));
        let (gain, lag) = (low(&mut bits, 2), low(&mut bits, 7));
        Self { lag, gain, grid, block_max, pulses }
    }
}

/// Takes the lowest `n` bits, at most eight, off an accumulator.
fn low(bits: &mut u64, n: u32) -> u8 {
    let field = *bits & ((1 << n) - 1);
    *bits >>= n;
    field as u8
}

/// Writes the low bits big-endian into at most eight bytes.
fn put(to: &mut [u8], bits: u64) {
    for (to, byte) in to.iter_mut().rev().zip(bits.to_le_bytes()) {
        *to = byte;
    }
}

/// Reads at most eight bytes big-endian.
fn take(from: &[u8]) -> u64 {
    from.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3551 section 4.5.8.1: signature, then the fields of figure 6 with the most significant bit first.
    #[test]
    fn fields_lie_in_the_order_of_the_rfc() {
        let mut frame = Frame { lar: [0b10_0001, 0, 0, 0, 0, 0, 0, 0b101], ..Frame::default() };
        frame.subframes[0].lag = 0b100_0001;
        frame.subframes[3].pulses[12] = 0b110;
        let bytes = frame.to_bytes();
        assert_eq!((bytes[0], bytes[1]), (0xD8, 0b0100_0000));
        assert_eq!((bytes[4], bytes[5]), (0b101, 0b1000_0010));
        assert_eq!(bytes[32], 0b110);
    }

    #[test]
    fn any_33_bytes_with_the_signature_survive_unpacking_and_packing() {
        for seed in 0..=255_u8 {
            let mut bytes: [u8; FRAME_BYTES] =
                std::array::from_fn(|i| seed.wrapping_mul(31).wrapping_add(i as u8 * 7));
            bytes[0] = 0xD0 | bytes[0] & 0x0F;
            assert_eq!(Frame::from_bytes(&bytes).unwrap().to_bytes(), bytes);
        }
    }

    #[test]
    fn a_frame_without_the_signature_is_refused() {
        assert_eq!(Frame::from_bytes(&[0; FRAME_BYTES]), None);
    }
}
