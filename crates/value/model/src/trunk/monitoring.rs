//! Monitoring, XiVO's `qualify`: how often a trunk is asked with OPTIONS whether it lives.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::error::Problem;

/// How often a trunk is asked while it answers. One that was found silent is asked oftener, whatever stands here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Monitoring {
    /// Never.
    No,
    /// At the interval that is usual.
    #[default]
    Yes,
    /// Every so many seconds.
    Every(u32),
}

/// The same as it was given: a word, or a number of seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum MonitoringWord {
    /// Seconds.
    Seconds(u32),
    /// `no`, `yes`, or seconds written as a text; an empty one means the default.
    Word(String),
}

/// The interval that `yes` means, Asterisk's `qualifyfreq`.
const USUAL_SECONDS: u32 = 60;

/// Shortest interval: what is silent is asked as often.
const MIN_SECONDS: u32 = 5;

/// Longest interval: beyond an hour nobody learns of an outage in time to do anything.
const MAX_SECONDS: u32 = 3600;

impl Monitoring {
    /// Reads it.
    pub(super) fn parse(word: Option<MonitoringWord>) -> Result<Self, Problem> {
        let seconds = match word {
            None => return Ok(Self::default()),
            Some(MonitoringWord::Seconds(seconds)) => seconds,
            Some(MonitoringWord::Word(word)) => match word.trim() {
                "" => return Ok(Self::default()),
                "no" => return Ok(Self::No),
                "yes" => return Ok(Self::Yes),
                digits => digits.parse().map_err(|_| BAD_WORD)?,
            },
        };
        match seconds {
            MIN_SECONDS..=MAX_SECONDS => Ok(Self::Every(seconds)),
            _ => Err(Problem::OutOfRange { min: MIN_SECONDS, max: MAX_SECONDS }),
        }
    }

    /// Writes it as it is given.
    pub fn word(self) -> MonitoringWord {
        MonitoringWord::Word(self.to_string())
    }

    /// The time between two questions; nothing where none is asked.
    pub fn interval(self) -> Option<Duration> {
        let seconds = match self {
            Self::No => return None,
            Self::Yes => USUAL_SECONDS,
            Self::Every(seconds) => seconds,
        };
        Some(Duration::from_secs(seconds.into()))
    }
}

impl std::fmt::Display for Monitoring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::No => f.write_str("no"),
            Self::Yes => f.write_str("yes"),
            Self::Every(seconds) => write!(f, "{seconds}"),
        }
    }
}

const BAD_WORD: Problem = Problem::BadForm { form: "no, yes, or seconds: 5 to 3600" };

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(word: &str) -> Result<Monitoring, Problem> {
        Monitoring::parse(Some(MonitoringWord::Word(word.into())))
    }

    #[test]
    fn a_word_or_seconds_are_taken_and_written_back() {
        for (word, seconds) in [("no", None), ("yes", Some(60)), ("5", Some(5)), ("3600", Some(3600))] {
            let monitoring = parse(word).unwrap();
            assert_eq!(monitoring.interval(), seconds.map(Duration::from_secs), "{word}");
            assert_eq!(monitoring.word(), MonitoringWord::Word(word.into()));
        }
        assert_eq!(Monitoring::parse(Some(MonitoringWord::Seconds(30))), Ok(Monitoring::Every(30)));
    }

    #[test]
    fn it_is_on_where_nothing_is_said() {
        assert_eq!((Monitoring::parse(None), parse("")), (Ok(Monitoring::Yes), Ok(Monitoring::Yes)));
    }

    #[test]
    fn what_is_neither_a_word_of_ours_nor_an_interval_of_use_is_refused() {
        for word in ["maybe", "-5", "60 s", "99999999999"] {
            assert_eq!(parse(word), Err(BAD_WORD), "{word}");
        }
        for word in ["0", "4", "3601"] {
            assert!(matches!(parse(word), Err(Problem::OutOfRange { .. })), "{word}");
        }
    }
}
