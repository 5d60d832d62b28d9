//! How the audio of a call went over time: a few numbers every five seconds, or less often in long calls.

use serde::{Deserialize, Serialize};

/// How one leg's audio went over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegQuality {
    /// The line's username or the trunk's name.
    pub name: String,
    /// It is the caller's leg.
    pub is_caller: bool,
    /// The samples in order.
    pub samples: Vec<QualitySample>,
    /// How loud the party was, where the exchange itself was the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<HeardLevel>,
}

/// How loud a party was, in tenths of a dBm0: from -900, which is silence, to 32, where codecs clip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardLevel {
    /// In about the last second; none where nothing came.
    pub level_tenths: Option<i16>,
    /// The loudest packet; none where nothing came ever.
    pub loudest_tenths: Option<i16>,
}

/// A stretch of a leg's audio, seen from us. It is stored as a list of numbers: a call has many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 6]", into = "[u32; 6]")]
pub struct QualitySample {
    /// When it ended, in milliseconds since the call began.
    pub at_ms: u32,
    /// Of a thousand packets that the peer sent, those that did not come.
    pub lost_rx_permille: u16,
    /// Of a thousand that we sent, those that the peer missed.
    pub lost_tx_permille: u16,
    /// Jitter of what came, in tenths of a millisecond.
    pub jitter_tenths: u16,
    /// Round trip in milliseconds, where RTCP told it.
    pub round_trip_ms: Option<u16>,
    /// Estimated mean opinion score of what came, in hundredths; none where nothing came.
    pub mos_centi: Option<u16>,
}

impl QualitySample {
    /// Makes one of two that follow each other.
    #[must_use]
    pub fn merged(self, later: Self) -> Self {
        let either = |a: Option<u16>, b: Option<u16>| match (a, b) {
            (Some(a), Some(b)) => Some(a.midpoint(b)),
            (a, b) => a.or(b),
        };
        Self {
            at_ms: later.at_ms,
            lost_rx_permille: self.lost_rx_permille.midpoint(later.lost_rx_permille),
            lost_tx_permille: self.lost_tx_permille.midpoint(later.lost_tx_permille),
            jitter_tenths: self.jitter_tenths.midpoint(later.jitter_tenths),
            round_trip_ms: either(self.round_trip_ms, later.round_trip_ms),
            mos_centi: either(self.mos_centi, later.mos_centi),
        }
    }
}

/// What is not there is 0 in the list: no round trip takes 0 ms, and no score is 0.
impl From<[u32; 6]> for QualitySample {
    fn from([at_ms, lost_rx, lost_tx, jitter, round_trip, mos]: [u32; 6]) -> Self {
        let short = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
        let some = |value: u32| Some(short(value)).filter(|value| *value > 0);
        Self {
            at_ms,
            lost_rx_permille: short(lost_rx),
            lost_tx_permille: short(lost_tx),
            jitter_tenths: short(jitter),
            round_trip_ms: some(round_trip),
            mos_centi: some(mos),
        }
    }
}

impl From<QualitySample> for [u32; 6] {
    fn from(sample: QualitySample) -> Self {
        [
            sample.at_ms,
            sample.lost_rx_permille.into(),
            sample.lost_tx_permille.into(),
            sample.jitter_tenths.into(),
            sample.round_trip_ms.unwrap_or(0).into(),
            sample.mos_centi.unwrap_or(0).into(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: QualitySample = QualitySample {
        at_ms: 5_000,
        lost_rx_permille: 10,
        lost_tx_permille: 0,
        jitter_tenths: 35,
        round_trip_ms: None,
        mos_centi: Some(430),
    };

    #[test]
    fn a_sample_is_kept_as_numbers_and_read_back() {
        let text = serde_json::to_string(&ONE).unwrap();
        assert_eq!(text, "[5000,10,0,35,0,430]");
        assert_eq!(serde_json::from_str::<QualitySample>(&text).unwrap(), ONE);
    }

    #[test]
    fn two_samples_become_their_middle() {
        let two = QualitySample {
            at_ms: 10_000,
            lost_rx_permille: 30,
            round_trip_ms: Some(40),
            mos_centi: None,
            ..ONE
        };
        let merged = ONE.merged(two);
        assert_eq!((merged.at_ms, merged.lost_rx_permille), (10_000, 20));
        assert_eq!((merged.round_trip_ms, merged.mos_centi), (Some(40), Some(430)));
    }
}
