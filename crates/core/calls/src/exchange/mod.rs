//! The exchange: one SIP endpoint and all its calls.
//!
//! Brings every input to the call that it concerns and every output to the way out. Decides nothing about a call but
//! whether there is room for it.

mod drain;
mod peaks;
mod people;
mod tally;

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

use model::Snapshot;
use moment::Moment;
use routing::Router;
use sip_core::{Endpoint, Event, Incoming};

use self::{peaks::Peaks, tally::Tally};
use crate::{
    call::{Admission, Call},
    limits::Ledger,
    load::Load,
    media::MediaFact,
    port::{Action, CallEvent, CallId, HelpCalled, Input},
    work::{Register, Work},
};

/// An exchange: registrar, trunks and calls.
#[derive(Debug)]
pub struct Exchange {
    endpoint: Endpoint,
    /// The present configuration; calls in progress keep theirs.
    router: Arc<Router>,
    calls: HashMap<CallId, Box<Call>>,
    register: Register,
    load: Load,
    ledger: Ledger,
    /// The latest calls for help, the latest first; at most [`HELP_KEPT`].
    help: VecDeque<HelpCalled>,
    last_call: CallId,
    is_draining: bool,
    peaks: Peaks,
    tally: Tally,
    /// What the endpoint did and said, not yet looked at; kept for its memory.
    said: Vec<sip_core::Action>,
}

impl Exchange {
    /// Puts calls on top of an endpoint. Calls are numbered from `first` on, which must be above every number that an
    /// earlier run gave: the engine takes its high bits from the time of the start.
    pub fn new(endpoint: Endpoint, snapshot: Arc<Snapshot>, first: CallId) -> Self {
        Self {
            endpoint,
            ledger: Ledger::new(&snapshot),
            router: Arc::new(Router::new(snapshot)),
            calls: HashMap::new(),
            register: Register::default(),
            load: Load::default(),
            help: VecDeque::new(),
            last_call: first,
            is_draining: false,
            peaks: Peaks::default(),
            tally: Tally::default(),
            said: Vec::new(),
        }
    }

    /// Takes what happened and adds what is to be done.
    pub fn handle(&mut self, now: Moment, input: Input<'_>, out: &mut Vec<Action>) {
        match input {
            Input::Sip(input) => self.endpoint.handle(now, input, &mut self.said),
            Input::Media(fact) => self.media(now, fact, out),
            Input::Config(snapshot) => {
                self.router = Arc::new(Router::new(snapshot.clone()));
                self.ledger.configure(&snapshot);
                self.endpoint.handle(now, sip_core::Input::Config(snapshot), &mut self.said);
            }
            Input::Stops(stops) => self.ledger.restore(stops),
            Input::Past(past) => self.ledger.recall(&past),
            Input::Command(command) => self.command(now, command, out),
            Input::Tick => self.tick(now, out),
        }
        self.settle(now, out);
    }

    /// Tells when [`Input::Tick`] is due.
    pub fn deadline(&self) -> Option<Moment> {
        [self.endpoint.deadline(), self.register.next_alarm()].into_iter().flatten().min()
    }

    fn tick(&mut self, now: Moment, out: &mut Vec<Action>) {
        self.endpoint.handle(now, sip_core::Input::Tick, &mut self.said);
        while let Some(call) = self.register.pop_due(now) {
            self.with_call(now, call, out, Call::wake);
        }
    }

    /// Looks at what the endpoint did and said, until it has nothing more to say.
    fn settle(&mut self, now: Moment, out: &mut Vec<Action>) {
        while !self.said.is_empty() {
            let mut said = std::mem::take(&mut self.said);
            for action in said.drain(..) {
                match action {
                    sip_core::Action::Reply { flow, bytes } => out.push(Action::Reply { flow, bytes }),
                    sip_core::Action::Send { hop, bytes } => out.push(Action::Send { hop, bytes }),
                    sip_core::Action::Resolve { query, ask } => out.push(Action::Resolve { query, ask }),
                    sip_core::Action::Store(change) => out.push(Action::Store(change)),
                    sip_core::Action::Vouch(conn) => out.push(Action::Vouch(conn)),
                    sip_core::Action::Event(event) => self.event(now, event, out),
                }
            }
            if self.said.is_empty() {
                self.said = said;
            }
        }
    }

    fn event(&mut self, now: Moment, event: Event, out: &mut Vec<Action>) {
        let leg = match &event {
            Event::Incoming(_) => {
                let Event::Incoming(incoming) = event else { return };
                return self.incoming(now, *incoming, out);
            }
            Event::Probed(_) => {
                let Event::Probed(probed) = event else { return };
                return out.push(Action::Probed(probed));
            }
            Event::Trunk(trunk) => return out.push(Action::Event(CallEvent::Trunk(*trunk))),
            Event::ShutOut(_) => {
                let Event::ShutOut(ban) = event else { return };
                return out.push(Action::Event(CallEvent::ShutOut(ban)));
            }
            Event::Bans => return out.push(Action::Event(CallEvent::Bans)),
            Event::Bindings(party) => return out.push(Action::Event(CallEvent::Bindings(*party))),
            Event::Placed { leg, .. }
            | Event::Progress { leg, .. }
            | Event::Answered { leg, .. }
            | Event::Confirmed { leg, .. }
            | Event::Failed { leg, .. }
            | Event::Offered { leg, .. }
            | Event::OfferAnswered { leg, .. }
            | Event::OfferRefused { leg, .. }
            | Event::Ended { leg, .. }
            | Event::Info { leg, .. } => *leg,
        };
        // What comes from a leg that its call has let go concerns nobody.
        if let Some(call) = self.register.of_leg(leg) {
            self.with_call(now, call, out, |call, work| call.hear(work, event));
        }
    }

    fn media(&mut self, now: Moment, fact: MediaFact, out: &mut Vec<Action>) {
        let media = match &fact {
            MediaFact::Opened { media, .. }
            | MediaFact::Refused { media }
            | MediaFact::Digit { media, .. }
            | MediaFact::Silent { media }
            | MediaFact::Finished { media }
            | MediaFact::Closed { media, .. }
            | MediaFact::Heard { media, .. }
            | MediaFact::Report { media, .. } => *media,
        };
        if let Some(call) = self.register.of_media(media) {
            self.with_call(now, call, out, |call, work| call.sound(work, fact));
        }
    }

    fn incoming(&mut self, now: Moment, incoming: Incoming, out: &mut Vec<Action>) {
        let (admission, id, router) = (self.admission(), self.next_call(), self.router.clone());
        self.register.enter(incoming.leg, id);
        let mut work = self.work(now, id, out);
        let mut call = Box::new(Call::new(&mut work, router, &incoming));
        call.note_leg(&mut work, incoming.leg, incoming.call_id.clone());
        call.begin(&mut work, &incoming, admission);
        self.enter(now, id, call, out);
    }

    /// Tells whether there is room for one more call.
    fn admission(&self) -> Admission {
        match () {
            () if self.is_draining => Admission::Draining,
            () if self.calls.len() >= MAX_CALLS + HELP_RESERVE => Admission::Packed,
            () if self.calls.len() >= MAX_CALLS => Admission::Full,
            () => Admission::Open,
        }
    }

    fn next_call(&mut self) -> CallId {
        self.last_call = CallId(self.last_call.0.wrapping_add(1));
        self.last_call
    }

    /// Keeps a call that has begun.
    fn enter(&mut self, now: Moment, id: CallId, call: Box<Call>, out: &mut Vec<Action>) {
        self.calls.insert(id, call);
        self.peaks.note(now, self.calls.len());
        self.after(id, None, out);
    }

    /// Lets a call work, then sees to its alarm and to those who watch it.
    fn with_call(
        &mut self,
        now: Moment,
        id: CallId,
        out: &mut Vec<Action>,
        verb: impl FnOnce(&mut Call, &mut Work<'_>),
    ) {
        let Some(mut call) = self.calls.remove(&id) else { return };
        let before = call.deadline();
        verb(&mut call, &mut self.work(now, id, out));
        self.calls.insert(id, call);
        self.after(id, before, out);
    }

    fn after(&mut self, id: CallId, before: Option<Moment>, out: &mut Vec<Action>) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        if let Some(help) = call.take_help() {
            self.help.truncate(HELP_KEPT - 1);
            self.help.push_front(help.clone());
            out.push(Action::Event(CallEvent::Help(Box::new(help))));
        }
        let is_done = call.is_done();
        // The last look has the last statistics.
        if call.take_changed() || is_done {
            out.push(Action::Event(CallEvent::Call(Box::new(call.view()))));
        }
        self.register.set_alarm(id, before, call.deadline().filter(|_| !is_done));
        if is_done {
            let cdr = call.cdr();
            self.tally.note(cdr.outcome.status);
            out.push(Action::Cdr(Box::new(cdr)));
            out.extend(call.take_tested().map(|tested| Action::Tested(Box::new(tested))));
            self.calls.remove(&id);
        }
    }

    fn work<'a>(&'a mut self, now: Moment, call: CallId, out: &'a mut Vec<Action>) -> Work<'a> {
        Work {
            now,
            call,
            endpoint: &mut self.endpoint,
            register: &mut self.register,
            load: &mut self.load,
            ledger: &mut self.ledger,
            said: &mut self.said,
            out,
        }
    }
}

/// Calls at once. Two legs of each need two ports of the default range of 10,000 pairs: past half of that there is no
/// audio anyway; the rest is for calls that ring or wait for their last statistics.
const MAX_CALLS: usize = 10_000;

/// Calls for help that are remembered, for those who look later.
const HELP_KEPT: usize = 20;

/// Calls above that which are kept for emergency numbers.
const HELP_RESERVE: usize = 200;

#[cfg(test)]
mod tests;
