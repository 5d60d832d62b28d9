//! From packets to samples and back: what stands on both sides of a transcoding.

use dsp::{
    codec::{Codec, Decoder, Encoder},
    dtmf,
    plc::Plc,
    resample::{Rate, Resampler},
};
use moment::Moment;
use rtp::{Header, Ssrc};

use crate::jitter::{JitterBuffer, Pulled};

/// The most frames of 20 ms in a packet that is decoded or made: 80 ms, a third more than phones use.
pub(crate) const MAX_PACKET_FRAMES: usize = 4;
/// The samples of 20 ms at 16 kHz, the widest that we decode.
pub(crate) const MAX_FRAME: usize = 320;
/// Room for a whole packet behind a frame that is not full.
const PENDING: usize = MAX_FRAME * (MAX_PACKET_FRAMES * 2 + 2);

/// What is received, on its way to samples at the listener's rate.
pub(crate) struct Decoding {
    jitter: JitterBuffer,
    ssrc: Option<Ssrc>,
    codec: Codec,
    decoder: Decoder,
    plc: Plc,
    keys: dtmf::Detector,
    rate_hz: u32,
    resampler: Option<Resampler>,
    pending: [i16; PENDING],
    filled: usize,
}

impl Decoding {
    /// Decodes `codecs`, of which there is at least one, for a listener with this sample rate.
    pub(crate) fn new(codecs: impl Iterator<Item = Codec> + Clone, rate_hz: u32) -> Option<Self> {
        let codec = codecs.clone().next()?;
        let frame = codecs.map(Codec::frame_bytes).max().unwrap_or_default();
        Some(Self {
            jitter: JitterBuffer::new(frame * MAX_PACKET_FRAMES),
            ssrc: None,
            codec,
            decoder: Decoder::new(codec),
            plc: Plc::new(rate(codec.sample_rate_hz())),
            keys: dtmf::Detector::new(codec.sample_rate_hz()),
            rate_hz,
            resampler: resampler(codec, rate_hz),
            pending: [0; PENDING],
            filled: 0,
        })
    }

    /// Whether this decodes for a listener with such a rate, beginning with this codec.
    pub(crate) fn serves(&self, codec: Option<Codec>, rate_hz: u32) -> bool {
        codec == Some(self.codec) && self.rate_hz == rate_hz
    }

    /// Takes a packet.
    pub(crate) fn push(&mut self, now: Moment, header: &Header, codec: Codec, payload: &[u8]) {
        if self.ssrc.replace(header.ssrc) != Some(header.ssrc) {
            self.jitter.reset();
        }
        self.jitter.push(now, header.timestamp, codec, payload);
    }

    /// Whether nothing waits to be played.
    pub(crate) fn is_empty(&self) -> bool {
        self.jitter.is_empty()
    }

    /// Fills 20 ms of samples; false where there is nothing to hear. Reports keys that are heard in the audio.
    pub(crate) fn pull(&mut self, now: Moment, out: &mut [i16], mut key: impl FnMut(char)) -> bool {
        // Each round adds 20 ms, or a whole packet; packets of 10 ms need two.
        for _ in 0..MAX_PACKET_FRAMES {
            if self.filled >= out.len() {
                break;
            }
            if !self.decode(now, &mut key) && self.filled == 0 {
                return false;
            }
        }
        let (ready, missing) = out.split_at_mut(self.filled.min(out.len()));
        ready.copy_from_slice(self.pending.get(..ready.len()).unwrap_or_default());
        missing.fill(0);
        let taken = ready.len();
        self.pending.copy_within(taken..self.filled, 0);
        self.filled -= taken;
        true
    }

    /// Decodes or conceals what comes next; false where there is nothing.
    fn decode(&mut self, now: Moment, key: &mut impl FnMut(char)) -> bool {
        let mut pcm = [0; MAX_FRAME * MAX_PACKET_FRAMES];
        let decoded = match self.jitter.pull(now) {
            Pulled::Idle => return false,
            Pulled::Missing => 0,
            Pulled::Packet(codec, payload) => {
                if codec != self.codec {
                    self.codec = codec;
                    self.decoder = Decoder::new(codec);
                    self.plc = Plc::new(rate(codec.sample_rate_hz()));
                    self.keys = dtmf::Detector::new(codec.sample_rate_hz());
                    self.resampler = resampler(codec, self.rate_hz);
                }
                self.decoder.decode(payload, &mut pcm)
            }
        };
        let samples = if decoded == 0 {
            let frame = pcm.get_mut(..self.codec.frame_samples()).unwrap_or_default();
            self.plc.lost(frame);
            frame
        } else {
            let samples = pcm.get_mut(..decoded).unwrap_or_default();
            self.plc.received(samples);
            self.keys.listen(samples, |event| {
                if let dtmf::Event::Pressed(pressed) = event {
                    key(pressed.to_char());
                }
            });
            samples
        };
        let room = self.pending.get_mut(self.filled..).unwrap_or_default();
        self.filled += match &mut self.resampler {
            Some(resampler) => resampler.process(samples, room),
            None => {
                let fits = samples.len().min(room.len());
                room.iter_mut().zip(samples).for_each(|(to, from)| *to = *from);
                fits
            }
        };
        true
    }
}

fn rate(hz: u32) -> Rate {
    Rate::from_hz(hz).unwrap_or(Rate::Narrow)
}

fn resampler(codec: Codec, to_hz: u32) -> Option<Resampler> {
    let from_hz = codec.sample_rate_hz();
    (from_hz != to_hz).then(|| Resampler::new(rate(from_hz), rate(to_hz)))
}

/// Samples on their way into packets.
pub(crate) struct Encoding {
    codec: Codec,
    encoder: Encoder,
    frames_per_packet: usize,
    packet: [u8; Header::LEN + 160 * MAX_PACKET_FRAMES],
    length: usize,
    frames: usize,
}

/// A packet whose header is still to be written.
pub(crate) struct Encoded<'a> {
    /// The packet; the payload stands behind room for the header.
    pub(crate) packet: &'a mut [u8],
    /// How many ticks of the RTP clock it lasts.
    pub(crate) span: u32,
}

impl Encoding {
    pub(crate) fn new(codec: Codec, frames_per_packet: usize) -> Self {
        Self {
            codec,
            encoder: Encoder::new(codec),
            frames_per_packet,
            packet: [0; Header::LEN + 160 * MAX_PACKET_FRAMES],
            length: Header::LEN,
            frames: 0,
        }
    }

    pub(crate) fn codec(&self) -> Codec {
        self.codec
    }

    pub(crate) fn serves(&self, codec: Codec, frames_per_packet: usize) -> bool {
        self.codec == codec && self.frames_per_packet == frames_per_packet
    }

    /// Encodes 20 ms; returns the packet when it is full.
    pub(crate) fn push(&mut self, pcm: &[i16]) -> Option<Encoded<'_>> {
        let room = self.packet.get_mut(self.length..).unwrap_or_default();
        self.length += self.encoder.encode(pcm, room);
        self.frames += 1;
        if self.frames < self.frames_per_packet {
            return None;
        }
        let span = self.frames as u32 * self.codec.rtp_clock_hz() / 50;
        let length = std::mem::replace(&mut self.length, Header::LEN);
        self.frames = 0;
        Some(Encoded { packet: self.packet.get_mut(..length)?, span })
    }

    /// Drops what does not fill a packet: something else is heard now.
    pub(crate) fn drop_rest(&mut self) {
        (self.length, self.frames) = (Header::LEN, 0);
    }
}
