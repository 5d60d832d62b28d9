//! Who acts: what the history of the configuration says.

use std::fmt;

/// Whoever asked for an act, already authenticated by the door that he came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the data directory, or root, on this host.
    Owner,
    /// The holder of an API token, by the token's name.
    Token(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("owner"),
            Self::Token(name) => write!(f, "token {name}"),
        }
    }
}
