//! Whose turn it is to test a trunk: one at a time, and a call of a test now and then only, since calls may cost money.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use model::TrunkId;
use tokio::time::Instant;

use crate::error::Error;

/// The least time between the beginnings of two test calls by one trunk.
const PAUSE: Duration = Duration::from_secs(10);

/// The tests that go on, and the test calls of late.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<Taken>);

/// Both are bounded by the number of trunks: whoever takes a turn names one that there is, and what is older than the pause is
/// forgotten.
#[derive(Debug, Default)]
struct Taken {
    testing: HashSet<TrunkId>,
    called: HashMap<TrunkId, Instant>,
}

/// The right to test one trunk, until it is dropped: with the request that asked, even if its client has gone.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    trunk: TrunkId,
}

impl Turns {
    /// Takes the right to test a trunk, with a call or without.
    pub(crate) fn take(&self, trunk: TrunkId, with_call: bool) -> Result<Turn<'_>, Error> {
        let mut taken = self.lock();
        let now = Instant::now();
        if taken.testing.contains(&trunk) {
            return Err(Error::TestRunning);
        }
        if with_call {
            taken.called.retain(|_, at| now.duration_since(*at) < PAUSE);
            if let Some(at) = taken.called.get(&trunk) {
                let left = PAUSE.saturating_sub(now.duration_since(*at));
                return Err(Error::TestTooSoon { wait_s: left.as_secs().saturating_add(1) });
            }
            taken.called.insert(trunk, now);
        }
        taken.testing.insert(trunk);
        Ok(Turn { turns: self, trunk })
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.lock().testing.remove(&self.trunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: TrunkId = TrunkId(1);

    #[test]
    fn a_trunk_is_tested_once_at_a_time_and_others_meanwhile() {
        let turns = Turns::default();
        let first = turns.take(ONE, false).unwrap();
        assert!(matches!(turns.take(ONE, false), Err(Error::TestRunning)));
        assert!(turns.take(TrunkId(2), false).is_ok());
        drop(first);
        assert!(turns.take(ONE, false).is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_trunk_is_called_once_in_ten_seconds_and_tested_without_a_call_as_often_as_is_liked() {
        let turns = Turns::default();
        drop(turns.take(ONE, true).unwrap());
        assert!(turns.take(ONE, false).is_ok());
        tokio::time::advance(Duration::from_millis(7_500)).await;
        let Err(Error::TestTooSoon { wait_s }) = turns.take(ONE, true) else { panic!("too soon") };
        assert_eq!(wait_s, 3);
        tokio::time::advance(Duration::from_secs(wait_s)).await;
        assert!(turns.take(ONE, true).is_ok());
    }
}
