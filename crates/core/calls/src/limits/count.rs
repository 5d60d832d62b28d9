//! Counts calls and minutes by the hour of the clock. Bounded: an hour is forgotten after a day.

use std::collections::VecDeque;

/// Hours that are looked back on.
pub(super) const DAY: u64 = 24;

/// An hour, in milliseconds.
pub(super) const HOUR_MS: u64 = 3_600_000;

/// What is counted together: the calls of one payer, of one class or of all.
#[derive(Clone, Debug, Default)]
pub(super) struct Count {
    /// Hours in which something was, the latest last; at most [`DAY`] of them.
    hours: VecDeque<Hour>,
    /// Calls that go on.
    pub(super) at_once: u32,
}

/// What was in one hour.
#[derive(Clone, Copy, Debug, Default)]
struct Hour {
    /// Counted from the epoch.
    hour: u64,
    all: Sum,
    /// The part of it that was out of the opening hours.
    closed: Sum,
}

/// Calls and minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) calls: u32,
    pub(crate) minutes: u32,
}

impl Sum {
    const fn add(&mut self, other: Self) {
        self.calls = self.calls.saturating_add(other.calls);
        self.minutes = self.minutes.saturating_add(other.minutes);
    }
}

impl Count {
    /// Counts something in an hour.
    pub(super) fn add(&mut self, hour: u64, sum: Sum, is_closed: bool) {
        while self.hours.front().is_some_and(|first| first.hour + DAY <= hour) {
            self.hours.pop_front();
        }
        let at = self.hours.partition_point(|known| known.hour < hour);
        if self.hours.get(at).is_none_or(|known| known.hour != hour) {
            if self.hours.len() as u64 >= DAY {
                return;
            }
            self.hours.insert(at, Hour { hour, ..Hour::default() });
        }
        if let Some(known) = self.hours.get_mut(at) {
            known.all.add(sum);
            if is_closed {
                known.closed.add(sum);
            }
        }
    }

    /// What was within the hour, and within the day that ends with it.
    pub(super) fn sums(&self, hour: u64, only_closed: bool) -> (Sum, Sum) {
        let (mut within_hour, mut within_day) = (Sum::default(), Sum::default());
        for known in self.hours.iter().filter(|known| known.hour <= hour && known.hour + DAY > hour) {
            let sum = if only_closed { known.closed } else { known.all };
            within_day.add(sum);
            if known.hour == hour {
                within_hour.add(sum);
            }
        }
        (within_hour, within_day)
    }

    /// Forgets what was, not what goes on.
    pub(super) fn forget(&mut self) {
        self.hours.clear();
    }

    /// Says whether nothing is left to count with.
    pub(super) fn is_idle(&self, hour: u64) -> bool {
        self.at_once == 0 && self.hours.back().is_none_or(|last| last.hour + DAY <= hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Sum = Sum { calls: 1, minutes: 2 };

    #[test]
    fn a_day_is_the_hour_and_the_23_before() {
        let mut count = Count::default();
        (100..130).for_each(|hour| count.add(hour, ONE, hour % 2 == 0));
        let (hour, day) = count.sums(129, false);
        assert_eq!((hour, day), (ONE, Sum { calls: 24, minutes: 48 }));
        assert_eq!(count.sums(129, true).1, Sum { calls: 12, minutes: 24 });
        assert_eq!(count.sums(153, false).1, Sum::default());
        assert!(count.is_idle(153) && !count.is_idle(152));
    }

    #[test]
    fn an_hour_that_comes_late_finds_its_place() {
        let mut count = Count::default();
        count.add(110, ONE, false);
        count.add(108, ONE, false);
        count.add(108, ONE, false);
        assert_eq!(count.sums(108, false).0.calls, 2);
        assert_eq!(count.sums(110, false).1.calls, 3);
        count.forget();
        assert_eq!(count.sums(110, false).1, Sum::default());
    }
}
