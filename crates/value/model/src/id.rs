//! Identities: one type per noun, so that a line's id can never be taken for a trunk's.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident ),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
            #[serde(transparent)]
            pub struct $name(pub u32);

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl From<u32> for $name {
                fn from(raw: u32) -> Self {
                    Self(raw)
                }
            }
        )*
    };
}

ids!(
    /// A context's identity.
    ContextId,
    /// A user's identity.
    UserId,
    /// A line's identity.
    LineId,
    /// An extension's identity.
    ExtensionId,
    /// A trunk's identity.
    TrunkId,
    /// An outgoing call's identity.
    OutgoingCallId,
    /// An incoming call's identity.
    IncomingCallId,
);

/// Any noun's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "noun", content = "id")]
pub enum NounId {
    /// A context.
    Context(ContextId),
    /// A user.
    User(UserId),
    /// A line.
    Line(LineId),
    /// An extension.
    Extension(ExtensionId),
    /// A trunk.
    Trunk(TrunkId),
    /// An outgoing call.
    OutgoingCall(OutgoingCallId),
    /// An incoming call.
    IncomingCall(IncomingCallId),
    /// The general SIP settings, of which there is one.
    General,
}

impl NounId {
    /// Names the noun as people and audit rows call it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Context(_) => "context",
            Self::User(_) => "user",
            Self::Line(_) => "line",
            Self::Extension(_) => "extension",
            Self::Trunk(_) => "trunk",
            Self::OutgoingCall(_) => "outgoing call",
            Self::IncomingCall(_) => "incoming call",
            Self::General => "general settings",
        }
    }

    /// Returns the number within its noun, 0 for the general settings.
    pub const fn number(self) -> u32 {
        match self {
            Self::Context(ContextId(n))
            | Self::User(UserId(n))
            | Self::Line(LineId(n))
            | Self::Extension(ExtensionId(n))
            | Self::Trunk(TrunkId(n))
            | Self::OutgoingCall(OutgoingCallId(n))
            | Self::IncomingCall(IncomingCallId(n)) => n,
            Self::General => 0,
        }
    }
}
