//! Token buckets: what may be spent at once, and how fast it comes back.

use std::{collections::HashMap, hash::Hash, time::Duration};

use moment::Moment;

/// How much may be spent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    /// In the long run; at least 1.
    pub(super) per_second: u32,
    /// At once, after a rest.
    pub(super) burst: u32,
}

impl Rate {
    const fn span(self, tokens: u32) -> Duration {
        Duration::from_micros(tokens as u64 * 1_000_000 / self.per_second as u64)
    }
}

/// One bucket: the moment at which it is full again says all (the virtual scheduling of ATM's generic cell rate algorithm).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    full_at: Moment,
}

impl Bucket {
    /// Whether something is left in it.
    pub(super) fn has_room(self, now: Moment, rate: Rate) -> bool {
        self.full_at.since(now) + rate.span(1) <= rate.span(rate.burst)
    }

    /// Takes from it.
    pub(super) fn spend(&mut self, now: Moment, rate: Rate, tokens: u32) {
        self.full_at = self.full_at.max(now) + rate.span(tokens);
    }

    /// Puts back into it; it never holds more than the burst.
    pub(super) fn pay_back(&mut self, now: Moment, rate: Rate, tokens: u32) {
        self.full_at = (self.full_at - rate.span(tokens)).max(now);
    }

    fn is_full(self, now: Moment) -> bool {
        self.full_at <= now
    }
}

/// A bucket for each key that has spent anything.
#[derive(Debug)]
pub(super) struct Buckets<K> {
    rate: Rate,
    spent: HashMap<K, Bucket>,
    /// When the full ones are next thrown away.
    swept_at: Moment,
}

impl<K: Eq + Hash> Buckets<K> {
    pub(super) fn new(rate: Rate) -> Self {
        Self { rate, spent: HashMap::new(), swept_at: Moment::ZERO }
    }

    /// Whether something is left in the bucket of `key`.
    pub(super) fn has_room(&self, now: Moment, key: &K) -> bool {
        self.spent.get(key).is_none_or(|bucket| bucket.has_room(now, self.rate))
    }

    /// Takes from the bucket of `key`. Past the limit of buckets, who has none yet pays nothing here: what all strangers may
    /// cost together still holds.
    pub(super) fn spend(&mut self, now: Moment, key: K, tokens: u32) {
        if self.spent.len() >= MAX_BUCKETS && now.since(self.swept_at) >= SWEEP {
            self.swept_at = now;
            self.spent.retain(|_, bucket| !bucket.is_full(now));
        }
        if self.spent.len() < MAX_BUCKETS || self.spent.contains_key(&key) {
            self.spent.entry(key).or_default().spend(now, self.rate, tokens);
        }
    }

    /// Puts back into the bucket of `key`.
    pub(super) fn pay_back(&mut self, now: Moment, key: &K, tokens: u32) {
        if let Some(bucket) = self.spent.get_mut(key) {
            bucket.pay_back(now, self.rate, tokens);
            if bucket.is_full(now) {
                self.spent.remove(key);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.spent.len()
    }
}

/// Buckets at once, about 2 MB: UDP's sources are easily made up, and memory is not to grow with them.
pub(super) const MAX_BUCKETS: usize = 50_000;

/// How often a full table is looked through for buckets that are full again.
const SWEEP: Duration = Duration::from_secs(1);
