//! Wrong passwords cost time: after each one the same source waits longer before it may try the same username again. Other
//! sources do not wait, so nobody can lock the owner out. Pure: time is an argument.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
};

/// Longest wait after a wrong password, in seconds.
const WAIT_MAX_S: u64 = 60;

/// A source that was quiet for so long starts anew, in milliseconds.
const FORGET_MS: u64 = 15 * 60 * 1000;

/// Pairs of source and username that are remembered; past it those go that may try again soonest. Filling it costs an attacker
/// more tries than it saves.
const REMEMBERED_MAX: usize = 10_000;

/// Passwords of one source that are looked at at once, so that one source cannot fill the queue for the others.
const AT_WORK_MAX: u32 = 4;

/// Longest username that is remembered as it is; longer ones are nobody's.
const USERNAME_MAX: usize = 64;

/// Where a request comes from, as far as waiting goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// This host's Unix socket.
    Socket,
    /// An address.
    Address(IpAddr),
}

impl Source {
    /// Takes an address for what one attacker has of them: a whole IPv6 network of 64 bits.
    pub fn of(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
            v4 => v4,
        })
    }
}

/// It is too early: how long to wait, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooSoon(pub(crate) u64);

/// Who tried what, and how often in vain.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    tried: HashMap<(Source, String), Tried>,
    at_work: HashMap<Source, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Tried {
    wrong: u32,
    not_before_ms: u64,
}

impl Backoff {
    /// Lets a password be tried, or says how long to wait. A try counts as wrong until [`Backoff::end`] says otherwise: tries
    /// that are made at the same moment do not go round the wait.
    pub(crate) fn begin(&mut self, now_ms: u64, source: Source, username: &str) -> Result<(), TooSoon> {
        if self.at_work.get(&source).is_some_and(|at_work| *at_work >= AT_WORK_MAX) {
            return Err(TooSoon(1));
        }
        let key = (source, name(username));
        let before =
            self.tried.get(&key).filter(|tried| now_ms < tried.not_before_ms.saturating_add(FORGET_MS));
        if let Some(tried) = before
            && now_ms < tried.not_before_ms
        {
            return Err(TooSoon((tried.not_before_ms - now_ms).div_ceil(1000)));
        }
        let wrong = before.map_or(0, |tried| tried.wrong).saturating_add(1);
        self.make_room(now_ms);
        let not_before_ms = now_ms.saturating_add(wait_s(wrong) * 1000);
        self.tried.insert(key, Tried { wrong, not_before_ms });
        *self.at_work.entry(source).or_default() += 1;
        Ok(())
    }

    /// Hears how a try ended.
    pub(crate) fn end(&mut self, source: Source, username: &str, was_right: bool) {
        if was_right {
            self.tried.remove(&(source, name(username)));
        }
        if let Some(at_work) = self.at_work.get_mut(&source) {
            *at_work = at_work.saturating_sub(1);
            if *at_work == 0 {
                self.at_work.remove(&source);
            }
        }
    }

    fn make_room(&mut self, now_ms: u64) {
        if self.tried.len() < REMEMBERED_MAX {
            return;
        }
        self.tried.retain(|_, tried| now_ms < tried.not_before_ms);
        if self.tried.len() < REMEMBERED_MAX {
            return;
        }
        let soonest =
            self.tried.iter().min_by_key(|(_, tried)| tried.not_before_ms).map(|(key, _)| key.clone());
        if let Some(soonest) = soonest {
            self.tried.remove(&soonest);
        }
    }
}

fn name(username: &str) -> String {
    username.chars().take(USERNAME_MAX).flat_map(char::to_lowercase).collect()
}

/// Doubles from one second.
fn wait_s(wrong: u32) -> u64 {
    1u64.checked_shl(wrong.saturating_sub(1)).unwrap_or(WAIT_MAX_S).min(WAIT_MAX_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(last: u8) -> Source {
        Source::of(IpAddr::from([192, 0, 2, last]))
    }

    /// Tries a wrong password at this second.
    fn wrong(backoff: &mut Backoff, at_s: u64, from: u8, username: &str) -> Result<(), TooSoon> {
        backoff.begin(at_s * 1000, source(from), username)?;
        backoff.end(source(from), username, false);
        Ok(())
    }

    #[test]
    fn the_wait_doubles_with_every_wrong_password_to_a_minute() {
        let mut backoff = Backoff::default();
        let mut now = 0;
        let mut waits = vec![];
        for _ in 0..9 {
            assert_eq!(wrong(&mut backoff, now, 1, "ada"), Ok(()));
            let Err(TooSoon(wait)) = wrong(&mut backoff, now, 1, "Ada") else { unreachable!() };
            waits.push(wait);
            now += wait;
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }

    #[test]
    fn neither_another_source_nor_another_username_waits() {
        let mut backoff = Backoff::default();
        (0..10).for_each(|now| assert_eq!(wrong(&mut backoff, now * 100, 1, "ada"), Ok(())));
        assert!(wrong(&mut backoff, 901, 1, "ada").is_err());
        assert_eq!(wrong(&mut backoff, 901, 2, "ada"), Ok(()));
        assert_eq!(wrong(&mut backoff, 901, 1, "bob"), Ok(()));
    }

    #[test]
    fn the_right_password_and_a_quiet_quarter_of_an_hour_start_anew() {
        let mut backoff = Backoff::default();
        [0, 1].iter().for_each(|now| assert_eq!(wrong(&mut backoff, *now, 1, "ada"), Ok(())));
        assert_eq!(backoff.begin(3_000, source(1), "ada"), Ok(()));
        backoff.end(source(1), "ada", true);
        assert_eq!(wrong(&mut backoff, 3, 1, "ada"), Ok(()));
        assert_eq!(wrong(&mut backoff, 3, 1, "ada"), Err(TooSoon(1)));
        let later = 4 + FORGET_MS / 1000;
        assert_eq!(wrong(&mut backoff, later, 1, "ada"), Ok(()));
        assert_eq!(wrong(&mut backoff, later, 1, "ada"), Err(TooSoon(1)));
    }

    #[test]
    fn tries_at_the_same_moment_are_one_try() {
        let mut backoff = Backoff::default();
        assert_eq!(backoff.begin(0, source(1), "ada"), Ok(()));
        assert_eq!(backoff.begin(0, source(1), "ada"), Err(TooSoon(1)));
    }

    #[test]
    fn one_source_has_few_passwords_at_work() {
        let mut backoff = Backoff::default();
        for n in 0..AT_WORK_MAX {
            assert_eq!(backoff.begin(0, source(1), &n.to_string()), Ok(()));
        }
        assert_eq!(backoff.begin(0, source(1), "one more"), Err(TooSoon(1)));
        assert_eq!(backoff.begin(0, source(2), "one more"), Ok(()));
        backoff.end(source(1), "0", false);
        assert_eq!(backoff.begin(0, source(1), "one more"), Ok(()));
    }

    #[test]
    fn memory_is_bounded_whatever_is_tried() {
        let mut backoff = Backoff::default();
        for n in 0..REMEMBERED_MAX + 100 {
            let _ = wrong(&mut backoff, 0, 1, &format!("{}{n}", "x".repeat(1000)));
            let _ = wrong(&mut backoff, 0, 1, &n.to_string());
        }
        assert!(backoff.tried.len() <= REMEMBERED_MAX);
        assert!(backoff.tried.keys().all(|(_, name)| name.chars().count() <= USERNAME_MAX));
        assert!(backoff.at_work.is_empty());
    }

    #[test]
    fn an_ipv6_network_is_one_source() {
        let of = |text: &str| Source::of(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:2"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), source(1));
    }
}
