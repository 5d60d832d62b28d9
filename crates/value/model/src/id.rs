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

            impl From<$name> for u32 {
                fn from(id: $name) -> Self {
                    id.0
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

/// A kind of noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NounKind {
    /// A context.
    Context,
    /// A user.
    User,
    /// A line.
    Line,
    /// An extension.
    Extension,
    /// A trunk.
    Trunk,
    /// An outgoing call.
    OutgoingCall,
    /// An incoming call.
    IncomingCall,
    /// The general settings, of which there is one set.
    General,
}

impl NounKind {
    /// Names the noun as people and audit rows call it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::User => "user",
            Self::Line => "line",
            Self::Extension => "extension",
            Self::Trunk => "trunk",
            Self::OutgoingCall => "outgoing call",
            Self::IncomingCall => "incoming call",
            Self::General => "general settings",
        }
    }
}

impl NounId {
    /// Returns the kind of noun.
    pub const fn kind(self) -> NounKind {
        match self {
            Self::Context(_) => NounKind::Context,
            Self::User(_) => NounKind::User,
            Self::Line(_) => NounKind::Line,
            Self::Extension(_) => NounKind::Extension,
            Self::Trunk(_) => NounKind::Trunk,
            Self::OutgoingCall(_) => NounKind::OutgoingCall,
            Self::IncomingCall(_) => NounKind::IncomingCall,
            Self::General => NounKind::General,
        }
    }

    /// Names the noun as people and audit rows call it.
    pub const fn noun(self) -> &'static str {
        self.kind().words()
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
