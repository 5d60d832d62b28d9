//! Whether a trunk's peer can be reached, as data: what its last answers and silences say.

mod plan;
mod watch;

use std::time::Duration;

use moment::Moment;
use serde::{Deserialize, Serialize};

pub(crate) use self::{plan::Plan, watch::TrunkWatch};
use crate::{
    flow::{Hop, TlsFault},
    port::Failure,
};

/// What is known of one trunk's peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkStatus {
    /// Whether it answers.
    pub reach: Reach,
    /// Since when it is so.
    pub since: Moment,
    /// The last final answer that it gave to any request of ours.
    pub last_answer: Option<LastAnswer>,
    /// Where that answer came from.
    pub heard_at: Option<Hop>,
    /// The peer does not let our calls in: its answer to the last of them, a 401, 403 or 407.
    pub refused: Option<LastAnswer>,
    /// When it is asked next; nothing where it is not.
    pub next: Option<Moment>,
}

/// Whether a peer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reach {
    /// Nothing was sent to it yet.
    Unknown,
    /// It answered the last request; any SIP answer will do, a refusal too.
    Reachable {
        /// The time from that request to its answer.
        round_trip: Duration,
    },
    /// It did not answer the last request.
    Unreachable(NoAnswer),
}

/// How a request of ours came to have no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoAnswer {
    /// Why.
    pub why: Why,
    /// Where it was sent last; nowhere where no address was found.
    pub hop: Option<Hop>,
}

/// Why a request of ours has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Nothing came back.
    Silent,
    /// An ICMP error came back, or the connection was refused.
    Unreachable,
    /// Over TLS, it could not prove to be the one that was meant, or came to no agreement with us.
    Unproved(TlsFault),
    /// The name has no address, or the DNS does not answer.
    Unresolved,
}

impl NoAnswer {
    /// Reads a failure; nothing where the peer did answer.
    pub(crate) fn of(failure: &Failure, hop: Option<Hop>) -> Option<Self> {
        let why = match failure {
            Failure::Silent => Why::Silent,
            Failure::Unreachable => Why::Unreachable,
            Failure::Unproved(fault) => Why::Unproved(*fault),
            Failure::Unresolved => Why::Unresolved,
            Failure::Refused { .. } | Failure::Redirected { .. } | Failure::NotRegistered => return None,
        };
        Some(Self { why, hop })
    }
}

/// A final answer as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAnswer {
    /// Its code.
    pub code: u16,
    /// Its reason phrase.
    pub reason: String,
    /// When it came.
    pub at: Moment,
}

/// How an answer came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    /// The time from the request to it.
    pub(crate) round_trip: Duration,
    /// Where the request went.
    pub(crate) hop: Hop,
    /// It answers an INVITE.
    pub(crate) is_call: bool,
}
