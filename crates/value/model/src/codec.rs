//! Audio codecs that the exchange carries, with Asterisk's names and RTP's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// An audio codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Codec {
    /// GSM 06.10 full rate.
    Gsm,
    /// G.711 mu-law.
    Ulaw,
    /// G.711 A-law.
    Alaw,
    /// G.722 at 64 kbit/s.
    G722,
}

impl Codec {
    /// Every codec, in the order of a new exchange's settings: what most phones speak first.
    pub const ALL: [Self; 4] = [Self::Alaw, Self::Ulaw, Self::G722, Self::Gsm];

    /// Returns Asterisk's name, which settings and listings use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gsm => "gsm",
            Self::Ulaw => "ulaw",
            Self::Alaw => "alaw",
            Self::G722 => "g722",
        }
    }

    /// Returns the encoding name of SDP's `a=rtpmap` (RFC 3551 section 6).
    pub const fn rtp_name(self) -> &'static str {
        match self {
            Self::Gsm => "GSM",
            Self::Ulaw => "PCMU",
            Self::Alaw => "PCMA",
            Self::G722 => "G722",
        }
    }

    /// Returns the static RTP payload type (RFC 3551 section 6, table 4).
    pub const fn payload_type(self) -> u8 {
        match self {
            Self::Ulaw => 0,
            Self::Gsm => 3,
            Self::Alaw => 8,
            Self::G722 => 9,
        }
    }

    /// Returns the RTP clock rate; G.722's is 8000 by an old mistake (RFC 3551 section 4.5.2).
    pub const fn clock_rate(self) -> u32 {
        8000
    }

    /// Says in words what it is, as listings do.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Gsm => "GSM",
            Self::Ulaw => "G.711 u-law",
            Self::Alaw => "G.711 a-law",
            Self::G722 => "G722",
        }
    }
}

impl fmt::Display for Codec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Codec {
    type Err = Problem;

    /// Takes Asterisk's name or RTP's, in any case.
    fn from_str(raw: &str) -> Result<Self, Problem> {
        Self::ALL
            .into_iter()
            .find(|codec| {
                raw.eq_ignore_ascii_case(codec.name()) || raw.eq_ignore_ascii_case(codec.rtp_name())
            })
            .ok_or_else(|| Problem::unknown_word(raw, "gsm, ulaw, alaw, g722"))
    }
}

/// Reads an ordered list: each codec once, at least one.
pub(crate) fn parse_list(raw: Vec<String>) -> Result<Vec<Codec>, Problem> {
    let mut list = Vec::with_capacity(Codec::ALL.len());
    for name in raw {
        let codec: Codec = name.parse()?;
        if list.contains(&codec) {
            return Err(Problem::taken_by(format!("an earlier entry: {codec} is there twice")));
        }
        list.push(codec);
    }
    match list.is_empty() {
        true => Err(Problem::Missing),
        false => Ok(list),
    }
}

/// Writes a list as names.
pub(crate) fn names(list: &[Codec]) -> Vec<String> {
    list.iter().map(Codec::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_understood() {
        assert_eq!("PCMU".parse(), Ok(Codec::Ulaw));
        assert_eq!("ulaw".parse(), Ok(Codec::Ulaw));
        assert!("opus".parse::<Codec>().is_err());
    }

    #[test]
    fn a_codec_list_has_each_codec_once_and_is_not_empty() {
        assert!(parse_list(vec![]).is_err());
        assert!(parse_list(vec!["gsm".into(), "GSM".into()]).is_err());
        assert_eq!(parse_list(vec!["gsm".into(), "alaw".into()]), Ok(vec![Codec::Gsm, Codec::Alaw]));
    }

    /// RFC 3551 section 6.
    #[test]
    fn payload_types_are_the_static_ones() {
        assert_eq!(Codec::ALL.map(Codec::payload_type), [8, 0, 9, 3]);
    }
}
