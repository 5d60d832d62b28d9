//! What happens, as it happens: for pages that stay up to date.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use model::{Snapshot, TrunkId, record::BindingOwner};
use serde::Serialize;
use tokio_stream::Stream;
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    live::{CallRow, Noticed},
    peers::PeerKind,
};

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
    /// Some events were missed: read the state again.
    Resync,
}

impl Event {
    /// Returns the word for what happened.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Call(_) => "call",
            Self::Registration { .. } => "registration",
            Self::Trunk { .. } => "trunk",
            Self::Resync => "resync",
        }
    }
}

/// A stream of events, from the moment that it was asked for.
pub struct Events {
    noticed: Pin<Box<dyn Stream<Item = Noticed> + Send>>,
    admin: Arc<Admin>,
}

impl Admin {
    /// Follows what happens from now on.
    pub fn events(self: &Arc<Self>) -> Events {
        Events { noticed: self.live().events(), admin: Arc::clone(self) }
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        let noticed = self.noticed.as_mut().poll_next(cx);
        noticed.map(|noticed| noticed.map(|noticed| tell(&self.admin.snapshot(), noticed)))
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
        Noticed::Missed => Event::Resync,
    }
}

fn trunk_name(snapshot: &Snapshot, id: TrunkId) -> String {
    snapshot.trunk(id).map(|trunk| trunk.name.to_string()).unwrap_or_default()
}
