//! One outgoing request while it is not done.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use model::{Secret, TrunkId};
use moment::Moment;
use sip_msg::{Host, Request, SipUri};

use crate::{
    auth::{Attempts, Login},
    flow::{Hop, Proof, Transport},
    identify::line_of,
    leg::Step,
    port::{LegId, ProbeId},
    registration::OrderId,
    resolve::Destination,
    txn::ClientId,
};

/// Who hears what becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum User {
    /// A leg.
    Leg(LegId, Step),
    /// One of our registrations.
    Register(OrderId),
    /// The OPTIONS that asks whether a trunk lives; the trunk's status hears of every answer anyway.
    Probe,
    /// The same, for somebody who waits for the answer.
    Test(ProbeId),
    /// An INVITE whose leg is gone: cancelled, or ended should it be answered.
    Stray,
    /// Nobody, as for the BYE of a leg that is gone.
    Nobody,
}

/// Whom challenges are answered as.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    key: LoginKey,
    password: Secret,
}

/// Whose nonces may be used again: those of one server, for one account of one trunk. A trunk that is moved, or that has
/// another username, begins anew.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LoginKey {
    pub(crate) trunk: TrunkId,
    pub(crate) username: Box<str>,
    /// Nowhere where a dynamic trunk is not registered.
    pub(crate) server: Option<Destination>,
}

/// What our Contact says beside our address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContactShape {
    /// The user part.
    pub(crate) user: Box<str>,
    /// The trunk that we register for, in the `line` parameter: it comes back in calls and tells trunks at one peer apart.
    pub(crate) line: Option<TrunkId>,
}

/// One outgoing request.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(super) user: User,
    pub(super) trunk: Option<TrunkId>,
    /// Who must prove to be there, where it goes over TLS.
    pub(super) proof: Option<Proof>,
    /// As it was sent last.
    pub(super) request: Request,
    pub(super) contact: Option<ContactShape>,
    pub(super) account: Option<Account>,
    pub(super) attempts: Attempts,
    pub(super) way: Way,
    pub(super) sent: Option<Sent>,
    pub(super) wake: Option<Moment>,
    pub(super) cancel: Cancel,
    /// A 2xx came.
    pub(super) answered: bool,
    /// To tags of 2xx that were ended.
    pub(super) reaped: Vec<String>,
}

/// Where it goes.
#[derive(Debug)]
pub(super) struct Way {
    /// Targets not tried yet.
    pub(super) hops: VecDeque<Hop>,
    /// How long each may stay silent.
    pub(super) patience: Option<Duration>,
    /// All of them, where somebody wants to know.
    pub(super) all: Vec<Hop>,
    /// A path leads there, not a name; requests that follow this one take it too.
    pub(super) by_path: bool,
}

/// The try that is under way.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) txn: ClientId,
    pub(super) hop: Hop,
    pub(super) at: Moment,
    /// How long the first answer took.
    pub(super) heard: Option<Duration>,
}

/// How far the cancelling of an INVITE is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cancel {
    No,
    /// It waits for a provisional answer (RFC 3261 section 9.1); with the Reason to give.
    Wanted(String),
    Sent,
}

impl Pending {
    pub(super) fn new(
        (user, trunk, proof): (User, Option<TrunkId>, Option<Proof>),
        request: Request,
        contact: Option<ContactShape>,
        account: Option<Account>,
        (patience, by_path): (Option<Duration>, bool),
    ) -> Self {
        Self {
            user,
            trunk,
            proof,
            request,
            contact,
            account,
            attempts: Attempts::default(),
            way: Way { hops: VecDeque::new(), patience, all: Vec::new(), by_path },
            sent: None,
            wake: None,
            cancel: Cancel::No,
            answered: false,
            reaped: Vec::new(),
        }
    }

    /// Splits off the try that is under way, as a stray to be cancelled, so that another target can be tried.
    pub(super) fn leave_behind(&mut self) -> Option<Self> {
        let sent = self.sent.take()?;
        let request = self.request.clone();
        let whose = (User::Stray, self.trunk, self.proof);
        let mut stray = Self::new(whose, request, None, None, (None, self.way.by_path));
        stray.sent = Some(sent);
        stray.cancel = Cancel::Wanted(String::new());
        Some(stray)
    }
}

impl Account {
    pub(crate) fn new(key: LoginKey, password: &Secret) -> Self {
        Self { key, password: password.clone() }
    }

    pub(crate) const fn key(&self) -> &LoginKey {
        &self.key
    }

    pub(crate) fn login(&self) -> Login<'_> {
        Login { username: &self.key.username, password: &self.password }
    }
}

impl ContactShape {
    /// Makes the Contact of a dialog.
    pub(crate) fn of_user(user: &str) -> Self {
        Self { user: user.into(), line: None }
    }

    /// Writes it for an address of ours; as a sips URI where the request that it belongs to is for one (RFC 3261 section 8.1.1.8).
    pub(crate) fn at(&self, ours: SocketAddr, transport: Transport, secure: bool) -> String {
        let host = Host::from(ours.ip());
        let mut uri = match &*self.user {
            "" => SipUri::new(host),
            user => SipUri::of_user(user, host),
        };
        uri.port = Some(ours.port());
        uri.secure = secure;
        match transport {
            Transport::Udp => {}
            Transport::Tcp => uri.params.set("transport", Some("tcp")),
            // RFC 3261 section 26.2.2 deprecates transport=tls, and every phone in the field writes it; sips says it already.
            Transport::Tls if secure => {}
            Transport::Tls => uri.params.set("transport", Some("tls")),
        }
        if let Some(trunk) = self.line {
            uri.params.set("line", Some(&line_of(trunk)));
        }
        format!("<{uri}>")
    }
}
