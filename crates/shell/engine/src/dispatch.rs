//! Does what the exchange asked for.

use std::{net::SocketAddr, sync::Arc};

use calls::{Action, CallEvent, CallId, Input};
use model::{
    Class,
    record::{CallStatus, Stop},
};
use net::{Datagram, Protection};
use sip_core::{Ban, BindingChange, ConnId, Flow, Hop, Query, QueryId, Transport};

use crate::{run::Engine, trail::Note, translate, wire};

/// Turns of "act, and tell what failed at once" before the rest waits for the next wake-up: a failed connection fails once.
const TURNS: usize = 8;

impl Engine {
    /// Carries out every action, and what follows from it at once (a port that was opened, a connection that is gone).
    pub(crate) fn dispatch(&mut self) {
        for _ in 0..TURNS {
            if self.out.actions.is_empty() {
                return;
            }
            let mut actions = std::mem::take(&mut self.out.actions);
            for action in actions.drain(..) {
                self.act(action);
            }
            if self.out.actions.is_empty() {
                self.out.actions = actions;
            }
            // Before the answers leave: what they call forth, by the next packet, finds the media path ready.
            self.media.flush();
            self.send_datagrams();
        }
    }

    fn send_datagrams(&mut self) {
        let Self { udp, out, exchange, clock, .. } = self;
        for (udp, batch) in udp.iter_mut().zip(&mut out.datagrams).filter(|(_, batch)| !batch.is_empty()) {
            udp.send(batch, |remote| {
                let lost = unreachable(Transport::Udp, remote, None);
                exchange.handle(clock.now(), lost, &mut out.actions);
            });
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Reply { flow, bytes } => self.reply(flow, bytes),
            Action::Send { hop, bytes } => self.send(hop, bytes),
            Action::Resolve { query, ask } => self.resolve(query, ask),
            Action::Store(BindingChange::Put(binding)) => self.journal.put_binding(binding),
            Action::Store(BindingChange::Remove(binding)) => self.journal.remove_binding(binding),
            Action::Vouch(conn) => self.streams.vouch(translate::stream(conn)),
            Action::Media(order) => {
                if let Some(fact) = self.media.order(order) {
                    self.exchange.handle(self.clock.now(), Input::Media(fact), &mut self.out.actions);
                }
            }
            Action::Cdr(cdr) => {
                if cdr.times.end_ms.is_some() {
                    self.trail.ended(CallId(cdr.id.0), has_failed(cdr.outcome.status));
                }
                self.journal.cdr(cdr);
            }
            Action::Probed(probed) => {
                if let Some(reply) = self.probes.waiting.remove(&probed.probe) {
                    // Whoever asked may have gone away meanwhile.
                    let _ = reply.send(*probed);
                }
            }
            Action::Tested(tested) => {
                if let Some(reply) = self.tests.waiting.remove(&tested.test) {
                    // Whoever asked may have gone away meanwhile.
                    let _ = reply.send(*tested);
                }
            }
            Action::Stop(change) => self.journal.stop(change),
            Action::Leg(begun) => self.trail.leg(*begun),
            Action::Event(event) => {
                match &event {
                    CallEvent::ShutOut(ban) => log_ban(ban),
                    CallEvent::Stopped(stop) => log_stop(stop),
                    CallEvent::Help(help) => {
                        tracing::warn!(
                            call = help.call.0,
                            number = help.number,
                            "an emergency number is called"
                        );
                    }
                    CallEvent::Call(_)
                    | CallEvent::Bindings(_)
                    | CallEvent::Trunk(_)
                    | CallEvent::Bans
                    | CallEvent::Lifted(_) => {}
                }
                // Nobody listens, as a rule.
                let _ = self.events.send(Arc::new(event));
            }
        }
    }

    fn reply(&mut self, flow: Flow, bytes: Vec<u8>) {
        match flow.transport {
            Transport::Udp => {
                // Who cannot be answered asks again, and nobody else waits.
                let _ = self.datagram(Some(flow.local), flow.remote, bytes);
            }
            Transport::Tcp | Transport::Tls => {
                // A peer that closed the connection on its own request does not want the answer.
                let _ = self.over_stream(Some(flow.local), flow.into(), bytes);
            }
        }
    }

    fn send(&mut self, hop: Hop, bytes: Vec<u8>) {
        let sent = match hop.transport {
            Transport::Udp => self.datagram(None, hop.addr, bytes),
            Transport::Tcp | Transport::Tls => self.over_stream(None, hop, bytes),
        };
        if !sent {
            let lost = unreachable(hop.transport, hop.addr, hop.conn);
            self.exchange.handle(self.clock.now(), lost, &mut self.out.actions);
        }
    }

    /// Writes to a connection, or to one that is opened for it; false where there is none.
    fn over_stream(&mut self, local: Option<SocketAddr>, hop: Hop, bytes: Vec<u8>) -> bool {
        let Hop { transport, addr, conn, proof } = hop;
        self.note_sent(transport, local, addr, &bytes);
        let protection = match (transport, self.proofs.of(proof)) {
            (Transport::Udp | Transport::Tcp, _) => Protection::Plain,
            (Transport::Tls, Some(peer)) => Protection::Proved(peer),
            // A phone that has registered before we were started opens its connection anew; until then it is out of reach.
            (Transport::Tls, None) => Protection::Accepted,
        };
        match conn {
            Some(conn) => self.streams.send(translate::stream(conn), bytes),
            None => self.streams.send_to(addr, protection, bytes).is_some(),
        }
    }

    /// Puts a datagram into the batch of the socket that it is to leave from; false where there is none for it.
    fn datagram(&mut self, local: Option<SocketAddr>, to: SocketAddr, bytes: Vec<u8>) -> bool {
        let fits = |bound: SocketAddr| {
            bound.is_ipv4() == to.is_ipv4()
                && local.is_none_or(|l| {
                    bound.port() == l.port() && (bound.ip().is_unspecified() || bound.ip() == l.ip())
                })
        };
        let near = |bound: SocketAddr| {
            local.is_some() || bound.ip().is_unspecified() || self.shares_network(bound, to)
        };
        let sockets = || self.udp.iter().map(net::Udp::bound).enumerate();
        let chosen =
            sockets().find(|(_, b)| fits(*b) && near(*b)).or_else(|| sockets().find(|(_, b)| fits(*b)));
        let Some((index, bound)) = chosen else {
            tracing::debug!(%to, "no UDP socket of this address family: the datagram is not sent");
            return false;
        };
        self.note_sent(Transport::Udp, Some(local.unwrap_or(bound)), to, &bytes);
        let Some(batch) = self.out.datagrams.get_mut(index) else { return false };
        batch.push(Datagram { from: local.map(|l| l.ip()), to, bytes });
        true
    }

    /// Tells those who watch or keep messages.
    fn note_sent(
        &mut self,
        transport: Transport,
        local: Option<SocketAddr>,
        remote: SocketAddr,
        bytes: &[u8],
    ) {
        wire::sent(transport, local, remote, bytes);
        self.trail.keep(&Note { at: self.clock.now(), is_sent: true, transport, local, remote }, bytes);
    }

    fn shares_network(&self, bound: SocketAddr, to: SocketAddr) -> bool {
        self.networks.iter().any(|(addr, network)| *addr == bound.ip() && network.contains(to.ip()))
    }

    fn resolve(&mut self, query: QueryId, ask: Query) {
        let (dns, answers) = (self.dns.clone(), self.answers.0.clone());
        tokio::spawn(async move {
            let answer = dns.ask(&translate::question(ask)).await;
            // The engine is gone only when it stops.
            let _ = answers.send((query, answer)).await;
        });
    }
}

/// What the exchange hears of a far end that cannot be reached.
const fn unreachable(transport: Transport, remote: SocketAddr, conn: Option<ConnId>) -> Input<'static> {
    Input::Sip(sip_core::Input::Unreachable { transport, remote, conn, fault: None })
}

/// Says who is shut out. What was tried is a stranger's text, so it is written with its odd characters escaped.
fn log_ban(ban: &Ban) {
    let Ban { source, account, tried, guesses, times, since, until } = ban;
    let seconds = until.since(*since).as_secs();
    let only = account.is_some();
    tracing::warn!(%source, ?tried, only, guesses, times, seconds, "shut out for guessing passwords");
}

/// Says what is stopped.
fn log_stop(stop: &Stop) {
    let (of, class) = (stop.of.payer, stop.of.class.map_or("any", Class::word));
    tracing::warn!(
        ?of,
        class,
        passed = stop.passed.words(),
        cap = stop.cap,
        call = stop.call.0,
        "calls are stopped"
    );
}

/// Tells a call that somebody will want to understand: its messages are kept longer.
const fn has_failed(status: CallStatus) -> bool {
    match status {
        CallStatus::Refused | CallStatus::Failed | CallStatus::Unreachable => true,
        CallStatus::InProgress
        | CallStatus::Answered
        | CallStatus::Busy
        | CallStatus::NoAnswer
        | CallStatus::Cancelled => false,
    }
}
