//! The one clock: a wall-clock reading at the start, a monotonic one from there on.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use moment::Moment;

/// Moments that never go back within a run and can be compared between runs.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    wall: Moment,
    monotonic: Instant,
}

impl Clock {
    /// Reads the wall clock, once.
    pub fn start() -> Self {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { wall: Moment::ZERO + since_epoch, monotonic: Instant::now() }
    }

    /// Returns the present moment.
    pub fn now(&self) -> Moment {
        self.wall + self.monotonic.elapsed()
    }

    /// Returns the instant at which `moment` comes, for timers of the runtime.
    pub fn instant(&self, moment: Moment) -> Instant {
        self.monotonic + moment.since(self.wall)
    }
}
