//! New offers before the called side's answer: by PRACK (RFC 3262 section 5) and UPDATE (RFC 3311), both ways.
//!
//! None is possible before a reliable answer has settled the first exchange.

use sip_msg::{HeaderName, Method, Status};

use super::{
    Next, Reply, Scene, Step,
    asked::{Asked, attach, sdp},
    ringing::{RETRY_AFTER, Ringing},
};
use crate::port::Event;

impl Ringing {
    pub(super) fn prack(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        let invite = &self.invite.request;
        if !self.unacknowledged.as_ref().is_some_and(|sent| sent.is_acknowledged_by(&asked.request, invite)) {
            scene.answer(&asked, Status::CALL_DOES_NOT_EXIST, &self.dialog);
            return Next::Stay;
        }
        self.unacknowledged = None;
        let body = sdp(&asked.request.headers, &asked.request.body).map(<[u8]>::to_vec);
        match body {
            Some(body) if self.negotiation.take_answer(&body) => {
                scene.answer(&asked, Status::OK, &self.dialog);
                scene.tell(Event::OfferAnswered { leg: scene.leg, sdp: body });
            }
            // RFC 3262 section 5: once the first exchange is settled, a PRACK may offer.
            Some(body) if self.negotiation.is_settled() => {
                self.negotiation.take_offer(Some(&body));
                self.theirs = Some(asked);
                scene.tell(Event::Offered { leg: scene.leg, sdp: Some(body) });
            }
            Some(_) | None => scene.answer(&asked, Status::OK, &self.dialog),
        }
        self.go_on(scene)
    }

    pub(super) fn update(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        self.dialog.refresh_target(&asked.request.headers);
        let body = sdp(&asked.request.headers, &asked.request.body);
        match body {
            None => scene.respond(asked.txn, asked.success(&self.dialog, None)),
            // RFC 3311 section 5.2: our offer is outstanding, or the INVITE's still is.
            Some(_) if self.negotiation.awaits_answer() => {
                scene.answer(&asked, Status::REQUEST_PENDING, &self.dialog);
            }
            Some(_) if self.negotiation.owes() => {
                let mut response = asked.response(Status::SERVER_INTERNAL_ERROR, &self.dialog);
                response.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
                scene.respond(asked.txn, response);
            }
            Some(body) => {
                self.negotiation.take_offer(Some(body));
                scene.tell(Event::Offered { leg: scene.leg, sdp: Some(body.to_vec()) });
                self.theirs = Some(asked);
            }
        }
        Next::Stay
    }

    pub(super) fn accept(&mut self, sdp: &[u8], scene: &mut Scene<'_>) -> Next {
        if let Some(theirs) = self.theirs.take() {
            self.negotiation.say(sdp);
            scene.respond(theirs.txn, theirs.success(&self.dialog, Some(sdp)));
        }
        Next::Stay
    }

    pub(super) fn reject(&mut self, status: Status, scene: &mut Scene<'_>) -> Next {
        if let Some(theirs) = self.theirs.take() {
            self.negotiation.withdraw();
            scene.answer(&theirs, status, &self.dialog);
        }
        Next::Stay
    }

    /// Offers new media before the answer: by UPDATE, once a reliable answer has settled the first exchange (RFC 3311).
    pub(super) fn offer(&mut self, sdp: Vec<u8>, scene: &mut Scene<'_>) -> Next {
        if self.updates && self.negotiation.is_settled() && self.unacknowledged.is_none() {
            let mut update = self.dialog.request(Method::Update);
            attach(&mut update.headers, &mut update.body, &sdp);
            self.negotiation.offer(sdp);
            scene.request(update, self.dialog.next_hop(), Step::Update);
        } else {
            scene.tell(Event::OfferRefused { leg: scene.leg, status: Status::REQUEST_PENDING });
        }
        Next::Stay
    }

    pub(super) fn response(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let response = reply.response;
        if reply.step != Step::Update || !response.status.is_final() {
            return Next::Stay;
        }
        match sdp(&response.headers, &response.body) {
            Some(body) if response.status.is_success() && self.negotiation.take_answer(body) => {
                scene.tell(Event::OfferAnswered { leg: scene.leg, sdp: body.to_vec() });
            }
            Some(_) | None => {
                self.negotiation.withdraw();
                scene.tell(Event::OfferRefused { leg: scene.leg, status: response.status });
            }
        }
        Next::Stay
    }

    pub(super) fn lost(&mut self, step: Step, scene: &mut Scene<'_>) -> Next {
        if step == Step::Update {
            self.negotiation.withdraw();
            scene.tell(Event::OfferRefused { leg: scene.leg, status: Status::REQUEST_TIMEOUT });
        }
        Next::Stay
    }

    pub(super) fn refuse_theirs(&mut self, scene: &mut Scene<'_>) {
        if let Some(theirs) = self.theirs.take() {
            scene.answer(&theirs, Status::REQUEST_TERMINATED, &self.dialog);
        }
    }
}
