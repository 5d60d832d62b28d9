//! Why a call went where it went: what routing looked at, as data. The words are made when somebody reads it.

use model::Class;
use serde::{Deserialize, Serialize};

use crate::{decision::NoRoute, pattern::Rejection};

mod words;

/// Patterns of one context that a trace names with the reason of their rejection; the rest is counted. With a thousand patterns
/// nobody reads a thousand reasons, and the trace is stored with every call.
pub const NEAR_MAX: usize = 8;

/// Contexts that a trace names where a number would have been found. One says what to include; a long list says nothing.
pub const ELSEWHERE_MAX: usize = 4;

/// Most steps of a trace: ten hops through several contexts each fit; what comes after is counted.
pub const STEPS_MAX: usize = 100;

/// The steps of one decision, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RouteTrace))]
pub struct Trace {
    /// What was done.
    pub steps: Vec<Step>,
    /// How many steps came after the last that was kept.
    #[serde(default)]
    pub omitted: usize,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RouteStep))]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum Step {
    /// Somebody dialled.
    Dialled {
        /// The number.
        number: String,
        /// Who: `line alice`, `trunk xivo-trunk`, `anyone`.
        caller: String,
        /// In which context.
        context: String,
    },
    /// A `+` in front was ignored, because a DID was looked for.
    PlusIgnored {
        /// The incall context.
        context: String,
    },
    /// A context was searched.
    Searched {
        /// The context.
        context: String,
        /// How many exact numbers it has.
        numbers: usize,
        /// Those numbers, where none matched and they are no more than [`NEAR_MAX`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        named: Vec<String>,
        /// Patterns that came near, with the reason of their rejection.
        rejected: Vec<Rejected>,
        /// How many other patterns were rejected.
        others: usize,
        /// What matched.
        matched: Option<String>,
    },
    /// Nothing matched, and the number means something in contexts that were not searched.
    Elsewhere {
        /// The number.
        number: String,
        /// Those contexts, at most [`ELSEWHERE_MAX`] of them.
        contexts: Vec<String>,
    },
    /// The match was an outgoing call.
    Outgoing {
        /// Its name.
        name: String,
        /// What was taken off the front.
        stripped: String,
        /// What was put in front.
        added: String,
        /// What is sent.
        sends: String,
        /// The trunks that are tried, in order.
        trunks: Vec<String>,
    },
    /// What was dialled is a number for help: no context keeps it in, no limit and no stop holds it up.
    Emergency {
        /// The number.
        number: String,
    },
    /// What a call to the number that is sent costs, roughly: limits count it so.
    Class {
        /// The number as it was compared, in international form where it has one.
        number: String,
        /// The class.
        class: Class,
        /// What decided: the beginning of numbers in the table of classes, or the country's code; none where its form did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// The country that it leads to, where it leads abroad.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<String>,
    },
    /// A trunk of the outgoing call was passed over.
    TrunkDisabled {
        /// Which.
        trunk: String,
    },
    /// A call from a trunk was to leave by a trunk.
    Transit {
        /// The trunk that it came from.
        trunk: String,
        /// Whether that one allows it.
        allowed: bool,
    },
    /// The match was an incoming call.
    Incoming {
        /// Its DID or pattern.
        did: String,
    },
    /// The call goes to a user's lines.
    User {
        /// The user.
        user: String,
        /// The context, found from the line.
        context: String,
        /// Usernames of the lines that ring.
        lines: Vec<String>,
    },
    /// The call goes on to another number.
    Continued {
        /// The number.
        number: String,
        /// The context.
        context: String,
    },
    /// The phone that was called sends the call elsewhere; what follows is where its line may send it.
    Diverted {
        /// Whose phone: `line bob`.
        by: String,
        /// The number that it names.
        to: String,
    },
    /// The caller hears something.
    Played {
        /// What.
        sound: String,
    },
    /// The call is ended on purpose.
    HungUp {
        /// How.
        cause: String,
    },
    /// The call goes nowhere.
    NoRoute {
        /// Why.
        reason: NoRoute,
    },
}

/// A pattern that did not match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RejectedPattern))]
pub struct Rejected {
    /// The pattern.
    pub pattern: String,
    /// Why not.
    pub reason: Rejection,
}

impl Trace {
    /// Notes that a phone sent the call on, and why it went where it went then.
    pub fn divert(&mut self, by: String, to: String, then: Self) {
        self.push(Step::Diverted { by, to });
        then.steps.into_iter().for_each(|step| self.push(step));
        self.omitted += then.omitted;
    }

    /// Notes a step.
    pub(crate) fn push(&mut self, step: Step) {
        match self.steps.len() < STEPS_MAX {
            true => self.steps.push(step),
            false => self.omitted += 1,
        }
    }
}
