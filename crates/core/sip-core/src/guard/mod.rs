//! Who is heard at all: what strangers may cost us, and who is shut out for guessing passwords.
//!
//! Every message is paid for when it comes and paid back when it turns out to belong to somebody: to a call, to a request of
//! ours, to a party that has proved itself. So phones cost nothing, and who floods pays alone. Nobody is shut out for bad
//! messages, nor for a wrong password whose sender may be somebody else: only an answer to a challenge that was sent to that
//! very address counts, because it proves that the address is real.

mod bans;
mod buckets;

use std::{collections::HashMap, net::IpAddr, time::Duration};

use model::Network;
use moment::Moment;

pub use bans::Ban;

use self::{
    bans::Bans,
    buckets::{Bucket, Buckets, Rate},
};

/// Judges sources before their messages are read.
#[derive(Debug)]
pub(crate) struct Guard {
    spared: Vec<Network>,
    sources: Buckets<IpAddr>,
    subnets: Buckets<IpAddr>,
    all: Bucket,
    /// Sources of which somebody has proved to belong to us, and when last. They have a bucket of their own: what strangers
    /// send does not keep them out.
    proven: HashMap<IpAddr, Moment>,
    homes: Buckets<IpAddr>,
    bans: Bans,
}

/// Why a message is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    /// Its source is shut out.
    Banned,
    /// Its source, or that one's subnet, or all strangers together, have sent too much.
    TooMuch,
}

impl Guard {
    /// Spares the sources of some networks; they are never limited and never shut out.
    pub(crate) fn new(spared: Vec<Network>) -> Self {
        Self {
            spared,
            sources: Buckets::new(SOURCE),
            subnets: Buckets::new(SUBNET),
            all: Bucket::default(),
            proven: HashMap::new(),
            homes: Buckets::new(HOME),
            bans: Bans::default(),
        }
    }

    /// Spares other networks from now on.
    pub(crate) fn spare(&mut self, networks: Vec<Network>) {
        self.spared = networks;
    }

    /// Lets a message in, or not; it is paid for at once.
    pub(crate) fn admit(&mut self, now: Moment, source: IpAddr) -> Result<(), Dropped> {
        let source = source.to_canonical();
        if self.is_spared(source) {
            return Ok(());
        }
        if self.bans.has(now, source, None) {
            return Err(Dropped::Banned);
        }
        let (source, subnet) = (host(source), subnet(source));
        if self.is_proven(now, &source) {
            let has_room = self.homes.has_room(now, &source);
            self.homes.spend(now, source, u32::from(has_room));
            return has_room.then_some(()).ok_or(Dropped::TooMuch);
        }
        let has_room = self.sources.has_room(now, &source)
            && self.subnets.has_room(now, &subnet)
            && self.all.has_room(now, ALL);
        if !has_room {
            return Err(Dropped::TooMuch);
        }
        self.sources.spend(now, source, 1);
        self.subnets.spend(now, subnet, 1);
        self.all.spend(now, ALL, 1);
        Ok(())
    }

    /// Pays back for so many messages of a source that belonged to somebody.
    pub(crate) fn welcome(&mut self, now: Moment, source: IpAddr, messages: u32) {
        let source = source.to_canonical();
        if self.is_spared(source) {
            return;
        }
        if self.is_proven(now, &host(source)) {
            return self.homes.pay_back(now, &host(source), messages);
        }
        self.sources.pay_back(now, &host(source), messages);
        self.subnets.pay_back(now, &subnet(source), messages);
        self.all.pay_back(now, ALL, messages);
    }

    /// Notes that somebody at a source belongs to us.
    pub(crate) fn prove(&mut self, now: Moment, source: IpAddr) {
        if self.proven.len() >= MAX_PROVEN {
            self.proven.retain(|_, at| now.since(*at) < PROVEN);
        }
        let source = host(source.to_canonical());
        if self.proven.len() < MAX_PROVEN || self.proven.contains_key(&source) {
            self.proven.insert(source, now);
        }
    }

    /// Whether any guess or ban is remembered; where not, names need not be read.
    pub(crate) fn is_watching(&self) -> bool {
        self.bans.is_watching()
    }

    fn is_proven(&self, now: Moment, source: &IpAddr) -> bool {
        self.proven.get(source).is_some_and(|at| now.since(*at) < PROVEN)
    }

    /// Whether an account is shut out from a source.
    pub(crate) fn has_banned(&self, now: Moment, source: IpAddr, account: &str) -> bool {
        self.bans.has(now, source.to_canonical(), Some(account))
    }

    /// Counts a wrong password, or a name that nobody has, from a source that is real. `is_home` says that phones or trunks of
    /// ours are at that address: then only this account is shut out from there, and the others go on. Returns the ban where
    /// this guess was one too many.
    pub(crate) fn guessed(
        &mut self,
        now: Moment,
        source: IpAddr,
        account: &str,
        is_home: bool,
    ) -> Option<Ban> {
        let source = source.to_canonical();
        if self.is_spared(source) {
            return None;
        }
        self.bans.guessed(now, source, account, is_home)
    }

    /// Forgets the wrong guesses of an account from a source that has proved to know the password.
    pub(crate) fn proved(&mut self, source: IpAddr, account: &str) {
        self.bans.proved(source.to_canonical(), account);
    }

    /// Lets a source in again, or one account from there; says whether it was shut out.
    pub(crate) fn lift(&mut self, source: IpAddr, account: Option<&str>) -> bool {
        self.bans.lift(source.to_canonical(), account)
    }

    /// Everybody who is shut out, the latest first.
    pub(crate) fn bans(&self, now: Moment) -> Vec<Ban> {
        self.bans.list(now)
    }

    fn is_spared(&self, source: IpAddr) -> bool {
        source.is_loopback() || self.spared.iter().any(|network| network.contains(source))
    }
}

/// What counts as one source: an address; of IPv6 the network of 64 bits, within which a host chooses its addresses freely.
fn host(source: IpAddr) -> IpAddr {
    cut(source, 32, 64)
}

/// What is often rented together.
fn subnet(source: IpAddr) -> IpAddr {
    cut(source, 24, 48)
}

fn cut(source: IpAddr, v4_bits: u32, v6_bits: u32) -> IpAddr {
    match source {
        IpAddr::V4(ip) => IpAddr::V4((ip.to_bits() & u32::MAX.unbounded_shl(32 - v4_bits)).into()),
        IpAddr::V6(ip) => IpAddr::V6((ip.to_bits() & u128::MAX.unbounded_shl(128 - v6_bits)).into()),
    }
}

/// What one source may cost before it has proved anything. The burst is an office of hundreds of phones behind one address that
/// has power again; afterwards it is ten times what a phone needs that tries again and again.
const SOURCE: Rate = Rate { per_second: 50, burst: 1000 };

/// What a source may cost of which somebody belongs to us: far more than a hundred phones need, or a trunk of 600 calls a second,
/// of which most is paid back.
const HOME: Rate = Rate { per_second: 1000, burst: 10_000 };

/// How long a source counts as proven: twice the longest registration.
const PROVEN: Duration = Duration::from_secs(7200);

/// Sources that count as proven at once, about 1 MB.
const MAX_PROVEN: usize = 20_000;

/// What a subnet may cost.
const SUBNET: Rate = Rate { per_second: 200, burst: 4000 };

/// What all strangers together may cost: answering so many takes about a twentieth of a core.
const ALL: Rate = Rate { per_second: 2000, burst: 20_000 };

#[cfg(test)]
mod tests;
