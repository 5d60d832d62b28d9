//! Calls as tests need them: placed, arrived, answered, in both directions.

use std::time::Duration;

use sip_core::{Caller, Command, Event, LegId, LegTarget, Outgoing};
use sip_msg::Status;

use crate::{Subject, Text, ack, answer, invite};

/// An offer; the endpoint never reads it.
pub const OFFER: &str = "v=0 offer";
/// An answer.
pub const ANSWER: &str = "v=0 answer";

impl Subject {
    /// Calls 101 at the peer.
    pub fn call(&mut self) -> LegId {
        let caller = Caller { name: "Alice".to_owned(), number: "201".to_owned(), private: false };
        self.call_as(caller, |_| {})
    }

    /// Calls 101 at the peer as somebody, with changes to the order.
    pub fn call_as(&mut self, caller: Caller, edit: impl FnOnce(&mut Outgoing)) -> LegId {
        let leg = self.endpoint.reserve_leg();
        let trunk = *self.snapshot.nouns().trunks.keys().next().expect("there is a trunk");
        let mut order = Outgoing {
            leg,
            to: LegTarget::Trunk { trunk, number: "101".to_owned() },
            caller,
            sdp: OFFER.into(),
            max_forwards: 69,
            diversion: vec![],
            patience: Duration::from_secs(60),
        };
        edit(&mut order);
        self.order(Command::Invite(Box::new(order)));
        leg
    }

    /// Gives an order.
    pub fn order(&mut self, command: Command) {
        self.input(sip_core::Input::Command(command));
    }

    /// Rings on an incoming leg.
    pub fn ring(&mut self, leg: LegId) {
        self.order(Command::Progress { leg, status: Status::RINGING, sdp: None });
    }

    /// Answers an incoming leg.
    pub fn answer(&mut self, leg: LegId) {
        self.order(Command::Answer { leg, sdp: ANSWER.into() });
    }

    /// Offers new media.
    pub fn offer(&mut self, leg: LegId, sdp: &str) {
        self.order(Command::Offer { leg, sdp: sdp.into() });
    }

    /// Accepts the peer's offer.
    pub fn accept(&mut self, leg: LegId) {
        self.order(Command::Accept { leg, sdp: ANSWER.into() });
    }

    /// Ends a leg.
    pub fn end(&mut self, leg: LegId, status: Status) {
        self.order(Command::End { leg, status, text: String::new() });
    }

    /// Takes the call that has arrived.
    ///
    /// # Panics
    /// Where none has.
    pub fn incoming(&mut self) -> LegId {
        let arrived = self.events.drain(..).find_map(|event| match event {
            Event::Incoming(incoming) => Some(incoming.leg),
            _ => None,
        });
        arrived.unwrap_or_else(|| panic!("no call arrived: {:?}", self.wire))
    }

    /// Lets a call of the peer arrive.
    pub fn arrived(&mut self, invite: &Text) -> LegId {
        self.hear(invite);
        self.incoming()
    }

    /// Lets a call of the peer arrive, answers it, and hears the ACK; returns the 200.
    pub fn answered(&mut self, invite: &Text) -> (LegId, Text) {
        let leg = self.arrived(invite);
        self.answer(leg);
        let ok = self.response(200);
        self.hear(&ack(&ok));
        self.events.clear();
        (leg, ok)
    }

    /// The same, with the plainest of INVITEs.
    pub fn talking(&mut self) -> (LegId, Text) {
        self.answered(&invite())
    }

    /// Calls the peer, which answers; returns the INVITE.
    pub fn connected(&mut self) -> (LegId, Text) {
        let leg = self.call();
        let invite = self.request("INVITE");
        self.hear(&answer(&invite, 200, "peer").with_sdp(ANSWER));
        self.request("ACK");
        self.events.clear();
        (leg, invite)
    }

    /// Tells whether something of this kind was told since the last look.
    pub fn told(&self, kind: impl Fn(&Event) -> bool) -> bool {
        self.events.iter().any(kind)
    }
}
