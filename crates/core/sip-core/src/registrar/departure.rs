//! How trunks that were registered with us came not to be any more: for people who wonder why calls to one fail.

use std::collections::HashMap;

use model::{Binding, TrunkId, record::BindingOwner};
use moment::Moment;
use serde::{Deserialize, Serialize};

use crate::port::BindingChange;

/// How a trunk lost its last contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// When.
    pub at: Moment,
    /// It was not refreshed in time; else the other side took it back.
    pub has_expired: bool,
    /// What it was.
    pub binding: Box<Binding>,
}

/// The last departure of each trunk.
#[derive(Debug, Default)]
pub(super) struct Departures(HashMap<TrunkId, Departure>);

impl Departures {
    /// Takes what the registrar changed.
    pub(super) fn note(&mut self, now: Moment, changes: &[BindingChange]) {
        for change in changes {
            if let BindingChange::Remove(binding) = change
                && let BindingOwner::Trunk(trunk) = binding.owner
            {
                let has_expired = binding.expires_at_ms <= now.as_unix_ms();
                self.0.insert(trunk, Departure { at: now, has_expired, binding: binding.clone() });
            }
        }
    }

    /// How a trunk lost a contact the last time.
    pub(super) fn of(&self, trunk: TrunkId) -> Option<&Departure> {
        self.0.get(&trunk)
    }

    /// Forgets the trunks that are not to be kept.
    pub(super) fn retain(&mut self, keep: impl Fn(TrunkId) -> bool) {
        self.0.retain(|trunk, _| keep(*trunk));
    }
}
