//! The one clock: a wall-clock reading at the start, a monotonic one from there on.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use moment::Moment;

/// Moments that never go back within a run and can be compared between runs (docs/decisions/0003-moment-is-unix-time.md).
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

    /// Returns the instant at which `moment` comes, for timers of a runtime.
    pub fn instant(&self, moment: Moment) -> Instant {
        self.monotonic + moment.since(self.wall)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_moment_and_its_instant_are_the_same_point_in_time() {
        let clock = Clock::start();
        let later = clock.now() + Duration::from_secs(5);
        let gap = clock.instant(later).duration_since(Instant::now());
        assert!(gap > Duration::from_secs(4) && gap <= Duration::from_secs(5), "{gap:?}");
        assert!(clock.now() >= clock.wall);
    }
}
