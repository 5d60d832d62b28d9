//! The codecs of a call behind one face: what SDP calls them, how large their frames are, and their two states.
//!
//! Payloads come from the wire: whatever their length, whole frames are decoded and a rest is dropped.

use crate::g711::Law;
use crate::{g722, gsm};

/// How often every codec here ticks in RTP. G.722 samples at twice that, and RFC 3551 section 4.5.2 keeps the historic error.
const RTP_CLOCK_HZ: u32 = 8_000;

/// An audio codec that we can decode and encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codec {
    /// G.711 mu-law.
    Pcmu,
    /// G.711 A-law.
    Pcma,
    /// GSM 06.10 full rate.
    Gsm,
    /// G.722 at 64 kbit/s.
    G722,
}

impl Codec {
    /// Every codec, in the order of their payload types.
    pub const ALL: [Self; 4] = [Self::Pcmu, Self::Gsm, Self::Pcma, Self::G722];

    /// The encoding name of RFC 3551 table 4, as `a=rtpmap` has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pcmu => "PCMU",
            Self::Pcma => "PCMA",
            Self::Gsm => "GSM",
            Self::G722 => "G722",
        }
    }

    /// The codec of an encoding name, which is not case-sensitive (RFC 4855 section 3).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.name().eq_ignore_ascii_case(name))
    }

    /// The static payload type of RFC 3551 table 4.
    pub const fn payload_type(self) -> u8 {
        match self {
            Self::Pcmu => 0,
            Self::Gsm => 3,
            Self::Pcma => 8,
            Self::G722 => 9,
        }
    }

    /// The codec of a static payload type.
    pub fn from_payload_type(payload_type: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|codec| codec.payload_type() == payload_type)
    }

    /// The clock of the RTP timestamps.
    pub const fn rtp_clock_hz(self) -> u32 {
        RTP_CLOCK_HZ
    }

    /// The rate of the samples.
    pub const fn sample_rate_hz(self) -> u32 {
        match self {
            Self::Pcmu | Self::Pcma | Self::Gsm => 8_000,
            Self::G722 => 16_000,
        }
    }

    /// The samples of 20 ms.
    pub const fn frame_samples(self) -> usize {
        match self {
            Self::Pcmu | Self::Pcma | Self::Gsm => 160,
            Self::G722 => 320,
        }
    }

    /// The payload bytes of 20 ms.
    pub const fn frame_bytes(self) -> usize {
        match self {
            Self::Pcmu | Self::Pcma | Self::G722 => 160,
            Self::Gsm => gsm::FRAME_BYTES,
        }
    }

    /// How many samples a payload of this length decodes to.
    pub const fn decoded_samples(self, payload_bytes: usize) -> usize {
        match self {
            Self::Pcmu | Self::Pcma => payload_bytes,
            Self::Gsm => payload_bytes / gsm::FRAME_BYTES * gsm::SEGMENT,
            Self::G722 => payload_bytes.saturating_mul(2),
        }
    }
}

/// The state that turns samples into payloads.
#[derive(Clone, Debug)]
pub struct Encoder(EncoderState);

#[derive(Clone, Debug)]
enum EncoderState {
    G711(Law),
    Gsm(gsm::Encoder),
    G722(g722::Encoder),
}

impl Encoder {
    /// Starts a stream.
    pub fn new(codec: Codec) -> Self {
        Self(match codec {
            Codec::Pcmu => EncoderState::G711(Law::Mu),
            Codec::Pcma => EncoderState::G711(Law::A),
            Codec::Gsm => EncoderState::Gsm(gsm::Encoder::default()),
            Codec::G722 => EncoderState::G722(g722::Encoder::default()),
        })
    }

    /// Encodes samples at the codec's rate, whole frames only and as many as fit; returns the bytes written.
    pub fn encode(&mut self, pcm: &[i16], out: &mut [u8]) -> usize {
        match &mut self.0 {
            EncoderState::G711(law) => law.encode(pcm, out),
            EncoderState::G722(encoder) => encoder.encode(pcm, out),
            EncoderState::Gsm(encoder) => {
                let (segments, _) = pcm.as_chunks::<{ gsm::SEGMENT }>();
                let (frames, _) = out.as_chunks_mut::<{ gsm::FRAME_BYTES }>();
                let pairs = frames.iter_mut().zip(segments);
                pairs.map(|(frame, segment)| *frame = encoder.encode(segment)).count() * gsm::FRAME_BYTES
            }
        }
    }
}

/// The state that turns payloads into samples.
#[derive(Clone, Debug)]
pub struct Decoder(DecoderState);

#[derive(Clone, Debug)]
enum DecoderState {
    G711(Law),
    Gsm(gsm::Decoder),
    G722(g722::Decoder),
}

impl Decoder {
    /// Starts a stream.
    pub fn new(codec: Codec) -> Self {
        Self(match codec {
            Codec::Pcmu => DecoderState::G711(Law::Mu),
            Codec::Pcma => DecoderState::G711(Law::A),
            Codec::Gsm => DecoderState::Gsm(gsm::Decoder::default()),
            Codec::G722 => DecoderState::G722(g722::Decoder::default()),
        })
    }

    /// Decodes the whole frames of a payload, as many as fit, and returns the samples written. A GSM frame without its
    /// signature ends the payload: what follows it cannot be trusted either.
    pub fn decode(&mut self, payload: &[u8], out: &mut [i16]) -> usize {
        match &mut self.0 {
            DecoderState::G711(law) => law.decode(payload, out),
            DecoderState::G722(decoder) => decoder.decode(payload, out),
            DecoderState::Gsm(decoder) => {
                let (frames, _) = payload.as_chunks::<{ gsm::FRAME_BYTES }>();
                let (segments, _) = out.as_chunks_mut::<{ gsm::SEGMENT }>();
                let decoded = segments.iter_mut().zip(frames).map_while(|(segment, frame)| {
                    *segment = decoder.decode(frame)?;
                    Some(())
                });
                decoded.count() * gsm::SEGMENT
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::noise;

    /// RFC 3551 table 4.
    #[test]
    fn names_and_payload_types_are_those_of_the_profile() {
        let table = Codec::ALL.map(|codec| (codec.name(), codec.payload_type(), codec.rtp_clock_hz()));
        assert_eq!(table, [("PCMU", 0, 8_000), ("GSM", 3, 8_000), ("PCMA", 8, 8_000), ("G722", 9, 8_000)]);
        assert_eq!(Codec::from_name("g722"), Some(Codec::G722));
        assert_eq!((Codec::from_name("opus"), Codec::from_payload_type(18)), (None, None));
    }

    #[test]
    fn twenty_milliseconds_make_one_frame_and_come_back_as_twenty() {
        for codec in Codec::ALL {
            let pcm = vec![1_000; codec.frame_samples()];
            let (mut payload, mut back) = ([0; 320], [0; 640]);
            let bytes = Encoder::new(codec).encode(&pcm, &mut payload);
            assert_eq!(bytes, codec.frame_bytes(), "{codec:?}");
            let samples = Decoder::new(codec).decode(&payload[..bytes], &mut back);
            assert_eq!(samples, codec.frame_samples(), "{codec:?}");
            assert_eq!(codec.decoded_samples(bytes), samples);
            assert_eq!(samples as u32 * 50, codec.sample_rate_hz());
        }
    }

    #[test]
    fn a_payload_of_several_frames_is_decoded_whole() {
        let mut payload = [0; 99];
        assert_eq!(Encoder::new(Codec::Gsm).encode(&[0; 480], &mut payload), 99);
        assert_eq!(Decoder::new(Codec::Gsm).decode(&payload, &mut [0; 480]), 480);
    }

    #[test]
    fn no_payload_of_any_length_panics_or_writes_past_its_samples() {
        let bytes: Vec<u8> = noise(400).iter().map(|s| *s as u8).collect();
        for codec in Codec::ALL {
            let mut decoder = Decoder::new(codec);
            for length in 0..=bytes.len() {
                let mut out = [0; 333];
                let written = decoder.decode(&bytes[..length], &mut out);
                assert!(
                    written <= out.len() && written <= codec.decoded_samples(length),
                    "{codec:?} {length}"
                );
            }
        }
    }

    #[test]
    fn the_rest_of_a_gsm_payload_after_a_bad_frame_is_dropped() {
        let mut payload = [0; 99];
        Encoder::new(Codec::Gsm).encode(&[0; 480], &mut payload);
        payload[33] = 0;
        assert_eq!(Decoder::new(Codec::Gsm).decode(&payload, &mut [0; 480]), 160);
    }

    #[test]
    fn an_encoder_leaves_a_part_of_a_frame_alone() {
        assert_eq!(Encoder::new(Codec::Gsm).encode(&[0; 159], &mut [0; 99]), 0);
        assert_eq!(Encoder::new(Codec::Gsm).encode(&[0; 320], &mut [0; 65]), 33);
        assert_eq!(Encoder::new(Codec::Pcma).encode(&[0; 7], &mut [0; 99]), 7);
    }
}
