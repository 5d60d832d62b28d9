//! A scripted phone: registers, dials, rings, answers, holds, hangs up, and misbehaves where a test wants it to. It has
//! transactions and digests of its own, so that the exchange's are tested against other code than their own.

mod acts;
mod call;
mod client;
mod digest;
mod server;

use std::{net::SocketAddr, time::Duration};

use moment::Moment;
use sdp::{Abilities, Codec, Direction};
use sip_core::Transport;
use sip_msg::{HeaderName, Host, Message, Method, NameAddr, Request, Response, SipUri, Status, Uri};

use self::client::Asked;
pub use self::{
    call::{PhoneCall, State},
    digest::Account,
};
use crate::net::Datagram;

/// What a phone does with a call that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Rings until a test says otherwise.
    Ring,
    /// Rings, then answers.
    AnswerAfter(Duration),
    /// Sends early media.
    Early,
    /// Refuses at once.
    Refuse(Status),
    /// Sends the caller elsewhere: 302.
    Redirect(String),
    /// Says nothing at all.
    Silence,
}

/// How a phone behaves.
#[derive(Clone, Debug)]
pub struct Manners {
    /// What it does with calls.
    pub on_call: Reaction,
    /// It never sends the ACK of a 2xx.
    pub loses_acks: bool,
    /// Its INVITE has no offer; the answer comes with the ACK.
    pub offers_late: bool,
    /// The hops that it grants its calls.
    pub max_forwards: u8,
    /// Seconds for which it registers.
    pub expires: u32,
}

/// A phone.
#[derive(Debug)]
pub struct Phone {
    /// What tests call it.
    pub name: String,
    /// Where it is.
    pub addr: SocketAddr,
    /// The exchange that it talks to.
    pub exchange: SocketAddr,
    /// Who it says that it is.
    pub account: Account,
    /// How it behaves.
    pub manners: Manners,
    /// Its codecs in order.
    pub codecs: Vec<Codec>,
    /// What it does about encryption.
    pub security: sdp::Security,
    /// The answer to its last REGISTER.
    pub registered: Option<Status>,
    /// Its calls, in the order in which they began.
    pub calls: Vec<PhoneCall>,
    pub(crate) now: Moment,
    pub(crate) out: Vec<Datagram>,
    asked: Vec<Asked>,
    failure_acks: Vec<(String, Vec<u8>)>,
    register_cseq: u32,
    counter: u32,
}

impl Phone {
    /// Makes a phone that rings, at an address, with an account at an exchange.
    pub fn new(name: &str, addr: SocketAddr, exchange: SocketAddr, account: Account) -> Self {
        Self {
            name: name.to_owned(),
            addr,
            exchange,
            account,
            manners: Manners {
                on_call: Reaction::Ring,
                loses_acks: false,
                offers_late: false,
                max_forwards: 70,
                expires: 3600,
            },
            codecs: vec![Codec::gsm(), Codec::pcmu(), Codec::pcma()],
            security: sdp::Security::Off,
            registered: None,
            calls: Vec::new(),
            now: Moment::ZERO,
            out: Vec::new(),
            asked: Vec::new(),
            failure_acks: Vec::new(),
            register_cseq: 0,
            counter: 0,
        }
    }

    /// The last of its calls.
    ///
    /// # Panics
    /// Where it had none.
    pub fn last(&self) -> &PhoneCall {
        self.calls.last().expect("the phone had a call")
    }

    /// Forgets everything, as a phone that lost its power.
    pub fn reboot(&mut self) {
        self.calls.clear();
        self.asked.clear();
        self.registered = None;
    }

    /// Lets a phone on real sockets take what came and do what is due; returns what it sends.
    pub fn drive(&mut self, now: Moment, came: Option<&[u8]>) -> Vec<Datagram> {
        self.now = now;
        if let Some(bytes) = came {
            self.receive(bytes);
        }
        self.tick();
        std::mem::take(&mut self.out)
    }

    pub(crate) fn receive(&mut self, bytes: &[u8]) {
        match Message::parse(bytes) {
            Ok(Message::Request(request)) => self.request(&request),
            Ok(Message::Response(response)) => self.response(response),
            Err(malformed) => panic!(
                "{} got what it cannot read: {malformed}\n{}",
                self.name,
                String::from_utf8_lossy(bytes)
            ),
        }
    }

    pub(crate) fn tick(&mut self) {
        self.resend();
        self.resend_answers();
    }

    pub(crate) fn deadline(&self) -> Option<Moment> {
        let resends = self.asked.iter().map(|asked| asked.at.min(asked.give_up));
        resends.chain(self.answers_deadline()).min().filter(|at| *at != Moment::NEVER)
    }

    /// Hears an answer to an INVITE of its own that leaves it open.
    fn heard(&mut self, response: &Response) {
        let body = response.body.clone();
        let Some(call) = self.call_of(response.headers.call_id().unwrap_or_default()) else { return };
        if call.state != State::Trying {
            return;
        }
        call.heard.push(response.status);
        // RFC 3261 section 12.1.2: a provisional response with a tag makes an early dialog.
        if let Ok(to) = response.headers.to()
            && to.tag().is_some()
        {
            call.remote = to;
        }
        if let Ok(Some(contact)) = response.headers.contact() {
            call.target = contact.uri;
        }
        if !body.is_empty() {
            call.agreed = call.audio.accept(&body);
        }
    }

    /// Hears how a request of its own came out.
    fn concluded(&mut self, asked: &Asked, response: &Response) {
        match asked.request.method {
            Method::Register => self.registered = Some(response.status),
            Method::Invite => self.invite_concluded(asked, response),
            _ => {}
        }
    }

    fn invite_concluded(&mut self, asked: &Asked, response: &Response) {
        let loses_acks = self.manners.loses_acks;
        let Some(at) =
            self.calls.iter().position(|call| Ok(call.call_id.as_str()) == asked.request.headers.call_id())
        else {
            return;
        };
        let call = &mut self.calls[at];
        call.heard.push(response.status);
        if !response.status.is_success() {
            if call.state == State::Trying {
                call.state = State::Over;
            }
            return;
        }
        if let Ok(to) = response.headers.to() {
            call.remote = to;
        }
        if let Ok(Some(contact)) = response.headers.contact() {
            call.target = contact.uri;
        }
        let number = asked.request.headers.cseq().map_or(call.cseq, |cseq| cseq.number);
        call.state = State::Up;
        let answer = match asked.request.body.is_empty() {
            true => call.audio.answer(&response.body).map(|(body, agreed)| {
                call.agreed = Some(agreed);
                body
            }),
            false => {
                call.agreed = call.audio.accept(&response.body).or(call.agreed.take());
                None
            }
        };
        let latest = call.cseq;
        let mut ack = self.within(at, Method::Ack);
        ack.headers.set(HeaderName::CSeq, format!("{number} ACK"));
        self.calls[at].cseq = latest;
        if let Some(body) = answer {
            ack.set_body("application/sdp", body);
        }
        let branch = self.unique();
        let via = format!("SIP/2.0/UDP {};branch=z9hG4bK-{branch};rport", self.addr);
        ack.headers.push_front(HeaderName::Via, via);
        let bytes = ack.to_bytes();
        self.calls[at].ack = Some((number, bytes.clone()));
        if !loses_acks {
            self.send(bytes);
        }
    }

    /// Makes a request within a call's dialog.
    fn within(&mut self, at: usize, method: Method) -> Request {
        let call = &mut self.calls[at];
        call.cseq += 1;
        let (local, remote, call_id) = (call.local.clone(), call.remote.clone(), call.call_id.clone());
        let (target, cseq) = (call.target.clone(), call.cseq);
        let mut request = Request::new(method, target);
        self.fill(&mut request, (&local, &remote), &call_id, cseq);
        request.headers.push(HeaderName::Contact, self.contact());
        request
    }

    fn fill(&mut self, request: &mut Request, (from, to): (&NameAddr, &NameAddr), call_id: &str, cseq: u32) {
        let mut from = from.clone();
        if from.tag().is_none() {
            from.set_tag(&self.unique());
        }
        let max_forwards = self.manners.max_forwards.to_string();
        request.headers.push(HeaderName::MaxForwards, max_forwards);
        request.headers.push(HeaderName::From, from.to_string());
        request.headers.push(HeaderName::To, to.to_string());
        request.headers.push(HeaderName::CallId, call_id);
        request.headers.push(HeaderName::CSeq, format!("{cseq} {}", request.method));
    }

    /// The answer to a call's offer, or the offer where it had none.
    fn describe(&mut self, at: usize) -> Option<Vec<u8>> {
        let call = self.calls.get_mut(at)?;
        let offer = call.invite.body.clone();
        match offer.is_empty() {
            true => Some(call.audio.offer(Direction::SendRecv)),
            false => {
                let (body, agreed) = call.audio.answer(&offer)?;
                call.agreed = Some(agreed);
                Some(body)
            }
        }
    }

    fn new_audio(&mut self) -> call::PhoneAudio {
        let port = 4000 + u16::try_from(self.number() % 20_000).unwrap_or(0) * 2;
        let abilities = Abilities {
            addr: self.addr.ip(),
            rtp_port: port,
            codecs: self.codecs.clone(),
            telephone_event: Some(101),
            ptime_ms: 20,
            direction: Direction::SendRecv,
            rtcp_mux: false,
            security: self.security.clone(),
        };
        call::PhoneAudio { abilities, ours: None }
    }

    fn call_of(&mut self, call_id: &str) -> Option<&mut PhoneCall> {
        self.calls.iter_mut().find(|call| call.call_id == call_id)
    }

    fn uri(&self, user: &str) -> Uri {
        let port = Some(self.exchange.port());
        Uri::from(SipUri { port, ..SipUri::of_user(user, Host::from(self.exchange.ip())) })
    }

    fn contact(&self) -> String {
        server::address(&format!("<sip:{}@{}>", self.account.username, self.addr)).to_string()
    }

    /// A word that no phone of the world has said before.
    fn unique(&mut self) -> String {
        let number = self.number();
        format!("{}-{number}", self.name)
    }

    fn number(&mut self) -> u32 {
        self.counter += 1;
        self.counter
    }

    fn send(&mut self, bytes: Vec<u8>) {
        self.out.push(Datagram { from: self.addr, to: self.exchange, transport: Transport::Udp, bytes });
    }
}
