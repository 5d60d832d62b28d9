//! The tables of GSM 06.10 section 5.4.

/// Table 5.1: slope of the log-area quantiser.
pub(super) const A: [i16; 8] = [20_480, 20_480, 20_480, 20_480, 13_964, 15_360, 8_534, 9_036];
/// Table 5.1: offset of the log-area quantiser.
pub(super) const B: [i16; 8] = [0, 0, 2_048, -2_560, 94, -1_792, -341, -1_144];
/// Table 5.1: smallest coded log-area ratio.
pub(super) const MIC: [i16; 8] = [-32, -32, -16, -16, -8, -8, -4, -4];
/// Table 5.1: largest coded log-area ratio.
pub(super) const MAC: [i16; 8] = [31, 31, 15, 15, 7, 7, 3, 3];
/// Table 5.2: the inverse of `A`.
pub(super) const INVA: [i16; 8] = [13_107, 13_107, 13_107, 13_107, 19_223, 17_476, 31_454, 29_708];
/// Table 5.3a: decision levels of the long-term gain.
pub(super) const DLB: [i16; 3] = [6_554, 16_384, 26_214];
/// Table 5.3b: the long-term gain.
pub(super) const QLB: [i16; 4] = [3_277, 11_469, 21_299, 32_767];
/// Table 5.4: the weighting filter.
pub(super) const H: [i16; 11] = [-134, -374, 0, 2_054, 5_741, 8_192, 5_741, 2_054, 0, -374, -134];
/// Table 5.5: normalised inverse mantissa.
pub(super) const NRFAC: [i16; 8] = [29_128, 26_215, 23_832, 21_846, 20_165, 18_725, 17_476, 16_384];
/// Table 5.6: normalised direct mantissa.
pub(super) const FAC: [i16; 8] = [18_431, 20_479, 22_527, 24_575, 26_623, 28_671, 30_719, 32_767];
