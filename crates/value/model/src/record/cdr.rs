//! The record of one call.

use serde::{Deserialize, Serialize};

use super::{quality::LegQuality, stop::Charged};
use crate::id::{LineId, TrunkId, UserId};

/// A call's identity, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CdrId(pub u64);

/// What is kept of a call. It is written when the call is answered, and again when it has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cdr {
    /// The identity.
    pub id: CdrId,
    /// When it began, was answered, ended.
    pub times: CallTimes,
    /// Who called.
    pub caller: Party,
    /// Who was called, once that is known.
    pub callee: Party,
    /// What was dialled.
    pub dialled: String,
    /// Name of the context that it was dialled in.
    pub context: String,
    /// Where routing sent it, in words.
    pub destination: String,
    /// How it went.
    pub outcome: Outcome,
    /// Media of each leg, caller's first.
    pub media: Vec<LegMedia>,
    /// Why it went there: the routing trace as JSON.
    pub trace: String,
    /// How the audio of each leg went over time, in the order of `media`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quality: Vec<LegQuality>,
    /// Who pays for it and what it costs, roughly, where it left for the outside at a cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged: Option<Charged>,
}

impl Cdr {
    /// Says which way it went.
    pub const fn direction(&self) -> Direction {
        Direction::of(&self.caller, &self.callee)
    }
}

/// Which way a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CallDirection))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Between lines of ours, or to something of ours.
    Internal,
    /// It came by a trunk.
    Inbound,
    /// It left by a trunk.
    Outbound,
}

impl Direction {
    /// Reads it off the two sides.
    pub const fn of(caller: &Party, callee: &Party) -> Self {
        match (caller.trunk, callee.trunk) {
            (Some(_), _) => Self::Inbound,
            (None, Some(_)) => Self::Outbound,
            (None, None) => Self::Internal,
        }
    }
}

/// A call's times, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallTimes {
    /// The INVITE came.
    pub start_ms: u64,
    /// It was answered, if it was.
    pub answer_ms: Option<u64>,
    /// It ended, if it has.
    pub end_ms: Option<u64>,
}

impl CallTimes {
    /// Returns how long the two spoke, in milliseconds.
    pub fn talk_ms(&self) -> u64 {
        self.answer_ms.zip(self.end_ms).map_or(0, |(answer, end)| end.saturating_sub(answer))
    }
}

/// One side of a call. Names are kept beside ids, because the noun may be gone when the record is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Party {
    /// Name shown.
    pub name: String,
    /// Number shown.
    pub number: String,
    /// The user.
    pub user: Option<UserId>,
    /// The line.
    pub line: Option<LineId>,
    /// The line's username.
    pub line_name: String,
    /// The trunk.
    pub trunk: Option<TrunkId>,
    /// The trunk's name.
    pub trunk_name: String,
}

/// How a call went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// In one word.
    pub status: CallStatus,
    /// The last SIP status from the other side, or ours; 0 where there was none.
    pub sip_code: u16,
    /// Its reason phrase, or the Reason header's text (RFC 3326).
    pub reason: String,
    /// Who ended it.
    pub hangup_by: Option<HangupBy>,
}

/// A call's fate in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// It is going on, or the exchange stopped while it was.
    InProgress,
    /// It was answered.
    Answered,
    /// The callee was busy or declined.
    Busy,
    /// Nobody answered in time.
    NoAnswer,
    /// The caller gave up.
    Cancelled,
    /// The callee could not be reached.
    Unreachable,
    /// We refused it.
    Refused,
    /// Something failed.
    Failed,
}

/// Who ended a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HangupBy {
    /// The caller.
    Caller,
    /// The callee.
    Callee,
    /// The exchange: a timer, a limit, an operator.
    Exchange,
}

/// Media of one leg, as RTP and RTCP counted it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegMedia {
    /// Codec, by Asterisk's name.
    pub codec: String,
    /// Packets that came.
    pub packets_rx: u64,
    /// Packets that went.
    pub packets_tx: u64,
    /// Packets that should have come and did not.
    pub lost_rx: u64,
    /// Packets that the peer says it missed.
    pub lost_tx: u64,
    /// Interarrival jitter (RFC 3550 section 6.4.1), in microseconds.
    pub jitter_us: u32,
    /// Round trip by RTCP, in microseconds; 0 where the peer sent no reports.
    pub round_trip_us: u32,
    /// Estimated mean opinion score, in hundredths: 441 is perfect G.711.
    pub mos_centi: u16,
    /// What of it was encrypted.
    #[serde(default)]
    pub encryption: LegEncryption,
}

/// What of a leg is encrypted, on the way between the exchange and its peer. Keys travel in SIP: whoever reads that reads the
/// audio, so that a leg is private only where both are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LegEncryption {
    /// Its SIP goes over TLS.
    pub tls: bool,
    /// The suite of SRTP that its audio goes under (RFC 4568's names); none where it goes in clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub srtp: Option<String>,
}

impl LegEncryption {
    /// Whether nobody on the way can listen.
    pub const fn is_private(&self) -> bool {
        self.tls && self.srtp.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_was_never_answered_has_no_talk_time() {
        let times = CallTimes { start_ms: 5, answer_ms: None, end_ms: Some(9_000) };
        assert_eq!(times.talk_ms(), 0);
        assert_eq!(CallTimes { answer_ms: Some(4_000), ..times }.talk_ms(), 5_000);
    }
}
