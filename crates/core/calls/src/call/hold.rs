//! New offers within a call: re-INVITE and UPDATE (RFC 3264 section 8).
//!
//! A new address or codec is answered on the spot, because the media path stands between both sides. Only a change of
//! direction (hold, resume) is passed on, as an offer of our own on the other leg; both legs keep their own turns, so that
//! a collision on one never blocks the other.

use sdp::Direction;
use sip_core::{Command, LegId};
use sip_msg::Status;

use super::{
    Call,
    audio::Turn,
    leg::{Leg, LegState},
};
use crate::work::Work;

impl Call {
    /// Answers a peer's offer, or makes the one that it asks for.
    pub(super) fn offered(&mut self, work: &mut Work<'_>, leg: LegId, sdp: Option<&[u8]>) {
        let Some((this, other)) = self.pair(leg) else {
            return work.sip(Command::Reject { leg, status: Status::NOT_ACCEPTABLE_HERE });
        };
        let way = other.as_ref().map_or(Direction::SendRecv, |other| other.audio.peer());
        let reply = match sdp {
            Some(body) => {
                let like = other.as_ref().and_then(|other| other.audio.codec());
                let taken = this.audio.take_offer(body, &mut |out| work.endpoint.draw(out));
                taken.and_then(|()| this.audio.answer(like, way))
            }
            None => {
                this.audio.turn = Turn::Theirs;
                Ok(this.audio.offer_again(way))
            }
        };
        match reply {
            Ok(sdp) => {
                work.sip(Command::Accept { leg, sdp });
                this.set(work);
                self.is_changed = true;
                self.pass_on_from(work, leg);
            }
            // Fax over T.38 comes here too, and stays on the audio codec (488 makes the fax machines do so).
            Err(_) => work.sip(Command::Reject { leg, status: Status::NOT_ACCEPTABLE_HERE }),
        }
    }

    /// Hears the answer to our offer.
    pub(super) fn offer_answered(&mut self, work: &mut Work<'_>, leg: LegId, sdp: &[u8]) {
        let Some((this, _)) = self.pair(leg) else { return };
        // An answer that cannot be used leaves the media as they were; the peer is told nothing more by RFC 3264.
        let _unusable = this.audio.take_answer(sdp);
        this.set(work);
        self.is_changed = true;
        self.turn_over(work, leg);
        self.pass_on_from(work, leg);
    }

    /// Hears that our offer was refused; the media stay as they were.
    pub(super) fn offer_refused(&mut self, work: &mut Work<'_>, leg: LegId) {
        self.turn_over(work, leg);
    }

    /// Tells the other leg what the peer of `leg` does now, where that changed.
    pub(super) fn pass_on_from(&mut self, work: &mut Work<'_>, leg: LegId) {
        if let Some((this, Some(other))) = self.pair(leg) {
            pass_on(work, other, this.audio.peer());
        }
    }

    /// Ends the peer's turn, and offers again where something changed during it.
    fn turn_over(&mut self, work: &mut Work<'_>, leg: LegId) {
        let Some((this, other)) = self.pair(leg) else { return };
        let again = this.audio.turn == Turn::TheirsThenOurs;
        this.audio.turn = Turn::Free;
        if let Some(other) = other.filter(|_| again) {
            pass_on(work, this, other.audio.peer());
        }
    }
}

/// Offers a leg the direction that the other side wants, unless it has it for sure.
fn pass_on(work: &mut Work<'_>, leg: &mut Leg, way: Direction) {
    if leg.state != LegState::Up || (leg.audio.told() == way && !leg.audio.is_unsure) {
        return;
    }
    match leg.audio.turn {
        Turn::Free => {
            leg.audio.turn = Turn::Theirs;
            let sdp = leg.audio.offer_again(way);
            work.sip(Command::Offer { leg: leg.id, sdp });
        }
        Turn::Theirs | Turn::TheirsThenOurs => leg.audio.turn = Turn::TheirsThenOurs,
    }
}
