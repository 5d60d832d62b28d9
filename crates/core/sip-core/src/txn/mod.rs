//! Transactions: RFC 3261 section 17 under RFC 6026 and RFC 4320.
//!
//! The four machines know bytes and time only. [`Clients`] and [`Servers`] hold them by key, bound their number and keep
//! their deadlines. What a response or a request means is decided elsewhere.

mod client;
mod client_invite;
mod clients;
mod key;
mod server;
mod server_invite;
mod servers;
pub(crate) mod timers;

pub(crate) use clients::{ClientId, Clients, Loss, Outbound};
pub(crate) use key::{BRANCH_COOKIE, client_key, merge_key, response_key, server_key};
pub(crate) use servers::{Arrival, ServerId, Servers};

/// There are too many transactions: 503 with Retry-After.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// What a transaction wants done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Put these bytes on the wire.
    Send(Vec<u8>),
    /// What was just fed in concerns the user.
    Pass,
    /// No final answer came (timers B and F).
    Timeout,
    /// The transport cannot reach the peer.
    Unreachable,
}
