//! The offer/answer model (RFC 3264) as pure functions over descriptions.
//!
//! What both sides make of an exchange is [`Agreed`]: where to send what, and what to expect. Never holds state: a call
//! keeps its last description and passes it back in.

mod accept;
mod answer;
mod offer;
mod secure;

use std::{
    error::Error,
    fmt,
    net::{IpAddr, SocketAddr},
};

use serde::{Deserialize, Serialize};

pub use self::{
    accept::accept,
    answer::answer,
    offer::{offer, reoffer, revise},
    secure::{Secured, Security},
};
use crate::{Codec, Direction, Kind, Media, Session};

/// What we can carry on one leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    /// The address that we name to the peer.
    pub addr: IpAddr,
    /// The port of our RTP; RTCP has the next one.
    pub rtp_port: u16,
    /// Our codecs in order of preference, with the numbers of our offers.
    pub codecs: Vec<Codec>,
    /// The number of named events in our offers; `None` refuses them.
    pub telephone_event: Option<u8>,
    /// The milliseconds of audio that we like in a packet.
    pub ptime_ms: u16,
    /// What we want to do: `sendonly` puts the peer on hold.
    pub direction: Direction,
    /// Whether RTCP may share the port of RTP.
    pub rtcp_mux: bool,
    /// Whether the stream is to be encrypted.
    pub security: Security,
}

/// Whose order of codecs decides an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preference {
    /// The first of ours that the offer has.
    #[default]
    Ours,
    /// The first of the offer that we have.
    Theirs,
}

/// What an exchange of offer and answer settled, from our side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Where our RTP goes.
    pub remote_rtp: SocketAddr,
    /// Where our RTCP goes.
    pub remote_rtcp: SocketAddr,
    /// What we send, under the number that the peer expects.
    pub codec: Codec,
    /// What the peer may send, under the numbers that it uses; never empty.
    pub receive: Vec<Codec>,
    /// The numbers of named events, where both sides have them.
    pub telephone_event: Option<TelephoneEvents>,
    /// Which way the stream flows, from our side.
    pub direction: Direction,
    /// The milliseconds of audio in a packet of ours.
    pub ptime_ms: u16,
    /// Whether RTCP shares the port of RTP.
    pub rtcp_mux: bool,
    /// The keys, where the stream is encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secured: Option<Box<Secured>>,
}

/// The numbers of RFC 4733 events in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TelephoneEvents {
    /// The number that we send.
    pub send: u8,
    /// The number that the peer sends.
    pub receive: u8,
}

/// Why two sides found no common ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Disagreement {
    /// No stream that we carry at all: fax, video, or audio without an address. Holds what was there.
    NoAudio {
        /// Every stream with its transport, as in "image udptl".
        offered: Vec<String>,
    },
    /// Audio, but no codec in common.
    NoCommonCodec {
        /// The peer's codecs.
        offered: Vec<String>,
        /// Our codecs.
        ours: Vec<String>,
    },
    /// The stream is in clear, and we require that it is not.
    InClear,
    /// The stream is encrypted, and we have encryption off.
    Encrypted,
    /// Encrypted on both sides, but no crypto suite in common.
    NoCommonSuite {
        /// The peer's suites, and what is wrong with those that we know.
        offered: Vec<String>,
        /// Our suites.
        ours: Vec<String>,
    },
    /// The answer declines our audio with port 0.
    Declined,
    /// The answer has not the streams of the offer (RFC 3264 section 6).
    NotAnAnswer,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAudio { offered } => write!(f, "no audio stream that can be carried, only {offered:?}"),
            Self::NoCommonCodec { offered, ours } => {
                write!(f, "no codec in common: theirs {offered:?}, ours {ours:?}")
            }
            Self::InClear => f.write_str("the audio is in clear, and encryption is required"),
            Self::Encrypted => f.write_str("the audio is encrypted, and encryption is off"),
            Self::NoCommonSuite { offered, ours } => {
                write!(f, "no crypto suite in common: theirs {offered:?}, ours {ours:?}")
            }
            Self::Declined => f.write_str("the answer declines the audio stream"),
            Self::NotAnAnswer => f.write_str("the answer does not have the streams of the offer"),
        }
    }
}

impl Error for Disagreement {}

impl Abilities {
    fn encodings(&self) -> Vec<String> {
        self.codecs.iter().map(|codec| codec.name.clone()).collect()
    }
}

/// Whether a stream is one that we could carry, its codecs apart.
fn is_carried(media: &Media) -> bool {
    media.kind == Kind::Audio && media.port != 0 && media.protocol.is_rtp()
}

/// Whether a payload type can be a call's codec.
fn is_speech(codec: &Codec) -> bool {
    !codec.is_telephone_event() && !codec.is_comfort_noise()
}

/// Where a stream's RTP and RTCP go (RFC 3605, RFC 5761); without `a=rtcp` RTCP has the next port.
fn remotes(session: &Session, media: &Media, mux: bool) -> Option<(SocketAddr, SocketAddr)> {
    let rtp = SocketAddr::new(session.address_of(media)?, media.port);
    let rtcp = match media.rtcp.address {
        _ if mux => rtp,
        Some(at) => SocketAddr::new(at.addr.unwrap_or(rtp.ip()), at.port),
        None => SocketAddr::new(rtp.ip(), rtp.port().checked_add(1).unwrap_or(rtp.port())),
    };
    Some((rtp, rtcp))
}

/// Shortest packets that we send: a peer that asks for less would have us flood it.
const PTIME_MIN_MS: u16 = 10;

/// Longest packets that we send: more G.711 than this outgrows an Ethernet frame, and is heard as delay.
const PTIME_MAX_MS: u16 = 120;

/// The packet length that the peer asks for, within what it can take and what we do; ours where it does not say.
fn ptime_ms(media: &Media, ours: u16) -> u16 {
    let wanted = media.ptime_ms.unwrap_or(ours);
    media.maxptime_ms.map_or(wanted, |most| wanted.min(most)).clamp(PTIME_MIN_MS, PTIME_MAX_MS)
}

#[cfg(test)]
mod secure_tests;
#[cfg(test)]
mod tests;
