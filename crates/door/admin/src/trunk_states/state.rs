//! How a trunk stands, as data: each known cause has its own code, and the values that a page needs to say it in words.

use std::fmt;

use engine::TlsFaultKind;
use model::Transport;
use serde::Serialize;
use utoipa::ToSchema;

/// How a trunk stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum TrunkState {
    /// The other side has granted our registration.
    Registered {
        /// Where.
        at: Place,
        /// As whom.
        username: String,
        /// Since when without a break, in milliseconds since the epoch.
        since_ms: u64,
        /// Seconds that were granted last.
        expires_seconds: u32,
        /// When it is refreshed; none while a REGISTER is on its way.
        next_refresh_ms: Option<u64>,
    },
    /// The other side has registered with us.
    RegisteredWithUs {
        /// Where it registered from.
        at: Place,
        /// The URI of its contact.
        contact: String,
        /// What it calls itself.
        user_agent: String,
        /// When its registration lapses, in milliseconds since the epoch.
        expires_ms: u64,
    },
    /// Its address is configured, and it answers.
    Reachable {
        /// Where.
        at: Place,
        /// From the last request to its answer.
        round_trip_ms: f32,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// Its address is configured, and nothing was sent there yet.
    NotProbed {
        /// Where it is.
        at: Place,
    },
    /// It is disabled: it takes part in nothing.
    Disabled,
    /// It calls us and is never called: there is nothing to watch.
    IncomingOnly,
    /// Our first REGISTER has no outcome yet.
    Registering {
        /// Where it goes.
        at: Place,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// The other side answers, and refuses.
    Refused {
        /// Where.
        at: Place,
        /// What it refuses.
        request: RefusedRequest,
        /// Its SIP status code.
        status: u16,
        /// Its words, as it sent them.
        reason: String,
        /// What that means.
        refusal: Refusal,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// Nothing comes back.
    Silent {
        /// Where it was sent.
        at: Place,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// The network says that nobody listens there: an ICMP error, or a connection that is refused.
    Unreachable {
        /// Where it was sent.
        at: Place,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// No connection with TLS comes up: the other side cannot prove who it is, or does not agree with us.
    TlsFailed {
        /// Where it was tried.
        at: Place,
        /// What was wrong.
        fault: TlsFaultName,
        /// The SHA-256 of the certificate that the other side shows, where it showed one.
        shown: Option<String>,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// The name has no address, or the DNS does not answer.
    NameNotFound {
        /// The name, and the transport and port that were to be used.
        at: Place,
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// We are registered there, but calls to it have no address: addressing is dynamic, and it never registered with us.
    AddressMissing {
        /// Where we are registered.
        at: Place,
    },
    /// It is to register with us, and has not since the exchange was started.
    NeverRegistered {
        /// The username that it has to register with.
        username: String,
    },
    /// Its registration with us was not refreshed in time.
    RegistrationExpired {
        /// Where it had registered from.
        at: Place,
        /// When it lapsed, in milliseconds since the epoch.
        since_ms: u64,
    },
    /// It took its registration with us back.
    Unregistered {
        /// Where it had registered from.
        at: Place,
        /// When, in milliseconds since the epoch.
        since_ms: u64,
    },
}

/// Where a trunk's other side is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Place {
    /// Its name or address, as it is configured or as it came.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The transport.
    pub transport: Transport,
    /// The address that was really used, as `ip:port`, once one was.
    pub address: Option<String>,
}

/// What can be wrong when a connection with TLS is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TlsFaultName {
    /// Its certificate is no longer valid.
    Expired,
    /// Its certificate is not valid yet.
    NotYetValid,
    /// Its certificate is for another name.
    OtherName,
    /// Nobody whom we trust vouches for its certificate.
    UnknownIssuer,
    /// Its certificate is not the one whose fingerprint is configured.
    PinDiffers,
    /// Its certificate cannot be used for another reason.
    BadCertificate,
    /// It wants a certificate of ours, and has got none or does not accept it.
    WantsCertificate,
    /// Whoever listens there speaks no TLS.
    NoTls,
    /// It ended the handshake, or did not bring it to an end in time.
    Broken,
}

impl From<TlsFaultKind> for TlsFaultName {
    fn from(kind: TlsFaultKind) -> Self {
        match kind {
            TlsFaultKind::Expired => Self::Expired,
            TlsFaultKind::NotYetValid => Self::NotYetValid,
            TlsFaultKind::OtherName => Self::OtherName,
            TlsFaultKind::UnknownIssuer => Self::UnknownIssuer,
            TlsFaultKind::PinDiffers => Self::PinDiffers,
            TlsFaultKind::BadCertificate => Self::BadCertificate,
            TlsFaultKind::WantsCertificate => Self::WantsCertificate,
            TlsFaultKind::NoTls => Self::NoTls,
            TlsFaultKind::Broken => Self::Broken,
        }
    }
}

/// A request that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefusedRequest {
    /// Our registration.
    Register,
    /// Our calls.
    Invite,
    /// The question whether it lives.
    Options,
}

/// What a refusal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It asks for a password, and we have none to give.
    PasswordMissing,
    /// It accepts neither this password nor, perhaps, this username.
    WrongPassword,
    /// It knows no such account or number.
    NotFound,
    /// It does not do what was asked.
    NotAllowed,
    /// It wants registrations that last longer.
    TooBrief,
    /// It is overloaded or out of service.
    Unavailable,
    /// It has failed.
    ServerError,
    /// Anything else: the code and its words say it.
    Other,
}

/// How good or bad a state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// Calls can be made.
    Up,
    /// Nobody knows, or it is being found out.
    Unknown,
    /// Calls to it fail.
    Down,
    /// It is not to be used.
    Disabled,
}

impl TrunkState {
    /// Says how good or bad it is.
    pub const fn health(&self) -> Health {
        match self {
            Self::Registered { .. } | Self::RegisteredWithUs { .. } | Self::Reachable { .. } => Health::Up,
            Self::NotProbed { .. } | Self::IncomingOnly | Self::Registering { .. } => Health::Unknown,
            Self::Refused { .. }
            | Self::Silent { .. }
            | Self::Unreachable { .. }
            | Self::TlsFailed { .. }
            | Self::NameNotFound { .. }
            | Self::AddressMissing { .. }
            | Self::NeverRegistered { .. }
            | Self::RegistrationExpired { .. }
            | Self::Unregistered { .. } => Health::Down,
            Self::Disabled => Health::Disabled,
        }
    }

    /// Tells since when it is so, in milliseconds since the epoch, where that is known.
    pub const fn since_ms(&self) -> Option<u64> {
        match self {
            Self::Registered { since_ms, .. }
            | Self::Reachable { since_ms, .. }
            | Self::Registering { since_ms, .. }
            | Self::Refused { since_ms, .. }
            | Self::Silent { since_ms, .. }
            | Self::Unreachable { since_ms, .. }
            | Self::TlsFailed { since_ms, .. }
            | Self::NameNotFound { since_ms, .. }
            | Self::RegistrationExpired { since_ms, .. }
            | Self::Unregistered { since_ms, .. } => Some(*since_ms),
            Self::RegisteredWithUs { .. }
            | Self::NotProbed { .. }
            | Self::Disabled
            | Self::IncomingOnly
            | Self::AddressMissing { .. }
            | Self::NeverRegistered { .. } => None,
        }
    }
}

impl Refusal {
    /// Reads a final answer that is no success; `has_password` says whether we had one to give.
    pub const fn of(status: u16, has_password: bool) -> Self {
        match status {
            401 | 407 if !has_password => Self::PasswordMissing,
            401 | 403 | 407 => Self::WrongPassword,
            404 | 410 | 484 | 604 => Self::NotFound,
            405 | 501 => Self::NotAllowed,
            423 => Self::TooBrief,
            408 | 480 | 503 | 504 => Self::Unavailable,
            500..=599 => Self::ServerError,
            _ => Self::Other,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let transport = self.transport.label();
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let configured = format!("{host}:{}", self.port);
        match &self.address {
            Some(address) if *address != configured => write!(f, "{configured} ({address}) over {transport}"),
            Some(_) | None => write!(f, "{configured} over {transport}"),
        }
    }
}
