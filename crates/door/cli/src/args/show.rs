//! The familiar `show` commands.

use clap::Subcommand;

/// `sip show ...`
#[derive(Clone, Debug, Subcommand)]
pub enum SipShow {
    /// Our registrations at others, and the trunks that are registered with us
    Registry,
    /// How trunks stand, and what to do about those that are down
    Trunks,
    /// Lines and trunks
    Peers,
    /// One line or trunk
    Peer {
        /// Its name
        name: String,
    },
}

/// `pjsip show ...`
#[derive(Clone, Debug, Subcommand)]
pub enum PjsipShow {
    /// Our registrations at others, and the trunks that are registered with us
    Registrations,
    /// Lines and trunks
    Endpoints,
}

/// `core show ...`
#[derive(Clone, Debug, Subcommand)]
pub enum CoreShow {
    /// The legs of all calls
    Channels,
    /// What we can carry, and what is enabled
    Codecs,
}
