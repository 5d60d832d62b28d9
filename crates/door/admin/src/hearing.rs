//! How loud somebody is to whom the exchange itself plays something, as pages show it: at the echo test, at the milliwatt, at an
//! announcement, and at the other end of a test call.

use model::record::HeardLevel;
use serde::Serialize;
use utoipa::ToSchema;

/// The level below which nobody speaks: a quiet room with an open microphone is about there, a muted one far below.
pub(crate) const SILENT_DBM0: f32 = -55.0;

/// The level of the loudest packet below which people ask others to speak up: speech has -20 dBm0, and its peaks are above
/// (ITU-T P.56, G.223).
const FAINT_DBM0: f32 = -35.0;

/// How loud somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct HeardRow {
    /// In the last second, in dBm0; none where nothing came in it. Speech has about -20, silence -90.
    pub level_dbm0: Option<f32>,
    /// The loudest packet of the call, in dBm0; none where nothing came at all.
    pub loudest_dbm0: Option<f32>,
    /// What that means, by the loudest.
    pub loudness: Loudness,
}

/// What a level means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Loudness {
    /// No audio came that could be measured.
    Nothing,
    /// Audio came, with nothing to hear in it: the microphone is muted, as a rule.
    Silent,
    /// Too faint to be understood with ease.
    Faint,
    /// As loud as speech.
    Good,
}

impl HeardRow {
    /// Judges a level.
    pub(crate) fn of(heard: HeardLevel) -> Self {
        let dbm0 = |tenths: i16| f32::from(tenths) / 10.0;
        let loudest_dbm0 = heard.loudest_tenths.map(dbm0);
        let loudness = match loudest_dbm0 {
            None => Loudness::Nothing,
            Some(level) if level < SILENT_DBM0 => Loudness::Silent,
            Some(level) if level < FAINT_DBM0 => Loudness::Faint,
            Some(_) => Loudness::Good,
        };
        Self { level_dbm0: heard.level_tenths.map(dbm0), loudest_dbm0, loudness }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_judged_by_the_loudest_that_was_heard() {
        let loudness =
            |loudest_tenths| HeardRow::of(HeardLevel { level_tenths: None, loudest_tenths }).loudness;
        assert_eq!(loudness(None), Loudness::Nothing);
        assert_eq!(loudness(Some(-900)), Loudness::Silent);
        assert_eq!(loudness(Some(-420)), Loudness::Faint);
        assert_eq!(loudness(Some(-183)), Loudness::Good);
    }
}
