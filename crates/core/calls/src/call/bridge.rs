//! Joins the caller with who is called: what the called side says of ringing, early media and answer goes to the caller,
//! with a session description of our own (RFC 3264), because both legs are ours.

use sip_core::{COMPLETED_ELSEWHERE, Command, LegId};
use sip_msg::Status;

use super::{
    Call, Seek, Stage, Told,
    audio::Unusable,
    leg::{Leg, LegState},
    setback::Setback,
};
use crate::{media::MediaOrder, work::Work};

impl Call {
    /// Hears that it rings, or that the far end can be heard already.
    pub(super) fn progress(&mut self, work: &mut Work<'_>, leg: LegId, status: Status, sdp: Option<&[u8]>) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        // Of several phones none may speak before one has answered: the caller would hear whoever was first.
        let is_sole = seek.is_sole();
        let Some(branch) = seek.branches.iter_mut().find(|branch| branch.id == leg) else { return };
        if branch.state == LegState::Calling {
            branch.state = LegState::Ringing;
            self.is_changed = true;
        }
        let early = sdp.filter(|_| is_sole).is_some_and(|body| branch.audio.take_answer(body).is_ok());
        if early && self.caller.audio.owes_answer() {
            let answer = self.caller.audio.answer(branch.audio.codec(), branch.audio.peer());
            let Ok(sdp) = answer else { return };
            self.told = Told::Early;
            let status = Status::SESSION_PROGRESS;
            work.sip(Command::Progress { leg: self.caller.id, status, sdp: Some(sdp) });
            join(work, &mut self.caller, branch);
        } else if early {
            // Another 183: its announcement comes from elsewhere, or in another codec.
            branch.set(work);
        } else if status == Status::RINGING && self.told == Told::Nothing {
            self.told = Told::Ringing;
            work.sip(Command::Progress { leg: self.caller.id, status, sdp: None });
        }
    }

    /// Hears that one of those who are called has answered: the others are called off, the caller is answered.
    pub(super) fn answered(&mut self, work: &mut Work<'_>, leg: LegId, sdp: Option<&[u8]>) {
        let Stage::Seeking(seek) = &mut self.stage else { return };
        let Some(place) = seek.branches.iter().position(|branch| branch.id == leg) else { return };
        let mut winner = seek.branches.swap_remove(place);
        if let Err(unusable) = settle(&mut winner, sdp) {
            let text = unusable.text();
            work.sip(Command::End { leg, status: Status::NOT_ACCEPTABLE_HERE, text });
            return self.set_back(work, winner, Setback::BadMedia { text: unusable.text() });
        }
        winner.state = LegState::Up;
        let late = std::mem::take(&mut seek.branches);
        for branch in late {
            self.call_off(work, branch, Status::OK, COMPLETED_ELSEWHERE);
        }
        match self.description_for_caller(&winner) {
            Ok(sdp) => work.sip(Command::Answer { leg: self.caller.id, sdp }),
            Err(unusable) => {
                self.stage = Stage::Joined(Box::new(winner));
                return self.end_all(work, None, Status::NOT_ACCEPTABLE_HERE, &unusable.text());
            }
        }
        self.caller.state = LegState::Up;
        join(work, &mut self.caller, &mut winner);
        self.note_callee(winner.party, &winner.number);
        self.stage = Stage::Joined(Box::new(winner));
        self.note_answer(work);
        self.pass_on_from(work, self.caller.id);
        self.begin_minute(work);
    }

    /// Hears the caller's ACK, with its answer where our 200 carried the offer.
    pub(super) fn confirmed(&mut self, work: &mut Work<'_>, sdp: Option<&[u8]>) {
        if let Some(body) = sdp {
            if let Err(unusable) = self.caller.audio.take_answer(body) {
                return self.end_all(work, None, Status::NOT_ACCEPTABLE_HERE, &unusable.text());
            }
            self.caller.set(work);
            self.pass_on_from(work, self.caller.id);
        }
        self.play(work);
    }

    /// What our 200 says: the answer, the same answer again after early media, or our offer.
    fn description_for_caller(&mut self, called: &Leg) -> Result<Vec<u8>, Unusable> {
        let (like, way) = (called.audio.codec(), called.audio.peer());
        let audio = &mut self.caller.audio;
        if audio.owes_answer() {
            return audio.answer(like, way);
        }
        Ok(match audio.repeat() {
            Some(said) => said,
            None => audio.offer(like.map(std::slice::from_ref).unwrap_or_default(), way),
        })
    }
}

impl Call {
    /// Returns the called leg that the caller is joined with: the one that answered, or whose early media the caller hears.
    pub(super) fn heard_by_caller(&self) -> Option<&Leg> {
        match &self.stage {
            Stage::Joined(called) => Some(called),
            Stage::Seeking(seek) if self.told == Told::Early => {
                seek.branches.iter().find(|branch| branch.audio.codec().is_some())
            }
            Stage::Arrived | Stage::Seeking(_) | Stage::Playing(_) | Stage::Testing(_) | Stage::Over(_) => {
                None
            }
        }
    }
}

impl Seek {
    /// Tells that what is heard from the called side can only come from one place.
    const fn is_sole(&self) -> bool {
        match &self.plan {
            super::Plan::Phones { count, .. } => *count == 1,
            super::Plan::Trunks { .. } => true,
        }
    }
}

/// Reads the called side's answer; where it has none, it came in an earlier reliable 18x.
fn settle(leg: &mut Leg, sdp: Option<&[u8]>) -> Result<(), Unusable> {
    match sdp {
        Some(body) => leg.audio.take_answer(body),
        None if leg.audio.codec().is_some() => Ok(()),
        None => Err(Unusable::Missing),
    }
}

/// Lets two legs hear each other.
pub(super) fn join(work: &mut Work<'_>, caller: &mut Leg, called: &mut Leg) {
    caller.set(work);
    called.set(work);
    work.media(MediaOrder::Join { a: caller.audio.media, b: called.audio.media });
}
