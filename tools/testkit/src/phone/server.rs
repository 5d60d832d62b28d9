//! What a phone does with requests.

use moment::Moment;
use sdp::Direction;
use sip_msg::{HeaderName, Method, NameAddr, Request, Response, Status};

use super::{
    Phone, Reaction,
    call::{PhoneCall, State, Unconfirmed},
    client::{LIFE, T1, T2},
};

impl Phone {
    /// Takes a request.
    pub(super) fn request(&mut self, request: &Request) {
        let is_dialog = request.headers.to().is_ok_and(|to| to.tag().is_some());
        match (&request.method, is_dialog) {
            (Method::Invite, false) => self.invited(request),
            (Method::Invite | Method::Update, true) => self.reinvited(request),
            (Method::Ack, _) => self.acknowledged(request),
            (Method::Cancel, _) => self.cancelled(request),
            (Method::Bye, _) => self.said_bye(request),
            (Method::Info, _) => {
                let repeated = self.is_repeated(request);
                if let Some(call) = self.call_of_request(request).filter(|_| !repeated) {
                    call.infos.push(String::from_utf8_lossy(&request.body).into_owned());
                }
                self.reply(request.response(Status::OK));
            }
            _ => self.reply(request.response(Status::OK)),
        }
    }

    /// Resends final answers that wait for their ACK, and answers calls that it is time to answer.
    pub(super) fn resend_answers(&mut self) {
        let now = self.now;
        let mut due = Vec::new();
        for call in &mut self.calls {
            if let Some(waiting) = call.unconfirmed.as_mut().filter(|waiting| waiting.at <= now) {
                due.push(waiting.bytes.clone());
                waiting.gap = T2.min(waiting.gap * 2);
                waiting.at = now + waiting.gap;
            }
            if call.unconfirmed.as_ref().is_some_and(|waiting| waiting.give_up <= now) {
                call.unconfirmed = None;
            }
        }
        due.into_iter().for_each(|bytes| self.send(bytes));
        let ready: Vec<usize> = self
            .calls
            .iter()
            .enumerate()
            .filter(|(_, call)| call.answers_at.is_some_and(|at| at <= now))
            .map(|(at, _)| at)
            .collect();
        for call in ready {
            self.answer(call);
        }
    }

    fn invited(&mut self, request: &Request) {
        if self.manners.on_call == Reaction::Silence {
            return;
        }
        let call_id = request.headers.call_id().unwrap_or_default().to_owned();
        let number = request.headers.cseq().map_or(0, |cseq| cseq.number);
        if let Some(call) =
            self.calls.iter().find(|call| call.call_id == call_id && call.remote_cseq >= number)
        {
            let again = call.last_answer.as_ref().map(Response::to_bytes);
            if let Some(bytes) = again {
                self.send(bytes);
            }
            return;
        }
        let Some(call) = self.new_incoming(request, call_id, number) else { return };
        self.calls.push(call);
        let call = self.calls.len() - 1;
        match self.manners.on_call.clone() {
            Reaction::Silence => {}
            Reaction::Ring => self.ring(call),
            Reaction::AnswerAfter(wait) => {
                self.ring(call);
                self.calls[call].answers_at = Some(self.now + wait);
            }
            Reaction::Early => self.early(call),
            Reaction::Refuse(status) => self.refuse(call, status),
            Reaction::Redirect(to) => self.redirect(call, &to),
        }
    }

    fn new_incoming(&mut self, request: &Request, call_id: String, remote_cseq: u32) -> Option<PhoneCall> {
        let mut local = request.headers.to().ok()?;
        local.set_tag(&self.unique());
        Some(PhoneCall {
            state: State::Trying,
            heard: Vec::new(),
            remote: request.headers.from().ok()?,
            reason: None,
            infos: Vec::new(),
            agreed: None,
            is_caller: false,
            call_id,
            local,
            target: request.headers.contact().ok()??.uri,
            cseq: 100,
            remote_cseq,
            invite: request.clone(),
            audio: self.new_audio(),
            unconfirmed: None,
            ack: None,
            last_answer: None,
            answers_at: None,
        })
    }

    /// Answers a provisional or final status to the INVITE of a call.
    pub(super) fn respond(&mut self, at: usize, status: Status, body: Option<Vec<u8>>) {
        let contact = self.contact();
        let now = self.now;
        let Some(call) = self.calls.get_mut(at) else { return };
        let mut response = call.invite.response(status);
        response.headers.set(HeaderName::To, call.local.to_string());
        response.headers.push(HeaderName::Contact, contact);
        if let Some(body) = body {
            response.set_body("application/sdp", body);
        }
        let bytes = response.to_bytes();
        call.last_answer = Some(response);
        if status.is_final() {
            call.answers_at = None;
            let (at, give_up) = (now + T1, now + LIFE);
            call.unconfirmed = Some(Unconfirmed { bytes: bytes.clone(), at, gap: T1, give_up });
        }
        self.send(bytes);
    }

    fn reinvited(&mut self, request: &Request) {
        let repeated = self.is_repeated(request);
        let number = request.headers.cseq().map_or(0, |cseq| cseq.number);
        let is_glare = self.asked.iter().any(|asked| asked.request.method == Method::Invite);
        let Some(at) = self.index_of(request) else {
            return self.reply(request.response(Status::CALL_DOES_NOT_EXIST));
        };
        if repeated {
            let again = self.calls[at].last_answer.as_ref().map(Response::to_bytes);
            return again.into_iter().for_each(|bytes| self.send(bytes));
        }
        let call = &mut self.calls[at];
        call.remote_cseq = number;
        call.invite = request.clone();
        if is_glare {
            return self.respond(at, Status::REQUEST_PENDING, None);
        }
        let body = match request.body.is_empty() {
            true => Some(call.audio.offer(Direction::SendRecv)),
            false => call.audio.answer(&request.body).map(|(body, agreed)| {
                call.agreed = Some(agreed);
                body
            }),
        };
        match body {
            Some(body) => self.respond(at, Status::OK, Some(body)),
            None => self.respond(at, Status::NOT_ACCEPTABLE_HERE, None),
        }
        if request.method == Method::Update {
            self.calls[at].unconfirmed = None;
        }
    }

    fn acknowledged(&mut self, request: &Request) {
        if let Some(call) = self.call_of_request(request) {
            call.unconfirmed = None;
            if !request.body.is_empty() {
                call.agreed = call.audio.accept(&request.body);
            }
        }
    }

    fn cancelled(&mut self, request: &Request) {
        self.reply(request.response(Status::OK));
        let Some(at) = self.index_of(request) else { return };
        if self.calls[at].state == State::Trying {
            self.calls[at].reason = request.headers.get(&HeaderName::Reason).map(str::to_owned);
            self.calls[at].state = State::Over;
            self.respond(at, Status::REQUEST_TERMINATED, None);
        }
    }

    fn said_bye(&mut self, request: &Request) {
        let Some(call) = self.call_of_request(request) else {
            return self.reply(request.response(Status::CALL_DOES_NOT_EXIST));
        };
        call.state = State::Over;
        call.unconfirmed = None;
        call.reason = request.headers.get(&HeaderName::Reason).map(str::to_owned);
        self.reply(request.response(Status::OK));
    }

    fn redirect(&mut self, at: usize, to: &str) {
        let contact = format!("<sip:{to}@{}>", self.exchange);
        let Some(call) = self.calls.get_mut(at) else { return };
        call.state = State::Over;
        let mut response = call.invite.response(Status::MOVED_TEMPORARILY);
        response.headers.set(HeaderName::To, call.local.to_string());
        response.headers.push(HeaderName::Contact, contact);
        let bytes = response.to_bytes();
        call.last_answer = Some(response);
        self.send(bytes);
    }

    fn reply(&mut self, mut response: Response) {
        if let Ok(mut to) = response.headers.to()
            && to.tag().is_none()
        {
            to.set_tag(&self.name);
            response.headers.set(HeaderName::To, to.to_string());
        }
        self.send(response.to_bytes());
    }

    fn is_repeated(&mut self, request: &Request) -> bool {
        let number = request.headers.cseq().map_or(0, |cseq| cseq.number);
        let is_repeated = self.call_of_request(request).is_some_and(|call| call.remote_cseq >= number);
        if request.method == Method::Info
            && let Some(call) = self.call_of_request(request).filter(|_| !is_repeated)
        {
            call.remote_cseq = number;
        }
        is_repeated
    }

    fn index_of(&self, request: &Request) -> Option<usize> {
        let call_id = request.headers.call_id().ok()?;
        self.calls.iter().position(|call| call.call_id == call_id)
    }

    fn call_of_request(&mut self, request: &Request) -> Option<&mut PhoneCall> {
        let at = self.index_of(request)?;
        self.calls.get_mut(at)
    }

    /// When the next answer is to be resent or given.
    pub(super) fn answers_deadline(&self) -> Option<Moment> {
        let resends =
            self.calls.iter().filter_map(|call| call.unconfirmed.as_ref().map(|waiting| waiting.at));
        resends.chain(self.calls.iter().filter_map(|call| call.answers_at)).min()
    }
}

/// The remote end of a dialog as the To or From of our requests.
pub(super) fn address(text: &str) -> NameAddr {
    NameAddr::parse(text).expect("a phone writes addresses that can be read")
}
