//! The whole codec. The hashes are those of what FFmpeg 5.1 answers to the same signals.

use super::*;
use crate::signals::{fnv, noise, speechlike, sweep};

fn encode(signal: &[i16]) -> Vec<u8> {
    let mut bytes = vec![0; signal.len() / 2];
    assert_eq!(Encoder::default().encode(signal, &mut bytes), bytes.len());
    bytes
}

fn decode(bytes: &[u8]) -> Vec<i16> {
    let mut pcm = vec![0; bytes.len() * 2];
    assert_eq!(Decoder::default().decode(bytes, &mut pcm), pcm.len());
    pcm
}

#[test]
fn the_encoder_agrees_with_the_reference_bit_for_bit() {
    let hashes = [speechlike(16_000), sweep(16_000), noise(16_000)].map(|signal| fnv(encode(&signal)));
    assert_eq!(hashes, [0xc91d_1612_e65d_8d8e, 0x8bbc_bc9e_dff0_2efe, 0x5daa_780d_e28e_8e48], "{hashes:#x?}");
}

#[test]
fn the_decoder_agrees_with_the_reference_bit_for_bit() {
    let hashes = [speechlike(16_000), sweep(16_000), noise(16_000)]
        .map(|signal| fnv(decode(&encode(&signal)).into_iter().flat_map(i16::to_le_bytes)));
    assert_eq!(hashes, [0x6fc0_393b_a5c4_a015, 0x2ed7_03d6_23f2_fc2a, 0x1c81_00f5_9a2a_d8eb], "{hashes:#x?}");
}

#[test]
fn random_bytes_decode_as_the_reference_does() {
    let bytes: Vec<u8> = noise(8_000).iter().map(|s| (s >> 5) as u8).collect();
    let hash = fnv(decode(&bytes).into_iter().flat_map(i16::to_le_bytes));
    assert_eq!(hash, 0xb31b_83a4_6c18_a3e1, "{hash:#x?}");
}

#[test]
fn a_tone_keeps_its_energy() {
    let energy = |pcm: &[i16]| pcm.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>();
    let tone: Vec<i16> = (0..3_200).map(|i| ((f64::from(i) * 0.4).sin() * 8_000.0) as i16).collect();
    let ratio = energy(&decode(&encode(&tone))) / energy(&tone);
    assert!((0.95..1.05).contains(&ratio), "{ratio}");
}

#[test]
fn an_odd_sample_and_a_short_slice_are_left_alone() {
    assert_eq!(Encoder::default().encode(&[1; 7], &mut [0; 9]), 3);
    assert_eq!(Encoder::default().encode(&[1; 8], &mut [0; 2]), 2);
    assert_eq!(Decoder::default().decode(&[1; 4], &mut [0; 5]), 4);
}
