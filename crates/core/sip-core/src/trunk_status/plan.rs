//! What a trunk's form says of its peer: where it is, as whom we call it, how often it is asked.

use std::time::Duration;

use model::{Address, Addressing, Secret, Trunk};

/// What is asked of whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(super) peer: Peer,
    pub(super) login: Login,
    /// How often it is asked while it answers.
    pub(super) every: Option<Duration>,
}

/// Where a trunk's peer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Peer {
    pub(super) place: Place,
    transport: model::Transport,
    proxy: Option<Address>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The trunk's form says it.
    Static(Address),
    /// Its registration says it.
    Dynamic,
}

/// As whom it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Login {
    username: String,
    password: Option<Secret>,
    from_user: Option<String>,
}

impl Plan {
    /// Reads what a trunk's form says.
    pub(crate) fn of(trunk: &Trunk) -> Self {
        let place = match &trunk.reach.addressing {
            Addressing::Static(address) => Place::Static(address.clone()),
            Addressing::Dynamic => Place::Dynamic,
        };
        Self {
            peer: Peer { place, transport: trunk.reach.transport, proxy: trunk.reach.outbound_proxy.clone() },
            login: Login {
                username: trunk.digest_username().to_owned(),
                password: trunk.auth.password.clone(),
                from_user: trunk.identity.from_user.as_ref().map(ToString::to_string),
            },
            every: trunk.asked_every(),
        }
    }
}
