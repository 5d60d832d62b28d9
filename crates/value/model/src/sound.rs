//! What can be wrong with a sound file.

use std::fmt;

use serde::Serialize;

/// Why a file cannot be played to callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum SoundFault {
    /// It is no WAV file.
    NotWav,
    /// It does not say how its samples are stored.
    NoFormat,
    /// It has no samples.
    Empty,
    /// It is compressed, or its samples are of a size that we do not read.
    Compressed,
    /// It has no channel, or more than we read.
    Channels {
        /// How many.
        channels: u16,
    },
    /// Its sample rate is none that we read.
    Rate {
        /// Samples a second.
        rate_hz: u32,
    },
    /// It plays longer than anybody would listen.
    TooLong {
        /// The longest, in seconds.
        max_s: u32,
    },
    /// The file cannot be read.
    Unreadable,
}

impl fmt::Display for SoundFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWav => f.write_str("is no WAV file"),
            Self::NoFormat => f.write_str("does not say what its format is"),
            Self::Empty => f.write_str("has no samples"),
            Self::Compressed => {
                f.write_str("is compressed, or has samples of another size than 8 or 16 bits")
            }
            Self::Channels { channels } => write!(f, "has {channels} channels; 1 to 8 work"),
            Self::Rate { rate_hz } => {
                write!(f, "has {rate_hz} samples a second; 8000, 16000, 32000 and 48000 work")
            }
            Self::TooLong { max_s } => write!(f, "plays longer than {max_s} s"),
            Self::Unreadable => f.write_str("cannot be read"),
        }
    }
}
