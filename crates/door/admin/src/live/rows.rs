//! What is seen of live calls, registrations and trunks.

use std::fmt;

use model::record::LegEncryption;
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody called an emergency number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HelpRow {
    /// The call.
    pub call: String,
    /// The number that was called.
    pub number: String,
    /// The number of who called, as it is shown inside.
    pub caller: String,
    /// The name.
    pub name: String,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
}

impl HelpRow {
    /// Says it in a sentence.
    pub(crate) fn sentence(&self) -> String {
        match self.name.is_empty() {
            true => format!("{} called {}", self.caller, self.number),
            false => format!("{} ({}) called {}", self.name, self.caller, self.number),
        }
    }
}

/// A call in progress.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CallRow {
    /// Its identity, the same as in the call log; as text, since it has more digits than a JavaScript number holds.
    pub id: String,
    /// What was dialled.
    pub dialled: String,
    /// When it began, in milliseconds since the epoch.
    pub started_ms: u64,
    /// When it was answered.
    pub answered_ms: Option<u64>,
    /// When it ended; only events tell of ended calls.
    pub ended_ms: Option<u64>,
    /// Its legs, the caller's first.
    pub legs: Vec<LegRow>,
}

/// One leg of a call: what Asterisk calls a channel.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LegRow {
    /// Its name as Asterisk would say it: `SIP/alice-0000002a`.
    pub channel: String,
    /// `Down`, `Ring`, `Ringing` or `Up`.
    pub state: String,
    /// The other side's number, or the application.
    pub number: String,
    /// The codec in Asterisk's words, once agreed.
    pub codec: Option<String>,
    /// What of it is encrypted.
    pub encryption: LegEncryption,
    /// How its audio goes.
    pub media: Option<MediaRow>,
}

/// How a leg's audio goes (RFC 3550 section 6.4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct MediaRow {
    /// Packets that came.
    pub packets_rx: u64,
    /// Packets that went.
    pub packets_tx: u64,
    /// Packets that should have come and did not.
    pub lost_rx: u64,
    /// Packets that the peer says it missed.
    pub lost_tx: u64,
    /// Jitter of what comes, in milliseconds.
    pub jitter_ms: f32,
    /// Round trip in milliseconds, where RTCP told it.
    pub round_trip_ms: Option<f32>,
    /// Estimated mean opinion score of what comes, 1.0 to 4.5.
    pub mos: Option<f32>,
    /// Packets of an encrypted stream that were dropped: not made with the peer's key, changed on the way, or come again.
    pub forged: u64,
}

/// How our registration at a trunk's other side stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OurRegistration {
    /// In a word.
    pub state: RegistrationState,
    /// Seconds that the other side granted, or that we ask for.
    pub expiry: u32,
    /// When it was granted last, in milliseconds since the epoch.
    pub granted_ms: Option<u64>,
    /// When we register next.
    pub next_ms: Option<u64>,
    /// The other side's last final answer: code and reason.
    pub last_answer: Option<(u16, String)>,
}

/// The state of our registration, in Asterisk's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistrationState {
    /// Nothing was sent yet.
    Unregistered,
    /// No answer yet.
    RequestSent,
    /// Granted.
    Registered,
    /// Refused; we try again.
    Rejected,
    /// No answer in time, or no address; we try again.
    Timeout,
}

impl fmt::Display for RegistrationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unregistered => "Unregistered",
            Self::RequestSent => "Request Sent",
            Self::Registered => "Registered",
            Self::Rejected => "Rejected",
            Self::Timeout => "Timeout",
        })
    }
}

/// What is known of a trunk's peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrunkReach {
    /// Whether it answers.
    pub reach: Reach,
    /// Its last final answer to any request of ours: code and reason.
    pub last_answer: Option<(u16, String)>,
}

/// Whether a peer answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing was sent to it yet.
    Unknown,
    /// It answers, after so many milliseconds.
    Reachable(u64),
    /// It does not answer.
    Unreachable,
}

impl fmt::Display for Reach {
    /// Writes it as Asterisk's `sip show peers` does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("UNKNOWN"),
            Self::Reachable(ms) => write!(f, "OK ({ms} ms)"),
            Self::Unreachable => f.write_str("UNREACHABLE"),
        }
    }
}
