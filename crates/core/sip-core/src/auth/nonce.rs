//! Nonces that need no memory (RFC 3261 section 8.2.7, RFC 7616 section 3.3): each one carries its own time and number,
//! and a keyed hash over them and over the source it was given to. Memory begins when a nonce is first used with the
//! right password: then its counts are kept, so that no request can be sent a second time by someone who saw it.

use std::{collections::BTreeMap, net::IpAddr, time::Duration};

use moment::Moment;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::chance::Chance;

/// Issues nonces, recognises them, and counts their use.
pub(crate) struct Nonces {
    key: [u8; KEY_BYTES],
    issued: u64,
    used: BTreeMap<Serial, Window>,
    /// The newest serial that was forgotten to make room: what is not newer cannot be told from a replay.
    forgotten: Option<Serial>,
}

/// What a nonce in a request is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Ours, given to this source, young enough; its count is still to be checked.
    Fresh(Serial),
    /// Not ours (any more), too old, or given to another source: a right password earns `stale=true`.
    Stale,
}

/// Time and number of one nonce; in the order of issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Serial {
    issued_ms: u64,
    number: u64,
}

/// The counts seen of one nonce: the highest, and a bit for each of the 64 up to it, because UDP may reorder them.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    highest: u32,
    seen: u64,
}

impl Nonces {
    /// Draws the key; nonces of an earlier run are stale afterwards.
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let mut key = [0; KEY_BYTES];
        for chunk in key.chunks_exact_mut(8) {
            chunk.copy_from_slice(&chance.next_u64().to_be_bytes());
        }
        Self { key, issued: 0, used: BTreeMap::new(), forgotten: None }
    }

    /// Makes a nonce for a source.
    pub(crate) fn issue(&mut self, now: Moment, source: IpAddr) -> String {
        self.issued = self.issued.wrapping_add(1);
        let serial = Serial { issued_ms: now.as_unix_ms(), number: self.issued };
        format!("{:016x}{:016x}{:016x}", serial.issued_ms, serial.number, self.seal(serial, source))
    }

    /// Judges a nonce by itself, without its count.
    pub(crate) fn standing(&self, now: Moment, source: IpAddr, nonce: &str) -> Standing {
        let Some((serial, seal)) = split(nonce) else { return Standing::Stale };
        let ours = self.seal(serial, source).to_be_bytes().ct_eq(&seal.to_be_bytes());
        let known =
            self.used.contains_key(&serial) || self.forgotten.is_none_or(|forgotten| serial > forgotten);
        let young = now.since(Moment::from_unix_ms(serial.issued_ms)) <= LIFE;
        if bool::from(ours) && known && young { Standing::Fresh(serial) } else { Standing::Stale }
    }

    /// Counts one use with the right password; tells whether this count is new. A replay is refused, and so is a
    /// count that lags so far behind that nobody remembers it.
    pub(crate) fn count(&mut self, now: Moment, serial: Serial, nc: u32) -> bool {
        self.forget(now);
        self.used.entry(serial).or_default().admit(nc)
    }

    /// Drops what has expired, and the oldest where there are too many.
    fn forget(&mut self, now: Moment) {
        while let Some(oldest) = self.used.first_entry() {
            let expired = now.since(Moment::from_unix_ms(oldest.key().issued_ms)) > LIFE;
            if !expired && self.used.len() < MAX_USED {
                return;
            }
            if let Some((serial, _)) = self.used.pop_first() {
                self.forgotten = Some(serial);
            }
        }
    }

    fn seal(&self, serial: Serial, source: IpAddr) -> u64 {
        let source = match source {
            IpAddr::V4(v4) => v4.to_ipv6_mapped(),
            IpAddr::V6(v6) => v6,
        };
        // Every part has a fixed length and the hash is cut to a quarter, so it cannot be extended.
        let hash = Sha256::new()
            .chain_update(self.key)
            .chain_update(serial.issued_ms.to_be_bytes())
            .chain_update(serial.number.to_be_bytes())
            .chain_update(source.octets())
            .finalize();
        hash.iter().take(8).fold(0, |seal, byte| seal << 8 | u64::from(*byte))
    }
}

impl Window {
    fn admit(&mut self, nc: u32) -> bool {
        if nc == 0 {
            return false;
        }
        if nc > self.highest {
            self.seen = self.seen.checked_shl(nc - self.highest).unwrap_or(0) | 1;
            self.highest = nc;
            return true;
        }
        match 1_u64.checked_shl(self.highest - nc) {
            Some(bit) if self.seen & bit == 0 => {
                self.seen |= bit;
                true
            }
            _ => false,
        }
    }
}

fn split(nonce: &str) -> Option<(Serial, u64)> {
    if nonce.len() != 48 || !nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = |from: usize| u64::from_str_radix(nonce.get(from..from + 16)?, 16).ok();
    Some((Serial { issued_ms: number(0)?, number: number(16)? }, number(32)?))
}

/// How long a nonce lives: long enough that a phone which registers each minute or two is rarely challenged, short
/// enough that the memory of a busy morning goes by noon.
const LIFE: Duration = Duration::from_secs(300);

/// How many used nonces are remembered; past it the oldest are asked for anew. About 3 MB.
const MAX_USED: usize = 1 << 16;

const KEY_BYTES: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2));
    const T0: Moment = Moment::from_unix_ms(1_000_000);

    fn nonces() -> Nonces {
        Nonces::new(&mut Chance::new([1; 32]))
    }

    fn fresh(nonces: &Nonces, now: Moment, nonce: &str) -> Serial {
        match nonces.standing(now, PHONE, nonce) {
            Standing::Fresh(serial) => serial,
            Standing::Stale => panic!("stale"),
        }
    }

    #[test]
    fn two_nonces_of_the_same_moment_differ() {
        let mut nonces = nonces();
        assert_ne!(nonces.issue(T0, PHONE), nonces.issue(T0, PHONE));
    }

    #[test]
    fn a_nonce_is_worth_nothing_from_another_source() {
        let mut nonces = nonces();
        let nonce = nonces.issue(T0, PHONE);
        fresh(&nonces, T0, &nonce);
        assert_eq!(nonces.standing(T0, OTHER, &nonce), Standing::Stale);
    }

    #[test]
    fn a_nonce_of_another_run_or_a_made_up_one_is_stale() {
        let mut nonces = nonces();
        let earlier = Nonces::new(&mut Chance::new([2; 32])).issue(T0, PHONE);
        let mut altered = nonces.issue(T0, PHONE);
        altered.replace_range(15..16, "f");
        for nonce in [earlier.as_str(), altered.as_str(), "", "abc", &"é".repeat(24), &"+".repeat(48)] {
            assert_eq!(nonces.standing(T0, PHONE, nonce), Standing::Stale, "{nonce}");
        }
    }

    #[test]
    fn a_nonce_dies_of_age() {
        let mut nonces = nonces();
        let nonce = nonces.issue(T0, PHONE);
        fresh(&nonces, T0 + LIFE, &nonce);
        assert_eq!(nonces.standing(T0 + LIFE + Duration::from_millis(1), PHONE, &nonce), Standing::Stale);
    }

    /// RFC 7616 section 3.4: a count that was seen before is a replay.
    #[test]
    fn each_count_is_good_once() {
        let mut nonces = nonces();
        let nonce = nonces.issue(T0, PHONE);
        let serial = fresh(&nonces, T0, &nonce);
        assert!(nonces.count(T0, serial, 1));
        assert!(!nonces.count(T0, serial, 1));
        assert!(nonces.count(T0, serial, 3));
        assert!(nonces.count(T0, serial, 2), "two requests may overtake each other");
        assert!(!nonces.count(T0, serial, 2));
        assert!(!nonces.count(T0, serial, 0));
        assert!(nonces.count(T0, serial, u32::MAX));
        assert!(!nonces.count(T0, serial, 4), "too far behind to be remembered");
    }

    #[test]
    fn a_forgotten_nonce_cannot_be_replayed() {
        let mut nonces = nonces();
        let first = nonces.issue(T0, PHONE);
        let serial = fresh(&nonces, T0, &first);
        assert!(nonces.count(T0, serial, 1));
        for _ in 0..MAX_USED {
            let nonce = nonces.issue(T0, PHONE);
            let serial = fresh(&nonces, T0, &nonce);
            assert!(nonces.count(T0, serial, 1));
        }
        assert_eq!(nonces.used.len(), MAX_USED);
        assert_eq!(nonces.standing(T0, PHONE, &first), Standing::Stale);
    }

    #[test]
    fn memory_returns_when_nonces_die() {
        let mut nonces = nonces();
        for second in 0..1000 {
            let now = T0 + Duration::from_secs(second);
            let nonce = nonces.issue(now, PHONE);
            let serial = fresh(&nonces, now, &nonce);
            assert!(nonces.count(now, serial, 1));
        }
        assert!(nonces.used.len() <= 302);
    }
}
