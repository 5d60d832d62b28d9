//! What becomes of the answers to our requests, and of requests without any.

use moment::Moment;
use sip_msg::{HeaderName, Method, Request, Response};

use super::{
    Endpoint,
    acts::tag_of,
    uac::{Errand, Judged, Lost, RequestId, Target, User},
};
use crate::{
    flow::Flow,
    leg::{Reply, Step},
    port::{Action, Answer, Event, Probed, QueryId},
    trunk_status::NoAnswer,
};

impl Endpoint {
    /// Takes a response.
    pub(super) fn responded(&mut self, now: Moment, flow: Flow, response: &Response, out: &mut Vec<Action>) {
        // RFC 3261 section 8.1.3.3: with a second Via it was meant for somebody else.
        let is_ours = response.headers.vias().is_ok_and(|vias| vias.len() == 1);
        let judged = match is_ours {
            true => {
                let (requests, mut kit) = self.split(now, out);
                requests.respond(response, &mut kit)
            }
            false => Judged::Unmatched,
        };
        if !matches!(judged, Judged::Unmatched) {
            self.guard.welcome(now, flow.remote.ip(), 1);
        }
        match judged {
            Judged::Unmatched => {
                self.counters.unmatched += 1;
                if is_ours {
                    self.answered_late(now, response, out);
                }
            }
            Judged::Done => {}
            Judged::Tell(id) => {
                self.watch_answer(now, id, response, out);
                self.tell(now, id, response, out);
                self.requests.settle(id, response.status);
            }
        }
        self.tell_losses(now, out);
    }

    fn tell(&mut self, now: Moment, id: RequestId, response: &Response, out: &mut Vec<Action>) {
        let Some(told) = self.requests.told(id) else { return };
        match told.user {
            // A branch of a fork may answer after the call that another one took is over.
            User::Leg(leg, Step::Invite) if self.legs.get(leg).is_none() => {
                self.tell_stray(now, id, response, out)
            }
            User::Leg(leg, Step::Reinvite) if self.legs.get(leg).is_none() => {
                self.acknowledge_late(now, id, response, out)
            }
            User::Leg(leg, step) => {
                let Some(held) = self.legs.get_mut(leg) else { return };
                let reply = Reply { step, sent: told.sent, response };
                let mut acts = Vec::new();
                held.leg.response(now, reply, &mut self.chance, &mut acts);
                self.perform(now, leg, acts, out);
            }
            User::Stray => self.tell_stray(now, id, response, out),
            User::Register(order) if response.status.is_final() => {
                let mut orders = Vec::new();
                let outcome = Ok((response, told.hop));
                let registered = response.status.is_success().then_some(told.hop);
                let at = told.trunk.zip(registered);
                let changed = self.peers.registrations.responded(now, order, outcome, &mut orders);
                out.extend(changed.map(|trunk| Action::Event(Event::Trunk(trunk))));
                if let Some((trunk, hop)) = at {
                    self.requests.registered(trunk, hop);
                }
                self.send_orders(now, orders, out);
            }
            User::Test(probe) if response.status.is_final() => self.probed(id, probe, response, out),
            User::Register(_) | User::Probe | User::Test(_) | User::Nobody => {}
        }
    }

    /// Ends what nobody wants any more.
    fn tell_stray(&mut self, now: Moment, id: RequestId, response: &Response, out: &mut Vec<Action>) {
        let Some(told) = self.requests.told(id).filter(|_| response.status.is_success()) else { return };
        let (sent, path) = (told.sent.clone(), told.by_path.then_some(told.hop));
        let peer = told.peer;
        let first = self.requests.reap(id, &tag_of(response));
        self.reap(now, (&sent, response, path), (peer, first), out);
    }

    /// RFC 5407 section 3.2.3: the answer to a re-INVITE that crossed a BYE. The dialog is over, but an answer that nobody
    /// acknowledges is resent for 32 s.
    fn acknowledge_late(&mut self, now: Moment, id: RequestId, response: &Response, out: &mut Vec<Action>) {
        let Some(told) = self.requests.told(id).filter(|_| response.status.is_success()) else { return };
        let errand = Errand {
            user: User::Nobody,
            request: ack_within(told.sent, response),
            to: Target::Hop(told.hop),
            contact: None,
            account: None,
            trunk: None,
            peer: told.peer,
            patience: None,
        };
        self.send(now, errand, out);
    }

    /// Tells users of requests that have no answer.
    pub(super) fn tell_losses(&mut self, now: Moment, out: &mut Vec<Action>) {
        loop {
            let losses = self.requests.take_lost();
            if losses.is_empty() {
                return;
            }
            for lost in losses {
                self.tell_loss(now, lost, out);
            }
        }
    }

    fn tell_loss(&mut self, now: Moment, lost: Lost, out: &mut Vec<Action>) {
        let Lost { user, trunk, failure, hop, targets } = lost;
        let no_answer = NoAnswer::of(&failure, hop);
        if let Some((trunk, no_answer)) = trunk.zip(no_answer)
            && self.peers.watch.silent(now, trunk, no_answer)
        {
            out.push(Action::Event(Event::Trunk(trunk)));
        }
        match user {
            User::Leg(leg, step) => {
                let Some(held) = self.legs.get_mut(leg) else { return };
                let mut acts = Vec::new();
                held.leg.lost(now, step, failure, &mut self.chance, &mut acts);
                self.perform(now, leg, acts, out);
            }
            User::Register(order) => {
                let mut orders = Vec::new();
                let changed = self.peers.registrations.responded(now, order, Err(no_answer), &mut orders);
                out.extend(changed.map(|trunk| Action::Event(Event::Trunk(trunk))));
                self.send_orders(now, orders, out);
            }
            User::Test(probe) => {
                let probed = Probed { probe, targets, outcome: Err(failure), hop };
                out.push(Action::Event(Event::Probed(Box::new(probed))));
            }
            User::Probe | User::Stray | User::Nobody => {}
        }
    }

    /// Takes what the DNS said.
    pub(super) fn resolved(&mut self, now: Moment, query: QueryId, answer: Answer, out: &mut Vec<Action>) {
        let mut ended = Vec::new();
        self.resolver.answered(now, query, answer, &mut ended, out);
        for (ticket, hops) in ended {
            if self.peers.sources.resolved(ticket, &hops) {
                continue;
            }
            let (requests, mut kit) = self.split(now, out);
            requests.resolved(ticket, &hops, &mut kit);
        }
        self.tell_losses(now, out);
    }
}

/// The ACK of a 2xx to a re-INVITE, by the way of that re-INVITE.
fn ack_within(reinvite: &Request, response: &Response) -> Request {
    let mut ack = Request::new(Method::Ack, reinvite.uri.clone());
    for name in [
        HeaderName::MaxForwards,
        HeaderName::Route,
        HeaderName::From,
        HeaderName::CallId,
        HeaderName::Authorization,
        HeaderName::ProxyAuthorization,
    ] {
        ack.headers.copy(&reinvite.headers, &name);
    }
    ack.headers.copy(&response.headers, &HeaderName::To);
    let number = reinvite.headers.cseq().map_or(1, |cseq| cseq.number);
    ack.headers.push(HeaderName::CSeq, format!("{number} ACK"));
    ack
}
