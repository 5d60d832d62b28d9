//! Which of many state machines wants to be ticked next.
//!
//! A heap of (moment, key), with at most one entry that counts per key: a machine whose deadline moved to later keeps its
//! early entry, is looked at then, and is entered again. So arming is cheap, and `next` is a glance at the top. Entries of
//! machines that are gone are swept out once they are the greater part.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    hash::Hash,
};

use moment::Moment;

/// Entries that are not worth a sweep.
const FEW: usize = 1024;

/// The deadlines of the machines of one kind.
#[derive(Debug)]
pub(crate) struct Deadlines<K> {
    heap: BinaryHeap<Reverse<(Moment, K)>>,
    armed: HashMap<K, Moment>,
}

impl<K> Default for Deadlines<K> {
    fn default() -> Self {
        Self { heap: BinaryHeap::new(), armed: HashMap::new() }
    }
}

impl<K: Copy + Ord + Hash> Deadlines<K> {
    /// Makes sure that `key` is due at `at` or earlier.
    pub(crate) fn arm(&mut self, key: K, at: Option<Moment>) {
        let Some(at) = at.filter(|at| *at < Moment::NEVER) else { return };
        if self.armed.get(&key).is_none_or(|armed| at < *armed) {
            self.armed.insert(key, at);
            self.heap.push(Reverse((at, key)));
        }
    }

    /// Forgets a machine that is gone.
    pub(crate) fn forget(&mut self, key: K) {
        self.armed.remove(&key);
        if self.heap.len() > FEW + 2 * self.armed.len() {
            let armed = &self.armed;
            self.heap.retain(|Reverse((at, key))| armed.get(key) == Some(at));
        }
    }

    /// When something is due.
    pub(crate) fn next(&self) -> Option<Moment> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }

    /// Takes one key that is due; whoever owns the machine ticks it and arms it again.
    pub(crate) fn pop_due(&mut self, now: Moment) -> Option<K> {
        while self.next().is_some_and(|at| at <= now) {
            let Reverse((at, key)) = self.heap.pop()?;
            if self.armed.get(&key) == Some(&at) {
                self.armed.remove(&key);
                return Some(key);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Option<Moment> {
        Some(Moment::from_unix_ms(ms))
    }

    #[test]
    fn keys_come_in_the_order_of_their_deadlines() {
        let mut due = Deadlines::default();
        due.arm(1, at(30));
        due.arm(2, at(10));
        due.arm(3, at(20));
        assert_eq!(due.next(), at(10));
        let mut keys = vec![];
        while let Some(key) = due.pop_due(Moment::from_unix_ms(25)) {
            keys.push(key);
        }
        assert_eq!(keys, [2, 3]);
        assert_eq!(due.next(), at(30));
    }

    #[test]
    fn earlier_deadline_replaces_a_later_one_and_the_key_comes_once() {
        let mut due = Deadlines::default();
        due.arm(1, at(30));
        due.arm(1, at(10));
        due.arm(1, at(20));
        assert_eq!(due.pop_due(Moment::from_unix_ms(10)), Some(1));
        assert_eq!(due.pop_due(Moment::from_unix_ms(99)), None);
        assert_eq!(due.next(), None);
    }

    /// A call's session timer is half an hour away; most calls are over long before.
    #[test]
    fn machines_that_are_gone_leave_nothing_behind() {
        let mut due = Deadlines::default();
        for key in 0..100_000 {
            due.arm(key, at(1_800_000 + key));
            due.forget(key);
        }
        assert!(due.heap.len() <= FEW + 1 && due.armed.is_empty());
        assert_eq!(due.pop_due(Moment::NEVER), None);
    }

    #[test]
    fn what_never_comes_is_not_kept() {
        let mut due = Deadlines::default();
        due.arm(1, None);
        due.arm(1, Some(Moment::NEVER));
        assert_eq!(due.next(), None);
    }
}
