//! Counts how many calls everyone has at once, so that a user's and a trunk's limit can be kept.
//!
//! Decides nothing: whoever takes a seat says how many there are.

use std::collections::HashMap;

use model::{TrunkId, UserId};
use serde::{Deserialize, Serialize};

/// Whose calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Seat {
    /// A user's, who may have only so many at once, called and calling together.
    User(UserId),
    /// A trunk's, both directions together.
    Trunk(TrunkId),
}

/// The seats that are taken.
#[derive(Debug, Default)]
pub(crate) struct Load {
    taken: HashMap<Seat, u32>,
}

impl Load {
    /// Takes a seat where fewer than `limit` are taken; 0 means that there is no limit.
    pub(crate) fn take(&mut self, seat: Seat, limit: u32) -> bool {
        let taken = self.taken.entry(seat).or_default();
        let is_free = limit == 0 || *taken < limit;
        if is_free {
            *taken = taken.saturating_add(1);
        }
        is_free
    }

    /// Gives a seat back.
    pub(crate) fn free(&mut self, seat: Seat) {
        if let Some(taken) = self.taken.get_mut(&seat) {
            *taken = taken.saturating_sub(1);
            if *taken == 0 {
                self.taken.remove(&seat);
            }
        }
    }

    /// Tells how many seats are taken.
    pub(crate) fn taken(&self, seat: Seat) -> u32 {
        self.taken.get(&seat).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAT: Seat = Seat::Trunk(TrunkId(1));

    #[test]
    fn a_full_trunk_takes_no_call_until_one_ends() {
        let mut load = Load::default();
        assert!(load.take(SEAT, 1));
        assert!(!load.take(SEAT, 1));
        load.free(SEAT);
        assert!(load.take(SEAT, 1));
        assert_eq!(load.taken(SEAT), 1);
    }

    #[test]
    fn zero_is_no_limit_and_what_is_free_is_forgotten() {
        let mut load = Load::default();
        assert!((0..100).all(|_| load.take(SEAT, 0)));
        (0..101).for_each(|_| load.free(SEAT));
        assert_eq!(load.taken(SEAT), 0);
        assert!(load.taken.is_empty());
    }
}
