//! The exchange that runs, as administrators see it: plain rows, taken in one look.
//!
//! [`Live`] stands between the acts and the engine, so that every act and every listing is examined without a socket.

mod engine;
mod nobody;
mod rows;

use std::{collections::HashMap, future::Future, net::IpAddr, pin::Pin, sync::Arc};

use ::engine::{Departure, RegistrationStatus, TrunkStatus};
use model::{
    Binding, Cdr, LineId, Snapshot, TrunkId,
    record::{BindingOwner, CallStatus, Stop, StopOf},
};
use tokio_stream::Stream;

use crate::bans::BanRow;

pub use ::engine::{
    Answered, CallId, Counters, Failure, Hearing, KeptCall, KeptMessage, MediaReport, ProbeAnswer, ProbeId,
    Probed, TestEnd, TestId, Tested, ToneHeard, Transport, Usage,
};
pub use moment::Moment;
pub use nobody::Nobody;
pub use rows::{CallRow, HelpRow, LegRow, MediaRow, OurRegistration, Reach, RegistrationState, TrunkReach};

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
    /// Shows one call in progress, and the row that the call log would have of it now.
    fn call(&self, call: u64) -> Answer<'_, Option<(CallRow, Cdr)>>;
    /// Copies out the SIP messages that are kept of a call, in progress or over.
    fn kept(&self, call: u64) -> Answer<'_, Option<KeptCall>>;
    /// Looks at registrations, and whether these trunks' peers answer.
    fn survey(&self, scope: Scope) -> Answer<'_, Survey>;
    /// Looks at everything that is known of these trunks.
    fn trunks(&self, trunks: Vec<TrunkId>) -> Answer<'_, TrunkSurvey>;
    /// Counts what goes on.
    fn figures(&self) -> Answer<'_, Figures>;
    /// Asks a trunk with OPTIONS whether it lives; ends within some seconds for each of its addresses.
    fn probe(&self, trunk: TrunkId) -> Answer<'_, Probed>;
    /// Tries a trunk with a short call to a number, by order of somebody; ends within 20 s.
    fn test_call(&self, trunk: TrunkId, number: String, by: String) -> Answer<'_, Tested>;
    /// Registers at a trunk now rather than when it is due.
    fn register(&self, trunk: TrunkId) -> Answer<'_, ()>;
    /// Lists who is shut out for guessing passwords, the latest first.
    fn bans(&self) -> Answer<'_, Vec<BanRow>>;
    /// Lets an address in again, or one account from there.
    fn lift(&self, source: IpAddr, account: Option<String>) -> Answer<'_, ()>;
    /// Lists what is stopped, the latest first.
    fn stops(&self) -> Answer<'_, Vec<Stop>>;
    /// Lifts a stop.
    fn lift_stop(&self, of: StopOf) -> Answer<'_, ()>;
    /// Shows what is used of the limits on calls.
    fn usage(&self) -> Answer<'_, UsageFacts>;
    /// Has a sound file, which has changed, read again when it is played next.
    fn forget_sound(&self, name: String) -> Answer<'_, ()>;
    /// Follows what happens from now on.
    fn events(&self) -> Pin<Box<dyn Stream<Item = Noticed> + Send>>;
}

/// What a look at registrations is to show: calls wait while it is taken, so no more is copied than is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All contacts, all registrations, and whether these trunks' peers answer.
    Everything {
        /// The trunks.
        trunks: Vec<TrunkId>,
    },
    /// Our registrations at trunks, and those of trunks with us.
    Trunks,
    /// One line or trunk.
    One(BindingOwner),
}

impl Scope {
    /// Says whether contacts of this owner are asked for.
    pub fn has(&self, owner: BindingOwner) -> bool {
        match self {
            Self::Everything { .. } => true,
            Self::Trunks => matches!(owner, BindingOwner::Trunk(_)),
            Self::One(one) => *one == owner,
        }
    }

    /// Gives the trunks of which it is asked whether they answer.
    pub fn trunks(&self) -> Vec<TrunkId> {
        match self {
            Self::Everything { trunks } => trunks.clone(),
            Self::One(BindingOwner::Trunk(id)) => vec![*id],
            Self::Trunks | Self::One(BindingOwner::Line(_)) => vec![],
        }
    }
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

/// What goes on, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Calls in progress.
    pub calls: u32,
    /// The most calls at once of each hour in which one began: when the hour began, in milliseconds since the epoch.
    pub peaks: Vec<(u64, u32)>,
    /// Lines of which a phone is registered.
    pub lines_registered: u32,
    /// Lines out of which phones push each other, with how often that happened lately.
    pub contests: Vec<(LineId, u32)>,
    /// Who is shut out for guessing passwords, the latest first.
    pub bans: Vec<BanRow>,
    /// What is stopped, the latest first.
    pub stops: Vec<Stop>,
    /// The latest calls for help, the latest first.
    pub help: Vec<HelpRow>,
    /// Calls that are over since the start, by their fate.
    pub ended: Vec<(CallStatus, u64)>,
    /// Dialogs of SIP.
    pub dialogs: u32,
    /// Transactions of SIP, those that linger included.
    pub transactions: u32,
    /// What was dropped, and how often strangers were asked who they are.
    pub counters: Counters,
}

/// What is used of the limits on calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageFacts {
    /// What was used within the last day, of each payer and class.
    pub rows: Vec<Usage>,
    /// Whether the limits for out of the opening hours hold.
    pub is_closed: bool,
}

/// What is known of some trunks, at one moment.
#[derive(Clone, Debug, Default)]
pub struct TrunkSurvey {
    /// When it was looked, in milliseconds since the epoch.
    pub now_ms: u64,
    /// What is known of each.
    pub facts: HashMap<TrunkId, TrunkFacts>,
}

/// What is known of one trunk.
#[derive(Clone, Debug, Default)]
pub struct TrunkFacts {
    /// How our registration at it stands.
    pub registration: Option<RegistrationStatus>,
    /// Whether it answers, where its address is configured.
    pub status: Option<TrunkStatus>,
    /// Its contacts, where it registers with us; the preferred one first.
    pub contacts: Vec<Binding>,
    /// How its last contact came to be gone.
    pub departure: Option<Departure>,
    /// Its calls in progress.
    pub calls: u32,
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
    /// Somebody was shut out, or let in again.
    Bans,
    /// A stop of calls began, or was lifted.
    Stops,
    /// Somebody calls for help.
    Help(Box<HelpRow>),
    /// So much happened that some of it was missed.
    Missed,
}
