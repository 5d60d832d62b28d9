//! The whole codec. The hashes are those of what libgsm 1.0.22 answers to the same signals.

use super::*;
use crate::signals::{fnv, noise, speechlike, sweep};

fn encode(signal: &[i16]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    signal.as_chunks().0.iter().flat_map(|segment| encoder.encode(segment)).collect()
}

fn decode(bytes: &[u8]) -> Vec<i16> {
    let mut decoder = Decoder::default();
    bytes.as_chunks().0.iter().filter_map(|frame| decoder.decode(frame)).flatten().collect()
}

#[test]
fn the_encoder_agrees_with_the_reference_bit_for_bit() {
    let hashes = [speechlike(8_000), sweep(8_000), noise(8_000)].map(|signal| fnv(encode(&signal)));
    assert_eq!(hashes, [0x5c1f_4fa9_58fd_4832, 0xd5e8_f227_5e8c_1ff0, 0x1bad_e454_5c53_dbd0], "{hashes:#x?}");
}

#[test]
fn the_decoder_agrees_with_the_reference_bit_for_bit() {
    let hashes = [speechlike(8_000), sweep(8_000), noise(8_000)]
        .map(|signal| fnv(decode(&encode(&signal)).into_iter().flat_map(i16::to_le_bytes)));
    assert_eq!(hashes, [0x3c4c_2714_6d1a_1786, 0x7e2d_a82d_9767_95f1, 0x3bd2_848f_a6a6_0b7d], "{hashes:#x?}");
}

/// Every frame is legal on the wire, so every frame must decode; the hash is the reference's answer.
#[test]
fn random_frames_decode_as_the_reference_does() {
    let bytes: Vec<u8> = noise(3_300)
        .chunks_exact(33)
        .flat_map(|frame| {
            let mut frame: Vec<u8> = frame.iter().map(|s| (s >> 5) as u8).collect();
            frame[0] = 0xD0 | frame[0] & 0x0F;
            frame
        })
        .collect();
    let hash = fnv(decode(&bytes).into_iter().flat_map(i16::to_le_bytes));
    assert_eq!(hash, 0x3675_2a72_0172_937b, "{hash:#x?}");
}

/// RFC 3551 section 4.5.8.1: what libgsm makes of silence, which every GSM phone sends.
#[test]
fn silence_is_the_well_known_frame() {
    let mut silence = [0; FRAME_BYTES];
    silence[..5].copy_from_slice(&[0xD8, 0x20, 0xA2, 0xE1, 0x5A]);
    for subframe in silence[5..].chunks_exact_mut(7) {
        subframe.copy_from_slice(&[0x50, 0x00, 0x49, 0x24, 0x92, 0x49, 0x24]);
    }
    assert_eq!(encode(&[0; SEGMENT]), silence);
}

#[test]
fn a_frame_without_its_signature_decodes_to_nothing() {
    assert_eq!(Decoder::default().decode(&[0; FRAME_BYTES]), None);
}
