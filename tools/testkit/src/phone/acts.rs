//! What a test can make a phone do.

use sdp::Direction;
use sip_msg::{HeaderName, Host, Method, NameAddr, Request, SipUri, Status, Uri};

use super::{
    Phone,
    call::{PhoneCall, State},
    client::{self, Asked},
};

impl Phone {
    /// Registers, or with 0 seconds goes away.
    pub fn register(&mut self) {
        self.register_cseq += 1;
        self.registered = None;
        let own = NameAddr::new(self.uri(&self.account.username.clone()));
        let mut request = Request::new(
            Method::Register,
            Uri::from(SipUri {
                port: Some(self.exchange.port()),
                ..SipUri::new(Host::from(self.exchange.ip()))
            }),
        );
        self.fill(&mut request, (&own, &own), &format!("reg-{}", self.name), self.register_cseq);
        request.headers.push(HeaderName::Contact, self.contact());
        request.headers.push(HeaderName::Expires, self.manners.expires.to_string());
        self.ask(request, false);
        self.register_cseq += 1;
    }

    /// Dials, and returns the call's place in [`Phone::calls`].
    pub fn dial(&mut self, number: &str) -> usize {
        let mut local = NameAddr::new(self.uri(&self.account.username.clone()));
        local.set_tag(&self.unique());
        let target = self.uri(number);
        let remote = NameAddr::new(target.clone());
        let call_id = format!("call-{}", self.unique());
        let mut invite = Request::new(Method::Invite, target.clone());
        self.fill(&mut invite, (&local, &remote), &call_id, 1);
        invite.headers.push(HeaderName::Contact, self.contact());
        let mut audio = self.new_audio();
        if !self.manners.offers_late {
            invite.set_body("application/sdp", audio.offer(Direction::SendRecv));
        }
        self.calls.push(PhoneCall {
            state: State::Trying,
            heard: Vec::new(),
            remote,
            reason: None,
            infos: Vec::new(),
            agreed: None,
            is_caller: true,
            call_id,
            local,
            target,
            cseq: 1,
            remote_cseq: 0,
            invite: invite.clone(),
            audio,
            unconfirmed: None,
            ack: None,
            last_answer: None,
            answers_at: None,
        });
        self.ask(invite, false);
        self.calls.len() - 1
    }

    /// Says that it rings.
    pub fn ring(&mut self, call: usize) {
        self.respond(call, Status::RINGING, None);
    }

    /// Lets itself be heard before it answers.
    pub fn early(&mut self, call: usize) {
        let body = self.describe(call);
        self.respond(call, Status::SESSION_PROGRESS, body);
    }

    /// Lets itself be heard from another port from now on, as a network does that tries one place after the other.
    pub fn move_audio(&mut self, call: usize, port: u16) {
        let audio = &mut self.calls[call].audio;
        (audio.abilities.rtp_port, audio.ours) = (port, None);
    }

    /// Answers.
    pub fn answer(&mut self, call: usize) {
        let body = match self.calls.get(call).and_then(|call| call.last_answer.as_ref()) {
            Some(early) if !early.body.is_empty() => Some(early.body.clone()),
            _ => self.describe(call),
        };
        self.calls[call].state = State::Up;
        self.respond(call, Status::OK, body);
    }

    /// Refuses.
    pub fn refuse(&mut self, call: usize, status: Status) {
        self.calls[call].state = State::Over;
        self.respond(call, status, None);
    }

    /// Hangs up a call that is up.
    pub fn hang_up(&mut self, call: usize) {
        let bye = self.within(call, Method::Bye);
        self.calls[call].state = State::Over;
        self.ask(bye, false);
    }

    /// Gives up a call that it made and that nobody has answered. It is over when 487 comes.
    pub fn cancel(&mut self, call: usize) {
        let invite = &self.calls[call].invite;
        let is_same = |asked: &&Asked| {
            asked.is_of(&Method::Invite) && asked.request.headers.call_id() == invite.headers.call_id()
        };
        let Some(Asked { request: invite, branch, .. }) = self.asked.iter().find(is_same).cloned() else {
            return;
        };
        let mut cancel = Request::new(Method::Cancel, invite.uri.clone());
        for name in [HeaderName::Via, HeaderName::From, HeaderName::To, HeaderName::CallId] {
            cancel.headers.copy(&invite.headers, &name);
        }
        let number = invite.headers.cseq().map_or(1, |cseq| cseq.number);
        cancel.headers.push(HeaderName::CSeq, format!("{number} CANCEL"));
        cancel.headers.push(HeaderName::MaxForwards, "70");
        self.send(cancel.to_bytes());
        let (at, give_up) = (self.now + client::T1, self.now + client::LIFE);
        self.asked.push(Asked {
            request: cancel,
            branch,
            at,
            gap: client::T1,
            give_up,
            had_credentials: true,
        });
    }

    /// Offers a new direction: `SendOnly` holds, `SendRecv` resumes.
    pub fn reoffer(&mut self, call: usize, direction: Direction) {
        let mut request = self.within(call, Method::Invite);
        request.set_body("application/sdp", self.calls[call].audio.offer(direction));
        self.calls[call].invite = request.clone();
        self.ask(request, false);
    }

    /// Offers the call again with other keys.
    pub fn renew_keys(&mut self, call: usize, security: sdp::Security) {
        self.calls[call].audio.abilities.security = security;
        self.reoffer(call, Direction::SendRecv);
    }

    /// Offers something of its own making within a call, as a fax would.
    pub fn offer_body(&mut self, call: usize, body: &str) {
        let mut request = self.within(call, Method::Invite);
        request.set_body("application/sdp", body.as_bytes().to_vec());
        self.ask(request, false);
    }

    /// Sends a digit in an INFO.
    pub fn info(&mut self, call: usize, digit: char) {
        let mut request = self.within(call, Method::Info);
        request
            .set_body("application/dtmf-relay", format!("Signal={digit}\r\nDuration=160\r\n").into_bytes());
        self.ask(request, false);
    }

    /// Asks within a call that the other side call somebody else (RFC 3515).
    pub fn refer(&mut self, call: usize, number: &str) {
        let target = self.uri(number);
        let mut request = self.within(call, Method::Refer);
        request.headers.push(HeaderName::ReferTo, format!("<{target}>"));
        self.ask(request, false);
    }
}
