//! What an endpoint tells those who build calls, and those who watch it.

use std::time::Duration;

use model::TrunkId;
use serde::{Deserialize, Serialize};
use sip_msg::{NameAddr, Status};

use super::{Incoming, LegId, Party, ProbeId};
use crate::{
    flow::{Hop, TlsFault},
    guard::Ban,
};

/// What an endpoint tells about legs, registrations and trunks.
#[derive(Clone, Debug)]
pub enum Event {
    /// A new call.
    Incoming(Box<Incoming>),
    /// The INVITE of a leg that we placed is about to go.
    Placed {
        /// The leg.
        leg: LegId,
        /// The dialog's Call-ID, for people who look for it in a trace.
        call_id: String,
    },
    /// A provisional answer on a leg that we placed.
    Progress {
        /// The leg.
        leg: LegId,
        /// 18x.
        status: Status,
        /// Early media's answer; each body is told once.
        sdp: Option<Vec<u8>>,
    },
    /// The leg that we placed is answered.
    Answered {
        /// The leg.
        leg: LegId,
        /// The answer to our offer; none where it came in a reliable provisional one and is not repeated.
        sdp: Option<Vec<u8>>,
    },
    /// The caller's ACK has come.
    Confirmed {
        /// The incoming leg.
        leg: LegId,
        /// The answer, where our 200 carried the offer.
        sdp: Option<Vec<u8>>,
    },
    /// The leg that we placed failed; it is gone.
    Failed {
        /// The leg.
        leg: LegId,
        /// Why.
        failure: Failure,
    },
    /// The peer offers new media (re-INVITE or UPDATE), or asks us to (no body). Answer with Accept or Reject.
    Offered {
        /// The leg.
        leg: LegId,
        /// The offer; none asks for ours.
        sdp: Option<Vec<u8>>,
    },
    /// The peer answered our offer; an answer to the offer that [`Command::Accept`] made comes here too.
    OfferAnswered {
        /// The leg.
        leg: LegId,
        /// The answer.
        sdp: Vec<u8>,
    },
    /// The peer refused our offer; the media stay as they were. 491 was already retried (RFC 3261 section 14.1).
    OfferRefused {
        /// The leg.
        leg: LegId,
        /// Its status.
        status: Status,
    },
    /// The peer, or a timer, ended the leg; it is gone.
    Ended {
        /// The leg.
        leg: LegId,
        /// How.
        cause: EndCause,
    },
    /// A body within the dialog.
    Info {
        /// The leg.
        leg: LegId,
        /// Its Content-Type.
        content_type: String,
        /// The body.
        body: Vec<u8>,
    },
    /// The state of one of our registrations, or of a trunk's reachability, changed: read it from the endpoint.
    Trunk(TrunkId),
    /// The contacts of a line or trunk changed.
    Bindings(Party),
    /// Somebody was shut out for guessing passwords.
    ShutOut(Box<Ban>),
    /// Somebody was let in again before their time.
    Bans,
    /// What came of a [`TrunkCommand::Probe`](super::TrunkCommand::Probe).
    Probed(Box<Probed>),
}

/// What came of asking a trunk whether it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// Which question it was.
    pub probe: ProbeId,
    /// Every address that its name leads to (RFC 3263), in the order in which they are tried.
    pub targets: Vec<Hop>,
    /// The answer, or why there is none.
    pub outcome: Result<ProbeAnswer, Failure>,
    /// Where it was sent last.
    pub hop: Option<Hop>,
}

/// The answer to an OPTIONS; any will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeAnswer {
    /// Its code.
    pub code: u16,
    /// Its reason phrase.
    pub reason: String,
    /// The time from the request to it.
    pub round_trip: Duration,
}

/// Why a leg that we placed failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// A final answer of 300 or more; its reason phrase as the peer sent it.
    Refused {
        /// The status.
        status: Status,
        /// The phrase, or the text of a Reason header.
        text: String,
    },
    /// A 3xx: the peer names others to call (RFC 3261 section 21.3).
    Redirected {
        /// The status.
        status: Status,
        /// Its contacts, in their order.
        to: Vec<NameAddr>,
    },
    /// No answer to the INVITE within the patience, or within 32 s.
    Silent,
    /// An ICMP error or a refused connection at every target.
    Unreachable,
    /// Over TLS, the last target could not prove to be the one that was meant, or came to no agreement with us.
    Unproved(TlsFault),
    /// The name has no address, or the DNS does not answer.
    Unresolved,
    /// A dynamic trunk that has not registered, or a contact that is gone.
    NotRegistered,
}

/// How a leg ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndCause {
    /// BYE; the Reason header's Q.850 or SIP text where there is one.
    Bye {
        /// What its Reason header says.
        text: Option<String>,
    },
    /// CANCEL before the answer. `elsewhere` where its Reason says 200 "Call completed elsewhere".
    Cancelled {
        /// Answered by another phone.
        elsewhere: bool,
    },
    /// The session was not refreshed in time (RFC 4028).
    SessionExpired,
    /// Our 200 was never acknowledged (RFC 3261 section 13.3.1.4).
    NoAck,
    /// The dialog is broken: 481 or 408 to a request within it (section 12.2.1.2).
    Broken {
        /// The status.
        status: Status,
    },
}
