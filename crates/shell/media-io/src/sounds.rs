//! Recorded announcements: WAV files, read once into 8 kHz samples.

use std::{fs::File, io::Read, path::Path, sync::Arc};

use dsp::{
    resample::{Rate, Resampler},
    wav::{Malformed, Wav},
};

/// The largest file that is read: ten minutes of 48 kHz stereo would be larger than any announcement ought to be.
const LARGEST: u64 = 64 << 20;

/// Why an announcement cannot be played.
#[derive(Debug)]
pub enum SoundError {
    /// The file cannot be read.
    Unreadable(std::io::Error),
    /// It is larger than we read.
    TooLarge,
    /// It is no WAV file that we know.
    Malformed(Malformed),
    /// Its rate is none of 8, 16, 32 and 48 kHz.
    Rate(u32),
}

impl std::fmt::Display for SoundError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::TooLarge => write!(f, "the file is larger than {} MiB", LARGEST >> 20),
            Self::Malformed(error) => write!(f, "not a WAV file that we can play: {error}"),
            Self::Rate(hz) => write!(f, "{hz} Hz is none of 8000, 16000, 32000 and 48000"),
        }
    }
}

impl std::error::Error for SoundError {}

/// Sees whether a file in memory is one that is played.
///
/// # Errors
/// [`SoundError`].
pub fn playable(file: &[u8]) -> Result<Wav<'_>, SoundError> {
    let wav = Wav::parse(file).map_err(SoundError::Malformed)?;
    Rate::from_hz(wav.rate_hz()).map(|_| wav).ok_or(SoundError::Rate(wav.rate_hz()))
}

/// Reads a WAV file. Takes as long as the disk does: never call this on the engine's or a worker's thread.
///
/// # Errors
/// [`SoundError`].
pub fn load(path: &Path) -> Result<Arc<[i16]>, SoundError> {
    let file = File::open(path).map_err(SoundError::Unreadable)?;
    let mut bytes = vec![];
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(SoundError::Unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(SoundError::TooLarge);
    }
    let wav = playable(&bytes)?;
    let rate = Rate::from_hz(wav.rate_hz()).ok_or(SoundError::Rate(wav.rate_hz()))?;
    let samples: Vec<i16> = wav.mono().collect();
    if rate == Rate::Narrow {
        return Ok(samples.into());
    }
    let mut resampler = Resampler::new(rate, Rate::Narrow);
    let mut narrow = vec![0; resampler.output_max(samples.len())];
    let length = resampler.process(&samples, &mut narrow);
    narrow.truncate(length);
    Ok(narrow.into())
}
