//! The audit: who looked at which password, let a weak one pass, took a backup, called out by a trunk to test it, or changed who may
//! come in. What changes the
//! configuration is in its history.

use std::sync::Arc;

use model::{Difference, Mention, Noun, NounKind, Permission, Snapshot};
use serde::{Deserialize, Serialize};
use store::AuditEntry;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    error::Error,
    listing::{Page, Query},
};

/// What somebody may have to answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    /// The passwords of a line or trunk were shown.
    SecretsShown,
    /// The configuration was written out with all passwords.
    SecretsExported,
    /// A password that is easy to guess was insisted on.
    WeakPassword,
    /// A backup was taken: it holds everything.
    BackupTaken,
    /// A backup was restored.
    BackupRestored,
    /// An administrator was made.
    AdministratorCreated,
    /// An administrator was changed.
    AdministratorChanged,
    /// An administrator was deleted.
    AdministratorDeleted,
    /// An API token was made.
    TokenCreated,
    /// An API token was deleted.
    TokenDeleted,
    /// Somebody who was shut out for guessing passwords was let in again.
    BanLifted,
    /// A trunk was tested with a call: the call log has the number.
    TestCall,
    /// A stop of calls that cost something was lifted.
    StopLifted,
}

/// To what an act was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AuditSubject {
    /// Its kind, where it is a noun of the configuration.
    pub noun: Option<NounKind>,
    /// Its identity, where it has one.
    pub id: Option<i64>,
    /// Its name; empty for the exchange itself.
    pub name: String,
}

/// One act of the audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuditRow {
    /// Its number, growing.
    pub id: i64,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// Who: `owner`, `administrator NAME` or `token NAME`.
    pub author: String,
    /// What.
    pub act: AuditAct,
    /// To what.
    pub subject: AuditSubject,
}

impl Admin {
    /// Lists the audit, the newest first; `order=id` gives the oldest first.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Fields`] where it is to be ordered by something else; [`Error::Storage`].
    pub async fn audit(self: &Arc<Self>, actor: &Actor, query: &Query) -> Result<Page<AuditRow>, Error> {
        actor.demand(Permission::Administer)?;
        let wanted = query.of_records("id", "id, -id")?;
        let (rows, total) = self.read(move |reader| reader.audit(&wanted)).await?;
        let items: Option<Vec<AuditRow>> = rows.into_iter().map(row).collect();
        Ok(Page { items: items.ok_or(Error::Interrupted("an act of the audit cannot be read"))?, total })
    }

    /// Notes an act. Who is not noted does not act: callers do this first.
    pub(crate) async fn note(
        &self,
        author: &impl std::fmt::Display,
        act: AuditAct,
        subject: AuditSubject,
    ) -> Result<(), Error> {
        tracing::info!(%author, act = word(act), subject = subject.name, "noted in the audit");
        let entry = entry(author.to_string(), act, &subject);
        self.written(|store, reply| store.note(entry, reply)).await
    }
}

impl AuditSubject {
    /// Names something that is no noun of the configuration.
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl From<Mention> for AuditSubject {
    fn from(noun: Mention) -> Self {
        Self { noun: Some(noun.noun), id: Some(noun.id.into()), name: noun.name }
    }
}

/// Lists the passwords that are easy to guess and were insisted on by a change.
pub(crate) fn weak_passwords(author: &str, before: &Snapshot, difference: &Difference) -> Vec<AuditEntry> {
    let insisted = difference.saved.iter().filter(|noun| match noun {
        Noun::Line(line) => {
            let was = before.line(line.id).filter(|was| was.weak_password);
            line.weak_password && was.is_none_or(|was| was.password != line.password)
        }
        Noun::Trunk(trunk) => {
            let was = before.trunk(trunk.id).filter(|was| was.auth.weak_password);
            let is_new = was.is_none_or(|was| was.auth.password != trunk.auth.password);
            trunk.auth.weak_password && trunk.auth.password.is_some() && is_new
        }
        Noun::General(_)
        | Noun::Context(_)
        | Noun::User(_)
        | Noun::Extension(_)
        | Noun::OutgoingCall(_)
        | Noun::IncomingCall(_) => false,
    });
    insisted.map(|noun| entry(author.to_owned(), AuditAct::WeakPassword, &noun.mention().into())).collect()
}

fn entry(author: String, act: AuditAct, subject: &AuditSubject) -> AuditEntry {
    let body = serde_json::to_value(subject).unwrap_or_default();
    AuditEntry { at_ms: now_ms(), author, act: word(act), body }
}

fn word(act: AuditAct) -> String {
    serde_json::to_value(act).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn row(row: store::AuditRow) -> Option<AuditRow> {
    let AuditEntry { at_ms, author, act, body } = row.entry;
    let act = serde_json::from_value(serde_json::Value::String(act)).ok()?;
    Some(AuditRow { id: row.id, at_ms, author, act, subject: serde_json::from_value(body).ok()? })
}
