//! One SIP user agent and registrar: everything that arrives goes in at [`Endpoint::handle`], everything that is to be
//! done comes out of it.
//!
//! This file only hands things on: `receive` judges messages, `incoming` and `place_call` make legs, `acts` does what legs
//! want, `uac` sends requests, `peers` keeps registrations of ours and the state of trunks.

mod acts;
mod config;
mod incoming;
mod kept;
mod legs;
mod peers;
mod place;
mod place_call;
mod probe;
mod receive;
mod reply;
mod responded;
mod screen;
mod uac;

use std::{net::IpAddr, sync::Arc};

use model::{Binding, LineId, Snapshot, TrunkId};
use moment::Moment;

pub use config::{Counters, EndpointConfig};
pub use kept::KeptLeg;
pub(crate) use uac::LoginKey;

use self::{
    kept::Adrift,
    legs::Legs,
    peers::Peers,
    place::Place,
    reply::Tags,
    uac::{Errand, Kit, RequestId, Requests},
};
use crate::{
    auth::Authenticator,
    chance::Chance,
    flow::{Flow, Proof, Server, Transport},
    guard::{Ban, Guard},
    port::{Action, BindingChange, Command, Event, Input, LegId, Party, TrunkCommand},
    registrar::{Departure, Registrar},
    registration::RegistrationStatus,
    resolve::Resolver,
    trunk_status::TrunkStatus,
    txn::Servers,
};

/// One SIP user agent and registrar.
#[derive(Debug)]
pub struct Endpoint {
    place: Place,
    snapshot: Arc<Snapshot>,
    chance: Chance,
    tags: Tags,
    servers: Servers,
    requests: Requests,
    resolver: Resolver,
    legs: Legs,
    adrift: Adrift,
    auth: Authenticator,
    registrar: Registrar,
    peers: Peers,
    guard: Guard,
    counters: Counters,
}

impl Endpoint {
    /// Makes one that has heard nothing yet. Registrations of ours start with [`Input::Interfaces`].
    pub fn new(config: EndpointConfig, snapshot: Arc<Snapshot>) -> Self {
        let mut chance = Chance::new(config.seed);
        let tags = Tags::new(&mut chance);
        let auth = Authenticator::new(&mut chance);
        let resolver = Resolver::new(chance.fork());
        let peers = Peers::new(chance.fork());
        Self {
            place: Place::new(config.listeners, config.external_address, config.local_networks),
            tags,
            auth,
            resolver,
            peers,
            chance,
            servers: Servers::new(),
            requests: Requests::new(),
            legs: Legs::default(),
            adrift: Adrift::default(),
            registrar: Registrar::default(),
            guard: Guard::new(config.unlimited_sources),
            counters: Counters::default(),
            snapshot,
        }
    }

    /// Takes what happened, and appends what is to be done.
    pub fn handle(&mut self, now: Moment, input: Input<'_>, out: &mut Vec<Action>) {
        // Nothing is sent before it is known from where.
        if !matches!(input, Input::Interfaces(_) | Input::Restore(_)) {
            self.start_peers(now, out);
        }
        match input {
            Input::Received { flow, bytes } => self.received(now, flow, bytes, out),
            Input::Unreachable { transport, remote, conn, fault } => {
                if let Some(conn) = conn {
                    self.registrar.connection_lost(conn);
                    self.peers.registrations.connection_lost(now, transport, remote);
                }
                let (requests, mut kit) = self.split(now, out);
                requests.unreachable((transport, remote, conn), fault, &mut kit);
            }
            Input::Resolved { query, answer } => self.resolved(now, query, answer, out),
            Input::Config(snapshot) => self.configure(now, snapshot, out),
            Input::Interfaces(interfaces) => {
                self.place.set_interfaces(interfaces);
                self.start_peers(now, out);
            }
            Input::Addressing { external_address, local_networks } => {
                self.place.set_outside(external_address, local_networks);
            }
            Input::Spare(networks) => self.guard.spare(networks),
            Input::Lift { source, account } => {
                if self.guard.lift(source, account.as_deref()) {
                    out.push(Action::Event(Event::Bans));
                }
            }
            Input::Restore(bindings) => {
                let sources = bindings.iter().filter_map(|binding| binding.received.parse().ok());
                sources.for_each(|at: std::net::SocketAddr| self.guard.prove(now, at.ip()));
                let mut changes = Vec::new();
                self.registrar.restore(now, bindings, &mut changes);
                self.store(now, changes, out);
            }
            Input::Command(command) => self.command(now, command, out),
            Input::Trunk(TrunkCommand::Probe(probe, trunk)) => self.test(now, probe, trunk, out),
            Input::Trunk(TrunkCommand::Register(trunk)) => self.register_now(now, trunk, out),
            Input::Tick => {}
        }
        self.tick(now, out);
    }

    /// Draws bytes that nobody can guess, for the keys of media.
    pub fn draw(&mut self, out: &mut [u8]) {
        self.chance.fill(out);
    }

    /// When it wants [`Input::Tick`].
    pub fn deadline(&self) -> Option<Moment> {
        let parts = [
            self.servers.deadline(),
            self.requests.deadline(),
            self.legs.deadline(),
            self.registrar.deadline(),
            self.peers.deadline(),
        ];
        parts.into_iter().flatten().min()
    }

    /// Takes the number of a leg that is about to be placed.
    pub fn reserve_leg(&mut self) -> LegId {
        self.legs.reserve()
    }

    /// The contacts of a line: preferred ones first.
    pub fn contacts(&self, line: LineId, now: Moment) -> Vec<&Binding> {
        self.registrar.contacts(Party::Line(line), now)
    }

    /// The contacts of a trunk that registers with us.
    pub fn trunk_contacts(&self, trunk: TrunkId, now: Moment) -> Vec<&Binding> {
        self.registrar.contacts(Party::Trunk(trunk), now)
    }

    /// Every binding, of lines and of trunks.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.registrar.all()
    }

    /// How many lines have a contact.
    pub fn lines_registered(&self) -> usize {
        self.registrar.lines()
    }

    /// The lines out of which phones push each other, with how often that happened lately.
    pub fn contested_lines(&self, now: Moment) -> Vec<(LineId, u32)> {
        self.registrar.contests(now)
    }

    /// Whether a trunk answers; nothing for one that is not in use.
    pub fn trunk_status(&self, trunk: TrunkId) -> Option<TrunkStatus> {
        self.peers.watch.status(trunk)
    }

    /// How our registration at a trunk stands; nothing where it has none.
    pub fn registration(&self, trunk: TrunkId) -> Option<RegistrationStatus> {
        self.peers.registrations.status(trunk)
    }

    /// How the last contact of a trunk that registered with us came to be gone; nothing where it has one, or never had.
    pub fn trunk_departure(&self, trunk: TrunkId) -> Option<&Departure> {
        self.registrar.departure(trunk)
    }

    /// Our registrations, with their trunks.
    pub fn registrations(&self) -> impl Iterator<Item = (TrunkId, RegistrationStatus)> {
        let trunks = self.snapshot.nouns().trunks.keys().copied();
        trunks.filter_map(|trunk| Some((trunk, self.peers.registrations.status(trunk)?)))
    }

    /// Unregisters everywhere, because the process ends.
    pub fn leave(&mut self, now: Moment, out: &mut Vec<Action>) {
        let mut orders = Vec::new();
        self.peers.registrations.leave(now, &mut orders);
        self.send_orders(now, orders, out);
    }

    /// Our address as a peer there can use it: for session descriptions.
    pub fn local_address_for(&self, remote: IpAddr) -> IpAddr {
        self.place.towards(remote)
    }

    /// How many legs there are.
    pub fn legs(&self) -> usize {
        self.legs.len()
    }

    /// How many transactions there are, those that linger included.
    pub fn transactions(&self) -> usize {
        self.servers.len() + self.requests.transactions()
    }

    /// Whether a request of ours has no final answer yet.
    pub fn is_awaiting_answers(&self) -> bool {
        self.requests.is_awaiting_answers()
    }

    /// Everybody who is shut out for guessing passwords, the latest first.
    pub fn bans(&self, now: Moment) -> Vec<Ban> {
        self.guard.bans(now)
    }

    /// What was dropped, and how often strangers were asked who they are.
    pub const fn counters(&self) -> Counters {
        self.counters
    }

    fn command(&mut self, now: Moment, command: Command, out: &mut Vec<Action>) {
        let leg = match &command {
            Command::Invite(_) => None,
            Command::Progress { leg, .. }
            | Command::Answer { leg, .. }
            | Command::End { leg, .. }
            | Command::Offer { leg, .. }
            | Command::Accept { leg, .. }
            | Command::Reject { leg, .. }
            | Command::Info { leg, .. } => Some(*leg),
        };
        match (leg, command) {
            (_, Command::Invite(order)) => self.place(now, *order, out),
            (Some(leg), command) => {
                let Some(held) = self.legs.get_mut(leg) else { return };
                let mut acts = Vec::new();
                held.leg.command(now, command, &mut self.chance, &mut acts);
                self.perform(now, leg, acts, out);
            }
            (None, _) => {}
        }
    }

    /// Ticks every part that is due, until none is.
    fn tick(&mut self, now: Moment, out: &mut Vec<Action>) {
        self.servers.tick(now, out);
        {
            let (requests, mut kit) = self.split(now, out);
            requests.tick(&mut kit);
        }
        while let Some(leg) = self.legs.pop_due(now) {
            let Some(held) = self.legs.get_mut(leg) else { continue };
            let mut acts = Vec::new();
            held.leg.tick(now, &mut self.chance, &mut acts);
            self.perform(now, leg, acts, out);
        }
        let mut changes = Vec::new();
        self.registrar.expire(now, &mut changes);
        self.store(now, changes, out);
        self.tick_peers(now, out);
        self.tell_losses(now, out);
    }

    /// Sends a request of our own. What a trunk that speaks TLS is to get goes over TLS, whatever a Contact, a route or the DNS says,
    /// or nowhere.
    fn send(&mut self, now: Moment, mut errand: Errand, out: &mut Vec<Action>) -> RequestId {
        if errand.proof().is_some_and(|proof| self.is_only_over_tls(proof)) {
            errand.to = errand.to.only_over_tls();
        }
        let (requests, mut kit) = self.split(now, out);
        requests.send(errand, &mut kit)
    }

    fn is_only_over_tls(&self, Proof { trunk, server }: Proof) -> bool {
        let trunk = self.snapshot.trunk(trunk);
        let transport = trunk.and_then(|trunk| match server {
            Server::Calls => Some(trunk.reach.transport),
            Server::Registrar => trunk.register.as_ref().map(|register| register.transport),
        });
        transport == Some(model::Transport::Tls)
    }

    /// Tells whether a party must not be heard, or answered, on a path: a trunk that speaks TLS on one that is not encrypted.
    fn is_unfit(&self, party: Option<TrunkId>, flow: &Flow) -> bool {
        let proof = party.map(|trunk| Proof { trunk, server: Server::Calls });
        flow.transport != Transport::Tls && proof.is_some_and(|proof| self.is_only_over_tls(proof))
    }

    fn split<'a>(&'a mut self, now: Moment, out: &'a mut Vec<Action>) -> (&'a mut Requests, Kit<'a>) {
        let kit = Kit {
            now,
            place: &self.place,
            resolver: &mut self.resolver,
            chance: &mut self.chance,
            legs: &mut self.legs,
            user_agent: self.snapshot.general().user_agent.as_str(),
            out,
        };
        (&mut self.requests, kit)
    }

    /// Hands on what the registrar changed.
    fn store(&mut self, now: Moment, changes: Vec<BindingChange>, out: &mut Vec<Action>) {
        let mut told: Vec<Party> = Vec::new();
        for change in changes {
            let (BindingChange::Put(binding) | BindingChange::Remove(binding)) = &change;
            let party = Party::from(binding.owner);
            if !told.contains(&party) {
                told.push(party);
            }
            out.push(Action::Store(change));
        }
        for party in told {
            out.push(Action::Event(Event::Bindings(party)));
            self.find_again(now, party);
            if let Party::Trunk(trunk) = party {
                self.trunk_registered(now, trunk);
                out.push(Action::Event(Event::Trunk(trunk)));
            }
        }
    }

    fn user_agent(&self) -> &str {
        self.snapshot.general().user_agent.as_str()
    }
}
