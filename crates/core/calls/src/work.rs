//! What a call may reach while it works on one event: the endpoint, the way out, and the exchange's register of who is
//! who.

use std::collections::{BTreeSet, HashMap};

use moment::Moment;
use sip_core::{Endpoint, LegId};

use crate::{
    limits::Ledger,
    load::Load,
    media::{MediaId, MediaOrder},
    port::{Action, CallId},
};

/// Which call a leg or an audio belongs to, and which call wants to be woken when.
#[derive(Debug, Default)]
pub(crate) struct Register {
    legs: HashMap<LegId, CallId>,
    media: HashMap<MediaId, CallId>,
    alarms: BTreeSet<(Moment, CallId)>,
    last_media: u64,
}

impl Register {
    /// Finds the call of a leg.
    pub(crate) fn of_leg(&self, leg: LegId) -> Option<CallId> {
        self.legs.get(&leg).copied()
    }

    /// Finds the call of an audio.
    pub(crate) fn of_media(&self, media: MediaId) -> Option<CallId> {
        self.media.get(&media).copied()
    }

    /// Notes a leg that came in.
    pub(crate) fn enter(&mut self, leg: LegId, call: CallId) {
        self.legs.insert(leg, call);
    }

    /// Moves a call's alarm.
    pub(crate) fn set_alarm(&mut self, call: CallId, old: Option<Moment>, new: Option<Moment>) {
        if old != new {
            old.map(|at| self.alarms.remove(&(at, call)));
            new.map(|at| self.alarms.insert((at, call)));
        }
    }

    /// Tells when the first alarm goes off.
    pub(crate) fn next_alarm(&self) -> Option<Moment> {
        self.alarms.first().map(|(at, _)| *at)
    }

    /// Takes an alarm that has gone off; the call sets the next one.
    pub(crate) fn pop_due(&mut self, now: Moment) -> Option<CallId> {
        let due = *self.alarms.first().filter(|(at, _)| *at <= now)?;
        self.alarms.remove(&due);
        Some(due.1)
    }
}

/// A call's tools for one event.
pub(crate) struct Work<'a> {
    /// The time.
    pub(crate) now: Moment,
    /// The call that works.
    pub(crate) call: CallId,
    /// The SIP endpoint.
    pub(crate) endpoint: &'a mut Endpoint,
    /// Who is who.
    pub(crate) register: &'a mut Register,
    /// How many calls everyone has.
    pub(crate) load: &'a mut Load,
    /// What calls to the outside cost, and what is stopped.
    pub(crate) ledger: &'a mut Ledger,
    /// What the endpoint did and said in return, to be looked at when the call is done.
    pub(crate) said: &'a mut Vec<sip_core::Action>,
    /// The way out.
    pub(crate) out: &'a mut Vec<Action>,
}

impl Work<'_> {
    /// Gives the endpoint an order.
    pub(crate) fn sip(&mut self, command: sip_core::Command) {
        self.endpoint.handle(self.now, sip_core::Input::Command(command), self.said);
    }

    /// Gives the media path an order.
    pub(crate) fn media(&mut self, order: MediaOrder) {
        self.out.push(Action::Media(order));
    }

    /// Numbers a leg that this call is about to place.
    pub(crate) fn new_leg(&mut self) -> LegId {
        let leg = self.endpoint.reserve_leg();
        self.register.legs.insert(leg, self.call);
        leg
    }

    /// Forgets a leg: what still comes from it concerns no call any more.
    pub(crate) fn forget_leg(&mut self, leg: LegId) {
        self.register.legs.remove(&leg);
    }

    /// Numbers an audio of this call.
    pub(crate) fn new_media(&mut self) -> MediaId {
        self.register.last_media += 1;
        let media = MediaId(self.register.last_media);
        self.register.media.insert(media, self.call);
        media
    }

    /// Forgets an audio that is closed.
    pub(crate) fn forget_media(&mut self, media: MediaId) {
        self.register.media.remove(&media);
    }
}
