//! Sending a response again until it is acknowledged: a 2xx until its ACK (RFC 3261 section 13.3.1.4), a reliable
//! provisional one until its PRACK (RFC 3262 section 3).

use std::time::Duration;

use moment::Moment;
use serde::{Deserialize, Serialize};

use crate::txn::timers;

/// When to send again, and when to give up: 64 * T1 after the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Resend {
    next: Moment,
    gap: Duration,
    give_up: Moment,
    longest: Duration,
}

/// What a tick asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// Not yet.
    Wait,
    /// Send it again.
    Again,
    /// It was never acknowledged.
    GiveUp,
}

impl Resend {
    /// Starts for a 2xx: gaps double up to T2, over reliable transports too, since the ACK is end to end.
    pub(crate) fn success(now: Moment) -> Self {
        Self::with(now, timers::T2)
    }

    /// Starts for a reliable provisional response: gaps double without a bound.
    pub(crate) fn provisional(now: Moment) -> Self {
        Self::with(now, timers::B)
    }

    fn with(now: Moment, longest: Duration) -> Self {
        Self { next: now + timers::T1, gap: timers::T1, give_up: now + timers::B, longest }
    }

    /// Takes a tick.
    pub(crate) fn tick(&mut self, now: Moment) -> Due {
        if now >= self.give_up {
            return Due::GiveUp;
        }
        if now < self.next {
            return Due::Wait;
        }
        self.gap = self.gap.saturating_mul(2).min(self.longest);
        self.next = now + self.gap;
        Due::Again
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Moment {
        self.next.min(self.give_up)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(mut resend: Resend) -> (Vec<u64>, Moment) {
        let mut times = vec![];
        loop {
            let at = resend.deadline();
            match resend.tick(at) {
                Due::Again => times.push(at.as_unix_ms()),
                Due::GiveUp => return (times, at),
                Due::Wait => unreachable!("a deadline is never early"),
            }
        }
    }

    /// RFC 3261 section 13.3.1.4.
    #[test]
    fn success_is_resent_with_gaps_up_to_t2_for_32_seconds() {
        let (sent, end) = times(Resend::success(Moment::ZERO));
        assert_eq!(sent, [500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500]);
        assert_eq!(end.as_unix_ms(), 32_000);
    }

    /// RFC 3262 section 3.
    #[test]
    fn provisional_is_resent_with_doubling_gaps_for_32_seconds() {
        let (sent, end) = times(Resend::provisional(Moment::ZERO));
        assert_eq!(sent, [500, 1500, 3500, 7500, 15500, 31500]);
        assert_eq!(end.as_unix_ms(), 32_000);
    }
}
