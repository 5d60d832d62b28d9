//! Times an operation: warms up, takes several rounds, and gives the median with the best and the worst round.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use anyhow::Result;

/// How long to measure.
pub(crate) struct Clock {
    rounds: usize,
    round: Duration,
}

/// Nanoseconds of one operation over all rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) median_ns: f64,
    pub(crate) min_ns: f64,
    pub(crate) max_ns: f64,
}

impl Clock {
    pub(crate) const fn new(is_quick: bool) -> Self {
        let round = Duration::from_millis(if is_quick { 30 } else { 100 });
        Self { rounds: 11, round }
    }

    /// Times an operation that can be repeated as it is.
    pub(crate) fn time<T>(&self, mut operation: impl FnMut() -> T) -> Spread {
        let mut batch = |count: u64| {
            let start = Instant::now();
            for _ in 0..count {
                black_box(operation());
            }
            start.elapsed()
        };
        // Warm-up: more and more, until a round is as long as it should be.
        let mut count = 1;
        while batch(count) < self.round {
            count *= 2;
        }
        let rounds = (0..self.rounds).map(|_| batch(count).as_nanos() as f64 / count as f64);
        Spread::of(rounds.collect())
    }

    /// Times operations that time themselves, because what leads up to them is not to be counted. One call does many and
    /// returns the time for one of them, in nanoseconds.
    pub(crate) fn gather(&self, mut many: impl FnMut() -> Result<f64>) -> Result<Spread> {
        many()?;
        Ok(Spread::of((0..self.rounds).map(|_| many()).collect::<Result<_>>()?))
    }
}

impl Spread {
    fn of(mut rounds: Vec<f64>) -> Self {
        rounds.sort_by(f64::total_cmp);
        let at = |place: usize| rounds.get(place).copied().unwrap_or(f64::NAN);
        Self { median_ns: at(rounds.len() / 2), min_ns: at(0), max_ns: at(rounds.len().saturating_sub(1)) }
    }
}

/// Three figures and the unit that fits.
pub(crate) fn words(ns: f64) -> String {
    match ns {
        ..1_000.0 => format!("{ns:.0} ns"),
        1_000.0..1_000_000.0 => format!("{:.2} µs", ns / 1_000.0),
        _ => format!("{:.2} ms", ns / 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_not_moved_by_one_bad_round() {
        let spread = Spread::of(vec![5.0, 900.0, 4.0, 6.0, 3.0]);
        assert_eq!(spread, Spread { median_ns: 5.0, min_ns: 3.0, max_ns: 900.0 });
    }

    #[test]
    fn units_fit_the_size() {
        assert_eq!([words(12.4), words(4_560.0), words(7_890_000.0)], ["12 ns", "4.56 µs", "7.89 ms"]);
    }
}
