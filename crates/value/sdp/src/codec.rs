//! An encoding with the payload type number that carries it, and the numbers that need no `rtpmap` (RFC 3551 section 6).

use serde::{Deserialize, Serialize};

/// The encoding name of RFC 4733's named events.
pub const TELEPHONE_EVENT: &str = "telephone-event";

/// One payload type of an audio stream: the number and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Codec {
    /// The payload type number, 0 to 127.
    pub pt: u8,
    /// The encoding name as written; compared without case.
    pub name: String,
    /// The RTP clock rate, which is 8000 even for G.722 (RFC 3551 section 4.5.2).
    pub clock_hz: u32,
    /// The number of channels; 1 where nothing is said.
    pub channels: u8,
    /// The format parameters, where there are any.
    pub fmtp: Option<String>,
}

/// Number, name, clock and channels of what needs no `rtpmap`. 101 is dynamic, but phones that forget its `rtpmap` all mean
/// telephone-event by it.
const WELL_KNOWN: [(u8, &str, u32, u8); 14] = [
    (0, "PCMU", 8000, 1),
    (3, "GSM", 8000, 1),
    (4, "G723", 8000, 1),
    (7, "LPC", 8000, 1),
    (8, "PCMA", 8000, 1),
    (9, "G722", 8000, 1),
    (10, "L16", 44_100, 2),
    (11, "L16", 44_100, 1),
    (12, "QCELP", 8000, 1),
    (13, "CN", 8000, 1),
    (15, "G728", 8000, 1),
    (16, "DVI4", 11_025, 1),
    (18, "G729", 8000, 1),
    (101, TELEPHONE_EVENT, 8000, 1),
];

impl Codec {
    /// Describes a codec of one channel without parameters.
    pub fn new(pt: u8, name: &str, clock_hz: u32) -> Self {
        Self { pt, name: name.to_owned(), clock_hz, channels: 1, fmtp: None }
    }

    /// G.711 mu-law.
    pub fn pcmu() -> Self {
        Self::new(0, "PCMU", 8000)
    }

    /// G.711 A-law.
    pub fn pcma() -> Self {
        Self::new(8, "PCMA", 8000)
    }

    /// GSM full rate.
    pub fn gsm() -> Self {
        Self::new(3, "GSM", 8000)
    }

    /// G.722; its clock of 8000 is an old mistake that everybody keeps.
    pub fn g722() -> Self {
        Self::new(9, "G722", 8000)
    }

    /// RFC 4733 events under a number of ours, with the sixteen digits and the flash.
    pub fn telephone_event(pt: u8) -> Self {
        Self { fmtp: Some("0-16".to_owned()), ..Self::new(pt, TELEPHONE_EVENT, 8000) }
    }

    /// What a number means where no `rtpmap` says it.
    pub fn well_known(pt: u8) -> Option<Self> {
        let (pt, name, clock_hz, channels) = *WELL_KNOWN.iter().find(|known| known.0 == pt)?;
        Some(Self { channels, ..Self::new(pt, name, clock_hz) })
    }

    /// Whether both are the same encoding, whatever their numbers and parameters.
    pub fn is_same_encoding(&self, other: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&other.name)
            && self.clock_hz == other.clock_hz
            && self.channels == other.channels
    }

    /// Whether this is RFC 4733's named events.
    pub fn is_telephone_event(&self) -> bool {
        self.name.eq_ignore_ascii_case(TELEPHONE_EVENT)
    }

    /// Whether this is comfort noise (RFC 3389), which is never a call's only codec.
    pub fn is_comfort_noise(&self) -> bool {
        self.name.eq_ignore_ascii_case("CN")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn static_numbers_need_no_rtpmap() {
        assert_eq!(Codec::well_known(0), Some(Codec::pcmu()));
        assert_eq!(Codec::well_known(3), Some(Codec::gsm()));
        assert_eq!(Codec::well_known(8), Some(Codec::pcma()));
        assert_eq!(Codec::well_known(9), Some(Codec::g722()));
        assert_eq!(Codec::well_known(18).map(|codec| codec.name), Some("G729".to_owned()));
        assert_eq!(Codec::well_known(96), None);
    }

    /// RFC 8866 section 6.6: encoding names are compared without case; the number does not matter.
    #[test]
    fn an_encoding_is_its_name_clock_and_channels() {
        assert!(Codec::new(97, "pcmu", 8000).is_same_encoding(&Codec::pcmu()));
        assert!(!Codec::new(0, "PCMU", 16_000).is_same_encoding(&Codec::pcmu()));
        assert!(!Codec { channels: 2, ..Codec::pcmu() }.is_same_encoding(&Codec::pcmu()));
    }
}
