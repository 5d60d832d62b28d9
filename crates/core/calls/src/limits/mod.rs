//! Counts what calls to the outside cost, and stops them where a limit is passed.
//!
//! Three are counted for every call that costs something: who pays (the user whose line calls or sends the call on, or the trunk that
//! it came by), the trunk that it leaves by, and the whole exchange; each by class and for all classes together. The call
//! that would pass a limit of calls or minutes is not placed, and from then on there is a [`Stop`] until somebody lifts it. Too many calls at
//! once are refused without a stop. What a number costs is routing's business; that emergency numbers are spared, the caller's.

mod charge;
mod count;

use std::collections::{BTreeMap, HashMap};

use model::{
    Class, LimitsPolicy, Snapshot,
    record::{CdrId, Passed, Past, PastCalls, Payer, Stop, StopChange, StopOf},
    toll::{Calendar, Limit, LimitOf, LimitWhen, Rules},
};
use moment::Moment;

pub(crate) use self::charge::Charge;
use self::count::{Count, HOUR_MS, Sum};

/// Stops at once: more cannot be, for each is of a user, a trunk or the exchange, and a class.
const STOPS_MAX: usize = 10_000;

/// What is counted and what is stopped.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// One for each payer and class that had a call within the last day: bounded by the configuration, and swept by the hour.
    counts: HashMap<StopOf, Count>,
    stops: BTreeMap<StopOf, Stop>,
    calendar: Calendar,
    /// The hour in which idle counts were last swept.
    swept: u64,
}

/// Why a call is not placed, or does not go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Halt {
    /// There is a stop.
    Stopped(StopOf),
    /// A limit would be passed: there is a stop from now on.
    Passed(Box<Stop>),
    /// There are as many calls at once as there may be.
    AtOnce(StopOf),
}

/// Of which call it is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// The call.
    pub(crate) call: CdrId,
    /// What it dialled.
    pub(crate) number: &'a str,
    /// What it costs.
    pub(crate) class: Class,
}

/// Whose calls, and by which limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account<'a> {
    /// Whose.
    pub(crate) payer: Payer,
    /// By which set of limits.
    pub(crate) policy: &'a LimitsPolicy,
    /// The limits that there are.
    pub(crate) limits: &'a [Limit],
}

/// What a payer has used, of one class or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Whose, and of which class.
    pub of: StopOf,
    /// Calls at once.
    pub at_once: u32,
    /// Calls within this hour.
    pub calls_hour: u32,
    /// Calls within 24 hours.
    pub calls_day: u32,
    /// Minutes within this hour.
    pub minutes_hour: u32,
    /// Minutes within 24 hours.
    pub minutes_day: u32,
    /// The same, as far as it was out of the opening hours.
    pub closed: [u32; 4],
}

impl Ledger {
    /// Begins with nothing counted.
    pub(crate) fn new(snapshot: &Snapshot) -> Self {
        Self {
            counts: HashMap::new(),
            stops: BTreeMap::new(),
            calendar: Calendar::of(snapshot.general()),
            swept: 0,
        }
    }

    /// Takes a new configuration: its opening hours. A stop of somebody who is gone is over.
    pub(crate) fn configure(&mut self, snapshot: &Snapshot) {
        self.calendar = Calendar::of(snapshot.general());
        let is_there = |payer: Payer| match payer {
            Payer::User(user) => snapshot.user(user).is_some(),
            Payer::Trunk(trunk) => snapshot.trunk(trunk).is_some(),
            Payer::Exchange => true,
        };
        self.stops.retain(|of, _| is_there(of.payer));
    }

    /// Takes what storage kept of stops.
    pub(crate) fn restore(&mut self, stops: Vec<Stop>) {
        self.stops.extend(stops.into_iter().take(STOPS_MAX).map(|stop| (stop.of, stop)));
    }

    /// Takes what the calls of earlier runs come to.
    pub(crate) fn recall(&mut self, past: &Past) {
        for PastCalls { payer, class, trunk, hour, calls, minutes } in &past.calls {
            let is_closed = !self.calendar.is_open(hour.saturating_mul(HOUR_MS) + HOUR_MS / 2);
            let trunk = trunk.map(Payer::Trunk).filter(|trunk| trunk != payer);
            let payers = [Some(*payer), trunk, Some(Payer::Exchange)].into_iter().flatten();
            for of in payers.flat_map(|payer| both(payer, *class)) {
                let is_forgiven =
                    past.lifted.iter().any(|(lifted, at_ms)| *lifted == of && *hour <= at_ms / HOUR_MS);
                if !is_forgiven {
                    let sum = Sum { calls: *calls, minutes: *minutes };
                    self.counts.entry(of).or_default().add(*hour, sum, is_closed);
                }
            }
        }
    }

    /// Takes a call in, or says why not.
    pub(crate) fn admit(&mut self, now: Moment, account: Account<'_>, asked: Asked<'_>) -> Result<(), Halt> {
        self.check(now, account, asked, true)?;
        let (hour, is_closed) = self.hour(now);
        self.note(account.payer, asked.class, hour, Sum { calls: 1, minutes: 0 }, is_closed);
        for of in both(account.payer, asked.class) {
            let count = self.counts.entry(of).or_default();
            count.at_once = count.at_once.saturating_add(1);
        }
        Ok(())
    }

    /// Says that a call that was taken in is over.
    pub(crate) fn release(&mut self, payer: Payer, class: Class) {
        for of in both(payer, class) {
            if let Some(count) = self.counts.get_mut(&of) {
                count.at_once = count.at_once.saturating_sub(1);
            }
        }
    }

    /// Lets a call go on for one more minute, or says why not.
    pub(crate) fn minute(&mut self, now: Moment, account: Account<'_>, asked: Asked<'_>) -> Result<(), Halt> {
        self.check(now, account, asked, false)?;
        let (hour, is_closed) = self.hour(now);
        self.note(account.payer, asked.class, hour, Sum { calls: 0, minutes: 1 }, is_closed);
        Ok(())
    }

    /// Lifts a stop and forgets what was counted; nothing where there is none.
    pub(crate) fn lift(&mut self, now: Moment, of: StopOf) -> Option<StopChange> {
        self.stops.remove(&of)?;
        if let Some(count) = self.counts.get_mut(&of) {
            count.forget();
        }
        Some(StopChange::Lifted { of, at_ms: now.as_unix_ms() })
    }

    /// Lists the stops, the latest first.
    pub(crate) fn stops(&self) -> Vec<Stop> {
        let mut stops: Vec<Stop> = self.stops.values().cloned().collect();
        stops.sort_by_key(|stop| std::cmp::Reverse(stop.since_ms));
        stops
    }

    /// Lists what was used within the last day.
    pub(crate) fn usage(&self, now: Moment) -> Vec<Usage> {
        let (hour, _) = self.hour(now);
        let mut rows: Vec<Usage> = self
            .counts
            .iter()
            .filter(|(_, count)| !count.is_idle(hour))
            .map(|(of, count)| {
                let ((in_hour, in_day), (shut_hour, shut_day)) =
                    (count.sums(hour, false), count.sums(hour, true));
                Usage {
                    of: *of,
                    at_once: count.at_once,
                    calls_hour: in_hour.calls,
                    calls_day: in_day.calls,
                    minutes_hour: in_hour.minutes,
                    minutes_day: in_day.minutes,
                    closed: [shut_hour.calls, shut_day.calls, shut_hour.minutes, shut_day.minutes],
                }
            })
            .collect();
        rows.sort_by_key(|row| row.of);
        rows
    }

    /// Says whether the house is closed.
    pub(crate) fn is_closed(&self, now: Moment) -> bool {
        !self.calendar.is_open(now.as_unix_ms())
    }

    /// Looks at the stops and at every limit. A call that is to be placed is looked at whole, one that goes on for its minutes.
    fn check(
        &mut self,
        now: Moment,
        account: Account<'_>,
        asked: Asked<'_>,
        is_new: bool,
    ) -> Result<(), Halt> {
        let payer = account.payer;
        if is_new && let Some(stop) = both(payer, asked.class).iter().find(|of| self.stops.contains_key(of)) {
            return Err(Halt::Stopped(*stop));
        }
        let (hour, is_closed) = self.hour(now);
        let kind = match payer {
            Payer::User(_) => LimitOf::User,
            Payer::Trunk(_) => LimitOf::Trunk,
            Payer::Exchange => LimitOf::Exchange,
        };
        for limit in Rules::new(account.limits, account.policy).of(kind, asked.class) {
            let only_closed = match limit.when {
                LimitWhen::Always => false,
                LimitWhen::Closed if is_closed => true,
                LimitWhen::Closed => continue,
            };
            let of = StopOf { payer, class: limit.class };
            let (in_hour, in_day, at_once) = match self.counts.get(&of) {
                Some(count) => {
                    let (in_hour, in_day) = count.sums(hour, only_closed);
                    (in_hour, in_day, count.at_once)
                }
                None => (Sum::default(), Sum::default(), 0),
            };
            let caps = limit.caps;
            if is_new && caps.at_once.is_some_and(|cap| at_once >= cap) {
                return Err(Halt::AtOnce(of));
            }
            let looked_at = [
                (Passed::CallsHour, caps.calls_hour.filter(|_| is_new), in_hour.calls),
                (Passed::CallsDay, caps.calls_day.filter(|_| is_new), in_day.calls),
                (Passed::MinutesHour, caps.minutes_hour, in_hour.minutes),
                (Passed::MinutesDay, caps.minutes_day, in_day.minutes),
            ];
            for (passed, cap, used) in looked_at {
                if let Some(cap) = cap.filter(|cap| used >= *cap) {
                    return Err(self.stop(now, of, (passed, cap, limit.when), asked));
                }
            }
        }
        Ok(())
    }

    fn stop(
        &mut self,
        now: Moment,
        of: StopOf,
        (passed, cap, when): (Passed, u32, LimitWhen),
        asked: Asked<'_>,
    ) -> Halt {
        if self.stops.contains_key(&of) {
            return Halt::Stopped(of);
        }
        let (call, number) = (asked.call, asked.number.to_owned());
        let stop = Stop { of, since_ms: now.as_unix_ms(), passed, cap, when, call, number };
        if self.stops.len() < STOPS_MAX {
            self.stops.insert(of, stop.clone());
        }
        Halt::Passed(Box::new(stop))
    }

    fn note(&mut self, payer: Payer, class: Class, hour: u64, sum: Sum, is_closed: bool) {
        if self.swept != hour {
            self.swept = hour;
            self.counts.retain(|_, count| !count.is_idle(hour));
        }
        for of in both(payer, class) {
            self.counts.entry(of).or_default().add(hour, sum, is_closed);
        }
    }

    fn hour(&self, now: Moment) -> (u64, bool) {
        (now.as_unix_ms() / HOUR_MS, self.is_closed(now))
    }
}

impl Halt {
    /// Says it in words, for the call log and for who calls.
    pub(crate) fn words(&self) -> String {
        let what = |of: &StopOf| {
            of.class.map_or_else(|| "outside calls".to_owned(), |class| format!("{class} calls"))
        };
        match self {
            Self::Stopped(of) => format!("Stopped: {}", what(of)),
            Self::Passed(stop) => {
                format!("Stopped: {}, {} {}", what(&stop.of), stop.cap, stop.passed.words())
            }
            Self::AtOnce(of) => format!("Too many {} at once", what(of)),
        }
    }
}

/// What a call is counted under: its class, and all that cost something.
const fn both(payer: Payer, class: Class) -> [StopOf; 2] {
    [StopOf { payer, class: Some(class) }, StopOf { payer, class: None }]
}

#[cfg(test)]
mod tests;
