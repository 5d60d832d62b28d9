//! Ends calls: hang-up and cancel from either side, dead media, orders from an administrator. Whoever is still there is
//! told, every port goes back, and the call stays until the last statistics have come.

use std::time::Duration;

use moment::Moment;
use sip_core::{COMPLETED_ELSEWHERE, Command, EndCause, LegId};
use sip_msg::Status;

use super::{Call, Gone, Stage, leg::Leg, setback::Setback};
use crate::{load::Seat, media::MediaId, work::Work};

impl Call {
    /// Hears that a leg was ended by its peer or by a timer.
    pub(super) fn ended(&mut self, work: &mut Work<'_>, leg: LegId, cause: &EndCause) {
        let (status, text) = reason(cause);
        if leg != self.caller.id && matches!(self.stage, Stage::Seeking(_)) {
            let text = text.to_owned();
            return self.failed(
                work,
                leg,
                Setback::Refused { status: Status::TEMPORARILY_UNAVAILABLE, text },
            );
        }
        self.end_all(work, Some(leg), status, text);
    }

    /// Refuses the call before it was answered, or hangs up.
    pub(super) fn refuse(&mut self, work: &mut Work<'_>, status: Status, text: &str) {
        self.end_all(work, None, status, text);
    }

    /// Ends what is left of the call: every leg but the one that is gone already.
    pub(crate) fn end_all(&mut self, work: &mut Work<'_>, gone: Option<LegId>, status: Status, text: &str) {
        let until = work.now + LAST_WORDS;
        let legs = match std::mem::replace(&mut self.stage, Stage::Over(until)) {
            Stage::Over(until) => return self.stage = Stage::Over(until),
            Stage::Seeking(seek) => seek.branches,
            Stage::Joined(called) => vec![*called],
            Stage::Arrived | Stage::Playing(_) | Stage::Testing(_) => Vec::new(),
        };
        if gone != Some(self.caller.id) && !self.caller.is_waiting() {
            work.sip(Command::End { leg: self.caller.id, status, text: text.to_owned() });
        }
        for mut leg in legs {
            if gone == Some(leg.id) {
                leg.close(work);
                self.gone.push(Gone { leg, setback: None });
            } else {
                self.call_off(work, leg, status, text);
            }
        }
        self.caller.close(work);
        for seat in self.seats.drain(..) {
            work.load.free(seat);
        }
        if let Some(charge) = &mut self.charge {
            charge.end(work.ledger);
        }
        self.note_end(work.now, gone, status, text);
    }

    /// Ends a leg that is not needed any more, in whatever state it is.
    pub(super) fn call_off(&mut self, work: &mut Work<'_>, mut leg: Leg, status: Status, text: &str) {
        if !leg.is_waiting() {
            work.sip(Command::End { leg: leg.id, status, text: text.to_owned() });
        }
        leg.close(work);
        self.let_go(work, leg, None);
    }

    /// Keeps a leg that is over for the call log, and gives its trunk's seat back.
    pub(super) fn let_go(&mut self, work: &mut Work<'_>, leg: Leg, setback: Option<Setback>) {
        self.free_seat(work, leg.seat());
        self.gone.push(Gone { leg, setback });
    }

    /// Gives a seat back before the call is over.
    pub(super) fn free_seat(&mut self, work: &mut Work<'_>, seat: Option<Seat>) {
        let taken = |seat| self.seats.iter().position(|taken| *taken == seat);
        if let Some((seat, place)) = seat.and_then(|seat| Some((seat, taken(seat)?))) {
            self.seats.swap_remove(place);
            work.load.free(seat);
        }
    }

    /// Hears that nothing comes from a peer any more: the call is dead.
    pub(super) fn silent(&mut self, work: &mut Work<'_>, media: MediaId) {
        if self.legs().any(|leg| leg.audio.media == media) {
            self.end_all(work, None, Status::REQUEST_TIMEOUT, "RTP timeout");
        }
    }

    fn note_end(&mut self, now: Moment, gone: Option<LegId>, status: Status, text: &str) {
        self.is_changed = true;
        let is_caller = |leg| leg == self.caller.id && self.tests().is_none();
        let by_caller = gone.map(is_caller);
        self.record.end(now, by_caller, status, text);
    }
}

/// How long the media path has to tell the last statistics of a call; it answers at once unless it is in trouble.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What is said where somebody simply hung up (the words of Q.850 cause 16).
pub(super) const NORMAL: &str = "Normal call clearing";

/// Says to the other side why a leg ended (RFC 3326).
fn reason(cause: &EndCause) -> (Status, &str) {
    match cause {
        EndCause::Bye { text } => (Status::OK, text.as_deref().unwrap_or(NORMAL)),
        EndCause::Cancelled { elsewhere: true } => (Status::OK, COMPLETED_ELSEWHERE),
        EndCause::Cancelled { elsewhere: false } => (Status::REQUEST_TERMINATED, ""),
        EndCause::SessionExpired => (Status::REQUEST_TIMEOUT, "Session expired"),
        EndCause::NoAck => (Status::REQUEST_TIMEOUT, "No ACK"),
        EndCause::Broken { status } => (*status, ""),
    }
}
