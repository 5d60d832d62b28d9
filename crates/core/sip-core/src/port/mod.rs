//! What goes into an [`Endpoint`](crate::Endpoint) and what comes out of it.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use model::{Binding, LineId, Network, Snapshot, TrunkId};
use serde::{Deserialize, Serialize};
use sip_msg::{NameAddr, Status, Uri};

mod event;

pub use self::event::{EndCause, Event, Failure, ProbeAnswer, Probed};
use crate::flow::{ConnId, Flow, Hop, Interface, TlsFault, Transport};

/// Chance, handed in once: 32 bytes that nobody can guess, from the operating system.
pub type Seed = [u8; 32];

/// One INVITE dialog of ours with one peer, early or confirmed; never reused within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LegId(pub u64);

/// A trunk that is asked whether it lives, until its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProbeId(pub u64);

/// A question to the DNS, until its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct QueryId(pub u64);

/// Everything that can happen to an endpoint.
#[derive(Debug)]
pub enum Input<'a> {
    /// One datagram, or one framed message of a stream.
    Received {
        /// The path that it came on.
        flow: Flow,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// Nothing can be sent there: an ICMP error, a refused or lost connection.
    Unreachable {
        /// The transport that failed.
        transport: Transport,
        /// The far end.
        remote: SocketAddr,
        /// The connection that is gone, where it was one.
        conn: Option<ConnId>,
        /// Why it never came up, where that was TLS.
        fault: Option<TlsFault>,
    },
    /// The answer to an [`Action::Resolve`].
    Resolved {
        /// The question's number.
        query: QueryId,
        /// What the DNS said.
        answer: Answer,
    },
    /// A new configuration; calls in progress keep the one that they started with.
    Config(Arc<Snapshot>),
    /// The host's addresses, at the start and whenever they change.
    Interfaces(Vec<Interface>),
    /// What the host's configuration says now of the world outside.
    Addressing {
        /// Our address as the world outside of the local networks sees it.
        external_address: Option<IpAddr>,
        /// Networks that see our own addresses; none means those of the host's interfaces.
        local_networks: Vec<Network>,
    },
    /// Networks that are never limited and never shut out, from now on.
    Spare(Vec<Network>),
    /// Let somebody in again who was shut out for guessing passwords.
    Lift {
        /// The address.
        source: IpAddr,
        /// The account that is shut out from there; everybody at the address where there is none.
        account: Option<String>,
    },
    /// What storage kept of the registrar, once, at the start.
    Restore(Vec<Binding>),
    /// An order from whoever builds calls.
    Command(Command),
    /// An order from whoever watches trunks.
    Trunk(TrunkCommand),
    /// The deadline has come.
    Tick,
}

/// A question to the DNS (RFC 3263). Names have no final dot; the shell adds it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Query {
    /// Which transports and services has the domain?
    Naptr(String),
    /// Which hosts serve `_sip._udp.example.org`?
    Srv(String),
    /// Which addresses has the host? Hosts file included.
    Addresses(String),
}

/// What the DNS said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// (order, preference, service, replacement) of every NAPTR record with the flag "s".
    Naptr(Vec<(u16, u16, String, String)>),
    /// (priority, weight, port, target) of every SRV record.
    Srv(Vec<(u16, u16, u16, String)>),
    /// Every A and AAAA record.
    Addresses(Vec<std::net::IpAddr>),
    /// The name has no such record.
    None,
    /// The DNS did not answer.
    Failed,
}

/// What an endpoint wants done.
#[derive(Debug)]
pub enum Action {
    /// Send on the path that a request came in on.
    Reply {
        /// The path. A lost connection is opened again towards the address that the top Via names (section 18.2.2).
        flow: Flow,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Send to a target; a stream connection is reused or opened.
    Send {
        /// The target.
        hop: Hop,
        /// The message.
        bytes: Vec<u8>,
    },
    /// Ask the DNS; [`Input::Resolved`] brings the answer.
    Resolve {
        /// The question's number.
        query: QueryId,
        /// The question.
        ask: Query,
    },
    /// Keep this of the registrar, so that a restart loses no registration.
    Store(BindingChange),
    /// Somebody of ours has proved himself on this connection: strangers are no reason to close it.
    Vouch(ConnId),
    /// Something that whoever builds calls, or watches, wants to know.
    Event(Event),
}

/// A change of what the registrar knows.
#[derive(Clone, Debug)]
pub enum BindingChange {
    /// A new or refreshed binding; (owner, contact URI) is its key.
    Put(Box<Binding>),
    /// A binding that expired, was removed or replaced.
    Remove(Box<Binding>),
}

/// Who has proved, by digest, by source or by registration, to be behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Party {
    /// A line of ours.
    Line(LineId),
    /// A trunk.
    Trunk(TrunkId),
}

/// The caller as the called side is to see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Display name; empty where there is none.
    pub name: String,
    /// Number, or user part; empty where there is none.
    pub number: String,
    /// The caller asked not to be shown (RFC 3323 `Privacy: id`).
    pub private: bool,
}

/// An order about a trunk, beside its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrunkCommand {
    /// Ask it with OPTIONS whether it lives; [`Event::Probed`] follows in any case.
    Probe(ProbeId, TrunkId),
    /// Register at it now rather than when it is due.
    Register(TrunkId),
}

/// An order about a leg.
#[derive(Debug)]
pub enum Command {
    /// Place a call; the leg's number comes from [`Endpoint::reserve_leg`](crate::Endpoint::reserve_leg).
    Invite(Box<Outgoing>),
    /// Tell the caller how it goes: 180, 181, 182 or 183, with early media where there is a body.
    Progress {
        /// An incoming leg that is not answered.
        leg: LegId,
        /// 18x.
        status: Status,
        /// The answer to its offer, or the offer where it made none.
        sdp: Option<Vec<u8>>,
    },
    /// Answer an incoming leg with 200.
    Answer {
        /// An incoming leg that is not answered.
        leg: LegId,
        /// The answer to its offer (or the same as in an earlier 18x), or our offer where it made none.
        sdp: Vec<u8>,
    },
    /// End a leg by whatever its state asks for: a final answer, CANCEL, or BYE. Its `Ended` event does not follow.
    End {
        /// The leg.
        leg: LegId,
        /// The status of a leg that is refused; for the others its code goes into a Reason header (RFC 3326).
        status: Status,
        /// Text for Reason or the reason phrase; the status's own where empty.
        text: String,
    },
    /// Offer new media in a confirmed or early dialog, by re-INVITE or UPDATE, whichever the peer can take.
    Offer {
        /// The leg.
        leg: LegId,
        /// The offer.
        sdp: Vec<u8>,
    },
    /// Answer the offer of an [`Event::Offered`], or make the offer that it asks for.
    Accept {
        /// The leg.
        leg: LegId,
        /// The session description.
        sdp: Vec<u8>,
    },
    /// Refuse the offer of an [`Event::Offered`]: 488 or 491.
    Reject {
        /// The leg.
        leg: LegId,
        /// The status.
        status: Status,
    },
    /// Send a body within a confirmed dialog (RFC 6086), as DTMF by INFO.
    Info {
        /// The leg.
        leg: LegId,
        /// Its Content-Type.
        content_type: String,
        /// The body.
        body: Vec<u8>,
    },
}

/// A call to place.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its number.
    pub leg: LegId,
    /// Where to.
    pub to: LegTarget,
    /// Who is shown as calling.
    pub caller: Caller,
    /// Our offer.
    pub sdp: Vec<u8>,
    /// Left of the 70 hops; the incoming leg's, less one.
    pub max_forwards: u8,
    /// Who diverted the call to here, the last one first (RFC 5806).
    pub diversion: Vec<NameAddr>,
    /// How long a target may stay silent, without even a provisional answer, before the next one is tried.
    pub patience: Duration,
}

/// Where a call is placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LegTarget {
    /// A contact that is registered for a line: its URI, on its flow.
    Contact(Box<Binding>),
    /// A trunk, with the number to dial there.
    Trunk {
        /// The trunk.
        trunk: TrunkId,
        /// The user part of the Request-URI.
        number: String,
    },
}

/// A call that has arrived, judged and proved; 100 is sent.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Its number.
    pub leg: LegId,
    /// Who calls.
    pub party: Party,
    /// What was dialled: the user part of the Request-URI, decoded.
    pub dialled: String,
    /// The Request-URI and the To URI, for trunks that put the number elsewhere.
    pub request_uri: Uri,
    /// The To URI.
    pub to: Uri,
    /// The caller as shown: From, or P-Asserted-Identity where the party is trusted to assert.
    pub caller: Caller,
    /// Who diverted it, where the party is trusted.
    pub diversion: Vec<NameAddr>,
    /// Hops left.
    pub max_forwards: u8,
    /// The offer, where there is one.
    pub sdp: Option<Vec<u8>>,
    /// The dialog's Call-ID, for people who look for it in a trace.
    pub call_id: String,
    /// The path that it came on.
    pub flow: Flow,
}
