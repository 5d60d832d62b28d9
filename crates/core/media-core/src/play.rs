//! What a peer can be made to hear instead of another leg.

use std::sync::Arc;

use dsp::{
    resample::{Rate, Resampler},
    tone::{Pattern, Player, Sine, TEST_HZ},
};

/// Something to hear.
#[derive(Clone, Debug)]
pub enum Source {
    /// The peer itself.
    Echo,
    /// 1004 Hz at 0 dBm0.
    Milliwatt,
    /// A call progress tone.
    Tone(Pattern),
    /// The tone that tests a line, at this level in dBm0: a moment of silence, a second of each half, and silence from then on.
    TestTone(f64),
    /// Recorded speech at 8 kHz.
    Announcement {
        /// The samples, shared by all who hear it.
        audio: Arc<[i16]>,
        /// Whether it starts again at its end.
        is_looped: bool,
    },
}

/// A source that is being played at a listener's rate.
pub(crate) enum Playing {
    Sine(Sine),
    Tone(Player),
    Test { halves: [Sine; 2], frame: usize },
    Speech { audio: Arc<[i16]>, at: usize, is_looped: bool, resampler: Option<Box<Resampler>> },
}

/// Frames of 20 ms before the test's tone: firewalls and address translators open up, and the other end gets ready.
const TEST_LEAD: usize = 10;

/// Frames of each half of it.
const TEST_HALF: usize = 50;

/// The samples of 20 ms of an announcement.
const SPEECH_FRAME: usize = 160;

impl Playing {
    /// Starts a source; `None` for the echo, which needs no playing.
    pub(crate) fn new(source: Source, rate_hz: u32) -> Option<Self> {
        Some(match source {
            Source::Echo => return None,
            Source::Milliwatt => Self::Sine(Sine::milliwatt(rate_hz)),
            Source::Tone(pattern) => Self::Tone(Player::new(pattern, rate_hz)),
            Source::TestTone(dbm0) => {
                Self::Test { halves: TEST_HZ.map(|hz| Sine::new(hz, dbm0, rate_hz)), frame: 0 }
            }
            Source::Announcement { audio, is_looped } => {
                let to = Rate::from_hz(rate_hz).filter(|rate| *rate != Rate::Narrow);
                let resampler = to.map(|to| Box::new(Resampler::new(Rate::Narrow, to)));
                Self::Speech { audio, at: 0, is_looped, resampler }
            }
        })
    }

    /// Whether the next 20 ms begin the second half of the test's tone.
    pub(crate) const fn is_mark(&self) -> bool {
        matches!(self, Self::Test { frame, .. } if *frame == TEST_LEAD + TEST_HALF)
    }

    /// Fills the next 20 ms; false where the source is over.
    pub(crate) fn fill(&mut self, out: &mut [i16]) -> bool {
        match self {
            Self::Sine(sine) => sine.fill(out),
            Self::Tone(player) => player.fill(out),
            Self::Test { halves: [first, second], frame } => {
                match frame.checked_sub(TEST_LEAD).map(|frame| frame / TEST_HALF) {
                    Some(0) => first.fill(out),
                    Some(1) => second.fill(out),
                    None | Some(_) => out.fill(0),
                }
                *frame += 1;
            }
            Self::Speech { audio, at, is_looped, resampler } => {
                if audio.is_empty() || (*at >= audio.len() && !*is_looped) {
                    return false;
                }
                let mut frame = [0; SPEECH_FRAME];
                for sample in &mut frame {
                    if *at >= audio.len() && *is_looped {
                        *at = 0;
                    }
                    *sample = audio.get(*at).copied().unwrap_or_default();
                    *at += 1;
                }
                match resampler {
                    Some(resampler) => {
                        let filled = resampler.process(&frame, out);
                        out.iter_mut().skip(filled).for_each(|sample| *sample = 0);
                    }
                    None => out.iter_mut().zip(frame).for_each(|(to, from)| *to = from),
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speech(samples: &[i16], is_looped: bool) -> Playing {
        Playing::new(Source::Announcement { audio: Arc::from(samples), is_looped }, 8000).unwrap()
    }

    #[test]
    fn an_announcement_ends_with_silence_and_then_is_over() {
        let mut playing = speech(&[7; 200], false);
        let mut out = [1; 160];
        assert!(playing.fill(&mut out) && out == [7; 160]);
        assert!(playing.fill(&mut out) && out[39] == 7 && out[40] == 0);
        assert!(!playing.fill(&mut out));
    }

    #[test]
    fn a_loop_goes_on_without_a_gap_and_an_empty_one_is_over() {
        let mut playing = speech(&[1, 2, 3], true);
        let mut out = [0; 160];
        assert!(playing.fill(&mut out) && playing.fill(&mut out));
        assert_eq!(out[..4], [2, 3, 1, 2]);
        assert!(!speech(&[], true).fill(&mut out));
    }

    #[test]
    fn the_echo_is_not_played() {
        assert!(Playing::new(Source::Echo, 8000).is_none());
    }
}
