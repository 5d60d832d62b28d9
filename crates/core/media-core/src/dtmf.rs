//! Keys on their way to a peer, one after the other: as RFC 4733 events, or as tones where it takes none.

use std::collections::VecDeque;

use dsp::dtmf::{Generator, Key};
use rtp::{
    Timestamp,
    telephone_event::{Event, EventSender, code_of},
};

/// How many keys wait at most: a long calling card number with its pin.
const MAX_KEYS: usize = 64;
/// How long a key is down if nobody says.
pub(crate) const KEY_MS: u16 = 100;
/// The pause after a key (ITU-T Q.24 asks for 65 ms in the strictest network).
const PAUSE_TICKS: u8 = 4;

/// The keys that are to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    waiting: VecDeque<(char, u16)>,
    current: Option<Current>,
}

#[derive(Clone, Debug)]
enum Current {
    Events(EventSender, Timestamp),
    Tone(Generator, u16),
    Pause(u8),
}

/// What to send in one tick.
pub(crate) enum Beat {
    /// An event packet: its payload, its stamp, and the marker.
    Event(Event, Timestamp, bool),
    /// The frame has been filled with a tone, or with silence.
    Frame,
    /// Nothing: a pause between events.
    Pause,
}

impl Keys {
    /// Adds a key; false where it is none, or too many wait.
    pub(crate) fn press(&mut self, key: char, ms: u16) -> bool {
        let is_taken = code_of(key).is_some() && self.waiting.len() < MAX_KEYS;
        if is_taken {
            self.waiting.push_back((key, ms));
        }
        is_taken
    }

    /// Whether a key is being sent or waits.
    pub(crate) fn is_busy(&self) -> bool {
        self.current.is_some() || !self.waiting.is_empty()
    }

    /// Goes on by 20 ms. `stamp` is the clock of the stream, `as_events` says whether the peer takes them; a tone is written
    /// into `frame`, at `rate_hz`.
    pub(crate) fn beat(
        &mut self,
        stamp: Timestamp,
        as_events: bool,
        rate_hz: u32,
        frame: &mut [i16],
    ) -> Option<Beat> {
        let is_new = self.current.is_none();
        if is_new {
            let (key, ms) = self.waiting.pop_front()?;
            self.current = Some(if as_events {
                let total = (u32::from(ms) * 8).min(u32::from(u16::MAX));
                Current::Events(EventSender::new(code_of(key)?, total as u16, 160), stamp)
            } else {
                Current::Tone(Generator::new(Key::from_char(key)?, rate_hz), ms.div_ceil(20).max(2))
            });
        }
        match self.current.as_mut()? {
            Current::Events(sender, stamp) => match sender.next() {
                Some((event, marker)) => return Some(Beat::Event(event, *stamp, marker)),
                None => self.current = Some(Current::Pause(PAUSE_TICKS)),
            },
            Current::Tone(generator, ticks) => {
                if let Some(left) = ticks.checked_sub(1) {
                    *ticks = left;
                    generator.fill(frame);
                    return Some(Beat::Frame);
                }
                self.current = Some(Current::Pause(PAUSE_TICKS));
            }
            Current::Pause(ticks) => match ticks.checked_sub(1) {
                Some(left) if left > 0 => *ticks = left,
                _ => self.current = None,
            },
        }
        frame.fill(0);
        Some(if as_events { Beat::Pause } else { Beat::Frame })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_are_two_events_with_a_pause_and_stamps_of_their_own() {
        let mut keys = Keys::default();
        assert!(keys.press('1', 60) && keys.press('#', 60) && !keys.press('x', 60));
        let mut sent = Vec::new();
        let mut stamp = 0;
        while let Some(beat) = keys.beat(Timestamp(stamp), true, 8000, &mut []) {
            if let Beat::Event(event, stamp, marker) = beat {
                sent.push((event.key(), stamp.0, marker));
            }
            stamp += 160;
        }
        assert_eq!(sent.len(), 10, "two growing and three ends for each");
        assert_eq!(sent.iter().filter(|(_, _, marker)| *marker).count(), 2);
        assert_eq!((sent[0].0, sent[0].1, sent[5].0), (Some('1'), 0, Some('#')));
        assert!(sent[5].1 > 160 * 6);
        assert!(!keys.is_busy());
    }

    #[test]
    fn a_peer_without_events_hears_the_tone() {
        let mut keys = Keys::default();
        keys.press('5', 100);
        let mut detector = dsp::dtmf::Detector::new(8000);
        let (mut heard, mut frame) = (Vec::new(), [0; 160]);
        while keys.beat(Timestamp(0), false, 8000, &mut frame).is_some() {
            detector.listen(&frame, |event| heard.push(event));
        }
        assert!(matches!(heard[0], dsp::dtmf::Event::Pressed(key) if key.to_char() == '5'), "{heard:?}");
    }

    #[test]
    fn the_keys_that_wait_are_bounded() {
        let mut keys = Keys::default();
        assert_eq!((0..1000).filter(|_| keys.press('1', 100)).count(), MAX_KEYS);
    }
}
