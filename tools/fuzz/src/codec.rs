//! Payloads of RTP: any bytes decode to as many samples as the codec says, and decoding what follows is not harmed.

use dsp::{g711, g722, gsm};

/// Longest payload worth trying: 60 ms of G.711.
const LONGEST: usize = 480;

/// Decodes the bytes with every codec that we transcode.
pub(crate) fn run(data: &[u8]) {
    let data = data.get(..LONGEST).unwrap_or(data);
    let mut pcm = [0_i16; LONGEST * 2];
    for law in [g711::Law::Mu, g711::Law::A] {
        assert_eq!(law.decode(data, &mut pcm), data.len());
    }
    assert_eq!(g722::Decoder::default().decode(data, &mut pcm), data.len() * 2);
    let mut decoder = gsm::Decoder::default();
    for frame in data.chunks(gsm::FRAME_BYTES) {
        if let Ok(frame) = frame.try_into() {
            decoder.decode(frame);
        }
    }
}
