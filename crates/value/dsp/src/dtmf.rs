//! Dual-tone keys in the audio itself: making them, and hearing them (ITU-T Q.23 and Q.24).
//!
//! The detector answers once for a key, after two blocks of 12.75 ms that agree, and so hears every tone of 40 ms. Speech
//! does not fool it easily: nearly all energy must lie in one row and one column, in balance, and last.

use crate::goertzel::{Goertzel, mean_square};
use crate::tone::Sine;

/// The low group, one frequency for each row of the keypad, then the high group, one for each column (Q.23 section 6).
const HZ: [f64; 8] = [697.0, 770.0, 852.0, 941.0, 1_209.0, 1_336.0, 1_477.0, 1_633.0];
/// The keypad, row by row.
const KEYPAD: &[u8; 16] = b"123A456B789C*0#D";
/// Levels that we send, low and high group: lines lose more of high frequencies.
const SENT_DBM0: [f64; 2] = [-9.0, -7.0];

/// Samples of a block at 8 kHz: long enough to tell 697 from 770 Hz, short enough that two fit 40 ms.
const BLOCK: usize = 102;
/// The longest block, at 48 kHz.
const BLOCK_MAX: usize = BLOCK * 6;
/// Blocks in a row that must agree before a key has begun, or has ended.
const AGREEING: u8 = 2;
/// The softest tone that counts, as a mean square: -36 dBm0 for either frequency.
const SOFTEST: f32 = 64_000.0;
/// The share of all energy that the two frequencies must have: the talk-off guard.
const SHARE: f32 = 0.6;
/// How far the strongest of a group must exceed the others of it: 6 dB.
const LEAD: f32 = 4.0;
/// How far the row may exceed the column: 4 dB ("reverse twist").
const REVERSE_TWIST: f32 = 2.5;
/// How far the column may exceed the row: 8 dB ("twist").
const TWIST: f32 = 6.3;

/// A key of the pad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key(u8);

impl Key {
    /// The key that is labelled so: `0` to `9`, `*`, `#`, `A` to `D` in either case.
    pub fn from_char(label: char) -> Option<Self> {
        let index = KEYPAD.iter().position(|key| char::from(*key) == label.to_ascii_uppercase())?;
        Some(Self(index as u8))
    }

    /// The key's label.
    pub fn to_char(self) -> char {
        KEYPAD.get(usize::from(self.0)).copied().map_or(' ', char::from)
    }

    fn of(row: usize, column: usize) -> Self {
        Self((row * 4 + column) as u8)
    }

    /// The two frequencies.
    fn hz(self) -> [f64; 2] {
        let index = usize::from(self.0);
        [index / 4, 4 + index % 4].map(|i| HZ.get(i).copied().unwrap_or_default())
    }
}

/// Makes the tone of a key.
#[derive(Clone, Debug)]
pub struct Generator {
    low: Sine,
    high: Sine,
}

impl Generator {
    /// Starts a key's tone.
    pub fn new(key: Key, rate_hz: u32) -> Self {
        let ([low, high], [low_dbm0, high_dbm0]) = (key.hz(), SENT_DBM0);
        Self { low: Sine::new(low, low_dbm0, rate_hz), high: Sine::new(high, high_dbm0, rate_hz) }
    }

    /// Writes the next samples.
    pub fn fill(&mut self, out: &mut [i16]) {
        out.fill_with(|| self.low.next_sample().saturating_add(self.high.next_sample()));
    }
}

/// What the detector heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key is being pressed.
    Pressed(Key),
    /// It has been let go.
    Released(Key),
}

/// Hears keys in a stream.
#[derive(Clone, Debug)]
pub struct Detector {
    bank: Goertzel<8>,
    block: [i16; BLOCK_MAX],
    block_length: usize,
    filled: usize,
    /// The key that is down.
    down: Option<Key>,
    /// What the last blocks showed, other than `down`, and how many of them agreed.
    candidate: (Option<Key>, u8),
}

impl Detector {
    /// Listens at this sample rate, 8 to 48 kHz.
    pub fn new(rate_hz: u32) -> Self {
        let block_length = (BLOCK as u64 * u64::from(rate_hz) / 8_000).clamp(1, BLOCK_MAX as u64) as usize;
        let bank = Goertzel::new(HZ, rate_hz);
        Self { bank, block: [0; BLOCK_MAX], block_length, filled: 0, down: None, candidate: (None, 0) }
    }

    /// Listens to the next samples and reports what became certain in them.
    pub fn listen(&mut self, pcm: &[i16], mut report: impl FnMut(Event)) {
        for sample in pcm {
            if let Some(slot) = self.block.get_mut(self.filled) {
                *slot = *sample;
            }
            self.filled += 1;
            if self.filled == self.block_length {
                self.filled = 0;
                let heard = self.judge();
                self.follow(heard, &mut report);
            }
        }
    }

    /// The key that the full block holds.
    fn judge(&self) -> Option<Key> {
        let block = self.block.get(..self.block_length)?;
        let powers = self.bank.powers(block);
        let (rows, columns) = powers.split_at(4);
        let ((row, low), (column, high)) = (leader(rows)?, leader(columns)?);
        let is_loud = low >= SOFTEST && high >= SOFTEST;
        let is_balanced = low <= high * REVERSE_TWIST && high <= low * TWIST;
        let is_pure = low + high >= SHARE * mean_square(block);
        (is_loud && is_balanced && is_pure).then(|| Key::of(row, column))
    }

    /// Changes its mind only after blocks that agree.
    fn follow(&mut self, heard: Option<Key>, report: &mut impl FnMut(Event)) {
        let (candidate, count) = self.candidate;
        let count = match heard {
            _ if heard == self.down => 0,
            _ if heard == candidate && count > 0 => count + 1,
            _ => 1,
        };
        self.candidate = (heard, count);
        if count >= AGREEING {
            self.candidate = (None, 0);
            let released = std::mem::replace(&mut self.down, heard);
            released.into_iter().for_each(|key| report(Event::Released(key)));
            heard.into_iter().for_each(|key| report(Event::Pressed(key)));
        }
    }
}

/// The strongest of a group, where it leads the others clearly.
fn leader(group: &[f32]) -> Option<(usize, f32)> {
    let (index, &power) = group.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
    let leads = group.iter().enumerate().all(|(i, other)| i == index || power >= LEAD * other);
    leads.then_some((index, power))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mix;

    fn pressed(detector: &mut Detector, pcm: &[i16]) -> String {
        let mut keys = String::new();
        pcm.chunks(160).for_each(|frame| {
            detector.listen(frame, |event| {
                if let Event::Pressed(key) = event {
                    keys.push(key.to_char());
                }
            });
        });
        keys
    }

    fn pair(low: (f64, f64), high: (f64, f64), samples: usize) -> Vec<i16> {
        let (mut pcm, mut other) = (vec![0; samples], vec![0; samples]);
        Sine::new(low.0, low.1, 8_000).fill(&mut pcm);
        Sine::new(high.0, high.1, 8_000).fill(&mut other);
        mix::add(&mut pcm, &other);
        pcm
    }

    /// Q.24: 40 ms of tone and 40 ms of pause are enough, wherever the blocks begin.
    #[test]
    fn every_key_is_heard_once_at_the_shortest_length() {
        for (rate, offset) in [(8_000, 0), (8_000, 37), (8_000, 83), (16_000, 5), (48_000, 11)] {
            let mut pcm = vec![0; offset];
            let length = rate as usize / 25;
            for key in KEYPAD {
                let mut tone = vec![0; length];
                Generator::new(Key::from_char(char::from(*key)).unwrap(), rate).fill(&mut tone);
                pcm.extend(tone);
                pcm.extend(vec![0; length]);
            }
            let heard = pressed(&mut Detector::new(rate), &pcm);
            assert_eq!(heard.as_bytes(), KEYPAD, "{rate} {offset}");
        }
    }

    #[test]
    fn the_same_key_twice_is_two_keys_and_a_short_dropout_is_not() {
        let tone = |n| pair((770.0, -9.0), (1_336.0, -9.0), n);
        let twice = [tone(400), vec![0; 400], tone(400)].concat();
        assert_eq!(pressed(&mut Detector::new(8_000), &twice), "55");
        let dropout = [tone(408), vec![0; 60], tone(400)].concat();
        assert_eq!(pressed(&mut Detector::new(8_000), &dropout), "5");
    }

    #[test]
    fn a_key_is_released_when_its_tone_ends() {
        let mut events = vec![];
        let mut detector = Detector::new(8_000);
        let pcm = [pair((697.0, -9.0), (1_209.0, -9.0), 800), vec![0; 400]].concat();
        detector.listen(&pcm, |event| events.push(event));
        let one = Key::from_char('1').unwrap();
        assert_eq!(events, [Event::Pressed(one), Event::Released(one)]);
    }

    /// Q.24: 1.5 % off is a key, 3.5 % off is not.
    #[test]
    fn frequencies_count_within_their_tolerance() {
        let off = |factor: f64| pair((941.0 * factor, -9.0), (1_336.0 * factor, -9.0), 800);
        for factor in [0.985, 1.015] {
            assert_eq!(pressed(&mut Detector::new(8_000), &off(factor)), "0", "{factor}");
        }
        for factor in [0.955, 1.045] {
            assert_eq!(pressed(&mut Detector::new(8_000), &off(factor)), "", "{factor}");
        }
    }

    #[test]
    fn twist_is_tolerated_as_far_as_lines_cause_it() {
        let twisted =
            |low, high| pressed(&mut Detector::new(8_000), &pair((852.0, low), (1_477.0, high), 800));
        assert_eq!((twisted(-16.0, -9.0), twisted(-9.0, -12.0)), ("9".into(), "9".into()));
        assert_eq!((twisted(-21.0, -9.0), twisted(-9.0, -16.0)), (String::new(), String::new()));
    }

    #[test]
    fn a_key_is_heard_through_noise_15_db_below_it() {
        let mut pcm = pair((697.0, -10.0), (1_633.0, -10.0), 800);
        let noise: Vec<i16> = crate::signals::noise(800).iter().map(|s| s / 18).collect();
        mix::add(&mut pcm, &noise);
        assert_eq!(pressed(&mut Detector::new(8_000), &pcm), "A");
    }

    #[test]
    fn speech_noise_and_single_tones_are_no_keys() {
        let mut tone = vec![0; 8_000];
        Sine::new(941.0, -6.0, 8_000).fill(&mut tone);
        for pcm in [crate::signals::speechlike(80_000), crate::signals::noise(80_000), tone, vec![0; 800]] {
            assert_eq!(pressed(&mut Detector::new(8_000), &pcm), "");
        }
    }

    #[test]
    fn labels_are_those_of_the_keypad() {
        assert_eq!(Key::from_char('d').map(Key::to_char), Some('D'));
        assert_eq!((Key::from_char('E'), Key::from_char(' ')), (None, None));
    }
}
