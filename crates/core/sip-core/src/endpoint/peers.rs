//! The trunks as others see them: our registrations at them, whether they answer, and which addresses are theirs.

use std::{collections::HashSet, sync::Arc, time::Duration};

use model::{Snapshot, Trunk, TrunkId};
use moment::Moment;
use sip_msg::{HeaderName, Method, Response};

use super::{
    Endpoint, RequestId,
    place_call::proxy_route,
    probe::way_to,
    uac::{Account, ContactShape, Errand, LoginKey, Target, User},
};
use crate::{
    chance::Chance,
    identify::Sources,
    port::{Action, Event, Party},
    registration::{Order, RegistrationState, Registrations},
    resolve::Destination,
    trunk_status::{LastAnswer, Plan, TrunkWatch, Way},
};

/// What concerns trunks beside their calls.
#[derive(Debug)]
pub(super) struct Peers {
    pub(super) sources: Sources,
    pub(super) registrations: Registrations,
    pub(super) watch: TrunkWatch,
    started: bool,
}

impl Peers {
    pub(super) fn new(chance: Chance) -> Self {
        Self {
            sources: Sources::default(),
            registrations: Registrations::new(chance),
            watch: TrunkWatch::default(),
            started: false,
        }
    }

    pub(super) fn deadline(&self) -> Option<Moment> {
        let parts = [self.sources.deadline(), self.registrations.deadline(), self.watch.deadline()];
        parts.into_iter().flatten().min()
    }
}

impl Endpoint {
    /// Starts what the first configuration asks for, once the first moment is known.
    pub(super) fn start_peers(&mut self, now: Moment, out: &mut Vec<Action>) {
        if !std::mem::replace(&mut self.peers.started, true) {
            self.configure_peers(now, out);
        }
    }

    /// Takes a new configuration.
    pub(super) fn configure(&mut self, now: Moment, snapshot: Arc<Snapshot>, out: &mut Vec<Action>) {
        let old = std::mem::replace(&mut self.snapshot, snapshot);
        let mut changes = Vec::new();
        self.registrar.configure(&old, &self.snapshot, &mut changes);
        self.store(now, changes, out);
        self.configure_peers(now, out);
    }

    fn configure_peers(&mut self, now: Moment, out: &mut Vec<Action>) {
        self.peers.sources.configure(now, &self.snapshot);
        let trunks = self.snapshot.nouns().trunks.values().filter(|trunk| trunk.enabled);
        let moved = self.peers.watch.configure(now, trunks.map(|trunk| (trunk.id, Plan::of(trunk))));
        moved.into_iter().for_each(|trunk| self.requests.disown(trunk));
        let trunks: Vec<TrunkId> = self.snapshot.nouns().trunks.keys().copied().collect();
        for trunk in trunks {
            self.note_contact(now, trunk);
        }
        let mut orders = Vec::new();
        self.peers.registrations.configure(now, &self.snapshot, &mut orders);
        let begun = self.registrations().filter(|(_, known)| known.state == RegistrationState::Trying);
        out.extend(begun.map(|(trunk, _)| Action::Event(Event::Trunk(trunk))));
        self.send_orders(now, orders, out);
        self.forget_logins(now);
    }

    /// Notes where a trunk is registered from; one that has moved is asked anew who it is.
    pub(super) fn trunk_registered(&mut self, now: Moment, trunk: TrunkId) {
        if self.note_contact(now, trunk) {
            self.forget_logins(now);
        }
    }

    /// Tells the watch where a trunk is registered from; true where that is another peer than before.
    fn note_contact(&mut self, now: Moment, trunk: TrunkId) -> bool {
        let contacts = self.registrar.contacts(Party::Trunk(trunk), now);
        let hop = contacts.first().and_then(|binding| self.registrar.hop(binding));
        let has_moved = self.peers.watch.registered(now, trunk, hop.map(|hop| (hop.transport, hop.addr)));
        if has_moved {
            self.requests.disown(trunk);
        }
        has_moved
    }

    /// Keeps the nonces of those peers alone that our trunks lead to.
    fn forget_logins(&mut self, now: Moment) {
        let in_use = self.snapshot.nouns().trunks.values().filter(|trunk| trunk.enabled);
        let of_calls =
            in_use.filter_map(|trunk| Some(self.account_of(now, Party::Trunk(trunk.id))?.key().clone()));
        let keys: HashSet<LoginKey> = of_calls.chain(self.peers.registrations.logins()).collect();
        self.requests.keep_logins(&keys);
    }

    pub(super) fn tick_peers(&mut self, now: Moment, out: &mut Vec<Action>) {
        self.peers.sources.tick(now, &mut self.resolver, out);
        let mut orders = Vec::new();
        self.peers.registrations.tick(now, &mut orders);
        self.send_orders(now, orders, out);
        let mut due = Vec::new();
        self.peers.watch.tick(now, &mut due);
        for trunk in due {
            // A trunk that cannot be asked has its reason in its state already.
            let _ = self.probe(now, trunk, User::Probe, out);
        }
    }

    /// Sends the REGISTERs that are due.
    pub(super) fn send_orders(&mut self, now: Moment, orders: Vec<Order>, out: &mut Vec<Action>) {
        for order in orders {
            let login = order.login();
            let mut request = order.request;
            let trunk = self.snapshot.trunk(order.trunk);
            if let Some(proxy) = trunk.and_then(|trunk| trunk.reach.outbound_proxy.as_ref()) {
                request.headers.push(HeaderName::Route, proxy_route(proxy));
            }
            let password = order.password.as_ref();
            // What a server that we leave says is not of the trunk any more, nor is what another server than the peer says.
            let is_peers = trunk.is_some_and(|trunk| is_at_peer(trunk, &order.to));
            let is_kept = self.peers.registrations.awaits(order.id);
            let errand = Errand {
                user: User::Register(order.id),
                request,
                to: Target::Name(order.to),
                contact: Some(ContactShape { user: order.contact.into(), line: Some(order.trunk) }),
                account: password.map(|password| Account::new(login, password)),
                trunk: Some(order.trunk).filter(|_| is_peers && is_kept),
                peer: Some(order.trunk),
                patience: None,
            };
            self.send(now, errand, out);
        }
    }

    /// Notes a trunk's answer, whatever it answers.
    pub(super) fn watch_answer(
        &mut self,
        now: Moment,
        id: RequestId,
        response: &Response,
        out: &mut Vec<Action>,
    ) {
        let Some(told) = self.requests.told(id).filter(|_| response.status.is_final()) else { return };
        let Some(trunk) = told.trunk else { return };
        let way = Way {
            round_trip: told.round_trip.max(Duration::from_micros(1)),
            hop: told.hop,
            is_call: told.sent.method == Method::Invite,
        };
        let answer =
            LastAnswer { code: response.status.code(), reason: response.reason.to_string(), at: now };
        if self.peers.watch.answered(trunk, answer, way) {
            out.push(Action::Event(Event::Trunk(trunk)));
        }
    }
}

/// Tells whether our registration goes where our calls go.
fn is_at_peer(trunk: &Trunk, registrar: &Destination) -> bool {
    let port = |to: &Destination| to.port.or_else(|| to.host.ip().map(|_| 5060));
    let same = |to: Destination| {
        to.host == registrar.host && port(&to) == port(registrar) && to.transport == registrar.transport
    };
    way_to(trunk).is_some_and(same)
}
