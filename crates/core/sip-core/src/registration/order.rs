//! A REGISTER as the endpoint is asked to send it.

use model::{Secret, TrunkId};
use sip_msg::Request;

use crate::{endpoint::LoginKey, resolve::Destination};

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
    pub(crate) contact: String,
}

impl Order {
    /// Whose nonces may be used for it.
    pub(crate) fn login(&self) -> LoginKey {
        LoginKey { trunk: self.trunk, username: self.username.as_str().into(), server: Some(self.to.clone()) }
    }
}
