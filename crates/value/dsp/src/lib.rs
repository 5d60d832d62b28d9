//! Audio: codecs, resampling, mixing, tones and concealment.
//!
//! Slices in, slices out, samples of 16 bits; nothing here allocates per frame, reads a clock or knows of packets.

pub mod codec;
pub mod dtmf;
pub mod g711;
pub mod g722;
pub mod goertzel;
pub mod gsm;
pub mod mix;
pub mod plc;
pub mod resample;
pub mod tone;
pub mod wav;

#[cfg(test)]
mod signals;
