//! What an endpoint is made from, and what it counts.

use std::net::{IpAddr, SocketAddr};

use model::Network;

use crate::{flow::Transport, port::Seed};

/// What an endpoint is made from. What it calls itself is in the general SIP settings.
#[derive(Clone, Debug)]
pub struct EndpointConfig {
    /// Where the shell listens.
    pub listeners: Vec<(Transport, SocketAddr)>,
    /// Our address as the world outside of the local networks sees it.
    pub external_address: Option<IpAddr>,
    /// Networks that see our own addresses; none means those of the host's interfaces.
    pub local_networks: Vec<Network>,
    /// Networks that are never limited and never shut out.
    pub unlimited_sources: Vec<Network>,
    /// Chance.
    pub seed: Seed,
}

/// What an endpoint counts, for those who wonder why a peer gets no answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Messages that could not be read.
    pub malformed: u64,
    /// Responses that nothing waited for.
    pub unmatched: u64,
    /// Challenges sent.
    pub challenges: u64,
    /// Messages that were not read because their source had sent too many.
    pub limited: u64,
    /// Messages that were not read because their source, or the account from there, is shut out.
    pub shut_out: u64,
}
