//! Audio: codecs, resampling, mixing, tones and concealment.
//!
//! Slices in, slices out, samples of 16 bits; nothing here allocates per frame, reads a clock or knows of packets.

pub mod codec;
pub mod g711;
pub mod g722;
pub mod gsm;
pub mod mix;

#[cfg(test)]
mod signals;
