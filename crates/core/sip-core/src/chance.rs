//! Chance for one endpoint: a generator that grows from the seed which the engine handed in.
//!
//! Tags, branches, cnonces and the key of our nonces come from here, so nobody may guess what comes next: each block is
//! SHA-256 over a secret key and a counter. Two endpoints with the same seed do the same, which is what tests need.

use sha2::{Digest, Sha256};

use crate::port::Seed;

/// A source of unguessable numbers that repeats itself only for the same seed.
pub(crate) struct Chance {
    key: Seed,
    block: u64,
    ready: Vec<u8>,
}

impl Chance {
    /// Grows from a seed.
    pub(crate) const fn new(seed: Seed) -> Self {
        Self { key: seed, block: 0, ready: Vec::new() }
    }

    /// Makes an independent source, so that one part's draws do not shift another's.
    pub(crate) fn fork(&mut self) -> Self {
        let mut key = Seed::default();
        for byte in &mut key {
            *byte = self.next_byte();
        }
        Self::new(key)
    }

    /// Draws 64 bits.
    pub(crate) fn next_u64(&mut self) -> u64 {
        (0..8).fold(0, |bits, _| bits << 8 | u64::from(self.next_byte()))
    }

    /// Draws a number below `bound`; zero where the bound is zero.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // The bias of the remainder is at most bound / 2^64: nothing, for jitter and weights.
        self.next_u64().checked_rem(bound).unwrap_or(0)
    }

    /// Draws a token of 16 hexadecimal digits, for tags, branches and cnonces.
    pub(crate) fn token(&mut self) -> String {
        format!("{:016x}", self.next_u64())
    }

    /// Draws bytes.
    pub(crate) fn fill(&mut self, out: &mut [u8]) {
        out.iter_mut().for_each(|byte| *byte = self.next_byte());
    }

    fn next_byte(&mut self) -> u8 {
        loop {
            if let Some(byte) = self.ready.pop() {
                return byte;
            }
            let hash = Sha256::new().chain_update(self.key).chain_update(self.block.to_be_bytes()).finalize();
            self.block = self.block.wrapping_add(1);
            self.ready.extend_from_slice(&hash);
        }
    }
}

impl std::fmt::Debug for Chance {
    /// Keeps the key out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_and_another_seed_does_not() {
        let draws = |seed| {
            let mut chance = Chance::new([seed; 32]);
            (0..9).map(|_| chance.next_u64()).collect::<Vec<_>>()
        };
        assert_eq!(draws(1), draws(1));
        assert_ne!(draws(1), draws(2));
    }

    #[test]
    fn a_fork_goes_its_own_way() {
        let mut parent = Chance::new([7; 32]);
        let mut fork = parent.fork();
        assert_ne!(fork.next_u64(), parent.next_u64());
    }

    #[test]
    fn tokens_do_not_repeat() {
        let mut chance = Chance::new([0; 32]);
        let tokens: BTreeSet<String> = (0..10_000).map(|_| chance.token()).collect();
        assert_eq!(tokens.len(), 10_000);
        assert!(tokens.iter().all(|token| token.len() == 16));
    }

    #[test]
    fn a_draw_stays_below_its_bound() {
        let mut chance = Chance::new([3; 32]);
        assert!((0..1000).all(|_| chance.below(7) < 7));
        assert_eq!(chance.below(0), 0);
    }
}
