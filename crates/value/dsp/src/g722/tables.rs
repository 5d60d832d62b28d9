//! The tables of ITU-T G.722 (tables 14 to 21 and appendix).

/// Half of the symmetric 24-tap quadrature mirror filter (table 11), in the order of the even taps.
pub(super) const QMF: [i16; 12] = [3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11];

/// Table 14: decision levels of the 6-bit quantiser of the lower band.
pub(super) const Q6: [i32; 29] = [
    35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1_023, 1_121,
    1_219, 1_339, 1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919,
];

/// Table 15: output of the 4-bit inverse quantiser that drives the adaptation of the lower band.
pub(super) const QM4: [i16; 16] = [
    0, -20_456, -12_896, -8_968, -6_288, -4_240, -2_584, -1_200, 20_456, 12_896, 8_968, 6_288, 4_240, 2_584,
    1_200, 0,
];

/// Table 18: output of the 6-bit inverse quantiser of the lower band.
pub(super) const QM6: [i16; 64] = [
    -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232,
    -9_360, -8_576, -7_856, -7_192, -6_576, -6_000, -5_456, -4_944, -4_464, -4_008, -3_576, -3_168, -2_776,
    -2_400, -2_032, -1_688, -1_360, -1_040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280,
    11_192, 10_232, 9_360, 8_576, 7_856, 7_192, 6_576, 6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168,
    2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728, 432, 136, -432, -136,
];

/// Table 19: output of the 2-bit inverse quantiser of the higher band.
pub(super) const QM2: [i16; 4] = [-7_408, -1_616, 7_408, 1_616];

/// Table 16: log-scale multipliers of the lower band, by its 4-bit code (`WL` through `RL42`).
pub(super) const WL: [i16; 16] =
    [-60, 3_042, 1_198, 538, 334, 172, 58, -30, 3_042, 1_198, 538, 334, 172, 58, -30, -60];

/// Table 20: log-scale multipliers of the higher band, by its 2-bit code (`WH` through `RH2`).
pub(super) const WH: [i16; 4] = [798, -214, 798, -214];

/// Table 17: the mantissa of the inverse logarithm.
pub(super) const ILB: [i16; 32] = [
    2_048, 2_093, 2_139, 2_186, 2_233, 2_282, 2_332, 2_383, 2_435, 2_489, 2_543, 2_599, 2_656, 2_714, 2_774,
    2_834, 2_896, 2_960, 3_025, 3_091, 3_158, 3_228, 3_298, 3_371, 3_444, 3_520, 3_597, 3_676, 3_756, 3_838,
    3_922, 4_008,
];
