//! Fuzz targets: each takes any bytes and must neither panic nor break the property that its file names.
//!
//! libFuzzer drives them in `make fuzz`. `cargo test` drives them too, from the seeds in `seeds/<target>/` cut short and
//! with bytes changed, so that a plain build without a C++ compiler already tries some thousand inputs.

mod codec;

/// One thing to throw bytes at.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its file here, its folder of seeds, and the word in `FUZZ_TARGET`.
    pub name: &'static str,
    /// Takes one input; a panic is a finding.
    pub run: fn(&[u8]),
}

/// Every target, in the order of the layers.
pub const TARGETS: &[Target] = &[Target { name: "codec", run: codec::run }];

#[cfg(test)]
mod tests;
