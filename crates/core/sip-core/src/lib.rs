//! SIP without sockets and clocks: transactions, dialogs, legs, digest, registrar and our own registrations.
//!
//! One [`Endpoint`] is one SIP user agent and registrar. It is told what arrived ([`Input`]) and answers with what is to
//! be done ([`Action`]); what concerns calls leaves it as an [`Event`], in terms of legs, so that whoever builds calls
//! never sees a header, a retransmission or a challenge.

mod auth;
mod chance;
mod deadlines;
mod dialog;
mod endpoint;
#[cfg(test)]
mod fixture;
mod flow;
mod guard;
mod identify;
mod leg;
mod port;
mod registrar;
mod registration;
mod resolve;
mod trunk_status;
mod txn;

pub use endpoint::{Counters, Endpoint, EndpointConfig, KeptLeg};
pub use flow::{
    ConnId, Flow, Hop, Interface, Proof, SIP_PORT, SIPS_PORT, Server, TlsFault, TlsFaultKind, Transport,
};
pub use guard::Ban;
pub use leg::COMPLETED_ELSEWHERE;
pub use port::{
    Action, Answer, BindingChange, Caller, Command, EndCause, Event, Failure, Incoming, Input, LegId,
    LegTarget, Outgoing, Party, ProbeAnswer, ProbeId, Probed, Query, QueryId, Seed, TrunkCommand,
};
pub use registrar::Departure;
pub use registration::{RegistrationState, RegistrationStatus};
pub use trunk_status::{LastAnswer, NoAnswer, Reach, TrunkStatus, Why};
