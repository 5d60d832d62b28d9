//! Sends a call out by the first trunk of its list that works. The next one is tried where the path failed, never once
//! the far end was heard to ring, and never because somebody is busy ([`Setback::is_of_the_path`]).

use model::Class;
use routing::TrunkRoute;
use sip_core::{LegTarget, Party};

use super::{Call, Plan, Stage, identity, leg::Leg, setback::Setback};
use crate::{load::Seat, work::Work};

impl Call {
    /// Tries the trunks in their order.
    pub(super) fn try_trunks(&mut self, work: &mut Work<'_>, route: TrunkRoute) {
        if !self.may_leave(work, route.class, &route.number) {
            return;
        }
        self.shown = identity::outside(&self.shown, &route.caller_id);
        let left = route.trunks.into_iter().rev().collect();
        let is_help = route.class == Class::Emergency;
        self.seek(work, Plan::Trunks { left, number: route.number, is_help }, route.ring_ms);
        self.try_next_trunk(work);
    }

    /// Tries the next trunk that has a seat free; the search ends where there is none.
    pub(super) fn try_next_trunk(&mut self, work: &mut Work<'_>) {
        let router = self.router.clone();
        while let Stage::Seeking(seek) = &mut self.stage {
            let Plan::Trunks { left, number, is_help } = &mut seek.plan else { return };
            let is_help = *is_help;
            let Some(id) = left.pop() else { return self.conclude(work) };
            let Some(trunk) = router.snapshot().trunk(id) else { continue };
            let number = number.clone();
            let target = LegTarget::Trunk { trunk: id, number: number.clone() };
            // Nothing holds up a call for help.
            let limit = if is_help { 0 } else { trunk.calls.call_limit };
            let setback = match self.take_seat(work, Seat::Trunk(id), limit) {
                false => Some(Setback::Full),
                true => self.may_leave_by(work, id).err().map(|halt| {
                    self.free_seat(work, Some(Seat::Trunk(id)));
                    Setback::Stopped(halt.words())
                }),
            };
            if setback.is_some() {
                if let Stage::Seeking(seek) = &mut self.stage {
                    seek.setback = setback;
                }
                continue;
            }
            self.note_callee(Party::Trunk(id), &number);
            return self.place(work, Party::Trunk(id), target);
        }
    }
}

impl Leg {
    /// The seat that the leg itself takes, and gives back when it is over.
    pub(super) fn seat(&self) -> Option<Seat> {
        match self.party {
            Party::Trunk(trunk) => Some(Seat::Trunk(trunk)),
            Party::Line(_) => None,
        }
    }
}
