//! All server transactions, by the key of RFC 3261 section 17.2.3.

use std::collections::HashMap;

use moment::Moment;

use super::{
    Effect, Full,
    server::{self, Server},
    server_invite::{self, ServerInvite},
};
use crate::{
    deadlines::Deadlines,
    flow::Flow,
    port::{Action, LegId},
};

/// Most requests being answered at once, those that linger to absorb retransmissions included.
const MAX_SERVERS: usize = 200_000;

/// One server transaction; never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub(crate) struct ServerId(u64);

/// A request that begins a transaction.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// [`server_key`](super::server_key) of the request.
    pub(crate) key: String,
    /// [`merge_key`](super::merge_key) of a request outside a dialog.
    pub(crate) merge: Option<String>,
    /// An INVITE has its own machine.
    pub(crate) is_invite: bool,
    /// Where its responses go.
    pub(crate) flow: Flow,
    /// The 100 of a request that is no INVITE, should its answer be slow.
    pub(crate) trying: Vec<u8>,
}

/// The server transactions of an endpoint.
#[derive(Debug)]
pub(crate) struct Servers {
    live: HashMap<ServerId, Box<Txn>>,
    by_key: HashMap<String, ServerId>,
    by_merge: HashMap<String, ServerId>,
    due: Deadlines<ServerId>,
    next: u64,
    effects: Vec<Effect>,
}

#[derive(Debug)]
struct Txn {
    key: String,
    merge: Option<String>,
    flow: Flow,
    leg: Option<LegId>,
    machine: Machine,
}

#[derive(Debug)]
enum Machine {
    Invite(ServerInvite),
    Other(Server),
}

impl Servers {
    /// Holds none yet.
    pub(crate) fn new() -> Self {
        Self {
            live: HashMap::new(),
            by_key: HashMap::new(),
            by_merge: HashMap::new(),
            due: Deadlines::default(),
            next: 0,
            effects: Vec::new(),
        }
    }

    /// Begins a transaction.
    pub(crate) fn start(&mut self, now: Moment, request: Arrival) -> Result<ServerId, Full> {
        if self.live.len() >= MAX_SERVERS {
            return Err(Full);
        }
        let Arrival { key, merge, is_invite, flow, trying } = request;
        let id = ServerId(self.next);
        self.next += 1;
        let reliable = flow.transport.is_reliable();
        let machine = if is_invite {
            Machine::Invite(ServerInvite::start(reliable))
        } else {
            let machine = Server::start(now, reliable, trying);
            self.due.arm(id, machine.deadline());
            Machine::Other(machine)
        };
        self.by_key.insert(key.clone(), id);
        if let Some(merge) = &merge {
            self.by_merge.insert(merge.clone(), id);
        }
        self.live.insert(id, Box::new(Txn { key, merge, flow, leg: None, machine }));
        Ok(id)
    }

    /// Finds the transaction that a request belongs to.
    pub(crate) fn find(&self, key: &str) -> Option<ServerId> {
        self.by_key.get(key).copied()
    }

    /// Tells whether a request with another branch is the same one, come by another way (RFC 3261 section 8.2.2.2).
    pub(crate) fn is_merged(&self, merge: &str) -> bool {
        self.by_merge.contains_key(merge)
    }

    /// Takes a repeated request.
    pub(crate) fn again(&mut self, now: Moment, id: ServerId, out: &mut Vec<Action>) {
        match self.live.get_mut(&id).map(|txn| &mut txn.machine) {
            Some(Machine::Invite(machine)) => {
                machine.handle(now, server_invite::Input::Again, &mut self.effects);
            }
            Some(Machine::Other(machine)) => machine.handle(now, server::Input::Again, &mut self.effects),
            None => {}
        }
        self.settle(id, out);
    }

    /// Takes an ACK with the INVITE's key; tells whether it is for a 2xx and so concerns the dialog.
    pub(crate) fn ack(&mut self, now: Moment, id: ServerId, out: &mut Vec<Action>) -> bool {
        if let Some(Machine::Invite(machine)) = self.live.get_mut(&id).map(|txn| &mut txn.machine) {
            machine.handle(now, server_invite::Input::Ack, &mut self.effects);
        }
        self.settle(id, out)
    }

    /// Answers.
    pub(crate) fn respond(
        &mut self,
        now: Moment,
        id: ServerId,
        code: u16,
        bytes: Vec<u8>,
        out: &mut Vec<Action>,
    ) {
        match self.live.get_mut(&id).map(|txn| &mut txn.machine) {
            Some(Machine::Invite(machine)) => {
                machine.handle(now, server_invite::Input::Respond { code, bytes }, &mut self.effects);
            }
            Some(Machine::Other(machine)) => {
                machine.handle(now, server::Input::Respond { bytes }, &mut self.effects);
            }
            None => {}
        }
        self.settle(id, out);
    }

    /// Notes the leg that answers it.
    pub(crate) fn belongs_to(&mut self, id: ServerId, leg: LegId) {
        if let Some(txn) = self.live.get_mut(&id) {
            txn.leg = Some(leg);
        }
    }

    /// The leg that answers it.
    pub(crate) fn leg(&self, id: ServerId) -> Option<LegId> {
        self.live.get(&id)?.leg
    }

    /// Where its responses go.
    pub(crate) fn flow(&self, id: ServerId) -> Option<Flow> {
        self.live.get(&id).map(|txn| txn.flow)
    }

    /// Tells whether an INVITE still lacks its final answer.
    pub(crate) fn is_open(&self, id: ServerId) -> bool {
        matches!(self.live.get(&id).map(|txn| &txn.machine), Some(Machine::Invite(machine)) if machine.is_open())
    }

    /// Ticks what is due.
    pub(crate) fn tick(&mut self, now: Moment, out: &mut Vec<Action>) {
        while let Some(id) = self.due.pop_due(now) {
            match self.live.get_mut(&id).map(|txn| &mut txn.machine) {
                Some(Machine::Invite(machine)) => {
                    machine.handle(now, server_invite::Input::Tick, &mut self.effects);
                }
                Some(Machine::Other(machine)) => machine.handle(now, server::Input::Tick, &mut self.effects),
                None => continue,
            }
            self.settle(id, out);
        }
    }

    /// When something is due.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.due.next()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    fn settle(&mut self, id: ServerId, out: &mut Vec<Action>) -> bool {
        let Some(txn) = self.live.get(&id) else { return false };
        let mut pass = false;
        for effect in self.effects.drain(..) {
            match effect {
                Effect::Send(bytes) => out.push(Action::Reply { flow: txn.flow, bytes }),
                Effect::Pass => pass = true,
                Effect::Timeout | Effect::Unreachable => {}
            }
        }
        let (done, at) = match &txn.machine {
            Machine::Invite(machine) => (machine.is_done(), machine.deadline()),
            Machine::Other(machine) => (machine.is_done(), machine.deadline()),
        };
        if done {
            self.due.forget(id);
            if let Some(txn) = self.live.remove(&id) {
                self.by_key.remove(&txn.key);
                txn.merge.map(|merge| self.by_merge.remove(&merge));
            }
        } else {
            self.due.arm(id, at);
        }
        pass
    }
}
