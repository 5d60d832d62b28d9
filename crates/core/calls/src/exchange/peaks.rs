//! How many calls there were at once, hour by hour.

use std::collections::VecDeque;

use moment::Moment;

/// Hours that are remembered: a day, wherever it begins, and the one before.
const HOURS: usize = 49;

/// An hour, in milliseconds.
const HOUR_MS: u64 = 3_600_000;

/// The most calls at once of each hour in which one began, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Peaks(VecDeque<(u64, u32)>);

impl Peaks {
    /// Notes how many there are.
    pub(super) fn note(&mut self, now: Moment, calls: usize) {
        let (start, calls) = (now.as_unix_ms() / HOUR_MS * HOUR_MS, u32::try_from(calls).unwrap_or(u32::MAX));
        match self.0.back_mut() {
            Some((hour, most)) if *hour == start => *most = calls.max(*most),
            _ => {
                self.0.push_back((start, calls));
                if self.0.len() > HOURS {
                    self.0.pop_front();
                }
            }
        }
    }

    /// Gives each hour's beginning in milliseconds since the epoch, and the most calls at once in it.
    pub(super) fn all(&self) -> Vec<(u64, u32)> {
        self.0.iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_of_each_hour_is_kept_for_two_days() {
        let mut peaks = Peaks::default();
        for hour in 0..100_u64 {
            for calls in [2, 5, 3] {
                peaks.note(Moment::from_unix_ms(hour * HOUR_MS + 7), calls);
            }
        }
        let all = peaks.all();
        assert_eq!((all.len(), all[0]), (HOURS, (51 * HOUR_MS, 5)));
    }
}
