//! Time as a value that the caller brings.
//!
//! A [`Moment`] is counted in microseconds from the Unix epoch, so it can be written down before a restart and read back
//! after it; the engine derives it from one wall-clock reading and a monotonic clock, so within a run it never goes back.

use std::{
    ops::{Add, AddAssign, Sub},
    time::Duration,
};

use serde::{Deserialize, Serialize};

/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(u64);

impl Moment {
    /// The epoch; where the fake clocks of tests start.
    pub const ZERO: Self = Self(0);
    /// A moment that never comes.
    pub const NEVER: Self = Self(u64::MAX);

    /// Takes microseconds since the Unix epoch.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Takes milliseconds since the Unix epoch; saturates.
    pub const fn from_unix_ms(ms: u64) -> Self {
        Self(ms.saturating_mul(1000))
    }

    /// Returns microseconds since the Unix epoch.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Returns milliseconds since the Unix epoch, rounded down.
    pub const fn as_unix_ms(self) -> u64 {
        self.0 / 1000
    }

    /// Returns the time from `earlier` to `self`, zero where `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    /// Saturates at [`Moment::NEVER`].
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(span.as_micros()).unwrap_or(u64::MAX)))
    }
}

impl AddAssign<Duration> for Moment {
    fn add_assign(&mut self, span: Duration) {
        *self = *self + span;
    }
}

impl Sub<Duration> for Moment {
    type Output = Self;

    /// Saturates at [`Moment::ZERO`].
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(span.as_micros()).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_saturates_at_both_ends() {
        assert_eq!(Moment::NEVER + Duration::from_secs(1), Moment::NEVER);
        assert_eq!(Moment::ZERO - Duration::from_secs(1), Moment::ZERO);
        assert_eq!(Moment::ZERO.since(Moment::NEVER), Duration::ZERO);
    }

    #[test]
    fn unix_milliseconds_come_back_as_they_went_in() {
        assert_eq!(Moment::from_unix_ms(1_795_490_000_123).as_unix_ms(), 1_795_490_000_123);
    }
}
