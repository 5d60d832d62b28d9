//! The requests of a phone: resent until they are answered (RFC 3261 section 17.1), with credentials where asked for.

use std::time::Duration;

use moment::Moment;
use sip_msg::{HeaderName, Method, Request, Response, Status};

use super::{Phone, call::State, digest};

/// A request that waits for its answer.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) request: Request,
    pub(super) branch: String,
    /// When it is resent; never once the peer is known to work on it.
    pub(super) at: Moment,
    pub(super) gap: Duration,
    pub(super) give_up: Moment,
    pub(super) had_credentials: bool,
}

impl Asked {
    pub(super) fn is_of(&self, method: &Method) -> bool {
        self.request.method == *method
    }
}

/// T1 and T2 of RFC 3261 section 17.1.1.1.
pub(super) const T1: Duration = Duration::from_millis(500);
pub(super) const T2: Duration = Duration::from_secs(4);
/// 64 times T1: how long a transaction lives.
pub(super) const LIFE: Duration = Duration::from_secs(32);

impl Phone {
    /// Sends a request in a new transaction.
    pub(super) fn ask(&mut self, mut request: Request, had_credentials: bool) {
        let branch = format!("z9hG4bK-{}", self.unique());
        let via = format!("SIP/2.0/UDP {};branch={branch};rport", self.addr);
        request.headers.remove(&HeaderName::Via);
        request.headers.push_front(HeaderName::Via, via);
        self.send(request.to_bytes());
        let (at, give_up) = (self.now + T1, self.now + LIFE);
        self.asked.push(Asked { request, branch, at, gap: T1, give_up, had_credentials });
    }

    /// Resends what is due, and gives up what had its time.
    pub(super) fn resend(&mut self) {
        let now = self.now;
        let mut due = Vec::new();
        for asked in self.asked.iter_mut().filter(|asked| asked.at <= now) {
            let is_invite = asked.request.method == Method::Invite;
            asked.gap = if is_invite { asked.gap * 2 } else { T2.min(asked.gap * 2) };
            asked.at = now + asked.gap;
            due.push(asked.request.to_bytes());
        }
        due.into_iter().for_each(|bytes| self.send(bytes));
        let (dead, alive) =
            std::mem::take(&mut self.asked).into_iter().partition(|asked| asked.give_up <= now);
        self.asked = alive;
        for asked in dead {
            self.concluded(&asked, &asked.request.response(Status::REQUEST_TIMEOUT));
        }
    }

    /// Takes a response.
    pub(super) fn response(&mut self, response: Response) {
        let (Ok(via), Ok(cseq)) = (response.headers.via(), response.headers.cseq()) else { return };
        let is_answered =
            |asked: &Asked| Some(asked.branch.as_str()) == via.branch() && asked.is_of(&cseq.method);
        let place = self.asked.iter().position(is_answered);
        let Some(place) = place else { return self.repeated(&response) };
        if response.status.is_provisional() {
            if let Some(asked) =
                self.asked.get_mut(place).filter(|asked| asked.request.method == Method::Invite)
            {
                asked.at = Moment::NEVER;
                asked.give_up = Moment::NEVER;
                self.heard(&response);
            }
            return;
        }
        let asked = self.asked.remove(place);
        if asked.request.method == Method::Invite && !response.status.is_success() {
            self.acknowledge_failure(&asked.request, &response);
        }
        let is_challenge =
            matches!(response.status, Status::UNAUTHORIZED | Status::PROXY_AUTHENTICATION_REQUIRED);
        if is_challenge && !asked.had_credentials && self.answer_challenge(&asked, &response) {
            return;
        }
        self.concluded(&asked, &response);
    }

    fn answer_challenge(&mut self, asked: &Asked, response: &Response) -> bool {
        let mut again = asked.request.clone();
        let Ok(mut cseq) = again.headers.cseq() else { return false };
        cseq.number += 1;
        let cnonce = self.unique();
        if !digest::authorize(&mut again, &self.account, response, &cnonce) {
            return false;
        }
        again.headers.set(HeaderName::CSeq, cseq.to_string());
        if let Some(call) = self.call_of(again.headers.call_id().unwrap_or_default()) {
            call.cseq = cseq.number;
            if call.state == State::Trying && call.is_caller {
                call.invite = again.clone();
            }
        }
        self.ask(again, true);
        true
    }

    /// RFC 3261 section 17.1.1.3.
    fn acknowledge_failure(&mut self, invite: &Request, response: &Response) {
        let mut ack = Request::new(Method::Ack, invite.uri.clone());
        for name in [HeaderName::Via, HeaderName::From, HeaderName::CallId] {
            ack.headers.copy(&invite.headers, &name);
        }
        ack.headers.copy(&response.headers, &HeaderName::To);
        let number = invite.headers.cseq().map_or(1, |cseq| cseq.number);
        ack.headers.push(HeaderName::CSeq, format!("{number} ACK"));
        ack.headers.push(HeaderName::MaxForwards, "70");
        let bytes = ack.to_bytes();
        self.failure_acks.retain(|(branch, _)| branch != via_branch(invite));
        self.failure_acks.push((via_branch(invite).to_owned(), bytes.clone()));
        self.send(bytes);
    }

    /// A final answer whose transaction is over came again: its ACK was lost.
    fn repeated(&mut self, response: &Response) {
        let Ok(cseq) = response.headers.cseq() else { return };
        if cseq.method != Method::Invite || response.status.is_provisional() {
            return;
        }
        let again = match response.status.is_success() {
            true => {
                let call = self.call_of(response.headers.call_id().unwrap_or_default());
                let ack = call.and_then(|call| call.ack.clone());
                ack.filter(|(number, _)| *number == cseq.number).map(|(_, bytes)| bytes)
            }
            false => {
                let branch = response.headers.via().ok().and_then(|via| via.branch().map(str::to_owned));
                self.failure_acks
                    .iter()
                    .find(|(own, _)| Some(own) == branch.as_ref())
                    .map(|(_, bytes)| bytes.clone())
            }
        };
        if let Some(bytes) = again.filter(|_| !self.manners.loses_acks) {
            self.send(bytes);
        }
    }
}

fn via_branch(request: &Request) -> &str {
    let via = request.headers.get(&HeaderName::Via).unwrap_or_default();
    via.split(";branch=").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default()
}
