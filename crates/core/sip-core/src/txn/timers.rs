//! The one table of SIP's timers: RFC 3261 table 4 (section 17 and appendix A), RFC 6026 section 8.4 and RFC 4320.
//!
//! A transport that delivers by itself needs no resending and no waiting for resent messages, so some are zero there.

use std::time::Duration;

/// An estimate of the round trip.
pub(crate) const T1: Duration = Duration::from_millis(500);
/// The longest gap between resent non-INVITE requests and INVITE responses.
pub(crate) const T2: Duration = Duration::from_secs(4);
/// How long a message may wander in the network.
pub(crate) const T4: Duration = Duration::from_secs(5);

/// Timer B: an INVITE without any answer is given up.
pub(crate) const B: Duration = Duration::from_secs(32);
/// Timer F: a non-INVITE request without a final answer is given up.
pub(crate) const F: Duration = B;
/// Timer H: a refused INVITE waits so long for its ACK.
pub(crate) const H: Duration = B;
/// Timer L (RFC 6026): an accepted INVITE absorbs retransmissions.
pub(crate) const L: Duration = B;
/// Timer M (RFC 6026): the caller takes further 2xx, of other branches or again.
pub(crate) const M: Duration = B;
/// When a non-INVITE request's timer E reaches T2; no 100 may be sent before (RFC 4320 section 4.1).
pub(crate) const E_REACHES_T2: Duration = Duration::from_millis(3500);

/// Timer D: the caller answers resent refusals with its ACK.
pub(crate) const fn d(reliable: bool) -> Duration {
    if reliable { Duration::ZERO } else { B }
}

/// Timer I: the called side absorbs resent ACKs.
pub(crate) const fn i(reliable: bool) -> Duration {
    if reliable { Duration::ZERO } else { T4 }
}

/// Timer J: the server answers resent requests with its final response.
pub(crate) const fn j(reliable: bool) -> Duration {
    if reliable { Duration::ZERO } else { F }
}

/// Timer K: the client absorbs resent final responses.
pub(crate) const fn k(reliable: bool) -> Duration {
    if reliable { Duration::ZERO } else { T4 }
}

/// The next gap of timers E and G: doubled, up to T2.
pub(crate) fn backed_off(gap: Duration) -> Duration {
    gap.saturating_mul(2).min(T2)
}
