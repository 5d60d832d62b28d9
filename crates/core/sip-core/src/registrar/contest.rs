//! Lines out of which phones push each other: for people who wonder why a phone rings only now and then.

use std::{collections::HashMap, time::Duration};

use model::LineId;
use moment::Moment;

/// How often it must happen, and within which time, so that it is no phone that merely has moved.
const FEWEST: u32 = 3;
const WITHIN: Duration = Duration::from_secs(600);

/// The lines that are contested: one entry a line at most.
#[derive(Debug, Default)]
pub(super) struct Contests(HashMap<LineId, Contest>);

#[derive(Debug)]
struct Contest {
    times: u32,
    last: Moment,
}

impl Contests {
    /// Notes that a contact was pushed out by a newer one.
    pub(super) fn note(&mut self, now: Moment, line: LineId) {
        let contest = self.0.entry(line).or_insert(Contest { times: 0, last: now });
        if now.since(contest.last) > WITHIN {
            *contest = Contest { times: 0, last: now };
        }
        contest.times = contest.times.saturating_add(1);
        contest.last = now;
    }

    /// The lines that are contested now, with how often it happened.
    pub(super) fn now(&self, now: Moment) -> Vec<(LineId, u32)> {
        let is_contested = |contest: &Contest| contest.times >= FEWEST && now.since(contest.last) <= WITHIN;
        let contested = self.0.iter().filter(|(_, contest)| is_contested(contest));
        contested.map(|(line, contest)| (*line, contest.times)).collect()
    }

    /// Forgets the lines that are not to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(LineId) -> bool) {
        self.0.retain(|line, _| keep(*line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: LineId = LineId(7);

    #[test]
    fn a_phone_that_moves_contests_nothing_and_two_that_fight_do() {
        let mut contests = Contests::default();
        let at = |seconds: u64| Moment::ZERO + Duration::from_secs(seconds);
        contests.note(at(0), LINE);
        contests.note(at(10_000), LINE);
        contests.note(at(20_000), LINE);
        assert_eq!(contests.now(at(20_000)), []);
        contests.note(at(20_060), LINE);
        contests.note(at(20_120), LINE);
        assert_eq!(contests.now(at(20_120)), [(LINE, 3)]);
        assert_eq!(contests.now(at(21_000)), []);
    }
}
