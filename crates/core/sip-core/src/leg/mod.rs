//! One INVITE usage with one peer: RFC 3261 sections 13 to 15, with RFC 3262 (PRACK), RFC 3311 (UPDATE), RFC 4028
//! (session timers), RFC 3326 (Reason) and the races of RFC 5407.
//!
//! A leg is a value: it decides what is sent and what its user hears, and can be written down and read back. It knows no
//! Via, no Contact of ours, no transaction's timers and no challenge; all that comes before and after it.

mod asked;
mod calling;
mod early;
pub(crate) mod identity;
mod kept;
mod offer_answer;
mod reason;
mod reinvite;
mod reliable;
mod resend;
mod ringing;
mod session;
mod session_timer;

use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Request, Response, Status};

pub(crate) use asked::{ALLOW, Asked, SDP, SUPPORTED, abilities, attach, sdp};
pub(crate) use calling::Calling;
pub(crate) use kept::KeptSession;
pub use reason::COMPLETED_ELSEWHERE;
pub(crate) use ringing::{RETRY_AFTER, Ringing};
pub(crate) use session_timer::Terms;

use self::session::Session;
use crate::{
    chance::Chance,
    dialog::{Dialog, DialogId, NextHop},
    port::{Command, Event, Failure, LegId},
    txn::ServerId,
};

/// One INVITE usage.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Leg {
    id: LegId,
    /// The user part of our Contact in this dialog.
    contact_user: String,
    state: State,
}

#[derive(Debug, Serialize, Deserialize)]
enum State {
    /// We called and wait.
    Calling(Box<Calling>),
    /// We are called and have not answered.
    Ringing(Box<Ringing>),
    /// Answered.
    Up(Box<Session>),
    Over,
}

/// What a request of ours is for; its answer comes back with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The INVITE that made the leg.
    Invite,
    /// An INVITE within the dialog.
    Reinvite,
    /// UPDATE.
    Update,
    /// PRACK.
    Prack,
    /// INFO.
    Info,
    /// BYE.
    Bye,
}

/// What a leg wants done.
#[derive(Debug)]
pub(crate) enum Act {
    /// Send a request.
    Request {
        /// It lacks Via and Contact.
        request: Box<Request>,
        /// Where to.
        to: NextHop,
        /// What it is for.
        step: Step,
    },
    /// Send the ACK of a 2xx, which nothing answers.
    Ack {
        /// It lacks its Via.
        request: Box<Request>,
        /// Where to.
        to: NextHop,
    },
    /// Answer a request of the peer.
    Respond {
        /// Its transaction.
        txn: ServerId,
        /// It lacks a Contact.
        response: Box<Response>,
    },
    /// Tell whoever builds calls.
    Tell(Event),
    /// Give the INVITE up: CANCEL it as soon as a provisional answer came, and end whatever it still brings.
    Abandon {
        /// The Reason of the CANCEL.
        reason: String,
    },
    /// End the session of a 2xx that is not ours to keep: another branch of a fork answered first.
    Reap {
        /// The INVITE.
        sent: Box<Request>,
        /// Its 2xx.
        response: Box<Response>,
    },
}

/// What every step needs beside its own input.
pub(crate) struct Scene<'a> {
    pub(crate) leg: LegId,
    pub(crate) now: Moment,
    pub(crate) chance: &'a mut Chance,
    pub(crate) out: &'a mut Vec<Act>,
}

/// A response to a request of ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reply<'a> {
    pub(crate) step: Step,
    /// The request as it was sent, credentials included.
    pub(crate) sent: &'a Request,
    pub(crate) response: &'a Response,
}

/// What a step makes of the state.
#[derive(Debug)]
enum Next {
    Stay,
    Up(Box<Session>),
    Over,
}

impl Leg {
    /// Makes the leg of a call that we place; its INVITE is on its way.
    pub(crate) fn calling(id: LegId, contact_user: String, calling: Calling) -> Self {
        Self { id, contact_user, state: State::Calling(Box::new(calling)) }
    }

    /// Makes the leg of a call that has arrived.
    pub(crate) fn ringing(id: LegId, contact_user: String, ringing: Ringing) -> Self {
        Self { id, contact_user, state: State::Ringing(Box::new(ringing)) }
    }

    /// The user part of our Contact.
    pub(crate) fn contact_user(&self) -> &str {
        &self.contact_user
    }

    /// Tells whether it can be forgotten.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Tells whether it is one of the peer's dialogs.
    pub(crate) fn has_dialog(&self, id: &DialogId) -> bool {
        match &self.state {
            State::Calling(calling) => calling.has_dialog(id),
            State::Ringing(ringing) => ringing.dialog().id() == id,
            State::Up(session) => session.dialog().id() == id,
            State::Over => false,
        }
    }

    /// Takes the number of a request that is sent again because it was challenged; nothing where no dialog counts it.
    pub(crate) fn renumber(&mut self, step: Step) -> Option<u32> {
        match (&mut self.state, step) {
            (State::Calling(_), Step::Invite) | (State::Over, _) => None,
            (State::Calling(calling), _) => calling.early_dialog_mut().map(Dialog::renumber),
            (State::Ringing(ringing), _) => Some(ringing.dialog_mut().renumber()),
            (State::Up(session), _) => Some(session.dialog_mut().renumber()),
        }
    }

    /// When it wants to be ticked.
    pub(crate) fn deadline(&self) -> Option<Moment> {
        match &self.state {
            State::Calling(_) | State::Over => None,
            State::Ringing(ringing) => ringing.deadline(),
            State::Up(session) => session.deadline(),
        }
    }

    /// Obeys an order of whoever builds calls. What does not fit the state is late, and left undone.
    pub(crate) fn command(&mut self, now: Moment, command: Command, chance: &mut Chance, out: &mut Vec<Act>) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match (&mut self.state, command) {
            (_, Command::Invite(_)) | (State::Over, _) => Next::Stay,
            (State::Calling(calling), Command::End { status, text, .. }) => {
                calling.end(status, &text, &mut scene)
            }
            (State::Calling(calling), Command::Offer { sdp, .. }) => calling.offer(sdp, &mut scene),
            (State::Calling(calling), Command::Accept { sdp, .. }) => calling.accept(&sdp, &mut scene),
            (State::Calling(calling), Command::Reject { status, .. }) => calling.reject(status, &mut scene),
            (State::Calling(_), Command::Progress { .. } | Command::Answer { .. } | Command::Info { .. }) => {
                Next::Stay
            }
            (State::Ringing(ringing), Command::Progress { status, sdp, .. }) => {
                ringing.progress(status, sdp, &mut scene)
            }
            (State::Ringing(ringing), Command::Answer { sdp, .. }) => ringing.answer(sdp, &mut scene),
            (State::Ringing(ringing), Command::End { status, text, .. }) => {
                ringing.end(status, &text, &mut scene)
            }
            (State::Ringing(ringing), Command::Offer { sdp, .. }) => ringing.offer(sdp, &mut scene),
            (State::Ringing(ringing), Command::Accept { sdp, .. }) => ringing.accept(&sdp, &mut scene),
            (State::Ringing(ringing), Command::Reject { status, .. }) => ringing.reject(status, &mut scene),
            (State::Ringing(_), Command::Info { .. }) => Next::Stay,
            (State::Up(_), Command::Progress { .. } | Command::Answer { .. }) => Next::Stay,
            (State::Up(session), Command::End { status, text, .. }) => session.end(status, &text, &mut scene),
            (State::Up(session), Command::Offer { sdp, .. }) => session.offer(sdp, &mut scene),
            (State::Up(session), Command::Accept { sdp, .. }) => session.accept(&sdp, &mut scene),
            (State::Up(session), Command::Reject { status, .. }) => session.reject(status, &mut scene),
            (State::Up(session), Command::Info { content_type, body, .. }) => {
                session.info(&content_type, body, &mut scene)
            }
        };
        self.turn(next);
    }

    /// Takes a request within a dialog of this leg, other than ACK and CANCEL.
    pub(crate) fn request(&mut self, now: Moment, asked: Asked, chance: &mut Chance, out: &mut Vec<Act>) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match &mut self.state {
            State::Calling(calling) => calling.request(asked, &mut scene),
            State::Ringing(ringing) => ringing.request(asked, &mut scene),
            State::Up(session) => session.request(asked, &mut scene),
            State::Over => Next::Stay,
        };
        self.turn(next);
    }

    /// Takes the ACK of a 2xx.
    pub(crate) fn ack(&mut self, now: Moment, ack: &Request, chance: &mut Chance, out: &mut Vec<Act>) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        if let State::Up(session) = &mut self.state {
            let next = session.ack(ack, &mut scene);
            self.turn(next);
        }
    }

    /// Takes the CANCEL of an INVITE that is not finally answered; the CANCEL itself is answered already.
    pub(crate) fn cancel(
        &mut self,
        now: Moment,
        txn: ServerId,
        cancel: &Request,
        chance: &mut Chance,
        out: &mut Vec<Act>,
    ) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match &mut self.state {
            State::Ringing(ringing) => ringing.cancel(cancel, &mut scene),
            State::Up(session) => session.cancel(txn, &mut scene),
            State::Calling(_) | State::Over => Next::Stay,
        };
        self.turn(next);
    }

    /// Takes a response to one of our requests.
    pub(crate) fn response(
        &mut self,
        now: Moment,
        reply: Reply<'_>,
        chance: &mut Chance,
        out: &mut Vec<Act>,
    ) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match &mut self.state {
            State::Calling(calling) => calling.response(reply, &mut scene),
            State::Ringing(ringing) => ringing.response(reply, &mut scene),
            State::Up(session) => session.response(reply, &mut scene),
            State::Over => Next::Stay,
        };
        self.turn(next);
    }

    /// Takes that one of our requests has no answer.
    pub(crate) fn lost(
        &mut self,
        now: Moment,
        step: Step,
        failure: Failure,
        chance: &mut Chance,
        out: &mut Vec<Act>,
    ) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match &mut self.state {
            State::Calling(_) if step == Step::Invite => {
                scene.tell(Event::Failed { leg: self.id, failure });
                Next::Over
            }
            State::Calling(calling) => calling.lost(step, &mut scene),
            State::Ringing(ringing) => ringing.lost(step, &mut scene),
            State::Up(session) => session.lost(step, &mut scene),
            State::Over => Next::Stay,
        };
        self.turn(next);
    }

    /// Takes its deadline.
    pub(crate) fn tick(&mut self, now: Moment, chance: &mut Chance, out: &mut Vec<Act>) {
        let mut scene = Scene { leg: self.id, now, chance, out };
        let next = match &mut self.state {
            State::Ringing(ringing) => ringing.tick(&mut scene),
            State::Up(session) => session.tick(&mut scene),
            State::Calling(_) | State::Over => Next::Stay,
        };
        self.turn(next);
    }

    fn turn(&mut self, next: Next) {
        match next {
            Next::Stay => {}
            Next::Up(session) => self.state = State::Up(session),
            Next::Over => self.state = State::Over,
        }
    }
}

impl Scene<'_> {
    fn tell(&mut self, event: Event) {
        self.out.push(Act::Tell(event));
    }

    /// Tells what an INFO carries, where it carries anything.
    fn tell_info(&mut self, request: &Request) {
        if let Some(content_type) = request.headers.get(&HeaderName::ContentType) {
            let (content_type, body) = (content_type.to_owned(), request.body.clone());
            self.tell(Event::Info { leg: self.leg, content_type, body });
        }
    }

    fn respond(&mut self, txn: ServerId, response: Response) {
        self.out.push(Act::Respond { txn, response: Box::new(response) });
    }

    /// Answers with a status and nothing else.
    fn answer(&mut self, asked: &Asked, status: Status, dialog: &Dialog) {
        self.respond(asked.txn, asked.response(status, dialog));
    }

    fn request(&mut self, request: Request, to: NextHop, step: Step) {
        self.out.push(Act::Request { request: Box::new(request), to, step });
    }
}

#[cfg(test)]
mod tests;
