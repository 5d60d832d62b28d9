//! The codecs that the exchange carries.

use model::Codec;
use serde::Serialize;
use utoipa::ToSchema;

use crate::acts::Admin;

/// A codec.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CodecRow {
    /// Asterisk's name.
    pub name: &'static str,
    /// SDP's name.
    pub rtp_name: &'static str,
    /// The static RTP payload type.
    pub payload_type: u8,
    /// The RTP clock rate.
    pub clock_rate: u32,
    /// What it is, in words.
    pub description: &'static str,
    /// Its place in the general settings, counted from 1; none where it is off.
    pub position: Option<usize>,
}

impl Admin {
    /// Lists the codecs: those that are on in their order, then the others.
    pub fn codecs(&self) -> Vec<CodecRow> {
        let snapshot = self.snapshot();
        let on = &snapshot.general().codecs;
        let off = Codec::ALL.into_iter().filter(|codec| !on.contains(codec));
        let all = on.iter().copied().chain(off);
        all.map(|codec| CodecRow {
            name: codec.name(),
            rtp_name: codec.rtp_name(),
            payload_type: codec.payload_type(),
            clock_rate: codec.clock_rate(),
            description: codec.description(),
            position: on.iter().position(|other| *other == codec).map(|at| at + 1),
        })
        .collect()
    }
}
