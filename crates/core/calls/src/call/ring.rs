//! Rings a user: every contact of every line at once, and the first who answers has the call (RFC 3261 section 16.7 says
//! what proxies make of several answers; we are the user agent of each).

use std::time::Duration;

use model::LineId;
use routing::UserRoute;
use sip_core::{Command, LegId, LegTarget, Outgoing, Party};
use sip_msg::Status;

use super::{
    Call, Plan, Seek, Stage,
    audio::{Draw, LegAudio, Ports},
    identity,
    incoming::allowed_to,
    leg::{Leg, LegState},
    setback::Setback,
};
use crate::{load::Seat, media::MediaId, work::Work};

impl Call {
    /// Calls every phone of a user.
    pub(super) fn ring_user(&mut self, work: &mut Work<'_>, route: UserRoute) {
        let router = self.router.clone();
        let limit = router.snapshot().user(route.user).map_or(0, |user| user.simultaneous_calls);
        if !self.take_seat(work, Seat::User(route.user), limit) {
            return self.refuse(work, Status::BUSY_HERE, Setback::Full.text());
        }
        self.shown = identity::edited(&self.shown, route.caller_id.as_ref());
        let now = work.now;
        let contacts: Vec<(LineId, LegTarget)> = route
            .lines
            .iter()
            .flat_map(|line| work.endpoint.contacts(*line, now).into_iter().map(|binding| (*line, binding)))
            .map(|(line, binding)| (line, LegTarget::Contact(Box::new(binding.clone()))))
            .take(MAX_BRANCHES)
            .collect();
        if let Some(line) = route.lines.first() {
            self.note_callee(Party::Line(*line), &self.record.dialled.clone());
        }
        self.seek(work, Plan::Phones { user: route.user, count: contacts.len() }, route.ring_ms);
        for (line, target) in contacts {
            self.place(work, Party::Line(line), target);
        }
        self.conclude(work);
    }

    /// Starts a search.
    pub(super) fn seek(&mut self, work: &mut Work<'_>, plan: Plan, ring_ms: Option<u64>) {
        let until = work.now + ring_ms.map_or(LONGEST_RING, Duration::from_millis);
        self.stage = Stage::Seeking(Seek { branches: Vec::new(), plan, until: Some(until), setback: None });
        if self.caller.audio.ports == Ports::None {
            self.caller.open(work);
        }
    }

    /// Adds a leg to the search; it is invited as soon as its port is there.
    pub(super) fn place(&mut self, work: &mut Work<'_>, party: Party, target: LegTarget) {
        let media = work.new_media();
        let allowed = allowed_to(work, self.router.snapshot(), party, &target);
        let draw: Draw<'_> = &mut |out| work.endpoint.draw(out);
        let audio = LegAudio::new(media, allowed, work.now, draw);
        let number = target_number(&target, &self.record.dialled);
        let mut leg = Leg { id: work.new_leg(), party, number, state: LegState::Waiting(target), audio };
        leg.open(work);
        if let Stage::Seeking(seek) = &mut self.stage {
            seek.branches.push(leg);
        }
        self.is_changed = true;
    }

    /// Invites the legs whose ports have come.
    pub(super) fn invite_ready(&mut self, work: &mut Work<'_>) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        let (usable, way) = (self.caller.audio.usable(), self.caller.audio.peer());
        let patience = match seek.plan {
            Plan::Phones { .. } => PHONE_PATIENCE,
            Plan::Trunks { .. } => Duration::from_secs(self.router.snapshot().general().trunk_silence.into()),
        };
        for leg in seek.branches.iter_mut().filter(|leg| leg.audio.ports == Ports::Open) {
            let LegState::Waiting(to) = &leg.state else { continue };
            let outgoing = Outgoing {
                leg: leg.id,
                to: to.clone(),
                caller: self.shown.clone(),
                sdp: leg.audio.offer(&usable, way),
                max_forwards: self.path.hops.saturating_sub(1),
                diversion: self.path.diversion.clone(),
                patience,
            };
            leg.state = LegState::Calling;
            work.sip(Command::Invite(Box::new(outgoing)));
        }
    }

    /// Hears that one leg of the search came to nothing.
    pub(super) fn failed(&mut self, work: &mut Work<'_>, leg: LegId, setback: Setback) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        let Some(place) = seek.branches.iter().position(|branch| branch.id == leg) else { return };
        let branch = seek.branches.swap_remove(place);
        self.set_back(work, branch, setback);
    }

    /// Buries a leg that came to nothing, and goes on with the search or ends it.
    pub(super) fn set_back(&mut self, work: &mut Work<'_>, mut leg: Leg, setback: Setback) {
        let was_heard = leg.state == LegState::Ringing;
        leg.close(work);
        self.let_go(work, leg, Some(setback.clone()));
        self.is_changed = true;
        let Stage::Seeking(seek) = &mut self.stage else { return };
        if setback.is_global() {
            return self.give_up(work, setback);
        }
        let may_go_on = setback.is_of_the_path() && !was_heard;
        seek.setback = Some(match seek.setback.take() {
            // Phones are weighed against each other; of trunks the last one's word counts.
            Some(before) if matches!(seek.plan, Plan::Phones { .. }) => before.worse_of(setback),
            _ => setback,
        });
        if may_go_on && matches!(seek.plan, Plan::Trunks { .. }) {
            return self.try_next_trunk(work);
        }
        self.conclude(work);
    }

    /// Ends the search where nobody is left who could answer.
    pub(super) fn conclude(&mut self, work: &mut Work<'_>) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        if seek.branches.is_empty() {
            let setback = seek.setback.take().unwrap_or(Setback::NotRegistered);
            self.give_up(work, setback);
        }
    }

    /// Gives up when the ring time is over.
    pub(super) fn not_answered(&mut self, work: &mut Work<'_>) {
        self.give_up(work, Setback::NoAnswer);
    }

    /// Tells the caller that nobody can be reached.
    fn give_up(&mut self, work: &mut Work<'_>, setback: Setback) {
        let (status, text) = (setback.status(), setback.text_for_caller().to_owned());
        self.record.setback = Some(setback);
        self.refuse(work, status, &text);
    }

    /// Hears that there is no port for a leg.
    pub(super) fn no_port(&mut self, work: &mut Work<'_>, media: MediaId) {
        work.forget_media(media);
        let Some(leg) = self.legs_mut().find(|leg| leg.audio.media == media) else { return };
        leg.audio.ports = Ports::Closed;
        let id = leg.id;
        match self.stage {
            Stage::Over(_) => return,
            Stage::Testing(_) => return self.no_port_for_test(work),
            Stage::Arrived | Stage::Seeking(_) | Stage::Joined(_) | Stage::Playing(_) => {}
        }
        if self.is_resuming {
            return self.cannot_resume(work);
        }
        match id == self.caller.id {
            true => self.give_up(work, Setback::NoPort),
            false => self.failed(work, id, Setback::NoPort),
        }
    }

    /// Takes a seat for as long as the call lasts.
    pub(super) fn take_seat(&mut self, work: &mut Work<'_>, seat: Seat, limit: u32) -> bool {
        let has_seat = work.load.take(seat, limit);
        if has_seat {
            self.seats.push(seat);
        }
        has_seat
    }
}

fn target_number(target: &LegTarget, dialled: &str) -> String {
    match target {
        LegTarget::Trunk { number, .. } => number.clone(),
        LegTarget::Contact(_) => dialled.to_owned(),
    }
}

/// How long a call rings that nothing else ends. After a provisional response SIP itself has no end for it: without this one, a
/// trunk that says 180 and no more, and a caller who has gone, would keep a call for ever. Far more than the three minutes
/// of timer C (RFC 3261 section 16.6), because some hotlines play to those who wait without answering.
const LONGEST_RING: Duration = Duration::from_secs(3600);

/// Phones that ring for one call. Each has a port of its own and gets an INVITE; the registrar allows 10 contacts a line.
const MAX_BRANCHES: usize = 20;

/// A phone may be silent as long as its INVITE is resent (timer B, RFC 3261 section 17.1.1.2): there is no other way to it.
const PHONE_PATIENCE: Duration = Duration::from_secs(32);
