//! The question.

use model::{ContextId, LineId, TrunkId};
use serde::{Deserialize, Serialize};

/// Who dials. A line or a trunk has proved who it is before it gets here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caller {
    /// A line.
    Line(LineId),
    /// A trunk.
    Trunk(TrunkId),
    /// Nobody in particular: an administrator asks what a context can dial.
    Context(ContextId),
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Who dials.
    pub caller: Caller,
    /// What was dialled: the user part, as it came.
    pub dialled: &'a str,
    /// The caller's number, empty where it is not known.
    pub caller_number: &'a str,
    /// How often the call was forwarded before.
    pub forwards: u8,
}

impl<'a> Ask<'a> {
    /// Asks for a call that was not forwarded, from a number that is not known.
    pub const fn new(caller: Caller, dialled: &'a str) -> Self {
        Self { caller, dialled, caller_number: "", forwards: 0 }
    }
}
