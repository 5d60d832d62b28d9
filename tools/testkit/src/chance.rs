//! Chance that can be repeated: the same seed gives the same bad network.

/// A small generator (SplitMix64): good enough for dice, useless for secrets.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// Starts from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws 64 bits.
    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Throws a number below `bound`; 0 where the bound is 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.next() % bound }
    }

    /// Says yes in so many cases of a hundred.
    pub const fn percent(&mut self, share: u8) -> bool {
        self.below(100) < share as u64
    }

    /// Fills 32 bytes, as an endpoint's seed.
    pub fn seed(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_dice() {
        let (mut a, mut b, mut c) = (Chance::new(7), Chance::new(7), Chance::new(8));
        assert_eq!(a.next(), b.next());
        assert_ne!(a.next(), c.next());
    }

    #[test]
    fn five_percent_is_about_one_in_twenty() {
        let mut dice = Chance::new(1);
        let hits = (0..10_000).filter(|_| dice.percent(5)).count();
        assert!((400..600).contains(&hits), "{hits} of 10000");
        assert!(!(0..1000).any(|_| dice.percent(0)), "0 % never happens");
    }
}
