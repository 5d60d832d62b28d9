//! A stop: calls that cost something are not placed any more, because a limit was passed.

use serde::{Deserialize, Serialize};

use super::CdrId;
use crate::{
    id::{TrunkId, UserId},
    toll::{Class, LimitWhen},
};

/// Whose calls are counted, and stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// A user's: those that the user's lines make, and those that they send on.
    User(UserId),
    /// A trunk's: those that leave by it, and those that come by it and leave by another.
    Trunk(TrunkId),
    /// All of them.
    Exchange,
}

/// What was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Passed {
    /// Calls within an hour.
    CallsHour,
    /// Calls within 24 hours.
    CallsDay,
    /// Minutes within an hour.
    MinutesHour,
    /// Minutes within 24 hours.
    MinutesDay,
}

impl Passed {
    /// Says it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::CallsHour => "calls within an hour",
            Self::CallsDay => "calls within 24 hours",
            Self::MinutesHour => "minutes within an hour",
            Self::MinutesDay => "minutes within 24 hours",
        }
    }
}

/// Calls of whom, and of which class: what is counted and stopped together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StopOf {
    /// Whose calls.
    pub payer: Payer,
    /// Of which class; none is every class that costs something.
    pub class: Option<Class>,
}

/// A stop. It holds until somebody lifts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// Whose calls it stops.
    pub of: StopOf,
    /// When it began, in milliseconds since the epoch.
    pub since_ms: u64,
    /// What was passed.
    pub passed: Passed,
    /// How much there may be.
    pub cap: u32,
    /// Whether it was the limit for out of the opening hours.
    pub when: LimitWhen,
    /// The call that would have passed it.
    pub call: CdrId,
    /// What that call dialled.
    pub number: String,
}

/// A change of what is stopped, for storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopChange {
    /// A stop began.
    Began(Box<Stop>),
    /// Somebody lifted one: what was counted until then is forgotten.
    Lifted {
        /// Which.
        of: StopOf,
        /// When, in milliseconds since the epoch.
        at_ms: u64,
    },
}

/// Who pays for a call to the outside, and what it costs, roughly: kept with the call's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charged {
    /// Whose user or which trunk brought it about.
    pub payer: Payer,
    /// Its class.
    pub class: Class,
}

/// What calls of earlier runs come to, and what of it was forgiven.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The calls.
    pub calls: Vec<PastCalls>,
    /// Stops that were lifted within a day, with when, in milliseconds since the epoch: what was counted of the same until then,
    /// to the end of that hour, is forgotten.
    pub lifted: Vec<(StopOf, u64)>,
}

/// What calls of an earlier run come to, of one payer, trunk and class in one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastCalls {
    /// Who paid.
    pub payer: Payer,
    /// The class.
    pub class: Class,
    /// The trunk that they left by.
    pub trunk: Option<TrunkId>,
    /// The hour in which they began, counted from the epoch.
    pub hour: u64,
    /// How many there were.
    pub calls: u32,
    /// How many minutes they began.
    pub minutes: u32,
}
