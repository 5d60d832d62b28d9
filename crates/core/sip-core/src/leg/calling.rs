//! The caller's side until the answer: RFC 3261 section 13.2, forked into several early dialogs.
//!
//! The first 2xx wins. What other branches bring is reaped; a leg that ends first leaves its INVITE to be cancelled.

use serde::{Deserialize, Serialize};
use sip_msg::{Contacts, HeaderName, Method, Request, Response, Status};

use super::{
    Act, Next, Reply, Scene, Step,
    asked::{Asked, allows_update, attach, sdp},
    offer_answer::Negotiation,
    reason,
    reliable::{self, Order},
    ringing::RETRY_AFTER,
    session::Session,
    session_timer::{SessionTimer, Terms},
};
use crate::{
    dialog::{Dialog, DialogId, NextHop},
    flow::Hop,
    port::{Event, Failure},
};

/// Most branches of a fork that we follow at once; more is a storm, and only their final answers count.
const MAX_EARLY: usize = 12;

/// A call that we placed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Calling {
    offer: Vec<u8>,
    /// Where the peer is reached whatever its Contact says.
    path: Option<Hop>,
    /// Where the INVITE went, should it have to be sent again with a longer session interval.
    target: NextHop,
    timer: SessionTimer,
    early: Vec<Early>,
}

/// One early dialog.
#[derive(Debug, Serialize, Deserialize)]
struct Early {
    dialog: Dialog,
    negotiation: Negotiation,
    /// The RSeq that was seen last.
    rseq: Option<u32>,
    /// The body that was told last.
    told: Vec<u8>,
    updates: bool,
    asked: Option<Asked>,
}

impl Calling {
    /// Makes the state beside an INVITE that carries our offer.
    pub(crate) fn new(offer: Vec<u8>, target: NextHop, path: Option<Hop>, terms: Terms) -> Self {
        Self { offer, path, target, timer: SessionTimer::new(terms), early: Vec::new() }
    }

    /// Writes what the INVITE asks for of session timers.
    pub(crate) fn ask_timer(&self, invite: &mut Request) {
        self.timer.ask(&mut invite.headers);
    }

    pub(super) fn has_dialog(&self, id: &DialogId) -> bool {
        self.early.iter().any(|early| early.dialog.id() == id)
    }

    pub(super) fn early_dialog_mut(&mut self) -> Option<&mut Dialog> {
        self.early.first_mut().map(|early| &mut early.dialog)
    }

    pub(super) fn response(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        match (reply.step, reply.response.status.code()) {
            (Step::Invite, 101..=199) => self.provisional(reply, scene),
            (Step::Invite, 200..=299) => self.answered(reply, scene),
            (Step::Invite, 422) if self.timer.learn(&reply.response.headers) => self.again(reply.sent, scene),
            (Step::Invite, 300..) => refused(reply.response, scene),
            (Step::Update, 200..) => self.updated(reply, scene),
            (Step::Invite | Step::Update, _) | (Step::Reinvite | Step::Prack | Step::Info | Step::Bye, _) => {
                Next::Stay
            }
        }
    }

    fn provisional(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let response = reply.response;
        let Some(early) = self.early(reply) else {
            // RFC 2543 has 18x without a tag: no dialog, but a sign of life.
            scene.tell(Event::Progress { leg: scene.leg, status: response.status, sdp: None });
            return Next::Stay;
        };
        let rseq = reliable::rseq_of(response);
        if let Some(rseq) = rseq {
            match reliable::order(early.rseq, rseq) {
                Order::Next => early.rseq = Some(rseq),
                // RFC 3262 section 4: a lost one comes again by itself, a seen one was acknowledged.
                Order::Seen | Order::Gap => return Next::Stay,
            }
            let mut prack = early.dialog.request(Method::Prack);
            prack.headers.push(HeaderName::RAck, reliable::rack(rseq, reply.sent));
            scene.request(prack, early.dialog.next_hop(), Step::Prack);
        }
        early.updates = allows_update(&response.headers).unwrap_or(early.updates);
        let body = sdp(&response.headers, &response.body).filter(|body| *body != early.told);
        if let Some(body) = body {
            early.told = body.to_vec();
            if rseq.is_some() {
                early.negotiation.take_answer(body);
            }
        }
        let sdp = body.map(<[u8]>::to_vec);
        scene.tell(Event::Progress { leg: scene.leg, status: response.status, sdp });
        Next::Stay
    }

    fn answered(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let known = self.known(reply.response).map(|at| self.early.swap_remove(at));
        let early = known.or_else(|| self.fresh(reply));
        let Some(mut early) = early else {
            // A 2xx that makes no dialog cannot even be acknowledged.
            let failure =
                Failure::Refused { status: Status::BAD_GATEWAY, text: "unusable answer".to_owned() };
            scene.tell(Event::Failed { leg: scene.leg, failure });
            return Next::Over;
        };
        let (response, mut timer) = (reply.response, self.timer.clone());
        early.dialog.refresh_target(&response.headers);
        timer.start_as_caller(scene.now, &response.headers);
        let body = sdp(&response.headers, &response.body);
        let answer = body.filter(|body| early.negotiation.take_answer(body));
        let updates = allows_update(&response.headers).unwrap_or(early.updates);
        let session = Session::of_caller(early.dialog, early.negotiation, timer, updates, early.asked);
        session.acknowledge(reply.sent, scene);
        scene.tell(Event::Answered { leg: scene.leg, sdp: answer.map(<[u8]>::to_vec) });
        Next::Up(Box::new(session))
    }

    /// Sends the INVITE again with the interval that a 422 asked for (RFC 4028 section 7.3).
    fn again(&mut self, sent: &Request, scene: &mut Scene<'_>) -> Next {
        let mut invite = sent.clone();
        let seq = sent.headers.cseq().map_or(1, |cseq| cseq.number).saturating_add(1);
        invite.headers.set(HeaderName::CSeq, format!("{seq} INVITE"));
        invite.headers.remove(&HeaderName::Via);
        invite.headers.remove(&HeaderName::Contact);
        self.timer.ask(&mut invite.headers);
        scene.request(invite, self.target.clone(), Step::Invite);
        Next::Stay
    }

    /// Gives up. Whatever the INVITE still brings is cancelled or ended without this leg (RFC 5407 section 3.1.2).
    pub(super) fn end(&mut self, status: Status, text: &str, scene: &mut Scene<'_>) -> Next {
        for early in &mut self.early {
            if let Some(asked) = early.asked.take() {
                scene.answer(&asked, Status::REQUEST_TERMINATED, &early.dialog);
            }
        }
        scene.out.push(Act::Abandon { reason: reason::write(status, text) });
        Next::Over
    }

    /// Offers new media before the answer: by UPDATE, once a reliable answer has settled the first exchange (RFC 3311).
    pub(super) fn offer(&mut self, sdp: Vec<u8>, scene: &mut Scene<'_>) -> Next {
        match self.early.as_mut_slice() {
            [early] if early.updates && early.negotiation.is_settled() => {
                let mut update = early.dialog.request(Method::Update);
                attach(&mut update.headers, &mut update.body, &sdp);
                early.negotiation.offer(sdp);
                scene.request(update, early.dialog.next_hop(), Step::Update);
            }
            _ => scene.tell(Event::OfferRefused { leg: scene.leg, status: Status::REQUEST_PENDING }),
        }
        Next::Stay
    }

    fn updated(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let response = reply.response;
        let Some(early) = self.known(response).and_then(|at| self.early.get_mut(at)) else {
            return Next::Stay;
        };
        match sdp(&response.headers, &response.body) {
            Some(body) if response.status.is_success() && early.negotiation.take_answer(body) => {
                scene.tell(Event::OfferAnswered { leg: scene.leg, sdp: body.to_vec() });
            }
            Some(_) | None => {
                early.negotiation.withdraw();
                scene.tell(Event::OfferRefused { leg: scene.leg, status: response.status });
            }
        }
        Next::Stay
    }

    pub(super) fn lost(&mut self, step: Step, scene: &mut Scene<'_>) -> Next {
        if step == Step::Update {
            self.early.iter_mut().for_each(|early| early.negotiation.withdraw());
            scene.tell(Event::OfferRefused { leg: scene.leg, status: Status::REQUEST_TIMEOUT });
        }
        Next::Stay
    }

    /// Takes a request in an early dialog.
    pub(super) fn request(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        let id = DialogId::of_request(&asked.request);
        let Some(early) = self.early.iter_mut().find(|early| Some(early.dialog.id()) == id.as_ref()) else {
            return Next::Stay;
        };
        if early.dialog.take_cseq(&asked.request).is_err() {
            scene.answer(&asked, Status::SERVER_INTERNAL_ERROR, &early.dialog);
            return Next::Stay;
        }
        let body = sdp(&asked.request.headers, &asked.request.body);
        match (&asked.request.method, body) {
            (Method::Update, None) => scene.respond(asked.txn, asked.success(&early.dialog, None)),
            // RFC 3311 section 5.2: our offer is outstanding, or theirs is.
            (Method::Update, Some(_)) if early.negotiation.awaits_answer() => {
                scene.answer(&asked, Status::REQUEST_PENDING, &early.dialog);
            }
            (Method::Update, Some(_)) if early.negotiation.owes() => {
                let mut response = asked.response(Status::SERVER_INTERNAL_ERROR, &early.dialog);
                response.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
                scene.respond(asked.txn, response);
            }
            (Method::Update, Some(body)) => {
                early.negotiation.take_offer(Some(body));
                scene.tell(Event::Offered { leg: scene.leg, sdp: Some(body.to_vec()) });
                early.asked = Some(asked);
            }
            (Method::Options, _) => scene.respond(asked.txn, asked.told_abilities(&early.dialog)),
            (Method::Info, _) => {
                scene.answer(&asked, Status::OK, &early.dialog);
                scene.tell_info(&asked.request);
            }
            // RFC 3261 section 15: the called side may not BYE an early dialog; its final answer follows.
            (Method::Bye, _) => scene.answer(&asked, Status::OK, &early.dialog),
            _ => scene.answer(&asked, Status::FORBIDDEN, &early.dialog),
        }
        Next::Stay
    }

    pub(super) fn accept(&mut self, sdp: &[u8], scene: &mut Scene<'_>) -> Next {
        if let Some((early, asked)) = self.take_asked() {
            early.negotiation.say(sdp);
            scene.respond(asked.txn, asked.success(&early.dialog, Some(sdp)));
        }
        Next::Stay
    }

    pub(super) fn reject(&mut self, status: Status, scene: &mut Scene<'_>) -> Next {
        if let Some((early, asked)) = self.take_asked() {
            early.negotiation.withdraw();
            scene.answer(&asked, status, &early.dialog);
        }
        Next::Stay
    }

    fn take_asked(&mut self) -> Option<(&mut Early, Asked)> {
        self.early.iter_mut().find_map(|early| {
            let asked = early.asked.take()?;
            Some((early, asked))
        })
    }

    /// The early dialog of a response, made where it is new.
    fn early(&mut self, reply: Reply<'_>) -> Option<&mut Early> {
        let at = match self.known(reply.response) {
            Some(at) => at,
            None if self.early.len() >= MAX_EARLY => return None,
            None => {
                let early = self.fresh(reply).filter(|early| !early.dialog.id().remote_tag.is_empty())?;
                self.early.push(early);
                self.early.len().saturating_sub(1)
            }
        };
        self.early.get_mut(at)
    }

    fn known(&self, response: &Response) -> Option<usize> {
        let to = response.headers.to().ok()?;
        let tag = to.tag()?;
        self.early.iter().position(|early| early.dialog.id().remote_tag == tag)
    }

    fn fresh(&self, reply: Reply<'_>) -> Option<Early> {
        Some(Early {
            dialog: Dialog::of_caller(reply.sent, reply.response, self.path).ok()?,
            negotiation: Negotiation::with_our_offer(self.offer.clone()),
            rseq: None,
            told: Vec::new(),
            updates: false,
            asked: None,
        })
    }
}

fn refused(response: &Response, scene: &mut Scene<'_>) -> Next {
    let (leg, status) = (scene.leg, response.status);
    let failure = match response.headers.contacts() {
        Ok(Contacts::List(to)) if status.class() == 3 => Failure::Redirected { status, to },
        _ => {
            let text = reason::text(&response.headers).unwrap_or_else(|| response.reason.to_string());
            Failure::Refused { status, text }
        }
    };
    scene.tell(Event::Failed { leg, failure });
    Next::Over
}
