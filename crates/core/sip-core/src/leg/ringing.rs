//! The called side until the answer: RFC 3261 section 13.3, RFC 3262 for reliable provisional responses.

use std::{collections::VecDeque, time::Duration};

use moment::Moment;
use serde::{Deserialize, Serialize};
use sip_msg::{HeaderName, Method, Request, Response, Status};

use super::{
    Next, Scene,
    asked::{ALLOW, Asked, allows_update, attach, sdp},
    offer_answer::Negotiation,
    reason,
    reliable::{Unacknowledged, Wish},
    resend::{Due, Resend},
    session::Session,
    session_timer::{SessionTimer, Terms, TooSmall},
};
use crate::{
    dialog::{Dialog, Unfit},
    flow::Hop,
    port::{EndCause, Event},
};

/// Orders that may wait for one PRACK; whoever rings on faster than that is not told all of it.
const MAX_WAITING: usize = 8;
/// A ringing caller is reminded that it rings: proxies give an INVITE up after 3 minutes (RFC 3261 section 13.3.1.1).
const REMIND: Duration = Duration::from_secs(60);
/// When a caller may try again whom we turned away for now, in seconds.
pub(crate) const RETRY_AFTER: &str = "10";

/// A call that has arrived.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ringing {
    pub(super) invite: Asked,
    pub(super) dialog: Dialog,
    pub(super) negotiation: Negotiation,
    wish: Wish,
    pub(super) updates: bool,
    next_rseq: u32,
    pub(super) unacknowledged: Option<Unacknowledged>,
    waiting: VecDeque<Waiting>,
    remind: Option<(Moment, Status)>,
    /// An UPDATE or PRACK of the peer with an offer.
    pub(super) theirs: Option<Asked>,
    terms: Terms,
}

/// What waits for a PRACK.
#[derive(Debug, Serialize, Deserialize)]
enum Waiting {
    Progress(Status, Option<Vec<u8>>),
    Answer(Vec<u8>),
}

/// Why an INVITE gets its final answer without a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswerable {
    /// It cannot make a dialog: 400.
    NoDialog,
    /// 422 with our Min-SE.
    IntervalTooSmall(u32),
}

impl Ringing {
    /// Takes an INVITE that was judged and proved.
    pub(crate) fn new(
        invite: Asked,
        tag: &str,
        path: Option<Hop>,
        first_rseq: u32,
        terms: Terms,
    ) -> Result<Self, Unanswerable> {
        let headers = &invite.request.headers;
        terms.judge(headers).map_err(|TooSmall(min_se)| Unanswerable::IntervalTooSmall(min_se))?;
        let dialog =
            Dialog::of_called(&invite.request, tag, path).map_err(|_: Unfit| Unanswerable::NoDialog)?;
        let offer = sdp(headers, &invite.request.body);
        Ok(Self {
            negotiation: Negotiation::with_their_offer(offer),
            wish: Wish::of(headers),
            updates: allows_update(headers).unwrap_or(false),
            next_rseq: first_rseq,
            dialog,
            invite,
            unacknowledged: None,
            waiting: VecDeque::new(),
            remind: None,
            theirs: None,
            terms,
        })
    }

    pub(super) fn dialog(&self) -> &Dialog {
        &self.dialog
    }

    pub(super) fn dialog_mut(&mut self) -> &mut Dialog {
        &mut self.dialog
    }

    pub(super) fn deadline(&self) -> Option<Moment> {
        let resend = self.unacknowledged.as_ref().map(|waiting| waiting.resend.deadline());
        resend.into_iter().chain(self.remind.map(|(at, _)| at)).min()
    }

    pub(super) fn progress(&mut self, status: Status, sdp: Option<Vec<u8>>, scene: &mut Scene<'_>) -> Next {
        if !status.is_provisional() || status == Status::TRYING {
            return Next::Stay;
        }
        if self.unacknowledged.is_none() {
            self.say(status, sdp, scene);
        } else if self.waiting.len() < MAX_WAITING {
            self.waiting.push_back(Waiting::Progress(status, sdp));
        }
        Next::Stay
    }

    pub(super) fn answer(&mut self, sdp: Vec<u8>, scene: &mut Scene<'_>) -> Next {
        if self.unacknowledged.is_some() {
            // RFC 3262 section 3: no 2xx while a reliable response with a session description waits for its PRACK.
            self.waiting.push_back(Waiting::Answer(sdp));
            return Next::Stay;
        }
        if let Some(theirs) = self.theirs.take() {
            scene.answer(&theirs, Status::SERVER_INTERNAL_ERROR, &self.dialog);
        }
        // An answer that went reliably before is not said twice (RFC 6337 section 3.1.1).
        let body = self.negotiation.owes().then_some(sdp.as_slice());
        let mut response = self.invite.success(&self.dialog, body);
        self.negotiation.say(&sdp);
        let mut timer = SessionTimer::new(self.terms);
        timer.start_as_called(scene.now, &self.invite.request.headers, &mut response.headers);
        scene.respond(self.invite.txn, response.clone());
        let session = Session::of_called(
            self.dialog.clone(),
            std::mem::take(&mut self.negotiation),
            timer,
            self.updates,
            (self.invite.clone(), response, Resend::success(scene.now)),
        );
        Next::Up(Box::new(session))
    }

    pub(super) fn end(&mut self, status: Status, text: &str, scene: &mut Scene<'_>) -> Next {
        // An order to hang up a call that was never answered is a refusal for now.
        let status = if status.code() < 300 { Status::TEMPORARILY_UNAVAILABLE } else { status };
        let mut response = self.invite.response(status, &self.dialog);
        match status {
            // RFC 3261 section 20.43: 305 is "incompatible media format", and the text says what would be compatible.
            Status::NOT_ACCEPTABLE_HERE if !text.is_empty() => {
                response.headers.push(HeaderName::Warning, format!("305 strowger \"{}\"", unquoted(text)));
            }
            _ if !text.is_empty() => response.reason = text.into(),
            _ => {}
        }
        if status == Status::SERVICE_UNAVAILABLE {
            response.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
        }
        self.refuse_theirs(scene);
        scene.respond(self.invite.txn, response);
        Next::Over
    }

    pub(super) fn cancel(&mut self, cancel: &Request, scene: &mut Scene<'_>) -> Next {
        let elsewhere = reason::is_elsewhere(&cancel.headers);
        self.over(Status::REQUEST_TERMINATED, EndCause::Cancelled { elsewhere }, scene)
    }

    pub(super) fn request(&mut self, asked: Asked, scene: &mut Scene<'_>) -> Next {
        if self.dialog.take_cseq(&asked.request).is_err() {
            scene.answer(&asked, Status::SERVER_INTERNAL_ERROR, &self.dialog);
            return Next::Stay;
        }
        match asked.request.method {
            Method::Prack => self.prack(asked, scene),
            Method::Update => self.update(asked, scene),
            Method::Bye => {
                // RFC 3261 section 15: the caller may BYE an early dialog.
                scene.answer(&asked, Status::OK, &self.dialog);
                let text = reason::text(&asked.request.headers);
                self.over(Status::REQUEST_TERMINATED, EndCause::Bye { text }, scene)
            }
            Method::Options => {
                scene.respond(asked.txn, asked.told_abilities(&self.dialog));
                Next::Stay
            }
            // RFC 6086 section 4.1: the early dialog of an INVITE carries it too, as digits for an announcement before the answer.
            Method::Info => {
                scene.answer(&asked, Status::OK, &self.dialog);
                scene.tell_info(&asked.request);
                Next::Stay
            }
            // RFC 3261 section 14.2: an INVITE before the final answer to the first one.
            Method::Invite => {
                let mut response = asked.response(Status::SERVER_INTERNAL_ERROR, &self.dialog);
                response.headers.push(HeaderName::RetryAfter, RETRY_AFTER);
                scene.respond(asked.txn, response);
                Next::Stay
            }
            _ => {
                scene.answer(&asked, Status::METHOD_NOT_ALLOWED, &self.dialog);
                Next::Stay
            }
        }
    }

    /// Does what waited for the PRACK.
    pub(super) fn go_on(&mut self, scene: &mut Scene<'_>) -> Next {
        while self.unacknowledged.is_none() {
            match self.waiting.pop_front() {
                Some(Waiting::Progress(status, sdp)) => self.say(status, sdp, scene),
                Some(Waiting::Answer(sdp)) => return self.answer(sdp, scene),
                None => break,
            }
        }
        Next::Stay
    }

    pub(super) fn tick(&mut self, scene: &mut Scene<'_>) -> Next {
        if let Some((at, status)) = self.remind.filter(|(at, _)| *at <= scene.now) {
            self.remind = Some((at + REMIND, status));
            let reminder = self.provisional(status, None, None);
            scene.respond(self.invite.txn, reminder);
        }
        match self.unacknowledged.as_mut().map(|sent| sent.resend.tick(scene.now)) {
            Some(Due::Again) => {
                let again = self.unacknowledged.as_ref();
                let response =
                    again.map(|sent| self.provisional(sent.status, sent.sdp.as_deref(), Some(sent.rseq)));
                response.into_iter().for_each(|response| scene.respond(self.invite.txn, response));
                Next::Stay
            }
            // RFC 3262 section 3: a 5xx for the INVITE.
            Some(Due::GiveUp) => self.over(Status::SERVER_TIMEOUT, EndCause::NoAck, scene),
            Some(Due::Wait) | None => Next::Stay,
        }
    }

    /// Sends a provisional response, reliably where the caller wishes so.
    fn say(&mut self, status: Status, sdp: Option<Vec<u8>>, scene: &mut Scene<'_>) {
        let news = sdp.filter(|_| self.negotiation.owes());
        if !self.wish.asks(news.is_some()) {
            // An offer must travel reliably (RFC 3261 section 13.2.1), so a caller without 100rel waits for the 200.
            let body = news.filter(|_| sdp_of(&self.invite.request).is_some());
            scene.respond(self.invite.txn, self.provisional(status, body.as_deref(), None));
            self.remind = Some((scene.now + REMIND, status));
            return;
        }
        let rseq = self.next_rseq;
        self.next_rseq = rseq.saturating_add(1);
        scene.respond(self.invite.txn, self.provisional(status, news.as_deref(), Some(rseq)));
        news.iter().for_each(|sdp| self.negotiation.say(sdp));
        let resend = Resend::provisional(scene.now);
        self.unacknowledged = Some(Unacknowledged { rseq, status, sdp: news, resend });
        self.remind = None;
    }

    fn provisional(&self, status: Status, sdp: Option<&[u8]>, rseq: Option<u32>) -> Response {
        let mut response = self.invite.response(status, &self.dialog);
        response.headers.push(HeaderName::Allow, ALLOW);
        if let Some(rseq) = rseq {
            response.headers.push(HeaderName::Require, "100rel");
            response.headers.push(HeaderName::RSeq, rseq.to_string());
        }
        if let Some(sdp) = sdp {
            attach(&mut response.headers, &mut response.body, sdp);
        }
        response
    }

    fn over(&mut self, status: Status, cause: EndCause, scene: &mut Scene<'_>) -> Next {
        self.refuse_theirs(scene);
        scene.answer(&self.invite, status, &self.dialog);
        scene.tell(Event::Ended { leg: scene.leg, cause });
        Next::Over
    }
}

impl Unanswerable {
    /// Builds the final answer.
    pub(crate) fn response(self, invite: &Request) -> Response {
        match self {
            Self::NoDialog => invite.response(Status::BAD_REQUEST),
            Self::IntervalTooSmall(min_se) => {
                let mut response = invite.response(Status::SESSION_INTERVAL_TOO_SMALL);
                response.headers.push(HeaderName::MinSe, min_se.to_string());
                response
            }
        }
    }
}

fn sdp_of(request: &Request) -> Option<&[u8]> {
    sdp(&request.headers, &request.body)
}

/// Makes a text fit between quotes: it may name what a peer has sent.
fn unquoted(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).map(|c| if matches!(c, '"' | '\\') { '\'' } else { c }).collect()
}
