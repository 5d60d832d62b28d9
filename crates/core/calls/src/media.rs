//! How calls speak of audio: orders to the media path and facts from it.

use std::net::{IpAddr, SocketAddr};

use sdp::Agreed;
use serde::{Deserialize, Serialize};

use crate::{kept::KeptAudio, port::CallId};

/// One leg's audio: one pair of RTP and RTCP ports. Never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MediaId(pub u64);

/// What is to be done with audio. Orders about one media take effect in the order in which they were given.
#[derive(Clone, Debug, PartialEq)]
pub enum MediaOrder {
    /// Take a pair of ports; [`MediaFact::Opened`] or [`MediaFact::Refused`] follows.
    Open {
        /// The audio.
        media: MediaId,
        /// Its call: the audio of one call stays on one worker.
        call: CallId,
        /// Whether the ports are to be IPv6.
        ipv6: bool,
    },
    /// Take up a pair of ports that an earlier process had; [`MediaFact::Opened`] or [`MediaFact::Refused`] follows.
    Resume(KeptAudio),
    /// What was agreed with the peer; again after every renegotiation. Nothing is sent before the first one.
    Set {
        /// The audio.
        media: MediaId,
        /// The agreement.
        audio: Box<Audio>,
    },
    /// Each hears the other: relayed where the codecs agree, transcoded where they do not. Ends what was played.
    Join {
        /// One leg's audio.
        a: MediaId,
        /// The other's.
        b: MediaId,
    },
    /// The peer hears this instead of another leg.
    Play {
        /// The audio.
        media: MediaId,
        /// What it hears.
        sound: Sound,
    },
    /// Nothing more is played or forwarded to it.
    Quiet {
        /// The audio.
        media: MediaId,
    },
    /// Send this digit to the peer as RFC 4733 events, or as tones where it takes none.
    Dial {
        /// The audio.
        media: MediaId,
        /// `0-9 * # A-D`.
        digit: char,
        /// How long, in milliseconds.
        ms: u16,
    },
    /// Give the ports back; [`MediaFact::Closed`] follows with the last statistics. Nothing is to be done where the ports
    /// were refused, of which whoever orders this may not have heard yet.
    Close {
        /// The audio.
        media: MediaId,
    },
}

/// What was agreed with a peer for one leg's audio.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audio {
    /// Codecs, payload types, addresses and directions.
    pub agreed: Agreed,
    /// Where the peer's signalling comes from: behind NAT its media come from there too.
    pub signalling: Option<IpAddr>,
    /// After how many seconds without a packet [`MediaFact::Silent`] is reported; 0 never, as for a peer on hold.
    pub timeout_s: u32,
}

impl Audio {
    /// Where its RTP goes until a symmetric source is latched; nowhere while it is on hold. An address of zeros is a hold of
    /// the old kind (RFC 3264 section 8.4).
    pub fn target(&self) -> Option<SocketAddr> {
        let Agreed { direction, remote_rtp, .. } = &self.agreed;
        Some(*remote_rtp).filter(|to| direction.sends() && !to.ip().is_unspecified())
    }
}

/// What a peer can be made to hear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sound {
    /// Itself.
    Echo,
    /// 1004 Hz at 0 dBm0, for measuring.
    Milliwatt,
    /// The tone of a phone that rings.
    Ringback,
    /// The tone of a busy phone.
    Busy,
    /// The tone of a network that has no way.
    Congestion,
    /// The tone that tests a line, at [`TEST_TONE_DBM0`], and silence after two seconds; what comes back of it is in
    /// [`Hearing::tone`].
    TestTone,
    /// A recorded announcement of this name, once; [`MediaFact::Finished`] follows.
    Announcement(String),
}

/// What the media path reports.
#[derive(Clone, Debug, PartialEq)]
pub enum MediaFact {
    /// The ports are there.
    Opened {
        /// The audio.
        media: MediaId,
        /// The RTP port; RTCP is the next one.
        port: u16,
    },
    /// No port is free.
    Refused {
        /// The audio.
        media: MediaId,
    },
    /// The peer's packets were found to come from elsewhere than its signalling says, as behind NAT.
    Latched {
        /// The audio.
        media: MediaId,
        /// Where they come from.
        source: SocketAddr,
    },
    /// The peer pressed a key: an RFC 4733 event, or a tone in audio that is decoded. Told once per key.
    Digit {
        /// The audio.
        media: MediaId,
        /// `0-9 * # A-D`.
        digit: char,
        /// Its length in milliseconds.
        ms: u16,
    },
    /// Nothing came from the peer for its timeout.
    Silent {
        /// The audio.
        media: MediaId,
    },
    /// The announcement is over, or could not be read.
    Finished {
        /// The audio.
        media: MediaId,
    },
    /// The audio is closed.
    Closed {
        /// The audio.
        media: MediaId,
        /// Its statistics.
        report: MediaReport,
    },
    /// How a live one goes, about once every five seconds.
    Report {
        /// The audio.
        media: MediaId,
        /// Its statistics so far.
        report: MediaReport,
    },
    /// How the peer sounds, while a sound is played to it: about once a second, and once more before [`MediaFact::Closed`].
    Heard {
        /// The audio.
        media: MediaId,
        /// What is heard.
        hearing: Hearing,
    },
}

/// The level of [`Sound::TestTone`], in dBm0: the usual one for tests, since the milliwatt would disturb other lines.
pub const TEST_TONE_DBM0: f32 = -10.0;

/// What is heard from a peer to whom the exchange itself plays something. Levels are in dBm0, from -90 (silence) to 3 (clipping).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hearing {
    /// The level of what came in about the last second; `None` where nothing came.
    pub level_dbm0: Option<f32>,
    /// The level of the loudest packet so far; `None` where nothing came ever.
    pub loudest_dbm0: Option<f32>,
    /// [`Sound::TestTone`], once enough of it has come back.
    pub tone: Option<ToneHeard>,
}

/// The test's tone, come back.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToneHeard {
    /// Its level, in dBm0.
    pub level_dbm0: f32,
    /// From when it left to when it came, in milliseconds: there and back.
    pub delay_ms: f32,
}

/// Statistics of one leg's audio (RFC 3550 section 6.4), seen from us.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MediaReport {
    /// Packets that the peer sent and we received.
    pub packets_rx: u64,
    /// Packets that we sent to it.
    pub packets_tx: u64,
    /// Packets of the peer that were lost on the way to us.
    pub lost_rx: u64,
    /// Packets of ours that the peer's RTCP says it lost.
    pub lost_tx: u64,
    /// Jitter of what we receive, in milliseconds.
    pub jitter_ms: f32,
    /// Round trip in milliseconds, where RTCP told it.
    pub round_trip_ms: Option<f32>,
    /// Estimated mean opinion score of what we receive, 1.0 to 4.5 (ITU-T G.107, simplified).
    pub mos: Option<f32>,
    /// The same of what came since the report before.
    pub mos_now: Option<f32>,
    /// Packets refused because they came from a stranger.
    pub strangers: u64,
    /// Packets of an encrypted stream that were not made with the peer's key, or came again.
    #[serde(default)]
    pub forged: u64,
}

impl MediaReport {
    /// Adds what an earlier process had counted.
    pub(crate) fn after(self, before: &Self) -> Self {
        Self {
            packets_rx: self.packets_rx.saturating_add(before.packets_rx),
            packets_tx: self.packets_tx.saturating_add(before.packets_tx),
            lost_rx: self.lost_rx.saturating_add(before.lost_rx),
            lost_tx: self.lost_tx.saturating_add(before.lost_tx),
            strangers: self.strangers.saturating_add(before.strangers),
            round_trip_ms: self.round_trip_ms.or(before.round_trip_ms),
            mos: self.mos.or(before.mos),
            ..self
        }
    }
}
