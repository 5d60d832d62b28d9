//! The parts of a trunk, by who asks for them: authentication, reachability, identity, calls.

use serde::{Deserialize, Serialize};

use super::Monitoring;
use crate::{
    address::{Address, Network, Transport},
    caller_id::CallerId,
    digest::DigestAlgorithm,
    fingerprint::Fingerprint,
    secret::Secret,
    text::Username,
    toll::LimitsPolicy,
};

/// How each side proves who it is. The same username and password answer the other side's challenges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkAuth {
    /// Digest username; without it the trunk's name.
    pub username: Option<Username>,
    /// Password; a trunk that has one is challenged.
    pub password: Option<Secret>,
    /// The administrator knows that the password is weak.
    pub weak_password: bool,
    /// Digest algorithms that the other side is challenged with, best first.
    pub digest: Vec<DigestAlgorithm>,
}

/// Where a trunk is and who calls whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkReach {
    /// Who calls whom.
    pub connection: ConnectionType,
    /// How its address is known.
    pub addressing: Addressing,
    /// Further networks that its calls come from, for a provider that calls from many addresses.
    pub accept_from: Vec<Network>,
    /// Transport of our requests to a static address.
    pub transport: Transport,
    /// The certificate that the other side has to show over TLS, whoever vouches for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_fingerprint: Option<Fingerprint>,
    /// Where all our requests to it are sent, REGISTER and INVITE alike.
    pub outbound_proxy: Option<Address>,
    /// How often it is asked whether it lives.
    #[serde(default)]
    pub monitoring: Monitoring,
}

/// Who calls whom, in Asterisk's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ConnectionType {
    /// Both.
    #[default]
    Friend,
    /// We call it, and know it by its address.
    Peer,
    /// It calls us, and proves itself by digest.
    User,
}

impl ConnectionType {
    /// Says whether digest can identify it.
    pub const fn calls_us_by_digest(self) -> bool {
        matches!(self, Self::Friend | Self::User)
    }

    /// Says whether its address can identify it.
    pub const fn calls_us_by_address(self) -> bool {
        matches!(self, Self::Friend | Self::Peer)
    }

    /// Says whether we may call it.
    pub const fn is_called(self) -> bool {
        matches!(self, Self::Friend | Self::Peer)
    }
}

impl std::fmt::Display for ConnectionType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Friend => "friend",
            Self::Peer => "peer",
            Self::User => "user",
        })
    }
}

/// How a trunk's address is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addressing {
    /// It registers here.
    Dynamic,
    /// We are told: an address, or a name and all addresses that it has.
    Static(Address),
}

/// The word for it in forms and site files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum AddressingWord {
    /// It registers here.
    #[default]
    Dynamic,
    /// We are told.
    Static,
}

/// Whom we say that we are to a trunk, and whether we believe what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkIdentity {
    /// User part of From, where the provider wants its account there.
    pub from_user: Option<Username>,
    /// Host part of From.
    pub from_domain: Option<Address>,
    /// Caller id shown for calls that come from it and carry none.
    pub caller_id: Option<CallerId>,
    /// P-Asserted-Identity is believed and sent (RFC 3325: both sides belong to one trust domain).
    pub trust: bool,
}

/// What a trunk's calls may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrunkCalls {
    /// Calls at once in both directions; 0 is unlimited.
    pub call_limit: u32,
    /// Its calls may leave by another trunk.
    pub transit: bool,
    /// Which limits on calls that cost something its calls keep.
    pub limits: LimitsPolicy,
    /// Where the called number is read.
    pub did_source: DidSource,
}

/// Where the called number of a trunk's INVITE is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DidSource {
    /// The Request-URI.
    #[default]
    RequestUri,
    /// The To header: providers that put our account into the Request-URI.
    To,
    /// P-Called-Party-ID (RFC 7315 section 4.2).
    CalledPartyId,
}
