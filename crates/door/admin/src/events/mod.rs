//! What happens, as it happens: for pages that stay up to date.
//!
//! One desk listens to the exchange and to the office, gathers what happens within a moment, writes it down once and keeps the
//! latest of it. Everybody who follows reads at the desk at his own pace: who comes back takes up where he was, and who is too
//! slow, or was away for too long, is told to read the state again. Nobody's pace is anybody else's business.

mod desk;
mod gather;
mod shelf;

use std::sync::Arc;

use model::{NounKind, Snapshot, TrunkId, record::BindingOwner};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Done},
    live::{CallRow, HelpRow, Noticed},
    peers::PeerKind,
    site::Verb,
};

pub(crate) use desk::Desk;
pub use desk::Follower;
pub use shelf::Chunk;

/// Nouns that one change is told of singly; of a larger one everybody reads the whole again.
const CHANGED_MAX: usize = 100;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A call began, changed, or ended.
    Call(CallRow),
    /// The contacts of a line or trunk changed.
    Registration {
        /// Which of the two.
        kind: PeerKind,
        /// The line's username, or the trunk's name.
        name: String,
    },
    /// The state of a trunk, or of our registration at it, changed.
    Trunk {
        /// Its identity.
        id: u32,
        /// Its name.
        name: String,
    },
    /// Somebody was shut out for guessing passwords, or let in again.
    Bans,
    /// A stop of calls that cost something began, or was lifted.
    Stops,
    /// Somebody calls an emergency number.
    EmergencyCall(HelpRow),
    /// The configuration changed.
    Config(ConfigChanged),
    /// Some events were missed: read the state again.
    Resync,
}

/// What changed in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ConfigChanged {
    /// Which kind of noun.
    pub noun: NounKind,
    /// Which one; 0 for the general settings.
    pub id: u32,
    /// What was done to it.
    pub verb: Verb,
    /// The revision that this made.
    pub revision: u64,
    /// Who did it.
    pub author: String,
}

impl Event {
    /// Returns the word for what happened.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Call(_) => "call",
            Self::Registration { .. } => "registration",
            Self::Trunk { .. } => "trunk",
            Self::Bans => "bans",
            Self::Stops => "stops",
            Self::EmergencyCall(_) => "emergency_call",
            Self::Config(_) => "config",
            Self::Resync => "resync",
        }
    }
}

impl Admin {
    /// Follows what happens from now on, or from where somebody who comes back was: `last` is the id that he saw last.
    pub fn follow(self: &Arc<Self>, last: Option<&str>) -> Follower {
        let admin = Arc::downgrade(self);
        self.desk()
            .open(|| self.live().events(), move |noticed| Some(tell(&admin.upgrade()?.snapshot(), noticed)));
        Follower::new(self.desk(), last)
    }

    /// Tells those who follow what became of the configuration.
    pub(crate) fn tell_changed(&self, actor: &Actor, done: &Done) {
        let Done { before, after, difference } = done;
        if difference.saved.len() + difference.removed.len() > CHANGED_MAX {
            self.desk().add(Event::Resync);
            return;
        }
        let saved = difference.saved.iter().map(model::Noun::id).map(|id| {
            let is_new = !before.nouns().contains(id);
            (id, if is_new { Verb::Create } else { Verb::Update })
        });
        let removed = difference.removed.iter().map(|id| (*id, Verb::Delete));
        for (id, verb) in saved.chain(removed) {
            self.desk().add(Event::Config(ConfigChanged {
                noun: id.kind(),
                id: id.number(),
                verb,
                revision: after.revision().0,
                author: actor.to_string(),
            }));
        }
    }
}

fn tell(snapshot: &Snapshot, noticed: Noticed) -> Event {
    match noticed {
        Noticed::Call(call) => Event::Call(*call),
        Noticed::Bindings(BindingOwner::Line(id)) => {
            let name = snapshot.line(id).map(|line| line.username.to_string());
            Event::Registration { kind: PeerKind::Line, name: name.unwrap_or_default() }
        }
        Noticed::Bindings(BindingOwner::Trunk(id)) => {
            Event::Registration { kind: PeerKind::Trunk, name: trunk_name(snapshot, id) }
        }
        Noticed::Trunk(id) => Event::Trunk { id: id.0, name: trunk_name(snapshot, id) },
        Noticed::Bans => Event::Bans,
        Noticed::Stops => Event::Stops,
        Noticed::Help(help) => Event::EmergencyCall(*help),
        Noticed::Missed => Event::Resync,
    }
}

fn trunk_name(snapshot: &Snapshot, id: TrunkId) -> String {
    snapshot.trunk(id).map(|trunk| trunk.name.to_string()).unwrap_or_default()
}
