//! What to do about a message: RFC 3261 sections 8.2 and 18.
//!
//! The order of judgement: syntax; responses, ACK and repeated requests to their transactions; scheme, method, Require,
//! Content-Type and Accept (`screen`); dialogs; merged requests and hops; and only then who it is. What is refused before
//! that costs no state, whoever sends it.

use std::net::{IpAddr, SocketAddr};

use model::Binding;
use moment::Moment;
use sip_msg::{HeaderName, Message, Method, Request, Response, Status};

use super::{Endpoint, reply, screen};
use crate::{
    auth::{Verdict, username},
    flow::Flow,
    guard::Dropped,
    leg::{Asked, RETRY_AFTER, abilities},
    port::{Action, Event, Party},
    registrar,
    txn::{Arrival, Full, ServerId, merge_key, server_key},
};

impl Endpoint {
    /// Takes a datagram or a framed message.
    pub(super) fn received(&mut self, now: Moment, flow: Flow, bytes: &[u8], out: &mut Vec<Action>) {
        // RFC 5626 section 4.4.1 and older phones: empty lines keep a NAT open.
        if bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
            return;
        }
        match self.guard.admit(now, flow.remote.ip()) {
            Ok(()) => {}
            Err(Dropped::TooMuch) => return self.counters.limited += 1,
            Err(Dropped::Banned) => return self.counters.shut_out += 1,
        }
        match Message::parse(bytes) {
            Ok(Message::Request(request)) => self.request(now, flow, request, out),
            Ok(Message::Response(response)) => self.responded(now, flow, &response, out),
            Err(malformed) => {
                self.counters.malformed += 1;
                if let Some(answer) = malformed.answer {
                    self.answer_broken(flow, *answer, out);
                }
            }
        }
    }

    fn request(&mut self, now: Moment, flow: Flow, mut request: Request, out: &mut Vec<Action>) {
        let Ok(mut via) = request.headers.via() else { return };
        reply::note_source(&mut request, &mut via, flow.remote);
        let back = reply::reply_path(flow, &via);
        let named = match request.method {
            Method::Ack => Method::Invite,
            ref other => other.clone(),
        };
        let key = server_key(&request, &via, &named);
        match (&request.method, self.servers.find(&key)) {
            (Method::Ack, txn) => self.acknowledged(now, (flow, txn), &request, out),
            (_, Some(txn)) => {
                self.guard.welcome(now, flow.remote.ip(), 1);
                self.servers.again(now, txn, out);
            }
            (Method::Cancel, None) => {
                let invite = server_key(&request, &via, &Method::Invite);
                self.cancelled(now, back, &request, &invite, out);
            }
            (_, None) => {
                if let Err(refusal) = screen::screen(&request, flow.transport) {
                    return self.reply(back, *refusal, out);
                }
                let is_registration = request.method == Method::Register;
                match request.headers.to().is_ok_and(|to| to.tag().is_some()) {
                    true if !is_registration => self.within_dialog(now, back, request, key, out),
                    _ => self.outside_dialog(now, (flow, back), request, key, out),
                }
            }
        }
    }

    /// An ACK belongs to its INVITE's transaction where that was refused, and to the dialog where it was accepted.
    fn acknowledged(
        &mut self,
        now: Moment,
        (flow, txn): (Flow, Option<ServerId>),
        ack: &Request,
        out: &mut Vec<Action>,
    ) {
        let for_dialog = txn.is_none_or(|txn| self.servers.ack(now, txn, out));
        let leg = self.legs.of_request(ack).filter(|_| for_dialog);
        if txn.is_some() || leg.is_some() {
            self.guard.welcome(now, flow.remote.ip(), 1);
        }
        let Some((leg, held)) = leg.and_then(|leg| Some((leg, self.legs.get_mut(leg)?))) else { return };
        let mut acts = Vec::new();
        held.leg.ack(now, ack, &mut self.chance, &mut acts);
        self.perform(now, leg, acts, out);
    }

    /// RFC 3261 section 9.2: 200 where there is something to cancel, whatever becomes of it; 481 where there is nothing.
    fn cancelled(&mut self, now: Moment, back: Flow, cancel: &Request, invite: &str, out: &mut Vec<Action>) {
        let Some(txn) = self.servers.find(invite) else {
            return self.reply(back, cancel.response(Status::CALL_DOES_NOT_EXIST), out);
        };
        self.guard.welcome(now, back.remote.ip(), 1);
        let leg = self.servers.leg(txn);
        let mut ok = cancel.response(Status::OK);
        // The tag that the INVITE's own answers have.
        if let (Some(held), Ok(mut to)) = (leg.and_then(|leg| self.legs.get(leg)), cancel.headers.to()) {
            to.set_tag(&held.tag);
            ok.headers.set(HeaderName::To, to.to_string());
        }
        self.reply(back, ok, out);
        let leg = leg.filter(|_| self.servers.is_open(txn));
        let Some((leg, held)) = leg.and_then(|leg| Some((leg, self.legs.get_mut(leg)?))) else { return };
        let mut acts = Vec::new();
        held.leg.cancel(now, txn, cancel, &mut self.chance, &mut acts);
        self.perform(now, leg, acts, out);
    }

    fn within_dialog(
        &mut self,
        now: Moment,
        back: Flow,
        request: Request,
        key: String,
        out: &mut Vec<Action>,
    ) {
        let Some(leg) = self.legs.of_request(&request) else {
            return self.reply(back, request.response(Status::CALL_DOES_NOT_EXIST), out);
        };
        self.guard.welcome(now, back.remote.ip(), 1);
        let peer = self.legs.get(leg).and_then(|held| held.peer);
        if self.is_unfit(peer, &back) {
            return self.reply(back, only_over_tls(&request), out);
        }
        let Some(txn) = self.begin(now, back, &request, (key, None), out) else { return };
        self.servers.belongs_to(txn, leg);
        let Some(held) = self.legs.get_mut(leg) else { return };
        let mut acts = Vec::new();
        held.leg.request(now, Asked { txn, request }, &mut self.chance, &mut acts);
        self.perform(now, leg, acts, out);
    }

    fn outside_dialog(
        &mut self,
        now: Moment,
        (flow, back): (Flow, Flow),
        request: Request,
        key: String,
        out: &mut Vec<Action>,
    ) {
        let merge = merge_key(&request).filter(|_| request.method == Method::Invite);
        if merge.as_ref().is_some_and(|merge| self.servers.is_merged(merge)) {
            return self.reply(back, request.response(Status::LOOP_DETECTED), out);
        }
        match request.method {
            // An INVITE goes on to somebody else: RFC 3261 section 16.3 step 3.
            Method::Invite if request.headers.max_forwards().is_ok_and(|hops| hops == Some(0)) => {
                return self.reply(back, request.response(Status::TOO_MANY_HOPS), out);
            }
            Method::Bye | Method::Update | Method::Prack | Method::Info => {
                return self.reply(back, request.response(Status::CALL_DOES_NOT_EXIST), out);
            }
            _ => {}
        }
        let Some(party) = self.identify(now, (flow, back), &request, out) else { return };
        if let Party::Trunk(trunk) = party
            && self.is_unfit(Some(trunk), &flow)
        {
            return self.reply(back, only_over_tls(&request), out);
        }
        let Some(txn) = self.begin(now, back, &request, (key, merge), out) else { return };
        match request.method {
            Method::Invite => self.incoming(now, (flow, txn), party, request, out),
            Method::Register => self.register(now, (&flow, txn), party, &request, out),
            _ => {
                let mut response = request.response(Status::OK);
                abilities(&mut response);
                self.respond(now, txn, response, out);
            }
        }
    }

    /// Finds out who sends a request; where that is nobody yet, they are asked, and guesses are counted.
    fn identify(
        &mut self,
        now: Moment,
        (flow, back): (Flow, Flow),
        request: &Request,
        out: &mut Vec<Action>,
    ) -> Option<Party> {
        let source = flow.remote.ip();
        let account = || username(request, self.snapshot.general().realm.as_str());
        let watched = self.guard.is_watching().then(account).flatten();
        if watched.as_ref().is_some_and(|account| self.guard.has_banned(now, source, account)) {
            self.counters.shut_out += 1;
            return None;
        }
        match self.auth.judge(now, request, &flow, &self.snapshot, &self.peers.sources) {
            Verdict::Known(party) => {
                // This request, and the one that was challenged before it.
                self.guard.welcome(now, source, 2);
                self.guard.prove(now, source);
                watched.iter().for_each(|account| self.guard.proved(source, account));
                out.extend(flow.conn.map(Action::Vouch));
                Some(party)
            }
            Verdict::Challenge { response, is_guess } => {
                if let Some(account) = is_guess.then(account).flatten() {
                    let is_home = self.is_home(source);
                    let ban = self.guard.guessed(now, source, &account, is_home);
                    out.extend(ban.map(|ban| Action::Event(Event::ShutOut(Box::new(ban)))));
                }
                self.counters.challenges += 1;
                self.reply(back, *response, out);
                None
            }
        }
    }

    /// Whether phones or trunks of ours are at an address.
    fn is_home(&self, source: IpAddr) -> bool {
        let is_there = |binding: &Binding| {
            binding
                .received
                .parse()
                .is_ok_and(|at: SocketAddr| at.ip().to_canonical() == source.to_canonical())
        };
        self.peers.sources.at(source).next().is_some() || self.registrar.all().any(is_there)
    }

    fn register(
        &mut self,
        now: Moment,
        (flow, txn): (&Flow, ServerId),
        party: Party,
        request: &Request,
        out: &mut Vec<Action>,
    ) {
        let mut changes = Vec::new();
        let arrival = registrar::Arrival { now, party, request, flow };
        let response = self.registrar.register(&arrival, &self.snapshot, &mut changes);
        self.respond(now, txn, response, out);
        self.store(now, changes, out);
    }

    /// Begins a server transaction; past the limit there is only a 503.
    fn begin(
        &mut self,
        now: Moment,
        flow: Flow,
        request: &Request,
        (key, merge): (String, Option<String>),
        out: &mut Vec<Action>,
    ) -> Option<ServerId> {
        let is_invite = request.method == Method::Invite;
        let trying = request.response(Status::TRYING).to_bytes();
        let at_once = is_invite.then(|| trying.clone());
        match self.servers.start(now, Arrival { key, merge, is_invite, flow, trying }) {
            Ok(txn) => {
                // RFC 3261 section 17.2.1: the answer may take long, so 100 goes at once.
                if let Some(trying) = at_once {
                    self.servers.respond(now, txn, Status::TRYING.code(), trying, out);
                }
                Some(txn)
            }
            Err(Full) => {
                let mut refusal = request.response(Status::SERVICE_UNAVAILABLE);
                refusal.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
                self.reply(flow, refusal, out);
                None
            }
        }
    }

    /// Answers within a transaction, outside of any dialog.
    pub(super) fn respond(
        &mut self,
        now: Moment,
        txn: ServerId,
        mut response: Response,
        out: &mut Vec<Action>,
    ) {
        self.tags.complete(&mut response);
        response.headers.set(HeaderName::Server, self.user_agent());
        self.servers.respond(now, txn, response.status.code(), response.to_bytes(), out);
    }

    /// Answers without any state (RFC 3261 section 8.2.7).
    fn reply(&self, flow: Flow, mut response: Response, out: &mut Vec<Action>) {
        self.tags.complete(&mut response);
        response.headers.set(HeaderName::Server, self.user_agent());
        out.push(Action::Reply { flow, bytes: response.to_bytes() });
    }

    /// Answers what could not be read, as far as its top Via could.
    fn answer_broken(&self, flow: Flow, mut response: Response, out: &mut Vec<Action>) {
        let Ok(mut via) = response.headers.via() else { return };
        if via.host.ip() != Some(flow.remote.ip()) || via.rport().is_some() {
            via.set_received(flow.remote.ip());
            if via.rport().is_some() {
                via.set_rport(Some(flow.remote.port()));
            }
            response.headers.set_top_via(&via);
        }
        self.reply(reply::reply_path(flow, &via), response, out);
    }
}

/// What a trunk that speaks TLS hears to a request that came in clear.
fn only_over_tls(request: &Request) -> Response {
    let mut refusal = request.response(Status::FORBIDDEN);
    refusal.reason = "TLS Required".into();
    refusal
}
