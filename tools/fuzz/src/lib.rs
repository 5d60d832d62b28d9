//! Fuzz targets: each takes any bytes and must neither panic nor break the property that its file names.
//!
//! libFuzzer drives them in `make fuzz`. `cargo test` drives them too, from the seeds in `seeds/<target>/` cut short and
//! with bytes changed, so that a plain build without a C++ compiler already tries some thousand inputs.

mod codec;
mod digest;
mod endpoint;
mod framer;
mod headers;
mod kept;
mod message;
mod pattern;
mod rtp;
mod sdp;
mod srtp;
mod toml;
mod uri;

/// One thing to throw bytes at.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its file here, its folder of seeds, and the word in `FUZZ_TARGET`.
    pub name: &'static str,
    /// Takes one input; a panic is a finding.
    pub run: fn(&[u8]),
}

/// Every target, in the order of the layers.
pub const TARGETS: &[Target] = &[
    Target { name: "framer", run: framer::run },
    Target { name: "message", run: message::run },
    Target { name: "uri", run: uri::run },
    Target { name: "headers", run: headers::run },
    Target { name: "digest", run: digest::run },
    Target { name: "sdp", run: sdp::run },
    Target { name: "rtp", run: rtp::run },
    Target { name: "srtp", run: srtp::run },
    Target { name: "codec", run: codec::run },
    Target { name: "pattern", run: pattern::run },
    Target { name: "toml", run: toml::run },
    Target { name: "endpoint", run: endpoint::run },
    Target { name: "kept", run: kept::run },
];

#[cfg(test)]
mod tests;
