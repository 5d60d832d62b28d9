//! An answered call: RFC 3261 sections 13.2.2.4, 13.3.1.4 and 15, with RFC 4028.
//!
//! What changes the media is in `reinvite`; here is what keeps the session and what ends it.

use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Method, Request, Response, Status};

use super::{
    Act, Next, Reply, Scene, Step,
    asked::{Asked, response_text, sdp},
    offer_answer::Negotiation,
    reason,
    reinvite::Ours,
    resend::{Due, Resend},
    session_timer::{self, SessionTimer},
};
use crate::{
    dialog::Dialog,
    port::{EndCause, Event},
    txn::ServerId,
};

/// A confirmed session.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(super) dialog: Dialog,
    pub(super) negotiation: Negotiation,
    pub(super) timer: SessionTimer,
    /// The peer takes UPDATE.
    pub(super) updates: bool,
    /// We made the Call-ID, which decides who waits longer after a glare.
    pub(super) caller: bool,
    /// Our own re-INVITE or UPDATE.
    pub(super) ours: Ours,
    /// The peer's, not answered yet.
    pub(super) theirs: Option<Asked>,
    /// An offer that waits until nothing else is outstanding.
    pub(super) queued: Option<Vec<u8>>,
    pub(super) unacknowledged: Option<Unacknowledged>,
    /// The Reason of the BYE that follows the ACK of our first 200: before that ACK there may be none (section 15).
    closing: Option<String>,
}

/// A 2xx of ours that waits for its ACK.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Unacknowledged {
    pub(super) invite: Asked,
    #[serde(with = "response_text")]
    pub(super) response: Response,
    pub(super) resend: Resend,
    /// It answers the INVITE that made the session.
    pub(super) first: bool,
}

impl Session {
    /// Makes the caller's session; `theirs` is an UPDATE that came before the answer.
    pub(super) fn of_caller(
        dialog: Dialog,
        negotiation: Negotiation,
        timer: SessionTimer,
        updates: bool,
        theirs: Option<Asked>,
    ) -> Self {
        Self {
            dialog,
            negotiation,
            timer,
            updates,
            caller: true,
            ours: Ours::Idle,
            theirs,
            queued: None,
            unacknowledged: None,
            closing: None,
        }
    }

    /// Makes the called side's session, with the 2xx that was just sent.
    pub(super) fn of_called(
        dialog: Dialog,
        negotiation: Negotiation,
        timer: SessionTimer,
        updates: bool,
        (invite, response, resend): (Asked, Response, Resend),
    ) -> Self {
        let unacknowledged = Some(Unacknowledged { invite, response, resend, first: true });
        Self { caller: false, unacknowledged, ..Self::of_caller(dialog, negotiation, timer, updates, None) }
    }

    pub(super) fn dialog(&self) -> &Dialog {
        &self.dialog
    }

    pub(super) fn dialog_mut(&mut self) -> &mut Dialog {
        &mut self.dialog
    }

    pub(super) fn deadline(&self) -> Option<Moment> {
        let resend = self.unacknowledged.as_ref().map(|sent| sent.resend.deadline());
        resend.into_iter().chain(self.timer.deadline()).chain(self.ours.deadline()).min()
    }

    /// Sends the ACK of a 2xx, with the credentials of its INVITE (RFC 3261 section 22.1).
    pub(super) fn acknowledge(&self, invite: &Request, scene: &mut Scene<'_>) {
        let request = Box::new(self.dialog.ack_of(invite));
        scene.out.push(Act::Ack { request, to: self.dialog.next_hop() });
    }

    /// Takes the ACK of our 2xx.
    pub(super) fn ack(&mut self, ack: &Request, scene: &mut Scene<'_>) -> Next {
        let number = |request: &Request| request.headers.cseq().map(|cseq| cseq.number).ok();
        let matches = |sent: &Unacknowledged| number(&sent.invite.request) == number(ack);
        let Some(sent) = self.unacknowledged.take_if(|sent| matches(sent)) else { return Next::Stay };
        if let Some(reason) = self.closing.take() {
            return self.bye(&reason, scene);
        }
        let body = sdp(&ack.headers, &ack.body);
        let answer = body.filter(|body| self.negotiation.take_answer(body)).map(<[u8]>::to_vec);
        if answer.is_none() && self.negotiation.awaits_answer() {
            // Our offer was never answered; the media stay as they were.
            self.negotiation.withdraw();
        }
        match (sent.first, answer) {
            (true, sdp) => scene.tell(Event::Confirmed { leg: scene.leg, sdp }),
            (false, Some(sdp)) => scene.tell(Event::OfferAnswered { leg: scene.leg, sdp }),
            (false, None) => {}
        }
        self.offer_queued(scene)
    }

    pub(super) fn request(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        if self.dialog.take_cseq(&asked.request).is_err() {
            // RFC 3261 section 12.2.2: lower than one that was seen.
            scene.answer(&asked, Status::SERVER_INTERNAL_ERROR, &self.dialog);
            return Next::Stay;
        }
        match asked.request.method {
            Method::Bye => self.take_bye(&asked, scene),
            Method::Invite | Method::Update => self.take_offer(asked, scene),
            Method::Info => self.take_info(&asked, scene),
            Method::Options => {
                scene.respond(asked.txn, asked.told_abilities(&self.dialog));
                Next::Stay
            }
            // Its INVITE has been answered, so no provisional response waits for it any more.
            Method::Prack => {
                scene.answer(&asked, Status::CALL_DOES_NOT_EXIST, &self.dialog);
                Next::Stay
            }
            _ => {
                scene.answer(&asked, Status::METHOD_NOT_ALLOWED, &self.dialog);
                Next::Stay
            }
        }
    }

    fn take_bye(&mut self, asked: &Asked, scene: &mut Scene<'_>) -> Next {
        scene.answer(asked, Status::OK, &self.dialog);
        self.refuse_theirs(scene);
        let text = reason::text(&asked.request.headers);
        self.ended(EndCause::Bye { text }, scene)
    }

    fn take_info(&mut self, asked: &Asked, scene: &mut Scene<'_>) -> Next {
        scene.answer(asked, Status::OK, &self.dialog);
        if self.closing.is_none() {
            scene.tell_info(&asked.request);
        }
        Next::Stay
    }

    /// Takes the CANCEL of a re-INVITE; its 200 has gone if it is not among what waits.
    pub(super) fn cancel(&mut self, txn: ServerId, scene: &mut Scene<'_>) -> Next {
        if let Some(theirs) = self.theirs.take_if(|theirs| theirs.txn == txn) {
            scene.answer(&theirs, Status::REQUEST_TERMINATED, &self.dialog);
            self.negotiation.withdraw();
        }
        self.offer_queued(scene)
    }

    pub(super) fn info(&mut self, content_type: &str, body: Vec<u8>, scene: &mut Scene<'_>) -> Next {
        let mut info = self.dialog.request(Method::Info);
        info.headers.push(HeaderName::ContentType, content_type);
        info.body = body;
        scene.request(info, self.dialog.next_hop(), Step::Info);
        Next::Stay
    }

    pub(super) fn response(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let status = reply.response.status;
        match reply.step {
            Step::Invite if status.is_success() => {
                let tag = reply.response.headers.to().ok();
                if tag.as_ref().and_then(|to| to.tag()) == Some(self.dialog.id().remote_tag.as_str()) {
                    // RFC 3261 section 13.2.2.4: our ACK was lost.
                    self.acknowledge(reply.sent, scene);
                } else {
                    let (sent, response) = (Box::new(reply.sent.clone()), Box::new(reply.response.clone()));
                    scene.out.push(Act::Reap { sent, response });
                }
                Next::Stay
            }
            Step::Reinvite | Step::Update => self.offer_answered(reply, scene),
            // RFC 3261 section 12.2.1.2; RFC 5057 section 5.1: the peer has no such dialog any more.
            Step::Info if matches!(status, Status::CALL_DOES_NOT_EXIST | Status::REQUEST_TIMEOUT) => {
                self.ended(EndCause::Broken { status }, scene)
            }
            Step::Invite | Step::Info | Step::Prack | Step::Bye => Next::Stay,
        }
    }

    /// A request without any answer means that the peer is gone (RFC 3261 section 12.2.1.2).
    pub(super) fn lost(&mut self, step: Step, scene: &mut Scene<'_>) -> Next {
        match step {
            Step::Reinvite | Step::Update | Step::Info => {
                let status = Status::REQUEST_TIMEOUT;
                self.hang_up(&reason::write(status, ""), EndCause::Broken { status }, scene)
            }
            Step::Invite | Step::Prack | Step::Bye => Next::Stay,
        }
    }

    pub(super) fn end(&mut self, status: Status, text: &str, scene: &mut Scene<'_>) -> Next {
        self.refuse_theirs(scene);
        self.queued = None;
        let reason = reason::write(status, text);
        if self.unacknowledged.as_ref().is_some_and(|sent| sent.first) {
            self.closing = Some(reason);
            return Next::Stay;
        }
        self.bye(&reason, scene)
    }

    pub(super) fn tick(&mut self, scene: &mut Scene<'_>) -> Next {
        match self.unacknowledged.as_mut().map(|sent| (sent.resend.tick(scene.now), sent)) {
            Some((Due::Again, sent)) => scene.respond(sent.invite.txn, sent.response.clone()),
            Some((Due::GiveUp, _)) => {
                self.unacknowledged = None;
                // RFC 3261 section 13.3.1.4: the dialog is confirmed, so it ends with a BYE.
                let reason =
                    self.closing.clone().unwrap_or_else(|| reason::write(Status::REQUEST_TIMEOUT, "no ACK"));
                return self.hang_up(&reason, EndCause::NoAck, scene);
            }
            Some((Due::Wait, _)) | None => {}
        }
        match self.timer.tick(scene.now) {
            session_timer::Due::Wait => {}
            session_timer::Due::Refresh => self.refresh(scene),
            session_timer::Due::Expired => {
                let reason = reason::write(Status::REQUEST_TIMEOUT, "session expired");
                return self.hang_up(&reason, EndCause::SessionExpired, scene);
            }
        }
        self.retry_offer(scene)
    }

    /// Sends a BYE and tells why.
    fn hang_up(&mut self, reason: &str, cause: EndCause, scene: &mut Scene<'_>) -> Next {
        self.refuse_theirs(scene);
        self.bye(reason, scene);
        self.ended(cause, scene)
    }

    fn bye(&mut self, reason: &str, scene: &mut Scene<'_>) -> Next {
        let mut bye = self.dialog.request(Method::Bye);
        reason::attach(&mut bye.headers, reason);
        scene.request(bye, self.dialog.next_hop(), Step::Bye);
        Next::Over
    }

    /// Ends it; whoever ordered the end is not told.
    pub(super) fn ended(&mut self, cause: EndCause, scene: &mut Scene<'_>) -> Next {
        if self.closing.is_none() {
            scene.tell(Event::Ended { leg: scene.leg, cause });
        }
        Next::Over
    }

    fn refuse_theirs(&mut self, scene: &mut Scene<'_>) {
        if let Some(theirs) = self.theirs.take() {
            scene.answer(&theirs, Status::REQUEST_TERMINATED, &self.dialog);
        }
    }

    /// Tells whether the leg's user has hung up already.
    pub(super) fn is_closing(&self) -> bool {
        self.closing.is_some()
    }
}
