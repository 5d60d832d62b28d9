//! The exchange that runs, as administrators see it: plain rows, taken in one look.
//!
//! [`Live`] stands between the acts and the engine, so that every act and every listing is examined without a socket.

mod engine;
mod rows;

use std::{future::Future, pin::Pin, sync::Arc};

use model::{Binding, Snapshot, TrunkId, record::BindingOwner};
use tokio_stream::Stream;

pub use rows::{CallRow, LegRow, MediaRow, OurRegistration, Reach, RegistrationState, TrunkReach};

/// The exchange has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the exchange has stopped")]
pub struct Gone;

/// An answer of the exchange, later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Gone>> + Send + 'a>>;

/// What acts need of the exchange that runs.
pub trait Live: Send + Sync {
    /// Hands it a new configuration; calls in progress keep theirs.
    fn configure(&self, snapshot: Arc<Snapshot>) -> Answer<'_, ()>;
    /// Ends a call.
    fn hangup(&self, call: u64) -> Answer<'_, ()>;
    /// Lists the calls in progress, the oldest first.
    fn calls(&self) -> Answer<'_, Vec<CallRow>>;
    /// Looks at registrations, and whether these trunks' peers answer.
    fn survey(&self, trunks: Vec<TrunkId>) -> Answer<'_, Survey>;
    /// Follows what happens from now on.
    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>>;
}

/// Who is registered where, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// When it was looked, in milliseconds since the epoch.
    pub now_ms: u64,
    /// Contacts that are registered with us.
    pub bindings: Vec<Binding>,
    /// Our registrations at others.
    pub registrations: Vec<(TrunkId, OurRegistration)>,
    /// Whether trunks' peers answer.
    pub trunks: Vec<(TrunkId, TrunkReach)>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Noticed {
    /// A call began, changed or ended.
    Call(Box<CallRow>),
    /// The contacts of a line or trunk changed.
    Bindings(BindingOwner),
    /// The state of a trunk or of our registration at it changed.
    Trunk(TrunkId),
    /// So much happened that some of it was missed.
    Missed,
}
