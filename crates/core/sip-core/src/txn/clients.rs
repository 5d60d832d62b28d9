//! All client transactions, by branch and method.

use std::{collections::HashMap, net::SocketAddr};

use moment::Moment;

use super::{
    Effect, Full,
    client::{self, Client},
    client_invite::{self, ClientInvite},
};
use crate::{
    deadlines::Deadlines,
    flow::{ConnId, Hop, Transport},
    port::Action,
};

/// Most requests on their way at once. Two minutes of the 600 calls a second that we are built for stay under it.
const MAX_CLIENTS: usize = 200_000;

/// One client transaction; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ClientId(u64);

/// A request that is ready to go.
#[derive(Debug)]
pub(crate) struct Outbound<O> {
    /// [`client_key`](super::client_key) of the request.
    pub(crate) key: String,
    /// An INVITE has its own machine.
    pub(crate) is_invite: bool,
    /// Where to.
    pub(crate) hop: Hop,
    /// The message.
    pub(crate) bytes: Vec<u8>,
    /// Who hears of it.
    pub(crate) owner: O,
}

/// Why no answer will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Timer B or F.
    Timeout,
    /// ICMP, or a connection refused or lost.
    Unreachable,
}

/// The client transactions of an endpoint, each with its owner `O`.
#[derive(Debug)]
pub(crate) struct Clients<O> {
    live: HashMap<ClientId, Box<Txn<O>>>,
    by_key: HashMap<String, ClientId>,
    /// How many wait for each far end: strangers can have ICMP errors sent to us, and those are to cost nothing.
    by_remote: HashMap<(Transport, SocketAddr), usize>,
    due: Deadlines<ClientId>,
    next: u64,
    effects: Vec<Effect>,
}

#[derive(Debug)]
struct Txn<O> {
    key: String,
    hop: Hop,
    owner: O,
    machine: Machine,
}

#[derive(Debug)]
enum Machine {
    Invite(ClientInvite),
    Other(Client),
}

impl<O: Copy> Clients<O> {
    /// Holds none yet.
    pub(crate) fn new() -> Self {
        Self {
            live: HashMap::new(),
            by_key: HashMap::new(),
            by_remote: HashMap::new(),
            due: Deadlines::default(),
            next: 0,
            effects: Vec::new(),
        }
    }

    /// Sends a request.
    pub(crate) fn start(
        &mut self,
        now: Moment,
        request: Outbound<O>,
        out: &mut Vec<Action>,
    ) -> Result<ClientId, Full> {
        if self.live.len() >= MAX_CLIENTS {
            return Err(Full);
        }
        let Outbound { key, is_invite, hop, bytes, owner } = request;
        let id = ClientId(self.next);
        self.next += 1;
        let reliable = hop.transport.is_reliable();
        let machine = if is_invite {
            Machine::Invite(ClientInvite::start(now, reliable, bytes, &mut self.effects))
        } else {
            Machine::Other(Client::start(now, reliable, bytes, &mut self.effects))
        };
        self.by_key.insert(key.clone(), id);
        *self.by_remote.entry((hop.transport, hop.addr)).or_default() += 1;
        self.live.insert(id, Box::new(Txn { key, hop, owner, machine }));
        self.settle(id, out);
        Ok(id)
    }

    /// Finds the transaction that a response belongs to (RFC 3261 section 17.1.3).
    pub(crate) fn find(&self, key: &str) -> Option<(ClientId, O)> {
        let id = *self.by_key.get(key)?;
        self.live.get(&id).map(|txn| (id, txn.owner))
    }

    /// Takes a response and tells whether its owner is to hear of it. `ack` is asked for the ACK of an INVITE's refusal.
    pub(crate) fn response(
        &mut self,
        now: Moment,
        id: ClientId,
        code: u16,
        ack: impl FnOnce() -> Vec<u8>,
        out: &mut Vec<Action>,
    ) -> bool {
        let Some(txn) = self.live.get_mut(&id) else { return false };
        match (&mut txn.machine, code) {
            (Machine::Invite(machine), 0..=199) => {
                machine.handle(now, client_invite::Input::Provisional, &mut self.effects);
            }
            (Machine::Invite(machine), 200..=299) => {
                machine.handle(now, client_invite::Input::Success, &mut self.effects);
            }
            (Machine::Invite(machine), 300..) => {
                machine.handle(now, client_invite::Input::Refusal { ack: ack() }, &mut self.effects);
            }
            (Machine::Other(machine), 0..=199) => {
                machine.handle(now, client::Input::Provisional, &mut self.effects);
            }
            (Machine::Other(machine), 200..) => machine.handle(now, client::Input::Final, &mut self.effects),
        }
        self.settle(id, out).0
    }

    /// Ticks what is due; `lost` gets the owners of those that gave up.
    pub(crate) fn tick(&mut self, now: Moment, out: &mut Vec<Action>, lost: &mut Vec<(O, Loss)>) {
        while let Some(id) = self.due.pop_due(now) {
            let Some(txn) = self.live.get_mut(&id) else { continue };
            match &mut txn.machine {
                Machine::Invite(machine) => {
                    machine.handle(now, client_invite::Input::Tick, &mut self.effects)
                }
                Machine::Other(machine) => machine.handle(now, client::Input::Tick, &mut self.effects),
            }
            let owner = txn.owner;
            lost.extend(self.settle(id, out).1.map(|loss| (owner, loss)));
        }
    }

    /// Fails every transaction that waits for this far end. Only those on the lost connection, where it was one.
    pub(crate) fn unreachable(
        &mut self,
        now: Moment,
        (transport, remote, conn): (Transport, SocketAddr, Option<ConnId>),
        out: &mut Vec<Action>,
        lost: &mut Vec<(O, Loss)>,
    ) {
        if !self.by_remote.contains_key(&(transport, remote)) {
            return;
        }
        let hit = |hop: &Hop| {
            hop.transport == transport
                && hop.addr == remote
                && (hop.conn.is_none() || conn.is_none() || hop.conn == conn)
        };
        let ids: Vec<ClientId> =
            self.live.iter().filter(|(_, txn)| hit(&txn.hop)).map(|(id, _)| *id).collect();
        for id in ids {
            let Some(txn) = self.live.get_mut(&id) else { continue };
            match &mut txn.machine {
                Machine::Invite(machine) => {
                    machine.handle(now, client_invite::Input::Unreachable, &mut self.effects);
                }
                Machine::Other(machine) => machine.handle(now, client::Input::Unreachable, &mut self.effects),
            }
            let owner = txn.owner;
            lost.extend(self.settle(id, out).1.map(|loss| (owner, loss)));
        }
    }

    /// Tells whether an INVITE has heard nothing at all.
    pub(crate) fn is_silent(&self, id: ClientId) -> bool {
        matches!(self.live.get(&id).map(|txn| &txn.machine), Some(Machine::Invite(machine)) if machine.is_silent())
    }

    /// Gives the transaction, with all that it will still hear, to another owner.
    pub(crate) fn hand_over(&mut self, id: ClientId, owner: O) {
        if let Some(txn) = self.live.get_mut(&id) {
            txn.owner = owner;
        }
    }

    /// Forgets a transaction: RFC 3261 section 9.1 lets a cancelled INVITE end so.
    pub(crate) fn forget(&mut self, id: ClientId) {
        self.due.forget(id);
        let Some(txn) = self.live.remove(&id) else { return };
        self.by_key.remove(&txn.key);
        let remote = (txn.hop.transport, txn.hop.addr);
        if let Some(count) = self.by_remote.get_mut(&remote) {
            *count -= 1;
            if *count == 0 {
                self.by_remote.remove(&remote);
            }
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

    /// Does what the machine asked for; returns whether the owner hears the message, and of a loss.
    fn settle(&mut self, id: ClientId, out: &mut Vec<Action>) -> (bool, Option<Loss>) {
        let Some(txn) = self.live.get(&id) else { return (false, None) };
        let (mut pass, mut loss) = (false, None);
        for effect in self.effects.drain(..) {
            match effect {
                Effect::Send(bytes) => out.push(Action::Send { hop: txn.hop, bytes }),
                Effect::Pass => pass = true,
                Effect::Timeout => loss = Some(Loss::Timeout),
                Effect::Unreachable => loss = Some(Loss::Unreachable),
            }
        }
        let (done, at) = match &txn.machine {
            Machine::Invite(machine) => (machine.is_done(), machine.deadline()),
            Machine::Other(machine) => (machine.is_done(), machine.deadline()),
        };
        if done {
            self.forget(id);
        } else {
            self.due.arm(id, at);
        }
        (pass, loss)
    }
}
