//! Drives every target from its seeds without libFuzzer: the same inputs in each run.

use std::fs;
use std::path::PathBuf;

use crate::{TARGETS, Target};

/// Changed copies of each seed; with all targets it stays under a few seconds in a debug build.
const CHANGED_COPIES: u64 = 300;

fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "seeds", target.name].iter().collect();
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// xorshift64: chance that is the same in each run.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Changes one to four bytes, or doubles a piece of the input.
fn changed(seed: &[u8], state: &mut u64) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    let length = bytes.len().max(1) as u64;
    for _ in 0..=next(state) % 4 {
        let at = (next(state) % length) as usize;
        match bytes.get_mut(at) {
            Some(byte) => *byte = (next(state) >> 8) as u8,
            None => bytes.push((next(state) >> 8) as u8),
        }
    }
    if next(state).is_multiple_of(8) {
        let piece = seed.get(..(next(state) % length) as usize).unwrap_or_default();
        bytes.extend_from_slice(piece);
    }
    bytes
}

#[test]
fn every_target_has_seeds() {
    for target in TARGETS {
        assert!(!seeds(target).is_empty(), "{} has no seed", target.name);
    }
}

#[test]
fn no_target_panics_on_a_seed_cut_anywhere() {
    for target in TARGETS {
        for seed in seeds(target) {
            (0..=seed.len().min(2_000)).for_each(|end| (target.run)(&seed[..end]));
        }
    }
}

#[test]
fn no_target_panics_on_a_changed_seed() {
    let mut state = 0x5eed_5eed_5eed_5eed;
    for target in TARGETS {
        for seed in seeds(target) {
            (0..CHANGED_COPIES).for_each(|_| (target.run)(&changed(&seed, &mut state)));
        }
    }
}
