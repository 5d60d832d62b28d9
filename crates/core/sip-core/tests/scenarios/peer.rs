//! A scripted peer at an address where no endpoint is: it reads its mail and answers by hand.

use std::net::SocketAddr;

use sip_core::Transport;
use sip_msg::{HeaderName, Message, Method, Request, Response, Status};

use crate::world::{ADDRESS, World};

/// The peer's place.
#[derive(Clone, Copy)]
pub(crate) struct Peer {
    pub(crate) at: SocketAddr,
}

impl Peer {
    pub(crate) fn new(at: &str) -> Self {
        Self { at: at.parse().unwrap() }
    }

    /// Takes the first request of a method from its mail.
    pub(crate) fn request(&self, world: &mut World, method: &Method) -> Request {
        self.take(world, |message| match message {
            Message::Request(request) if request.method == *method => Some(request.clone()),
            _ => None,
        })
        .unwrap_or_else(|| panic!("no {method}:\n{}", world.ladder.join("\n")))
    }

    /// Takes the first response of that code from its mail.
    pub(crate) fn response(&self, world: &mut World, code: u16) -> Response {
        self.take(world, |message| match message {
            Message::Response(response) if response.status.code() == code => Some(response.clone()),
            _ => None,
        })
        .unwrap_or_else(|| panic!("no {code}:\n{}", world.ladder.join("\n")))
    }

    /// How many requests of a method are in its mail.
    pub(crate) fn count(&self, world: &World, method: &Method) -> usize {
        let is =
            |message: &Message| matches!(message, Message::Request(request) if request.method == *method);
        world.mail.iter().filter(|(_, to, message)| *to == self.at && is(message)).count()
    }

    fn take<T>(&self, world: &mut World, pick: impl Fn(&Message) -> Option<T>) -> Option<T> {
        let found =
            world.mail.iter().position(|(_, to, message)| *to == self.at && pick(message).is_some())?;
        let (_, _, message) = world.mail.remove(found);
        pick(&message)
    }

    /// Answers a request with a tag, further headers and a body.
    pub(crate) fn answer(
        &self,
        world: &mut World,
        request: &Request,
        code: u16,
        tag: &str,
        more: &[(HeaderName, &str)],
        body: &[u8],
    ) {
        let mut response = request.response(Status::new(code).unwrap());
        let to = request.headers.get(&HeaderName::To).unwrap();
        if !to.contains(";tag=") {
            response.headers.set(HeaderName::To, format!("{to};tag={tag}"));
        }
        response.headers.push(HeaderName::Contact, format!("<sip:peer@{};branch={tag}>", self.at));
        for (name, value) in more {
            response.headers.push(name.clone(), *value);
        }
        if !body.is_empty() {
            response.headers.push(HeaderName::ContentType, "application/sdp");
            response.body = body.to_vec();
        }
        world.post(self.at, ADDRESS[0].parse().unwrap(), Transport::Udp, response.to_bytes());
    }

    /// Sends the first side a request, given as its lines.
    pub(crate) fn send(&self, world: &mut World, text: &str) {
        world.post(
            self.at,
            ADDRESS[0].parse().unwrap(),
            Transport::Udp,
            text.replace('\n', "\r\n").into_bytes(),
        );
    }
}
