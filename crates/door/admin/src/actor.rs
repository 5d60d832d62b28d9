//! Who acts: what the history of the configuration says, and what he may do.

use std::fmt;

use model::{Permission, Role};

use crate::error::Error;

/// Whoever asked for an act, already authenticated by the door that he came through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The owner of the data directory, or root, on this host.
    Owner,
    /// The holder of an API token.
    Token {
        /// The token's name.
        name: String,
        /// What it may do.
        role: Role,
    },
    /// Somebody who signed in.
    Administrator {
        /// The username.
        username: String,
        /// What it may do.
        role: Role,
    },
}

impl Actor {
    /// Returns what he may do.
    pub const fn role(&self) -> Role {
        match self {
            Self::Owner => Role::Administrator,
            Self::Token { role, .. } | Self::Administrator { role, .. } => *role,
        }
    }

    /// Refuses an act that needs more than he may do. Every act that is not just looking begins with this.
    pub(crate) fn demand(&self, needs: Permission) -> Result<(), Error> {
        match self.role().may(needs) {
            true => Ok(()),
            false => Err(Error::Forbidden { needs, role: self.role() }),
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("owner"),
            Self::Token { name, .. } => write!(f, "token {name}"),
            Self::Administrator { username, .. } => write!(f, "administrator {username}"),
        }
    }
}
