//! The two directions of a leg: what comes (`latch`, `inbound`) and what goes (`outbound`), with RTCP and quality.

pub(crate) mod control;
pub(crate) mod inbound;
pub(crate) mod latch;
pub(crate) mod outbound;
pub(crate) mod quality;
pub(crate) mod report;

use std::time::Duration;

/// A span in ticks of an RTP clock; wraps around as timestamps do.
pub(crate) fn ticks(span: Duration, clock_hz: u32) -> u32 {
    let ticks = span.as_micros() * u128::from(clock_hz) / 1_000_000;
    (ticks & u128::from(u32::MAX)) as u32
}
