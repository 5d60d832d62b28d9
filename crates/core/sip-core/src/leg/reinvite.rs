//! Changing the media of an answered call: re-INVITE (RFC 3261 section 14), UPDATE (RFC 3311), and the session refresh
//! that looks like them (RFC 4028 section 10).

use std::time::Duration;

use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Method, Status};

use super::{
    Next, Reply, Scene, Step,
    asked::{ALLOW, Asked, SUPPORTED, allows_update, attach, sdp},
    resend::Resend,
    session::{Session, Unacknowledged},
    session_timer::TooSmall,
};
use crate::port::{EndCause, Event};

/// How often a glare is met again before the offer is given up: by chance one in thousands gets here.
const MAX_GLARES: u8 = 6;

/// Our own request to change or refresh the session.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ours {
    Idle,
    /// It is on its way.
    Sent {
        what: What,
        glares: u8,
        /// Its CSeq, or the lowest of them where it was challenged.
        number: u32,
    },
    /// It met the peer's (491) and is sent again later.
    Later {
        what: What,
        glares: u8,
        at: Moment,
    },
}

/// What it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum What {
    /// New media.
    Offer(Vec<u8>),
    /// Only that the session lives.
    Refresh,
}

impl Ours {
    pub(super) fn deadline(&self) -> Option<Moment> {
        match self {
            Self::Later { at, .. } => Some(*at),
            Self::Idle | Self::Sent { .. } => None,
        }
    }
}

impl Session {
    /// Offers new media; waits while something else is outstanding.
    pub(super) fn offer(&mut self, sdp: Vec<u8>, scene: &mut Scene<'_>) -> Next {
        self.queued = Some(sdp);
        self.offer_queued(scene)
    }

    pub(super) fn offer_queued(&mut self, scene: &mut Scene<'_>) -> Next {
        let free = matches!(self.ours, Ours::Idle)
            && self.theirs.is_none()
            && self.unacknowledged.is_none()
            && self.negotiation.is_settled();
        if let Some(sdp) = self.queued.take_if(|_| free) {
            self.send(What::Offer(sdp), 0, scene);
        }
        Next::Stay
    }

    /// Refreshes the session, unless a re-INVITE that is on its way does so anyway.
    pub(super) fn refresh(&mut self, scene: &mut Scene<'_>) {
        if matches!(self.ours, Ours::Idle) && self.theirs.is_none() && self.negotiation.is_settled() {
            self.send(What::Refresh, 0, scene);
        }
    }

    pub(super) fn retry_offer(&mut self, scene: &mut Scene<'_>) -> Next {
        let due = matches!(&self.ours, Ours::Later { at, .. } if *at <= scene.now);
        if !due {
            return Next::Stay;
        }
        match std::mem::replace(&mut self.ours, Ours::Idle) {
            // The peer's own change is under way: ours waits for it.
            Ours::Later { what: What::Offer(sdp), .. } if self.theirs.is_some() => self.queued = Some(sdp),
            Ours::Later { what, glares, .. } => self.send(what, glares, scene),
            Ours::Idle | Ours::Sent { .. } => {}
        }
        Next::Stay
    }

    fn send(&mut self, what: What, glares: u8, scene: &mut Scene<'_>) {
        // RFC 4028 section 7.4: an UPDATE without a session description refreshes and changes nothing.
        let (method, step) = match (&what, self.updates) {
            (What::Refresh, true) => (Method::Update, Step::Update),
            (What::Offer(_), _) | (What::Refresh, false) => (Method::Invite, Step::Reinvite),
        };
        let offer = match (&what, step) {
            (What::Offer(sdp), _) => Some(sdp.clone()),
            (What::Refresh, Step::Reinvite) => Some(self.negotiation.local().to_vec()),
            (What::Refresh, _) => None,
        };
        let mut request = self.dialog.request(method);
        request.headers.push(HeaderName::Allow, ALLOW);
        request.headers.push(HeaderName::Supported, SUPPORTED);
        self.timer.ask(&mut request.headers);
        if let Some(sdp) = offer {
            attach(&mut request.headers, &mut request.body, &sdp);
            self.negotiation.offer(sdp);
        }
        let number = request.headers.cseq().map_or(0, |cseq| cseq.number);
        self.ours = Ours::Sent { what, glares, number };
        scene.request(request, self.dialog.next_hop(), step);
    }

    /// Takes the answer to our re-INVITE or UPDATE.
    pub(super) fn offer_answered(&mut self, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let (response, status) = (reply.response, reply.response.status);
        if !status.is_final() {
            return Next::Stay;
        }
        if status.is_success() && reply.step == Step::Reinvite {
            self.acknowledge(reply.sent, scene);
        }
        let answered = reply.sent.headers.cseq().map_or(0, |cseq| cseq.number);
        if !matches!(&self.ours, Ours::Sent { number, .. } if answered >= *number) {
            // A 2xx again, whose ACK was lost.
            return Next::Stay;
        }
        let Ours::Sent { what, glares, .. } = std::mem::replace(&mut self.ours, Ours::Idle) else {
            return Next::Stay;
        };
        match status {
            Status::CALL_DOES_NOT_EXIST | Status::REQUEST_TIMEOUT => {
                self.ended(EndCause::Broken { status }, scene)
            }
            Status::REQUEST_PENDING if glares < MAX_GLARES => {
                self.negotiation.withdraw();
                let at = scene.now + self.after_glare(scene);
                self.ours = Ours::Later { what, glares: glares.saturating_add(1), at };
                Next::Stay
            }
            Status::SESSION_INTERVAL_TOO_SMALL if self.timer.learn(&response.headers) => {
                self.negotiation.withdraw();
                self.send(what, glares, scene);
                Next::Stay
            }
            _ if status.is_success() => self.agreed(&what, reply, scene),
            _ => self.refused(&what, status, scene),
        }
    }

    fn agreed(&mut self, what: &What, reply: Reply<'_>, scene: &mut Scene<'_>) -> Next {
        let response = reply.response;
        self.dialog.refresh_target(&response.headers);
        self.timer.start_as_caller(scene.now, &response.headers);
        self.updates = allows_update(&response.headers).unwrap_or(self.updates);
        let body = sdp(&response.headers, &response.body);
        let answer = body.filter(|body| self.negotiation.take_answer(body));
        match (what, answer) {
            (What::Offer(_), Some(sdp)) => {
                scene.tell(Event::OfferAnswered { leg: scene.leg, sdp: sdp.to_vec() });
            }
            (What::Offer(_), None) => return self.refused(what, Status::NOT_ACCEPTABLE_HERE, scene),
            (What::Refresh, _) => self.negotiation.withdraw(),
        }
        self.offer_queued(scene)
    }

    fn refused(&mut self, what: &What, status: Status, scene: &mut Scene<'_>) -> Next {
        self.negotiation.withdraw();
        if matches!(what, What::Offer(_)) && !self.is_closing() {
            scene.tell(Event::OfferRefused { leg: scene.leg, status });
        }
        self.offer_queued(scene)
    }

    /// RFC 3261 section 14.1: who made the Call-ID waits 2.1 to 4 s, the other one 0 to 2 s, in steps of 10 ms.
    fn after_glare(&self, scene: &mut Scene<'_>) -> Duration {
        let (least, steps) = if self.caller { (2100, 191) } else { (0, 201) };
        Duration::from_millis(least + 10 * scene.chance.below(steps))
    }

    /// Takes the peer's re-INVITE or UPDATE.
    pub(super) fn take_offer(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        if let Err(TooSmall(min_se)) = self.timer.terms().judge(&asked.request.headers) {
            let mut response = asked.response(Status::SESSION_INTERVAL_TOO_SMALL, &self.dialog);
            response.headers.push(HeaderName::MinSe, min_se.to_string());
            scene.respond(asked.txn, response);
            return Next::Stay;
        }
        if let Some(status) = self.cannot_take(&asked) {
            let mut response = asked.response(status, &self.dialog);
            if status == Status::SERVER_INTERNAL_ERROR {
                // RFC 3261 section 14.2: a random time up to 10 s.
                response.headers.push(HeaderName::RetryAfter, scene.chance.below(11).to_string());
            }
            scene.respond(asked.txn, response);
            return Next::Stay;
        }
        self.dialog.refresh_target(&asked.request.headers);
        self.updates = allows_update(&asked.request.headers).unwrap_or(self.updates);
        // A new INVITE shows that the ACK of the last one was only lost.
        if self.unacknowledged.take().is_some_and(|sent| sent.first) {
            scene.tell(Event::Confirmed { leg: scene.leg, sdp: None });
        }
        let body = sdp(&asked.request.headers, &asked.request.body).map(<[u8]>::to_vec);
        match body {
            None if asked.request.method == Method::Update => self.agree(asked, None, scene),
            Some(body) if self.negotiation.is_repeated(&body) => {
                self.negotiation.take_offer(Some(&body));
                let ours = self.negotiation.local().to_vec();
                self.agree(asked, Some(&ours), scene);
            }
            body => {
                self.negotiation.take_offer(body.as_deref());
                self.theirs = Some(asked);
                scene.tell(Event::Offered { leg: scene.leg, sdp: body });
            }
        }
        Next::Stay
    }

    /// RFC 3261 section 14.2 and RFC 3311 section 5.2.
    fn cannot_take(&self, asked: &Asked) -> Option<Status> {
        let is_invite = asked.request.method == Method::Invite;
        let offers = is_invite || sdp(&asked.request.headers, &asked.request.body).is_some();
        let busy = matches!(self.ours, Ours::Sent { .. }) || self.negotiation.awaits_answer();
        if self.is_closing() {
            Some(Status::REQUEST_TERMINATED)
        } else if offers && self.theirs.is_some() {
            Some(Status::SERVER_INTERNAL_ERROR)
        } else if offers && busy {
            Some(Status::REQUEST_PENDING)
        } else {
            None
        }
    }

    /// Answers the peer's offer, or makes the offer that it asked for.
    pub(super) fn accept(&mut self, sdp: &[u8], scene: &mut Scene<'_>) -> Next {
        if let Some(theirs) = self.theirs.take() {
            self.agree(theirs, Some(sdp), scene);
        }
        self.offer_queued(scene)
    }

    pub(super) fn reject(&mut self, status: Status, scene: &mut Scene<'_>) -> Next {
        if let Some(theirs) = self.theirs.take() {
            self.negotiation.withdraw();
            scene.answer(&theirs, status, &self.dialog);
        }
        self.offer_queued(scene)
    }

    fn agree(&mut self, asked: Asked, sdp: Option<&[u8]>, scene: &mut Scene<'_>) {
        let mut response = asked.success(&self.dialog, sdp);
        if let Some(sdp) = sdp {
            self.negotiation.say(sdp);
        }
        self.timer.start_as_called(scene.now, &asked.request.headers, &mut response.headers);
        scene.respond(asked.txn, response.clone());
        if asked.request.method == Method::Invite {
            let resend = Resend::success(scene.now);
            self.unacknowledged = Some(Unacknowledged { invite: asked, response, resend, first: false });
        }
    }
}
