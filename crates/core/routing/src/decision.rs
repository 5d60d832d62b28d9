//! The answer.

use model::{CallerId, CallerIdEdit, Class, HangupCause, LineId, OutgoingCallId, SoundName, TrunkId, UserId};
use serde::{Deserialize, Serialize};

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RouteDecision))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Out, by the first of these trunks that takes it.
    Trunks(TrunkRoute),
    /// To phones of ours.
    User(UserRoute),
    /// The caller hears something of ours.
    Play(Play),
    /// It is ended on purpose.
    Hangup(HangupCause),
    /// Nowhere.
    NoRoute(NoRoute),
}

/// A call that leaves by a trunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrunkRoute {
    /// The outgoing call.
    pub outgoing_call: OutgoingCallId,
    /// The trunks, tried in order.
    pub trunks: Vec<TrunkId>,
    /// The number to send: stripped, then prefixed.
    pub number: String,
    /// What the other side is shown of the caller.
    pub caller_id: CallerIdToSend,
    /// How long it rings, in milliseconds; without end where nothing is set.
    pub ring_ms: Option<u64>,
    /// What a call to that number costs, roughly.
    pub class: Class,
}

/// What the other side of a trunk is shown of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallerIdToSend {
    /// What the caller shows inside.
    AsIs,
    /// This.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    Show(CallerId),
    /// Nothing (RFC 3323, Privacy: id); a trusted trunk learns this much.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    Hide(Option<CallerId>),
}

/// A call that rings phones of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRoute {
    /// Whose call it is.
    pub user: UserId,
    /// The lines that ring, each at all its contacts.
    pub lines: Vec<LineId>,
    /// How long they ring, in milliseconds; without end where nothing is set.
    pub ring_ms: Option<u64>,
    /// What happens to the caller's name on the way.
    pub caller_id: Option<CallerIdEdit>,
    /// The call comes from outside.
    pub external: bool,
}

/// What the caller hears.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RoutePlay))]
#[serde(rename_all = "snake_case")]
pub enum Play {
    /// Himself.
    Echo,
    /// 1004 Hz at 0 dBm0.
    Milliwatt,
    /// A recording.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    Announcement(SoundName),
}

/// Why a call goes nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoRoute {
    /// Nothing matches in the caller's context or in what it includes.
    NotFound,
    /// It would leave by a trunk, and the trunk that it came from has no transit.
    NoTransit,
    /// The trunk that it comes from is disabled.
    CallerDisabled,
    /// It would leave by a trunk, and every trunk that it may leave by is disabled.
    TrunksDisabled,
    /// It leads to a user who has no line.
    NoLine,
    /// It was forwarded too often.
    TooManyForwards,
    /// The caller's line, trunk or context is no longer there.
    UnknownCaller,
    /// What was dialled is longer than any number.
    TooLong,
}

impl NoRoute {
    /// Says it in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotFound => "nothing matches in the context or in what it includes",
            Self::NoTransit => {
                "the trunk that the call came from has no transit, so it may not leave by a trunk"
            }
            Self::CallerDisabled => {
                "the trunk that the call comes from is disabled, so its calls are not taken"
            }
            Self::TrunksDisabled => "every trunk that the call may leave by is disabled",
            Self::NoLine => "the user has no line",
            Self::TooManyForwards => "the call was forwarded too often",
            Self::UnknownCaller => "the caller is not configured any more",
            Self::TooLong => "what was dialled is longer than any number",
        }
    }
}
