//! One `m=` line with its attributes (RFC 8866 section 5.14).

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

use crate::{Attribute, Codec, Crypto, Direction};

/// One stream of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// What flows in it.
    pub kind: Kind,
    /// The port where the describing side listens; 0 declines or ends the stream.
    pub port: u16,
    /// The transport.
    pub protocol: Protocol,
    /// The formats in order of preference: payload type numbers, where the protocol is RTP.
    pub formats: Vec<String>,
    /// The stream's own address, which goes before the session's.
    pub connection: Option<IpAddr>,
    /// The stream's own direction, which goes before the session's.
    pub direction: Option<Direction>,
    /// What the numbers stand for.
    pub rtpmaps: Vec<RtpMap>,
    /// The parameters of the formats.
    pub fmtps: Vec<Fmtp>,
    /// The milliseconds of audio that the describing side wants in a packet.
    pub ptime_ms: Option<u16>,
    /// The most milliseconds that it can take in a packet.
    pub maxptime_ms: Option<u16>,
    /// Where RTCP goes.
    pub rtcp: Rtcp,
    /// The keys that the describing side names (RFC 4568), in order of preference; only those that can be used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crypto: Vec<Crypto>,
    /// The suites of keys that cannot be used, and why: unknown, or with parameters that we do not support.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<String>,
    /// Every other attribute, in its order.
    pub attributes: Vec<Attribute>,
}

/// What a stream carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Speech.
    Audio,
    /// Pictures that move.
    Video,
    /// Fax over T.38.
    Image,
    /// Data for a program.
    Application,
    /// Anything else, as written.
    Other(String),
}

/// The transport of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Protocol {
    /// `RTP/AVP`: plain RTP (RFC 3551).
    RtpAvp,
    /// `RTP/AVPF`: plain RTP with early feedback (RFC 4585).
    RtpAvpf,
    /// `RTP/SAVP`: encrypted RTP (RFC 3711).
    RtpSavp,
    /// `RTP/SAVPF`: encrypted RTP with early feedback (RFC 5124).
    RtpSavpf,
    /// `udptl`: T.38.
    Udptl,
    /// Anything else, as written.
    Other(String),
}

/// What a payload type number stands for: `a=rtpmap`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RtpMap {
    /// The number.
    pub pt: u8,
    /// The encoding's name, as written.
    pub name: String,
    /// The RTP clock rate.
    pub clock_hz: u32,
    /// The number of channels.
    pub channels: u8,
}

/// Parameters of a format: `a=fmtp`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fmtp {
    /// The format's name, which is a number for RTP.
    pub format: String,
    /// The parameters, as written.
    pub parameters: String,
}

/// How RTCP is carried beside the stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rtcp {
    /// Where it goes if not to the next port (RFC 3605).
    pub address: Option<RtcpAddress>,
    /// Whether it may share the port of RTP (RFC 5761).
    pub mux: bool,
}

/// The value of `a=rtcp` (RFC 3605).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RtcpAddress {
    /// The port.
    pub port: u16,
    /// The address, where it is not the stream's.
    pub addr: Option<IpAddr>,
}

impl Media {
    /// Starts a stream without formats or attributes.
    pub fn new(kind: Kind, port: u16, protocol: Protocol) -> Self {
        Self {
            kind,
            port,
            protocol,
            formats: Vec::new(),
            connection: None,
            direction: None,
            rtpmaps: Vec::new(),
            fmtps: Vec::new(),
            ptime_ms: None,
            maxptime_ms: None,
            rtcp: Rtcp::default(),
            crypto: Vec::new(),
            passed_over: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// The same stream declined: port 0 and no attribute (RFC 3264 section 6).
    #[must_use]
    pub fn declined(&self) -> Self {
        Self { formats: self.formats.clone(), ..Self::new(self.kind.clone(), 0, self.protocol.clone()) }
    }

    /// Adds a payload type with its `rtpmap` and parameters.
    pub fn push_codec(&mut self, codec: &Codec) {
        let format = codec.pt.to_string();
        self.rtpmaps.push(RtpMap {
            pt: codec.pt,
            name: codec.name.clone(),
            clock_hz: codec.clock_hz,
            channels: codec.channels,
        });
        if let Some(parameters) = codec.fmtp.clone() {
            self.fmtps.push(Fmtp { format: format.clone(), parameters });
        }
        self.formats.push(format);
    }

    /// The payload types of an RTP stream in their order. Numbers that nothing explains are left out.
    pub fn codecs(&self) -> impl Iterator<Item = Codec> + '_ {
        self.formats.iter().filter_map(|format| {
            let pt = format.parse().ok().filter(|pt| *pt <= 127)?;
            let mapped = self
                .rtpmaps
                .iter()
                .find(|map| map.pt == pt)
                .map(|map| Codec { channels: map.channels, ..Codec::new(pt, &map.name, map.clock_hz) });
            let mut codec = mapped.or_else(|| Codec::well_known(pt))?;
            codec.fmtp =
                self.fmtps.iter().find(|fmtp| fmtp.format == *format).map(|fmtp| fmtp.parameters.clone());
            Some(codec)
        })
    }
}

impl Kind {
    /// Reads the first word of an `m=` line.
    pub fn from_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "audio" => Self::Audio,
            "video" => Self::Video,
            "image" => Self::Image,
            "application" => Self::Application,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Image => "image",
            Self::Application => "application",
            Self::Other(word) => word,
        })
    }
}

impl Protocol {
    /// Whether it is RTP of any profile.
    pub const fn is_rtp(&self) -> bool {
        matches!(self, Self::RtpAvp | Self::RtpAvpf) || self.is_encrypted()
    }

    /// Whether its profile is one of encrypted RTP.
    pub const fn is_encrypted(&self) -> bool {
        matches!(self, Self::RtpSavp | Self::RtpSavpf)
    }

    /// Reads the third word of an `m=` line.
    pub fn from_word(word: &str) -> Self {
        match word.to_ascii_uppercase().as_str() {
            "RTP/AVP" => Self::RtpAvp,
            "RTP/AVPF" => Self::RtpAvpf,
            "RTP/SAVP" => Self::RtpSavp,
            "RTP/SAVPF" => Self::RtpSavpf,
            "UDPTL" => Self::Udptl,
            _ => Self::Other(word.to_owned()),
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RtpAvp => "RTP/AVP",
            Self::RtpAvpf => "RTP/AVPF",
            Self::RtpSavp => "RTP/SAVP",
            Self::RtpSavpf => "RTP/SAVPF",
            Self::Udptl => "udptl",
            Self::Other(word) => word,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_rtpmap_goes_before_the_static_meaning() {
        let mut media = Media::new(Kind::Audio, 4000, Protocol::RtpAvp);
        media.push_codec(&Codec::new(0, "L16", 8000));
        assert_eq!(media.codecs().next(), Some(Codec::new(0, "L16", 8000)));
    }

    #[test]
    fn numbers_that_nothing_explains_are_left_out() {
        let mut media = Media::new(Kind::Audio, 4000, Protocol::RtpAvp);
        media.formats = ["96", "300", "t38", "8"].map(str::to_owned).to_vec();
        assert_eq!(media.codecs().collect::<Vec<_>>(), [Codec::pcma()]);
    }

    /// RFC 3264 section 6: a declined stream keeps its place, kind, transport and formats.
    #[test]
    fn declining_keeps_the_line_and_drops_the_rest() {
        let mut media = Media::new(Kind::Video, 4002, Protocol::RtpAvp);
        media.push_codec(&Codec::new(99, "H264", 90_000));
        let declined = media.declined();
        assert_eq!((declined.port, declined.formats), (0, vec!["99".to_owned()]));
        assert_eq!(declined.rtpmaps, []);
    }
}
