//! The media path of a call without sockets, threads or clock: what a worker does with each packet and each 20 ms.
//!
//! A [`Leg`] is one side of a call: it decides whom to believe (RFC 3550, and a latch that a stranger cannot steal), counts
//! what comes, and sends one stream that keeps its SSRC, sequence and clock whatever feeds it. Two legs are joined by
//! [`join`], which picks a [`Plan`] each way: packets of the same codec are rewritten and forwarded at once, others pass
//! through jitter buffer, decoder, concealment, resampling and encoder on a 20 ms tick. No packet allocates or locks.

mod dtmf;
mod jitter;
mod kept;
mod leg;
mod meter;
mod plan;
mod play;
mod settings;
mod shield;
mod stream;
mod transcode;

use std::{net::SocketAddr, time::Duration};

pub use jitter::{JitterBuffer, Pulled};
pub use kept::KeptStream;
pub use leg::{Leg, Seed, join};
pub use meter::{Hearing, ToneHeard};
pub use plan::{Carry, Plan};
pub use play::Source;
pub use settings::StreamSettings;
pub use shield::CryptoState;
pub use srtp::{Heard, Position};
pub use stream::{
    latch::{Latch, Rejection},
    quality::{Impairment, mos},
    report::Report,
};

/// The beat of everything that is decoded, encoded or played.
pub const TICK: Duration = Duration::from_millis(20);

/// Whose port something concerns, seen from the leg that is being handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The leg itself.
    Own,
    /// The leg that it is joined with.
    Other,
}

/// Something that the signalling wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The peer pressed a key: told once, when it goes down.
    Digit(char),
    /// Nothing came from the peer for as long as the settings allow.
    Silent,
    /// The announcement has been played to its end.
    Finished,
    /// The peer's packets were found to come from here, which is not what signalling says.
    Latched(SocketAddr),
}

/// Where a leg's output goes. Implementations copy what they are given before they return.
pub trait Sink {
    /// Sends from the side's RTP port.
    fn rtp(&mut self, side: Side, to: SocketAddr, packet: &[u8]);
    /// Sends from the side's RTCP port.
    fn rtcp(&mut self, side: Side, to: SocketAddr, packet: &[u8]);
    /// Reports what happened on a side.
    fn event(&mut self, side: Side, event: Event);
}
