//! How a leg goes, as the call log keeps it.

use std::time::Duration;

use super::{
    control::Control,
    inbound::Inbound,
    quality::{Impairment, mos},
};

/// The statistics of one leg so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Packets that came from the peer.
    pub packets_rx: u64,
    /// Packets that went to it.
    pub packets_tx: u64,
    /// Packets of the peer that never came.
    pub lost_rx: u64,
    /// Packets of ours that never came there, as the peer says.
    pub lost_tx: u64,
    /// The jitter of what comes.
    pub jitter_ms: f32,
    /// To the peer and back, once RTCP has told it.
    pub round_trip: Option<Duration>,
    /// The estimated score of what comes; `None` before anything came.
    pub mos: Option<f32>,
    /// Packets that came from those who have no right to be heard.
    pub strangers: u64,
}

/// The packet that is filled before it is sent: the least delay of a stream.
const PACKET_MS: f32 = 20.0;

impl Report {
    pub(crate) fn new(rx: &Inbound, control: &Control, packets_tx: u64, codec: &str, strangers: u64) -> Self {
        let round_trip = control.round_trip();
        let lost = rx.lost() as f32 / rx.expected().max(1) as f32;
        let way_ms = round_trip.unwrap_or_default().as_secs_f32() * 500.0;
        // A receiver's buffer holds about twice the jitter.
        let delay_ms = way_ms + PACKET_MS + 2.0 * rx.jitter_ms();
        Self {
            packets_rx: rx.packets(),
            packets_tx,
            lost_rx: rx.lost(),
            lost_tx: control.lost_tx(),
            jitter_ms: rx.jitter_ms(),
            round_trip,
            mos: (rx.packets() > 0).then(|| mos(Impairment::of(codec), lost, delay_ms)),
            strangers,
        }
    }
}
