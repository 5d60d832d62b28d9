//! Runs many walks at once: numbers the questions, asks the same one only once, and remembers answers for [`LIFE`].

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    time::Duration,
};

use moment::Moment;
use sip_msg::Host;

use super::{Destination, Resolution, Step};
use crate::{
    chance::Chance,
    flow::Hop,
    port::{Action, Answer, Query, QueryId},
};

/// A walk that goes on, until [`Resolver::answered`] names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Ticket(u64);

/// What a request for targets gives.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lookup {
    /// The targets in their order; empty where there is none.
    Done(Vec<Hop>),
    /// The answer comes later.
    Waiting(Ticket),
}

/// Every walk in progress, and what the DNS said lately.
#[derive(Debug)]
pub(crate) struct Resolver {
    chance: Chance,
    walks: BTreeMap<Ticket, Resolution>,
    /// Questions on their way, with the walks that wait for each.
    asked: HashMap<Query, Vec<Ticket>>,
    numbers: BTreeMap<QueryId, Query>,
    known: HashMap<Query, (Moment, Answer)>,
    last_ticket: u64,
    last_query: u64,
}

impl Resolver {
    /// Makes one that draws the order among equal SRV records from `chance`.
    pub(crate) fn new(chance: Chance) -> Self {
        Self {
            chance,
            walks: BTreeMap::new(),
            asked: HashMap::new(),
            numbers: BTreeMap::new(),
            known: HashMap::new(),
            last_ticket: 0,
            last_query: 0,
        }
    }

    /// Looks for the targets of a destination. Past the limit of walks there is none, as when the DNS were down.
    pub(crate) fn look_up(&mut self, now: Moment, to: &Destination, out: &mut Vec<Action>) -> Lookup {
        let (walk, step) = Resolution::start(to);
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        match self.advance(now, ticket, walk, step, out) {
            Some(hops) => Lookup::Done(hops),
            None => Lookup::Waiting(ticket),
        }
    }

    /// Takes an answer; adds every walk that has ended, with its targets.
    pub(crate) fn answered(
        &mut self,
        now: Moment,
        query: QueryId,
        answer: Answer,
        ended: &mut Vec<(Ticket, Vec<Hop>)>,
        out: &mut Vec<Action>,
    ) {
        let Some(query) = self.numbers.remove(&query) else { return };
        let waiting = self.asked.remove(&query).unwrap_or_default();
        self.remember(now, query, answer.clone());
        for ticket in waiting {
            let Some(mut walk) = self.walks.remove(&ticket) else { continue };
            let step = walk.answered(answer.clone(), &mut self.chance);
            if let Some(hops) = self.advance(now, ticket, walk, step, out) {
                ended.push((ticket, hops));
            }
        }
    }

    /// An address that the host had when it was last asked for; it may be old, and is only to tell in which network the
    /// host stands. Of several it is the first that `reaches` is true of, as it is the first that is tried.
    pub(crate) fn known_address(&self, host: &Host, reaches: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
        let name = match host {
            Host::Name(name) => name.to_string(),
            Host::V4(ip) => return Some((*ip).into()),
            Host::V6(ip) => return Some((*ip).into()),
        };
        match self.known.get(&Query::Addresses(name)) {
            Some((_, Answer::Addresses(addrs))) => {
                addrs.iter().find(|addr| reaches(**addr)).or(addrs.first()).copied()
            }
            _ => None,
        }
    }

    /// Walks on over what is known; returns the targets, or keeps the walk and asks.
    fn advance(
        &mut self,
        now: Moment,
        ticket: Ticket,
        mut walk: Resolution,
        mut step: Step,
        out: &mut Vec<Action>,
    ) -> Option<Vec<Hop>> {
        loop {
            let query = match step {
                Step::Targets(hops) => return Some(hops),
                Step::NoTarget => return Some(Vec::new()),
                Step::Ask(query) => query,
            };
            match self.known.get(&query) {
                Some((until, answer)) if now < *until => {
                    step = walk.answered(answer.clone(), &mut self.chance);
                }
                _ if self.walks.len() >= MAX_WALKS => return Some(Vec::new()),
                _ => {
                    self.walks.insert(ticket, walk);
                    self.ask(query, ticket, out);
                    return None;
                }
            }
        }
    }

    fn ask(&mut self, query: Query, ticket: Ticket, out: &mut Vec<Action>) {
        if let Some(waiting) = self.asked.get_mut(&query) {
            waiting.push(ticket);
            return;
        }
        self.last_query += 1;
        let number = QueryId(self.last_query);
        out.push(Action::Resolve { query: number, ask: query.clone() });
        self.numbers.insert(number, query.clone());
        self.asked.insert(query, vec![ticket]);
    }

    fn remember(&mut self, now: Moment, query: Query, answer: Answer) {
        if self.known.len() >= MAX_KNOWN {
            self.known.retain(|_, (until, _)| now < *until);
        }
        // Still full of what is young: forget it all, which costs questions and nothing else.
        if self.known.len() >= MAX_KNOWN {
            self.known.clear();
        }
        self.known.insert(query, (now + LIFE, answer));
    }
}

/// How long an answer is believed: short, so that a peer that moved is found; a TTL is not handed in.
const LIFE: Duration = Duration::from_secs(30);

/// Walks that wait at the same time. Names come from our configuration and from proven peers' contacts.
const MAX_WALKS: usize = 4096;

/// Answers remembered, about 200 bytes each.
const MAX_KNOWN: usize = 1024;

#[cfg(test)]
mod tests {
    use sip_msg::Host;

    use super::*;

    const T0: Moment = Moment::ZERO;

    fn resolver() -> Resolver {
        Resolver::new(Chance::new([4; 32]))
    }

    fn to(host: &str) -> Destination {
        Destination { host: Host::parse(host).unwrap(), port: Some(5060), transport: None }
    }

    fn address() -> Answer {
        Answer::Addresses(vec!["192.0.2.2".parse().unwrap()])
    }

    fn questions(out: &[Action]) -> Vec<QueryId> {
        let number = |action: &Action| match action {
            Action::Resolve { query, .. } => Some(*query),
            _ => None,
        };
        out.iter().filter_map(number).collect()
    }

    #[test]
    fn a_number_needs_no_question() {
        let mut out = vec![];
        let found = resolver().look_up(T0, &to("192.0.2.1"), &mut out);
        assert!(matches!(found, Lookup::Done(hops) if hops.len() == 1));
        assert!(out.is_empty());
    }

    #[test]
    fn two_walks_to_one_name_share_a_question_and_its_answer() {
        let (mut resolver, mut out, mut ended) = (resolver(), vec![], vec![]);
        let Lookup::Waiting(first) = resolver.look_up(T0, &to("b.lab"), &mut out) else { panic!() };
        let Lookup::Waiting(second) = resolver.look_up(T0, &to("b.lab"), &mut out) else { panic!() };
        let asked = questions(&out);
        assert_eq!(asked.len(), 1);
        resolver.answered(T0, asked[0], address(), &mut ended, &mut out);
        assert_eq!(ended.iter().map(|(ticket, _)| *ticket).collect::<Vec<_>>(), [first, second]);
        assert!(ended.iter().all(|(_, hops)| hops.len() == 1));
    }

    #[test]
    fn an_answer_is_believed_for_a_while_and_no_longer() {
        let (mut resolver, mut out, mut ended) = (resolver(), vec![], vec![]);
        resolver.look_up(T0, &to("b.lab"), &mut out);
        resolver.answered(T0, questions(&out)[0], address(), &mut ended, &mut out);
        let young = T0 + LIFE - Duration::from_millis(1);
        assert!(matches!(resolver.look_up(young, &to("b.lab"), &mut out), Lookup::Done(_)));
        assert!(matches!(resolver.look_up(T0 + LIFE, &to("b.lab"), &mut out), Lookup::Waiting(_)));
    }

    #[test]
    fn an_answer_that_nobody_asked_for_changes_nothing() {
        let (mut resolver, mut out, mut ended) = (resolver(), vec![], vec![]);
        resolver.answered(T0, QueryId(7), address(), &mut ended, &mut out);
        assert!(ended.is_empty() && out.is_empty() && resolver.known.is_empty());
    }

    #[test]
    fn walks_and_memory_are_bounded() {
        let (mut resolver, mut out, mut ended) = (resolver(), vec![], vec![]);
        for n in 0..MAX_WALKS {
            assert!(matches!(resolver.look_up(T0, &to(&format!("h{n}.lab")), &mut out), Lookup::Waiting(_)));
        }
        assert_eq!(resolver.look_up(T0, &to("more.lab"), &mut out), Lookup::Done(vec![]));
        for query in questions(&out) {
            resolver.answered(T0, query, address(), &mut ended, &mut out);
        }
        assert_eq!(ended.len(), MAX_WALKS);
        assert!(resolver.known.len() <= MAX_KNOWN);
        assert!(resolver.walks.is_empty() && resolver.asked.is_empty() && resolver.numbers.is_empty());
    }
}
