//! Which calls are to be written down, and when; and those that an earlier process has written.

use std::{collections::HashSet, time::Duration};

use moment::Moment;

use super::{Exchange, MAX_CALLS};
use crate::{
    kept::{self, KeptAudio, KeptCall},
    media::MediaOrder,
    port::{Action, CallId},
};

/// How long a call is answered before it is written down: several changes come together then, and a call that is over by then costs
/// nothing. With what the writer takes, it is safe from the end of the process within 50 ms. What changes later is written at once.
const GATHER: Duration = Duration::from_millis(30);

/// What is written down, and what is to be.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// Calls that were answered a moment ago.
    young: HashSet<CallId>,
    due: Option<Moment>,
    /// Calls that are written down and have changed.
    changed: HashSet<CallId>,
    /// Calls that are written down.
    written: HashSet<CallId>,
}

impl Keeping {
    /// Notes that a call has changed.
    pub(super) fn touch(&mut self, now: Moment, call: CallId) {
        if self.written.contains(&call) {
            self.changed.insert(call);
        } else {
            self.young.insert(call);
            self.due.get_or_insert(now + GATHER);
        }
    }

    /// When young calls are to be written down.
    pub(super) const fn due(&self) -> Option<Moment> {
        self.due
    }
}

impl Exchange {
    /// Notes the calls whose legs have changed.
    pub(super) fn note_changed_legs(&mut self, now: Moment) {
        for leg in self.endpoint.take_changed_legs() {
            let Some(id) = self.register.of_leg(leg) else { continue };
            if self.calls.get(&id).is_some_and(|call| call.is_kept()) {
                self.keeping.touch(now, id);
            }
        }
    }

    /// Notes what a call has just done.
    pub(super) fn note_change(&mut self, now: Moment, id: CallId, out: &mut Vec<Action>) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        let is_unkept = call.take_unkept();
        match call.is_kept() {
            true if is_unkept => self.keeping.touch(now, id),
            true => {}
            // As soon as it is over: it must not rise again.
            false => self.forget(id, out),
        }
    }

    /// Writes down what has changed.
    pub(super) fn keep_changed(&mut self, now: Moment, out: &mut Vec<Action>) {
        for id in std::mem::take(&mut self.keeping.changed) {
            self.keep(now, id, out);
        }
        if self.keeping.due.is_none_or(|due| due > now) {
            return;
        }
        self.keeping.due = None;
        for id in std::mem::take(&mut self.keeping.young) {
            self.keep(now, id, out);
        }
    }

    /// Writes down everything that has changed, without waiting for more; for a process that is about to hand over.
    pub fn keep_all(&mut self, now: Moment, out: &mut Vec<Action>) {
        self.keeping.due = None;
        self.keeping.young.clear();
        let all: Vec<CallId> = self.calls.keys().copied().collect();
        all.into_iter().for_each(|id| self.keep(now, id, out));
    }

    /// What the media path of every answered call is, and what it was told, but for announcements.
    pub fn audio(&self) -> Vec<(Vec<KeptAudio>, Vec<MediaOrder>)> {
        let kept = self.calls.values().filter(|call| call.is_kept());
        kept.map(|call| (call.audio_to_resume(), call.orders())).collect()
    }

    fn keep(&mut self, now: Moment, id: CallId, out: &mut Vec<Action>) {
        let Self { calls, endpoint, keeping, .. } = self;
        let Some(call) = calls.get_mut(&id).filter(|call| call.is_kept()) else { return };
        call.kept_at = now;
        // One whose media are not agreed yet has a leg that cannot be kept: its ACK brings it here again.
        let legs: Option<Vec<_>> = call.live().map(|leg| endpoint.keep_leg(leg.id)).collect();
        if let Some(legs) = legs {
            keeping.written.insert(id);
            out.push(Action::Keep(id, kept::write(call, legs)));
        }
    }

    fn forget(&mut self, id: CallId, out: &mut Vec<Action>) {
        if self.keeping.written.remove(&id) {
            out.push(Action::Forget(id));
        }
    }

    /// Goes on with the calls of an earlier process.
    pub(super) fn resume(&mut self, now: Moment, kept: Vec<KeptCall>, out: &mut Vec<Action>) {
        for KeptCall { call, legs, is_carried } in kept {
            let id = call.id;
            if self.calls.contains_key(&id) || self.calls.len() >= MAX_CALLS {
                continue;
            }
            self.last_call = self.last_call.max(id);
            self.keeping.written.insert(id);
            let mut call = Box::new(call);
            call.router = self.router.clone();
            call.resume(&mut self.work(now, id, out), legs, is_carried);
            self.calls.insert(id, call);
            self.after(now, id, None, out);
        }
    }
}
