//! The same verbs for every noun.

use clap::Subcommand;

/// A verb for a noun.
#[derive(Clone, Debug, Subcommand)]
pub enum NounCommand {
    /// List all
    List,
    /// Show every field of one
    Show {
        /// Its name, or id=N
        name: String,
    },
    /// Make one
    Create {
        /// A field and its value, such as ring_seconds=20; register.enabled=true reaches inside
        #[arg(long = "set", value_name = "FIELD=VALUE")]
        set: Vec<String>,
    },
    /// Change some fields of one
    Update {
        /// Its name, or id=N
        name: String,
        /// A field and its new value
        #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
        set: Vec<String>,
    },
    /// Delete one
    Delete {
        /// Its name, or id=N
        name: String,
    },
}

/// Which noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NounKind {
    Context,
    User,
    Line,
    Extension,
    Trunk,
    OutgoingCall,
    IncomingCall,
}

impl NounKind {
    /// Every noun, in the order of the manual.
    pub(crate) const ALL: [Self; 7] = [
        Self::Context,
        Self::User,
        Self::Line,
        Self::Extension,
        Self::Trunk,
        Self::OutgoingCall,
        Self::IncomingCall,
    ];

    /// Its command.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Context => "context",
            Self::User => "user",
            Self::Line => "line",
            Self::Extension => "extension",
            Self::Trunk => "trunk",
            Self::OutgoingCall => "outgoing-call",
            Self::IncomingCall => "incoming-call",
        }
    }

    /// Its collection in the API.
    pub(crate) const fn collection(self) -> &'static str {
        match self {
            Self::Context => "contexts",
            Self::User => "users",
            Self::Line => "lines",
            Self::Extension => "extensions",
            Self::Trunk => "trunks",
            Self::OutgoingCall => "outgoing-calls",
            Self::IncomingCall => "incoming-calls",
        }
    }

    /// The columns of its listing: XiVO's, with the id in front.
    pub(crate) const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Context => &["name", "label", "kind", "includes"],
            Self::User => &["firstname", "lastname", "caller_id", "ring_seconds"],
            Self::Line => &["username", "user", "extension", "context", "weak_password"],
            Self::Extension => &["number", "context", "destination"],
            Self::Trunk => &["name", "connection_type", "addressing", "address", "context", "weak_password"],
            Self::OutgoingCall => &["name", "context", "extension", "trunks"],
            Self::IncomingCall => &["did", "context", "destination"],
        }
    }
}
