//! All legs, by number and by our tag.

use std::collections::HashMap;

use model::TrunkId;
use moment::Moment;
use sip_msg::Request;

use super::uac::{Account, RequestId};
use crate::{
    deadlines::Deadlines,
    dialog::DialogId,
    leg::{Leg, Step},
    port::LegId,
};

/// Most legs at once. A call has two, so this is ten thousand calls, about 200 MB with their media.
pub(crate) const MAX_LEGS: usize = 20_000;

/// The legs of an endpoint.
#[derive(Debug, Default)]
pub(crate) struct Legs {
    /// Boxed, as everything that lives by the thousand: a map that grows would else move and hold them twice.
    live: HashMap<LegId, Box<Held>>,
    /// Our tag is ours to choose and unguessable, so it names the leg alone; the leg checks the rest of the dialog's id.
    by_tag: HashMap<String, LegId>,
    due: Deadlines<LegId>,
    last: u64,
    /// Answered legs that have done something since somebody asked which: at most all of them.
    changed: Vec<LegId>,
}

/// A leg with what surrounds it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) leg: Leg,
    /// Our tag.
    pub(crate) tag: String,
    /// The INVITE of a leg that we placed.
    pub(crate) invite: Option<RequestId>,
    /// Whom challenges are answered as.
    pub(crate) account: Option<Account>,
    /// The trunk at its other end.
    pub(crate) peer: Option<TrunkId>,
    /// Our Contact is a sips URI.
    pub(crate) is_secure: bool,
    /// It is among those that have changed.
    pub(crate) is_changed: bool,
    /// An earlier process had it: its INVITE belongs to no transaction of ours.
    pub(crate) is_resumed: bool,
}

impl Held {
    /// A leg with our tag, and nothing known of what surrounds it.
    pub(crate) const fn new(leg: Leg, tag: String) -> Self {
        Self {
            leg,
            tag,
            invite: None,
            account: None,
            peer: None,
            is_secure: false,
            is_changed: false,
            is_resumed: false,
        }
    }
}

impl Legs {
    /// Takes the next number.
    pub(crate) fn reserve(&mut self) -> LegId {
        self.last += 1;
        LegId(self.last)
    }

    /// Tells whether no more fit.
    pub(crate) fn is_full(&self) -> bool {
        self.live.len() >= MAX_LEGS
    }

    /// Holds a leg.
    pub(crate) fn insert(&mut self, id: LegId, held: Held) {
        self.by_tag.insert(held.tag.clone(), id);
        self.due.arm(id, held.leg.deadline());
        // One that comes from an earlier process has a number of its own.
        self.last = self.last.max(id.0);
        self.live.insert(id, Box::new(held));
    }

    /// A leg with what surrounds it.
    pub(crate) fn get(&self, id: LegId) -> Option<&Held> {
        self.live.get(&id).map(Box::as_ref)
    }

    /// The same, to change it; [`Legs::settle`] follows.
    pub(crate) fn get_mut(&mut self, id: LegId) -> Option<&mut Held> {
        self.live.get_mut(&id).map(Box::as_mut)
    }

    /// Whether a number and a tag are nobody's.
    pub(crate) fn is_free(&self, id: LegId, tag: &str) -> bool {
        !self.live.contains_key(&id) && !self.by_tag.contains_key(tag)
    }

    /// Tells which answered legs have done something since the last call.
    pub(crate) fn take_changed(&mut self) -> Vec<LegId> {
        let changed = std::mem::take(&mut self.changed);
        for id in &changed {
            if let Some(held) = self.live.get_mut(id) {
                held.is_changed = false;
            }
        }
        changed
    }

    /// Forgets a leg that is over, and arms the others.
    pub(crate) fn settle(&mut self, id: LegId) {
        let Some(held) = self.live.get_mut(&id) else { return };
        if !held.leg.is_over() {
            self.due.arm(id, held.leg.deadline());
            if !held.is_changed && held.leg.is_up() {
                held.is_changed = true;
                self.changed.push(id);
            }
            return;
        }
        if held.is_changed {
            self.changed.retain(|changed| *changed != id);
        }
        self.due.forget(id);
        if let Some(held) = self.live.remove(&id) {
            self.by_tag.remove(&held.tag);
        }
    }

    /// The leg that a request within a dialog belongs to.
    pub(crate) fn of_request(&self, request: &Request) -> Option<LegId> {
        self.of_dialog(&DialogId::of_request(request)?)
    }

    /// The leg of a dialog.
    pub(crate) fn of_dialog(&self, dialog: &DialogId) -> Option<LegId> {
        let id = *self.by_tag.get(&dialog.local_tag)?;
        self.live.get(&id).filter(|held| held.leg.has_dialog(dialog)).map(|_| id)
    }

    /// Takes the next number of a leg's dialog.
    pub(crate) fn renumber(&mut self, id: LegId, step: Step) -> Option<u32> {
        self.live.get_mut(&id)?.leg.renumber(step)
    }

    /// Takes one leg that is due.
    pub(crate) fn pop_due(&mut self, now: Moment) -> Option<LegId> {
        self.due.pop_due(now)
    }

    /// When something is due.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        self.due.next()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }
}
