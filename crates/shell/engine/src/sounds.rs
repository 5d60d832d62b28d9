//! What sound files are, for those who keep them.

use std::time::Duration;

use dsp::wav::Malformed;
use media_io::SoundError;
use model::sound::SoundFault;

/// What a sound file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SoundFacts {
    /// Samples a second.
    pub rate_hz: u32,
    /// Channels; callers hear their mean.
    pub channels: u16,
    /// How long it plays.
    pub plays: Duration,
}

/// Reads a file as it would be played.
///
/// # Errors
/// Why it would not be.
pub fn sound_facts(file: &[u8]) -> Result<SoundFacts, SoundFault> {
    let wav = media_io::playable(file).map_err(|error| fault(&error))?;
    let samples = u32::try_from(wav.len()).unwrap_or(u32::MAX);
    if samples == 0 {
        return Err(SoundFault::Empty);
    }
    let plays = Duration::from_secs(1) * samples / wav.rate_hz().max(1);
    Ok(SoundFacts { rate_hz: wav.rate_hz(), channels: wav.channels(), plays })
}

const fn fault(error: &SoundError) -> SoundFault {
    match error {
        SoundError::Unreadable(_) | SoundError::TooLarge => SoundFault::Unreadable,
        SoundError::Rate(rate_hz) => SoundFault::Rate { rate_hz: *rate_hz },
        SoundError::Malformed(malformed) => match malformed {
            Malformed::NotWav => SoundFault::NotWav,
            Malformed::NoFormat => SoundFault::NoFormat,
            Malformed::NoSamples => SoundFault::Empty,
            Malformed::Unsupported { .. } => SoundFault::Compressed,
            Malformed::Channels(channels) => SoundFault::Channels { channels: *channels },
            Malformed::Rate(rate_hz) => SoundFault::Rate { rate_hz: *rate_hz },
        },
    }
}
