//! A noun as messages mention it: enough to name it to people, and to lead them to it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::NounKind;

/// A noun that a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mention {
    /// What it is.
    pub noun: NounKind,
    /// Its identity within its noun; 0 for the general settings.
    pub id: u32,
    /// What people call it: a name, a number, a username.
    pub name: String,
}

impl fmt::Display for Mention {
    /// Writes it as in `trunk xivo-trunk`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name.as_str() {
            "" => f.write_str(self.noun.words()),
            name => write!(f, "{} {name}", self.noun.words()),
        }
    }
}
