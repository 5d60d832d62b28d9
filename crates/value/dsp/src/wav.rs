//! WAV files in memory: reading what sound editors and other exchanges write, and writing what they read.
//!
//! Chunks may come in any order and number, and the last one may be cut off, as recordings that were never closed are.
//! Resampling is not done here: [`Wav::rate_hz`] says what the samples are.

use crate::g711::Law;

/// The most channels that a file may have; more is noise with a lucky beginning.
const CHANNELS_MAX: u16 = 8;
/// The most chunks that are looked at, so that a file of empty chunks costs little.
const CHUNKS_MAX: usize = 1_000;
/// The sample rates that we believe.
const RATES_HZ: std::ops::RangeInclusive<u32> = 4_000..=192_000;

const PCM: u16 = 1;
const A_LAW: u16 = 6;
const MU_LAW: u16 = 7;
/// The real format is in the extension's first two bytes.
const EXTENSIBLE: u16 = 0xFFFE;
/// Where the extension has it, counted from the beginning of the chunk.
const EXTENSION_AT: usize = 24;

/// How samples are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Unsigned, 8 bits.
    Pcm8,
    /// Signed, 16 bits, little-endian.
    Pcm16,
    /// G.711, 8 bits.
    G711(Law),
}

impl Encoding {
    const fn bytes(self) -> u16 {
        match self {
            Self::Pcm16 => 2,
            Self::Pcm8 | Self::G711(_) => 1,
        }
    }

    const fn tag(self) -> u16 {
        match self {
            Self::Pcm8 | Self::Pcm16 => PCM,
            Self::G711(Law::A) => A_LAW,
            Self::G711(Law::Mu) => MU_LAW,
        }
    }

    fn sample(self, bytes: &[u8]) -> i16 {
        match (self, bytes) {
            (Self::Pcm16, &[low, high]) => i16::from_le_bytes([low, high]),
            (Self::Pcm8, &[byte]) => (i16::from(byte) - 128) << 8,
            (Self::G711(law), &[byte]) => law.linear(byte),
            (Self::Pcm8 | Self::Pcm16 | Self::G711(_), _) => 0,
        }
    }
}

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It does not begin with RIFF and WAVE.
    NotWav,
    /// It has no `fmt ` chunk before its samples, or one too short.
    NoFormat,
    /// It has no `data` chunk.
    NoSamples,
    /// It is compressed, or has samples of another size: format tag and bits.
    Unsupported {
        /// The format tag.
        tag: u16,
        /// Bits of a sample.
        bits: u16,
    },
    /// It has no channel, or too many.
    Channels(u16),
    /// Its sample rate makes no sense.
    Rate(u32),
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotWav => write!(f, "this is not a WAV file"),
            Self::NoFormat => write!(f, "the WAV file does not say what its format is"),
            Self::NoSamples => write!(f, "the WAV file has no samples"),
            Self::Unsupported { tag, bits } => {
                write!(
                    f,
                    "the WAV file has format {tag} with {bits} bits; PCM with 8 or 16, mu-law and A-law work"
                )
            }
            Self::Channels(count) => write!(f, "the WAV file has {count} channels; 1 to {CHANNELS_MAX} work"),
            Self::Rate(hz) => write!(f, "the WAV file has a sample rate of {hz} Hz"),
        }
    }
}

impl std::error::Error for Malformed {}

/// A file that was understood; its samples stay where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wav<'a> {
    format: Format,
    samples: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Format {
    encoding: Encoding,
    channels: u16,
    rate_hz: u32,
}

impl<'a> Wav<'a> {
    /// Reads a file.
    pub fn parse(file: &'a [u8]) -> Result<Self, Malformed> {
        let riff = file.first_chunk::<12>().ok_or(Malformed::NotWav)?;
        if !riff.starts_with(b"RIFF") || !riff.ends_with(b"WAVE") {
            return Err(Malformed::NotWav);
        }
        let mut rest = file.get(riff.len()..).unwrap_or_default();
        let mut format = None;
        for _ in 0..CHUNKS_MAX {
            let Some((name, body, after)) = chunk(rest) else { break };
            match &name {
                b"fmt " => format = Some(Format::parse(body)?),
                b"data" => return Ok(Self { format: format.ok_or(Malformed::NoFormat)?, samples: body }),
                _ => {}
            }
            rest = after;
        }
        Err(if format.is_some() { Malformed::NoSamples } else { Malformed::NoFormat })
    }

    /// Samples a second.
    pub const fn rate_hz(&self) -> u32 {
        self.format.rate_hz
    }

    /// Channels, one or more.
    pub const fn channels(&self) -> u16 {
        self.format.channels
    }

    /// How the samples are stored.
    pub const fn encoding(&self) -> Encoding {
        self.format.encoding
    }

    /// How many samples [`mono`](Self::mono) yields.
    pub fn len(&self) -> usize {
        self.samples.len() / self.format.frame_bytes()
    }

    /// Whether there is nothing to hear.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The samples, the mean of all channels.
    pub fn mono(&self) -> impl Iterator<Item = i16> + 'a {
        let Format { encoding, channels, .. } = self.format;
        let sample_bytes = usize::from(encoding.bytes());
        self.samples.chunks_exact(self.format.frame_bytes()).map(move |frame| {
            let sum: i32 =
                frame.chunks_exact(sample_bytes).map(|bytes| i32::from(encoding.sample(bytes))).sum();
            (sum / i32::from(channels)) as i16
        })
    }
}

impl Format {
    fn parse(body: &[u8]) -> Result<Self, Malformed> {
        let head = body.first_chunk::<16>().ok_or(Malformed::NoFormat)?;
        let [t0, t1, c0, c1, r0, r1, r2, r3, .., b0, b1] = *head;
        let (channels, rate_hz) = (u16::from_le_bytes([c0, c1]), u32::from_le_bytes([r0, r1, r2, r3]));
        let bits = u16::from_le_bytes([b0, b1]);
        let mut tag = u16::from_le_bytes([t0, t1]);
        if tag == EXTENSIBLE {
            let extension = body.get(EXTENSION_AT..).and_then(|rest| rest.first_chunk());
            tag = u16::from_le_bytes(*extension.ok_or(Malformed::NoFormat)?);
        }
        let encoding = match (tag, bits) {
            (PCM, 8) => Encoding::Pcm8,
            (PCM, 16) => Encoding::Pcm16,
            (A_LAW, 8) => Encoding::G711(Law::A),
            (MU_LAW, 8) => Encoding::G711(Law::Mu),
            _ => return Err(Malformed::Unsupported { tag, bits }),
        };
        if channels == 0 || channels > CHANNELS_MAX {
            return Err(Malformed::Channels(channels));
        }
        if !RATES_HZ.contains(&rate_hz) {
            return Err(Malformed::Rate(rate_hz));
        }
        Ok(Self { encoding, channels, rate_hz })
    }

    fn frame_bytes(self) -> usize {
        usize::from(self.encoding.bytes()) * usize::from(self.channels)
    }
}

/// Takes a chunk off: its name, its body, and what follows. A body that claims more than there is gets what there is.
fn chunk(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    let [n0, n1, n2, n3, size @ ..] = *head;
    let size = usize::try_from(u32::from_le_bytes(size)).unwrap_or(usize::MAX).min(rest.len());
    let (body, after) = rest.split_at(size);
    // Chunks begin at even places.
    let after = after.get(size % 2..).unwrap_or_default();
    Some(([n0, n1, n2, n3], body, after))
}

/// Bytes of the header that [`header`] makes.
pub const HEADER_BYTES: usize = 44;

/// The header of a mono file with so many bytes of samples, of which 4 GiB fit. A recorder writes it again at the end.
pub fn header(encoding: Encoding, rate_hz: u32, data_bytes: u32) -> [u8; HEADER_BYTES] {
    let bytes = encoding.bytes();
    let fields: [&[u8]; 13] = [
        b"RIFF",
        &data_bytes.saturating_add(HEADER_BYTES as u32 - 8 + data_bytes % 2).to_le_bytes(),
        b"WAVE",
        b"fmt ",
        &16_u32.to_le_bytes(),
        &encoding.tag().to_le_bytes(),
        &1_u16.to_le_bytes(),
        &rate_hz.to_le_bytes(),
        &rate_hz.saturating_mul(u32::from(bytes)).to_le_bytes(),
        &bytes.to_le_bytes(),
        &(bytes * 8).to_le_bytes(),
        b"data",
        &data_bytes.to_le_bytes(),
    ];
    let mut header = [0; HEADER_BYTES];
    for (slot, byte) in header.iter_mut().zip(fields.into_iter().flatten()) {
        *slot = *byte;
    }
    header
}

/// A whole mono file.
pub fn write(encoding: Encoding, rate_hz: u32, pcm: &[i16]) -> Vec<u8> {
    let data_bytes = u32::try_from(pcm.len() * usize::from(encoding.bytes())).unwrap_or(u32::MAX);
    let mut file = header(encoding, rate_hz, data_bytes).to_vec();
    match encoding {
        Encoding::Pcm16 => file.extend(pcm.iter().flat_map(|s| s.to_le_bytes())),
        Encoding::Pcm8 => file.extend(pcm.iter().map(|s| ((s >> 8) + 128) as u8)),
        Encoding::G711(law) => {
            let start = file.len();
            file.resize(start + pcm.len(), 0);
            law.encode(pcm, file.get_mut(start..).unwrap_or_default());
        }
    }
    if !data_bytes.is_multiple_of(2) {
        file.push(0);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Encoding; 4] =
        [Encoding::Pcm8, Encoding::Pcm16, Encoding::G711(Law::A), Encoding::G711(Law::Mu)];

    fn with_format(tag: u16, channels: u16, rate_hz: u32, bits: u16) -> Vec<u8> {
        let mut file = write(Encoding::Pcm16, rate_hz, &[100, 300, -100, -300]);
        file[20..22].copy_from_slice(&tag.to_le_bytes());
        file[22..24].copy_from_slice(&channels.to_le_bytes());
        file[34..36].copy_from_slice(&bits.to_le_bytes());
        file
    }

    #[test]
    fn what_is_written_is_read_back_within_the_encoding_s_precision() {
        let pcm = [0, 1_000, -1_000, 32_000, -32_000];
        for encoding in ALL {
            let file = write(encoding, 8_000, &pcm);
            assert_eq!(file.len() % 2, 0);
            let wav = Wav::parse(&file).unwrap();
            assert_eq!((wav.rate_hz(), wav.encoding(), wav.len()), (8_000, encoding, 5));
            let error = wav.mono().zip(pcm).map(|(a, b)| a.abs_diff(b)).max();
            assert!(error < Some(1_025), "{encoding:?}: {error:?}");
        }
        let file = write(Encoding::Pcm16, 16_000, &pcm);
        assert_eq!(Wav::parse(&file).unwrap().mono().collect::<Vec<_>>(), pcm);
    }

    #[test]
    fn the_header_says_how_long_the_file_is() {
        let file = write(Encoding::Pcm16, 8_000, &[1; 10]);
        assert_eq!(u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize, file.len() - 8);
        assert_eq!(header(Encoding::Pcm16, 8_000, u32::MAX)[4..8], [0xFF; 4]);
    }

    #[test]
    fn channels_are_averaged() {
        let file = with_format(PCM, 2, 8_000, 16);
        assert_eq!(Wav::parse(&file).unwrap().mono().collect::<Vec<_>>(), [200, -200]);
    }

    #[test]
    fn unknown_chunks_of_odd_length_are_stepped_over() {
        let plain = write(Encoding::Pcm16, 8_000, &[7, 8]);
        let file =
            [&plain[..12], b"LIST\x03\0\0\0abc\0", &plain[12..36], b"fact\0\0\0\0", &plain[36..]].concat();
        assert_eq!(Wav::parse(&file).unwrap().mono().collect::<Vec<_>>(), [7, 8]);
    }

    #[test]
    fn a_recording_that_was_never_closed_is_read_as_far_as_it_goes() {
        let mut file = write(Encoding::Pcm16, 8_000, &[7, 8]);
        file[40..44].copy_from_slice(&[0xFF; 4]);
        file.push(9);
        assert_eq!(Wav::parse(&file).unwrap().mono().collect::<Vec<_>>(), [7, 8]);
    }

    #[test]
    fn the_extensible_format_names_the_real_one() {
        let plain = with_format(EXTENSIBLE, 1, 8_000, 16);
        let mut format = plain[20..36].to_vec();
        format.extend([22, 0, 16, 0, 4, 0, 0, 0, 1, 0]);
        format.extend([0; 14]);
        let file = [&plain[..12], b"fmt \x28\0\0\0", &format, &plain[36..]].concat();
        assert_eq!(Wav::parse(&file).unwrap().encoding(), Encoding::Pcm16);
        assert_eq!(Wav::parse(&plain), Err(Malformed::NoFormat));
    }

    #[test]
    fn what_cannot_be_played_is_refused_by_name() {
        let refusal = |file: &[u8]| Wav::parse(file).unwrap_err();
        assert_eq!(refusal(b""), Malformed::NotWav);
        assert_eq!(refusal(b"RIFF\0\0\0\0AVI "), Malformed::NotWav);
        assert_eq!(refusal(b"RIFF\0\0\0\0WAVE"), Malformed::NoFormat);
        assert_eq!(refusal(b"RIFF\0\0\0\0WAVEdata\0\0\0\0"), Malformed::NoFormat);
        assert_eq!(refusal(&with_format(PCM, 1, 8_000, 16)[..36]), Malformed::NoSamples);
        assert_eq!(refusal(&with_format(PCM, 1, 8_000, 24)), Malformed::Unsupported { tag: PCM, bits: 24 });
        assert_eq!(refusal(&with_format(0x31, 1, 8_000, 0)), Malformed::Unsupported { tag: 0x31, bits: 0 });
        assert_eq!(refusal(&with_format(PCM, 0, 8_000, 16)), Malformed::Channels(0));
        assert_eq!(refusal(&with_format(PCM, 1, 0, 16)), Malformed::Rate(0));
        assert!(refusal(b"").to_string().contains("not a WAV"));
    }

    #[test]
    fn no_prefix_and_no_single_wrong_byte_panics() {
        let file = write(Encoding::Pcm16, 8_000, &[7, 8, 9]);
        for cut in 0..file.len() {
            let _ = Wav::parse(&file[..cut]).map(|wav| wav.mono().count());
        }
        for at in 0..file.len() {
            let mut broken = file.clone();
            broken[at] = 0xFF;
            let _ = Wav::parse(&broken).map(|wav| wav.mono().count());
        }
    }
}
