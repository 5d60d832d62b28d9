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
    /// The same of what came since the report before; `None` where nothing did.
    pub mos_now: Option<f32>,
    /// Packets that came from those who have no right to be heard.
    pub strangers: u64,
    /// Packets of an encrypted stream that were not made with the peer's key, or came again.
    pub forged: u64,
}

/// The packet that is filled before it is sent: the least delay of a stream.
const PACKET_MS: f32 = 20.0;

impl Report {
    /// Writes it, given what had been lost and expected at the report before.
    pub(crate) fn new(
        (rx, (lost_before, expected_before)): (&Inbound, (u64, u64)),
        control: &Control,
        packets_tx: u64,
        codec: &str,
        strangers: u64,
    ) -> Self {
        let round_trip = control.round_trip();
        let share = |lost: u64, expected: u64| lost as f32 / expected.max(1) as f32;
        let (lost, expected) =
            (rx.lost().saturating_sub(lost_before), rx.expected().saturating_sub(expected_before));
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
            mos: (rx.packets() > 0)
                .then(|| mos(Impairment::of(codec), share(rx.lost(), rx.expected()), delay_ms)),
            mos_now: (expected > 0).then(|| mos(Impairment::of(codec), share(lost, expected), delay_ms)),
            strangers,
            forged: 0,
        }
    }
}
