//! Listens to a peer to whom the exchange itself plays something: how loud it is, and whether the tone of a test comes
//! back. Decides nothing about the call, and is there for such legs only: nobody else decodes what they send.
//!
//! Packets are measured as they arrive, lost ones left out. A packet costs its decoding and a sum, and allocates nothing.

use std::time::Duration;

use dsp::{
    codec::{Codec, Decoder},
    goertzel::{Goertzel, mean_square},
    tone::{TEST_HZ, level_dbm0},
};
use moment::Moment;
use rtp::Pt;

use crate::{
    StreamSettings,
    transcode::{MAX_FRAME, MAX_PACKET_FRAMES},
};

/// What is heard from a peer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hearing {
    /// The level of what came since the last look, about a second, in dBm0; `None` where nothing came.
    pub level_dbm0: Option<f32>,
    /// The level of the loudest packet so far, in dBm0; `None` where nothing came ever.
    pub loudest_dbm0: Option<f32>,
    /// The tone of a test, once enough of it has come back.
    pub tone: Option<ToneHeard>,
}

/// The tone of a test that has come back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ToneHeard {
    /// Its level, in dBm0.
    pub level_dbm0: f32,
    /// From when it left to when it came: there and back, with whatever buffers at the other end.
    pub delay: Duration,
}

/// The least time between two readings of the level: less is no more than a syllable.
const WINDOW: Duration = Duration::from_millis(500);

/// The measure of one peer.
pub(crate) struct Meter {
    /// What the peer may send, and what we can decode of it.
    codecs: Vec<(Pt, Codec)>,
    decoder: Option<(Codec, Decoder)>,
    window: Window,
    level: Option<f32>,
    loudest: Option<f32>,
    tone: Tone,
}

/// What came since the last look.
struct Window {
    since: Moment,
    /// The sum of the squares of all samples.
    energy: f64,
    samples: usize,
}

impl Meter {
    /// Starts to listen to a peer that sends what was agreed; without an agreement nothing is heard.
    pub(crate) fn new(now: Moment, settings: Option<&StreamSettings>) -> Self {
        let received = settings.map(|own| own.receive.as_slice()).unwrap_or_default();
        let codec = |codec: &sdp::Codec| Some((Pt::new(codec.pt)?, Codec::from_name(&codec.name)?));
        Self {
            codecs: received.iter().filter_map(codec).collect(),
            decoder: None,
            window: Window { since: now, energy: 0.0, samples: 0 },
            level: None,
            loudest: None,
            tone: Tone::new(),
        }
    }

    /// Takes a packet of audio.
    pub(crate) fn listen(&mut self, now: Moment, pt: Pt, payload: &[u8]) {
        let Some((_, codec)) = self.codecs.iter().find(|(number, _)| *number == pt).copied() else { return };
        let decoder = match &mut self.decoder {
            Some((known, decoder)) if *known == codec => decoder,
            other => &mut other.insert((codec, Decoder::new(codec))).1,
        };
        let mut pcm = [0; MAX_FRAME * MAX_PACKET_FRAMES];
        let samples = decoder.decode(payload, &mut pcm);
        let pcm = pcm.get(..samples).filter(|pcm| !pcm.is_empty());
        let Some(pcm) = pcm else { return };
        let power = mean_square(pcm);
        self.window.energy += f64::from(power) * pcm.len() as f64;
        self.window.samples += pcm.len();
        self.loudest = Some(self.loudest.map_or(power, |loudest| loudest.max(power)));
        self.tone.listen(now, pcm, codec.sample_rate_hz());
    }

    /// Notes that the second half of the test's tone leaves now.
    pub(crate) fn mark(&mut self, now: Moment) {
        self.tone.left = Some(now);
    }

    /// Reads it off.
    pub(crate) fn look(&mut self, now: Moment) -> Hearing {
        if now.since(self.window.since) >= WINDOW {
            let Window { energy, samples, .. } = self.window;
            self.level = (samples > 0).then(|| (energy / samples as f64) as f32);
            self.window = Window { since: now, energy: 0.0, samples: 0 };
        }
        Hearing {
            level_dbm0: self.level.map(level_dbm0),
            loudest_dbm0: self.loudest.map(level_dbm0),
            tone: self.tone.heard(),
        }
    }
}

/// The length of a piece that is judged for itself, and so how exact the delay is.
const PIECE: Duration = Duration::from_millis(10);

/// The share of a piece's power at which it is the tone and nothing else. GSM leaves four fifths of a sine where it was.
const PURE: f32 = 0.6;

/// The level below which nothing is a tone: that of a line with nobody on it (ITU-T P.53 wants -65 dBmp of an exchange, and
/// codecs make that rough).
const FAINT_DBM0: f32 = -50.0;

/// Pieces in a row that are no chance any more: then it is known when the tone came.
const SURE: u32 = 5;

/// Pieces of the tone in all below which it was not heard: half a second of two.
const ENOUGH: u32 = 50;

/// Waits for the two halves of the test's tone. The level is taken from both; the delay from the second, because at the
/// beginning of the first the other end may still be busy with the answer.
struct Tone {
    filters: (u32, Goertzel<2>),
    /// When the second half left.
    left: Option<Moment>,
    /// Since when, and for how many pieces in a row, the second half comes.
    run: Option<(Moment, u32)>,
    came: Option<Moment>,
    /// The powers of all whole pieces of the tone, and how many there were.
    power: f64,
    pieces: u32,
    /// The piece before was the tone too: this one is whole.
    was_tone: bool,
}

impl Tone {
    fn new() -> Self {
        const USUAL_HZ: u32 = 8_000;
        Self {
            filters: (USUAL_HZ, Goertzel::new(TEST_HZ, USUAL_HZ)),
            left: None,
            run: None,
            came: None,
            power: 0.0,
            pieces: 0,
            was_tone: false,
        }
    }

    fn listen(&mut self, now: Moment, pcm: &[i16], rate_hz: u32) {
        if self.filters.0 != rate_hz {
            self.filters = (rate_hz, Goertzel::new(TEST_HZ, rate_hz));
        }
        let length = (rate_hz / 100).max(1) as usize;
        let mut at = now;
        for piece in pcm.chunks_exact(length) {
            self.judge(at, piece);
            at += PIECE;
        }
    }

    fn judge(&mut self, at: Moment, piece: &[i16]) {
        let whole = mean_square(piece);
        let [first, second] = self.filters.1.powers(piece);
        let is_loud = level_dbm0(whole) > FAINT_DBM0;
        let is_second = is_loud && second >= whole * PURE;
        let is_tone = is_second || (is_loud && first >= whole * PURE);
        if is_tone && self.was_tone {
            self.power += f64::from(first.max(second));
            self.pieces += 1;
        }
        self.was_tone = is_tone;
        self.run = is_second.then(|| self.run.map_or((at, 1), |(since, pieces)| (since, pieces + 1)));
        if let Some((since, pieces)) = self.run
            && pieces >= SURE
            && self.left.is_some_and(|left| since >= left)
            && self.came.is_none()
        {
            self.came = Some(since);
        }
    }

    fn heard(&self) -> Option<ToneHeard> {
        let (came, left) = self.came.zip(self.left).filter(|_| self.pieces >= ENOUGH)?;
        let power = self.power / f64::from(self.pieces.max(1));
        Some(ToneHeard { level_dbm0: level_dbm0(power as f32), delay: came.since(left) })
    }
}
