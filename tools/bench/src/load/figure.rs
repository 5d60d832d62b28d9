//! The figures that can be taken under load, by name.

use anyhow::Result;

use super::{Bench, Server, bar::Reading, events, media, register, setup};

/// One measurement of one server.
pub(crate) struct Figure {
    /// The name for `--only`.
    pub(crate) name: &'static str,
    /// Whether a peer is measured too.
    pub(crate) is_for_peer: bool,
    /// Takes the figure of a server that has just started.
    pub(crate) measure: fn(&Bench, &Server) -> Result<Vec<Reading>>,
}

/// All of them, in the order of the page.
pub(crate) const FIGURES: &[Figure] = &[
    Figure { name: "load/idle", is_for_peer: true, measure: setup::idle },
    Figure { name: "load/calls", is_for_peer: true, measure: setup::calls },
    Figure { name: "load/held", is_for_peer: true, measure: setup::held },
    Figure { name: "load/relay", is_for_peer: true, measure: media::relay },
    Figure { name: "load/transcode", is_for_peer: true, measure: media::transcode },
    Figure { name: "load/register", is_for_peer: true, measure: register::register },
    Figure { name: "load/events", is_for_peer: false, measure: events::events },
    // Asterisk breaks down under half of it.
    Figure { name: "load/storm", is_for_peer: false, measure: setup::storm },
];
