//! Test signals that integers make, so that they are the same on every machine, and the hash that remembers an answer.

/// Uniform noise at full scale.
pub(crate) fn noise(samples: usize) -> Vec<i16> {
    let mut state = 0x2545_F491_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 16) as i16
    };
    (0..samples).map(|_| next()).collect()
}

/// A parabolic near-sine that sweeps through the whole band.
pub(crate) fn sweep(samples: usize) -> Vec<i16> {
    let mut phase = 0_u32;
    (0..samples as u32)
        .map(|i| {
            phase = phase.wrapping_add(i * (0x7800_0000 / samples as u32));
            let x = i64::from(phase as i32) >> 16;
            ((x * (32_768 - x.abs())) >> 14) as i16
        })
        .collect()
}

/// Pulses through two resonators, with pauses and a little noise: voiced sounds, as far as a codec can tell.
pub(crate) fn speechlike(samples: usize) -> Vec<i16> {
    let hiss = noise(samples);
    let (mut one, mut two) = ([0_i64; 2], [0_i64; 2]);
    (0..samples)
        .map(|i| {
            let pitch = 55 + (i / 800) % 37;
            let is_voiced = (i / 1_200) % 4 != 3;
            let push = if is_voiced && i % pitch == 0 { 6_000 } else { i64::from(hiss[i] >> 8) };
            let y = push + ((one[0] * 27_000 - one[1] * 15_200) >> 14);
            one = [y, one[0]];
            let z = y / 2 + ((two[0] * 8_000 - two[1] * 14_000) >> 14);
            two = [z, two[0]];
            z.clamp(-32_768, 32_767) as i16
        })
        .collect()
}

/// The FNV-1a hash.
pub(crate) fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes
        .into_iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}
