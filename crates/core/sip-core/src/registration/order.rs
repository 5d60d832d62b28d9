//! A REGISTER as the endpoint is asked to send it.

use std::net::SocketAddr;

use model::{Secret, TrunkId};
use sip_msg::{HeaderName, Host, Request, SipUri};

use crate::{flow::Transport, identify, resolve::Destination};

/// One order, until its outcome is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OrderId(pub(super) u64);

/// A REGISTER to send: complete but for Via, Contact, Route and credentials.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// Its number. The outcome of an order that nobody waits for any more is ignored.
    pub(crate) id: OrderId,
    /// The trunk.
    pub(crate) trunk: TrunkId,
    /// The request.
    pub(crate) request: Request,
    /// Where to: the outbound proxy, else the registrar.
    pub(crate) to: Destination,
    /// Whom challenges are answered as.
    pub(crate) username: String,
    /// With which password; without one a challenge is final.
    pub(crate) password: Option<Secret>,
    /// The user part of our contact.
    pub(super) contact: String,
}

impl Order {
    /// Writes the Contact, now that the way is known: our address as the other side sees it. Its `line` parameter comes
    /// back in the Request-URI of calls to it, and tells trunks at one peer apart.
    pub(crate) fn set_contact(&mut self, ours: SocketAddr, transport: Transport) {
        let mut uri = SipUri::of_user(&self.contact, Host::from(ours.ip()));
        uri.port = Some(ours.port());
        if transport == Transport::Tcp {
            uri.params.set("transport", Some("tcp"));
        }
        uri.params.set("line", Some(&identify::line_of(self.trunk)));
        self.request.headers.set(HeaderName::Contact, format!("<{uri}>"));
    }
}
