//! Why a step of a test went as it did: as data, as a sentence, and what to do about it.

use engine::Hop;
use model::{Addressing, Transport, Trunk};
use serde::Serialize;
use utoipa::ToSchema;

use super::{CallFinding, TestOutcome};
use crate::trunk_states::{Place, Refusal, RefusedRequest, TlsFaultName, TrunkState, place};

/// Why a step went as it did.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum TestCause {
    /// The addresses are known.
    Resolved {
        /// All of them, in the order in which they are tried.
        targets: Vec<TestTarget>,
    },
    /// The trunk has registered with us, from there.
    Contact {
        /// Where it is.
        at: Place,
    },
    /// The name has no address, or the DNS does not answer.
    NameNotFound {
        /// The name.
        at: Place,
    },
    /// Neither the DNS nor the other side has answered in time.
    Late {
        /// Where it should be.
        at: Place,
    },
    /// Its address would be known from its registration, and it has not registered.
    NotRegistered {
        /// The username that it has to register with.
        username: String,
    },
    /// It has answered; any answer shows that it lives.
    Answered {
        /// Where.
        at: Place,
        /// Its SIP status code.
        status: u16,
        /// Its words, as it sent them.
        reason: String,
        /// From the question to the answer.
        round_trip_ms: f32,
    },
    /// Nothing came back.
    Silent {
        /// Where it was sent.
        at: Place,
    },
    /// The network says that nobody listens there.
    Unreachable {
        /// Where it was sent.
        at: Place,
    },
    /// No connection with TLS comes up.
    TlsFailed {
        /// Where it was tried.
        at: Place,
        /// What was wrong.
        fault: TlsFaultName,
        /// The SHA-256 of the certificate that the other side shows, where it showed one.
        shown: Option<String>,
    },
    /// Nothing was sent, since there is no address to send it to.
    NoAddress,
    /// The other side has granted our registration.
    Registered {
        /// Where.
        at: Place,
        /// For how long, in seconds.
        expires_seconds: u32,
    },
    /// The other side refuses our registration.
    Refused {
        /// Where.
        at: Place,
        /// Its SIP status code.
        status: u16,
        /// Its words, as it sent them.
        reason: String,
        /// What that means.
        refusal: Refusal,
    },
    /// The test call was placed, or could not be for a reason of its own.
    Called {
        /// What came of it.
        finding: CallFinding,
    },
    /// The trunk is not to be registered at.
    NotConfigured,
    /// The trunk is disabled, so nothing is sent to it.
    Disabled,
}

/// An address that is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TestTarget {
    /// As `ip:port`.
    pub address: String,
    /// Over what.
    pub transport: Transport,
}

impl TestCause {
    /// Says whether the step went well.
    pub(super) const fn outcome(&self) -> TestOutcome {
        match self {
            Self::Resolved { .. }
            | Self::Contact { .. }
            | Self::Answered { .. }
            | Self::Registered { .. } => TestOutcome::Passed,
            Self::NoAddress | Self::NotConfigured => TestOutcome::Skipped,
            Self::Called { finding } => finding.outcome(),
            Self::Disabled
            | Self::NameNotFound { .. }
            | Self::Late { .. }
            | Self::NotRegistered { .. }
            | Self::Silent { .. }
            | Self::Unreachable { .. }
            | Self::TlsFailed { .. }
            | Self::Refused { .. } => TestOutcome::Failed,
        }
    }

    /// Says it in a sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Resolved { targets } => {
                let all: Vec<&str> = targets.iter().map(|target| target.address.as_str()).collect();
                format!("Its address is {}", all.join(", then "))
            }
            Self::Contact { at } => format!("It has registered here from {at}"),
            Self::Late { at } => format!("Neither the DNS nor {} has answered in time", at.host),
            Self::Answered { at, status, round_trip_ms, .. } => {
                format!("It answers at {at} with {status} within {round_trip_ms:.0} ms")
            }
            Self::Silent { at } => format!("Nothing answers at {at}: is it running, is the port open?"),
            Self::Unreachable { at } => format!("Nobody listens at {at}: the network says so"),
            Self::NoAddress => "Not tried: there is no address to send it to".to_owned(),
            Self::Registered { at, expires_seconds } => format!("Registered at {at} for {expires_seconds} s"),
            Self::Called { finding } => finding.sentence(),
            Self::NotConfigured => "Not tried: this trunk is not to be registered at".to_owned(),
            Self::Disabled => "This trunk is disabled, so nothing is sent to it".to_owned(),
            Self::NameNotFound { .. }
            | Self::NotRegistered { .. }
            | Self::TlsFailed { .. }
            | Self::Refused { .. } => self.state().map(|state| state.sentence(0)).unwrap_or_default(),
        }
    }

    /// Says what to do about it, where something is to be done.
    pub(super) fn remedy(&self) -> Option<String> {
        match self {
            Self::Called { finding } => finding.remedy(),
            _ => self.state()?.remedy(),
        }
    }

    /// The state of a trunk that it would be in for that reason: what to do about it is the same.
    fn state(&self) -> Option<TrunkState> {
        let since_ms = 0;
        Some(match self.clone() {
            Self::NameNotFound { at } => TrunkState::NameNotFound { at, since_ms },
            Self::NotRegistered { username } => TrunkState::NeverRegistered { username },
            Self::Disabled => TrunkState::Disabled,
            Self::Silent { at } | Self::Late { at } => TrunkState::Silent { at, since_ms },
            Self::Unreachable { at } => TrunkState::Unreachable { at, since_ms },
            Self::TlsFailed { at, fault, shown } => TrunkState::TlsFailed { at, fault, shown, since_ms },
            Self::Refused { at, status, reason, refusal } => {
                let request = RefusedRequest::Register;
                TrunkState::Refused { at, request, status, reason, refusal, since_ms }
            }
            Self::Resolved { .. }
            | Self::Contact { .. }
            | Self::Answered { .. }
            | Self::NoAddress
            | Self::Registered { .. }
            | Self::Called { .. }
            | Self::NotConfigured => return None,
        })
    }
}

/// Where the trunk's other side is, or should be.
pub(super) fn place_of(trunk: &Trunk, hop: Option<Hop>) -> Place {
    match (&trunk.reach.addressing, hop) {
        (Addressing::Static(address), hop) => {
            place(trunk.reach.outbound_proxy.as_ref().unwrap_or(address), trunk.reach.transport, hop)
        }
        (Addressing::Dynamic, Some(hop)) => Place::of_hop(hop),
        (Addressing::Dynamic, None) => Place {
            host: trunk.name.to_string(),
            port: trunk.reach.transport.default_port(),
            transport: trunk.reach.transport,
            address: None,
        },
    }
}
