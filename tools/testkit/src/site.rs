//! One exchange of a world, with what its shell would do: ports, log, storage of bindings, DNS.

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use calls::{Action, CallEvent, CallView, Command, Exchange, Input, MediaFact, MediaOrder, Tested};
use model::{
    Binding, Cdr, Snapshot,
    record::{CallStatus, StopChange},
};
use moment::Moment;
use sip_core::{Answer, BindingChange, ConnId, Flow, QueryId, Transport};

use crate::{dns::Dns, media::FakeMedia, net::Datagram};

/// One exchange.
pub struct Site {
    /// What tests call it.
    pub name: String,
    /// Where it is.
    pub addr: SocketAddr,
    /// The exchange itself.
    pub exchange: Exchange,
    /// Its media path.
    pub media: FakeMedia,
    /// Every row that was written, in order.
    pub cdrs: Vec<Cdr>,
    /// Everything that watchers were told, in order.
    pub events: Vec<CallEvent>,
    /// What came of every test call, in order.
    pub tested: Vec<Tested>,
    /// What storage holds of the registrar.
    pub bindings: Vec<Binding>,
    /// What storage was told of stops, in order.
    pub stops: Vec<StopChange>,
    /// Its configuration.
    pub snapshot: Arc<Snapshot>,
    pub(crate) out: Vec<Datagram>,
    pending: VecDeque<Pending>,
    actions: Vec<Action>,
}

/// What the shell owes the exchange.
#[derive(Debug)]
enum Pending {
    Fact(MediaFact),
    Resolved(QueryId, Answer),
}

impl Site {
    /// Sets an exchange up at an address.
    pub(crate) fn new(name: &str, addr: SocketAddr, exchange: Exchange, snapshot: Arc<Snapshot>) -> Self {
        Self {
            name: name.to_owned(),
            addr,
            exchange,
            media: FakeMedia::new(),
            cdrs: Vec::new(),
            events: Vec::new(),
            tested: Vec::new(),
            bindings: Vec::new(),
            stops: Vec::new(),
            snapshot,
            out: Vec::new(),
            pending: VecDeque::new(),
            actions: Vec::new(),
        }
    }

    /// Gives an administrator's order.
    pub fn order(&mut self, now: Moment, dns: &Dns, command: Command) {
        self.handle(now, dns, Input::Command(command));
    }

    /// Calls in progress.
    pub fn calls(&self) -> Vec<CallView> {
        self.exchange.calls()
    }

    /// The rows of calls that are over.
    pub fn finished(&self) -> Vec<&Cdr> {
        self.cdrs.iter().filter(|cdr| cdr.outcome.status != CallStatus::InProgress).collect()
    }

    /// The row of the last call that is over.
    ///
    /// # Panics
    /// Where none is.
    pub fn last_cdr(&self) -> &Cdr {
        self.finished().last().copied().expect("a call is over")
    }

    pub(crate) fn received(&mut self, now: Moment, dns: &Dns, datagram: &Datagram) {
        let conn = datagram.transport.is_reliable().then(|| connection(self.addr, datagram.from));
        let flow = Flow { transport: datagram.transport, local: self.addr, remote: datagram.from, conn };
        self.handle(now, dns, Input::Sip(sip_core::Input::Received { flow, bytes: &datagram.bytes }));
    }

    pub(crate) fn unreachable(&mut self, now: Moment, dns: &Dns, remote: SocketAddr, transport: Transport) {
        let conn = transport.is_reliable().then(|| connection(self.addr, remote));
        let input = sip_core::Input::Unreachable { transport, remote, conn, fault: None };
        self.handle(now, dns, Input::Sip(input));
    }

    pub(crate) fn handle(&mut self, now: Moment, dns: &Dns, input: Input<'_>) {
        self.exchange.handle(now, input, &mut self.actions);
        self.obey(dns);
        while let Some(pending) = self.pending.pop_front() {
            let input = match pending {
                Pending::Fact(fact) => Input::Media(fact),
                Pending::Resolved(query, answer) => Input::Sip(sip_core::Input::Resolved { query, answer }),
            };
            self.exchange.handle(now, input, &mut self.actions);
            self.obey(dns);
        }
    }

    fn obey(&mut self, dns: &Dns) {
        for action in std::mem::take(&mut self.actions) {
            match action {
                Action::Reply { flow, bytes } => self.send(flow.remote, flow.transport, bytes),
                Action::Send { hop, bytes } => self.send(hop.addr, hop.transport, bytes),
                Action::Resolve { query, ask } => {
                    self.pending.push_back(Pending::Resolved(query, dns.answer(&ask)));
                }
                Action::Store(change) => self.store(change),
                // Its connections are never cut for others.
                Action::Vouch(_) => {}
                Action::Media(order) => self.carry_out(order),
                Action::Cdr(cdr) => self.cdrs.push(*cdr),
                Action::Tested(tested) => self.tested.push(*tested),
                Action::Stop(change) => self.stops.push(change),
                Action::Leg(_) | Action::Probed(_) => {}
                Action::Event(event) => self.events.push(event),
            }
        }
    }

    fn send(&mut self, to: SocketAddr, transport: Transport, bytes: Vec<u8>) {
        self.out.push(Datagram { from: self.addr, to, transport, bytes });
    }

    fn carry_out(&mut self, order: MediaOrder) {
        self.pending.extend(self.media.handle(order).map(Pending::Fact));
    }

    fn store(&mut self, change: BindingChange) {
        let (BindingChange::Put(binding) | BindingChange::Remove(binding)) = &change;
        self.bindings.retain(|old| (old.owner, &old.contact) != (binding.owner, &binding.contact));
        if let BindingChange::Put(binding) = change {
            self.bindings.push(*binding);
        }
    }
}

/// The one connection that two hosts have, whoever opened it.
fn connection(a: SocketAddr, b: SocketAddr) -> ConnId {
    let last = |addr: SocketAddr| match addr.ip() {
        IpAddr::V4(ip) => u64::from(u32::from(ip)),
        IpAddr::V6(ip) => u128::from(ip) as u64,
    };
    ConnId(last(a.min(b)) << 32 | last(a.max(b)))
}
