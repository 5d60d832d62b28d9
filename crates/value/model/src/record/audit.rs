//! Revisions of the configuration, and the audit: who made which, when and how.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Counts the changes of the configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// Returns the one after.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One noun that one revision changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// The revision.
    pub revision: Revision,
    /// When, in milliseconds since the Unix epoch.
    pub at_ms: u64,
    /// Who: a login, `console`, or `factory`.
    pub actor: String,
    /// What was done, in a word: `create`, `update` or `delete`.
    pub verb: String,
    /// The noun's title, as in `trunk xivo-trunk`.
    pub subject: String,
    /// The noun afterwards as JSON, secrets redacted; empty where it is gone.
    pub after: String,
}
