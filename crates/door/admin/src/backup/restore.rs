//! Restoring: what a file has of the configuration becomes one revision, so that it can be undone; who may come in becomes what the
//! file says, but for whoever restores it; calls are added to the log.

use std::{path::Path, sync::Arc};

use model::{Nouns, Permission, Role, Secret, Snapshot};
use serde::Serialize;
use store::{Backup, BackupContents, KeptAdministrator, KeptToken, RestoredAccess, Spared, Store};
use utoipa::ToSchema;

use super::{Incoming, workshop::Work};
use crate::{
    actor::Actor,
    acts::{Admin, Changed, plan_of},
    audit::{AuditAct, AuditSubject},
    error::{BackupFault, Error},
    history::RevisionAct,
    site::Plan,
};

/// Calls that are added to the log in one transaction: rows of live calls wait no longer than for these.
const CALLS_AT_ONCE: u32 = 500;

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupRow {
    /// When it was made, in milliseconds since the epoch.
    pub at_ms: u64,
    /// The release that made it.
    pub version: String,
    /// The revision of its configuration.
    pub revision: u64,
    /// How many revisions its history has.
    pub revisions: u64,
    /// The call log is in it.
    pub has_call_log: bool,
    /// How many calls are in it.
    pub calls: u64,
    /// The usernames of its administrators.
    pub administrators: Vec<String>,
    /// The names of its API tokens.
    pub tokens: Vec<String>,
}

/// What was restored, or would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Restored {
    /// The backup.
    pub backup: BackupRow,
    /// What changes in the configuration.
    #[serde(flatten)]
    pub plan: Plan,
    /// It was done.
    pub applied: bool,
    /// Calls that were added to the log.
    pub calls_added: u64,
}

/// A backup, read.
struct Parsed {
    backup: Backup,
    nouns: Nouns,
    administrators: Vec<KeptAdministrator>,
    tokens: Vec<(KeptToken, Vec<u8>)>,
}

impl Admin {
    /// Restores a backup; with `dry_run` says what that would change. One of another exchange needs the passphrase that it was made
    /// with.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Backup`] where the file is none, or none that this release reads; [`Error::Busy`] while another is
    /// made or restored; [`Error::Storage`].
    pub async fn restore(
        self: &Arc<Self>,
        actor: &Actor,
        incoming: Incoming,
        passphrase: Option<Secret>,
        dry_run: bool,
    ) -> Result<Changed<Restored>, Error> {
        actor.demand(Permission::Administer)?;
        let (admin, actor) = (Arc::clone(self), actor.clone());
        // In a task of its own: a client that hangs up half way must not leave the half of a backup.
        let restoring =
            tokio::spawn(async move { admin.do_restore(&actor, incoming, passphrase, dry_run).await });
        restoring.await.unwrap_or(Err(Error::Interrupted("the restoring of a backup")))
    }

    async fn do_restore(
        self: &Arc<Self>,
        actor: &Actor,
        incoming: Incoming,
        passphrase: Option<Secret>,
        dry_run: bool,
    ) -> Result<Changed<Restored>, Error> {
        let _turn = self.workshop().turn.try_lock().map_err(|_| Error::Busy)?;
        let temporary = incoming.temporary;
        drop(incoming.file);
        let admin = Arc::clone(self);
        let reading = tokio::task::spawn_blocking(move || {
            let passphrase = passphrase.as_ref().map(Secret::expose);
            Parsed::read(&temporary.0, admin.store(), passphrase).map(|read| (read, temporary))
        });
        let (parsed, _temporary) =
            reading.await.unwrap_or(Err(Error::Interrupted("the reading of a backup")))?;
        let row = parsed.row();
        let Parsed { backup, nouns, administrators, tokens } = parsed;
        if dry_run {
            let before = self.snapshot();
            let plan = plan_of(&before, &replaced(&before, nouns));
            return Ok(Changed::none(Restored { backup: row, plan, applied: false, calls_added: 0 }));
        }
        self.note(actor, AuditAct::BackupRestored, AuditSubject::default()).await?;
        let done =
            self.change_to(actor, RevisionAct::Backup, move |before| Ok(replaced(before, nouns))).await?;
        self.restore_access(actor, administrators, tokens).await?;
        let calls_added = self.restore_calls(backup).await?;
        let plan = done.plan().value;
        Ok(done.with(Restored { backup: row, plan, applied: true, calls_added }))
    }

    async fn restore_access(
        &self,
        actor: &Actor,
        administrators: Vec<KeptAdministrator>,
        tokens: Vec<(KeptToken, Vec<u8>)>,
    ) -> Result<(), Error> {
        let _turn = self.access().turn.lock().await;
        let spared = match actor {
            Actor::Administrator { username, .. } => Spared::Administrator(username.clone()),
            Actor::Token { name, .. } => Spared::Token(name.clone()),
            Actor::Owner => Spared::Nobody,
        };
        let rules = |kept: &KeptAdministrator| {
            kept.administrator.enabled && kept.administrator.role == Role::Administrator
        };
        // Somebody must be able to sign in and do everything afterwards.
        let is_enough = matches!(spared, Spared::Administrator(_)) || administrators.iter().any(rules);
        let administrators = is_enough.then_some(administrators);
        let restored = RestoredAccess { administrators, tokens, spared };
        self.written(|store, reply| store.restore_access(restored, reply)).await
    }

    async fn restore_calls(self: &Arc<Self>, backup: Backup) -> Result<u64, Error> {
        let total = backup.contents.calls;
        let _working = self.workshop().begin(Work::Calls { done: 0, total });
        let (mut backup, mut last, mut done, mut added) = (backup, 0, 0, 0);
        loop {
            let reading = tokio::task::spawn_blocking(move || {
                let calls = backup.calls_after(last, CALLS_AT_ONCE);
                (backup, calls)
            });
            let (back, calls) = reading.await.map_err(|_| Error::Interrupted("the reading of a backup"))?;
            backup = back;
            let calls = calls.map_err(fault)?;
            let Some(newest) = calls.last().map(|call| call.id.0) else { return Ok(added) };
            last = newest;
            done += calls.len() as u64;
            added += self.written(|store, reply| store.add_calls(calls, reply)).await?;
            self.workshop().go_on(Work::Calls { done, total });
        }
    }
}

/// Gives the configuration with these nouns in place of all that it has.
fn replaced(before: &Snapshot, mut nouns: Nouns) -> Snapshot {
    // An id is never given twice, whatever is gone now.
    nouns.last_id = nouns.last_id.max(before.nouns().last_id);
    Snapshot::new(nouns, before.revision().next())
}

impl Parsed {
    fn read(file: &Path, store: &Store, passphrase: Option<&str>) -> Result<Self, Error> {
        let backup = Backup::open(file, store, passphrase).map_err(fault)?;
        let nouns = backup.nouns().map_err(fault)?;
        let administrators = backup.administrators().map_err(fault)?;
        let tokens = backup.tokens().map_err(fault)?;
        Ok(Self { backup, nouns, administrators, tokens })
    }

    fn row(&self) -> BackupRow {
        let BackupContents { made, revision, revisions, calls } = self.backup.contents.clone();
        BackupRow {
            at_ms: made.at_ms,
            version: made.version,
            revision,
            revisions,
            has_call_log: made.has_call_log,
            calls,
            administrators: self
                .administrators
                .iter()
                .map(|it| it.administrator.username.to_string())
                .collect(),
            tokens: self.tokens.iter().map(|(token, _)| token.name.clone()).collect(),
        }
    }
}

/// What cannot be read in a file that somebody sent is the file's fault.
fn fault(error: store::Error) -> Error {
    match error {
        store::Error::NoBackup => Error::Backup(BackupFault::NotABackup),
        store::Error::Newer { found, known } => {
            Error::Backup(BackupFault::Newer { found: found as u64, known: known as u64 })
        }
        store::Error::ForeignKey => Error::Backup(BackupFault::ForeignKey),
        store::Error::PassphraseNeeded => Error::Backup(BackupFault::PassphraseNeeded),
        store::Error::WrongPassphrase => Error::Backup(BackupFault::WrongPassphrase),
        other @ (store::Error::Damaged(_)
        | store::Error::Sealed(_)
        | store::Error::Database(_)
        | store::Error::Document { .. }
        | store::Error::Inconsistent(_)) => {
            tracing::warn!(error = %other, "a backup cannot be restored");
            Error::Backup(BackupFault::Damaged)
        }
        other => Error::Storage(other),
    }
}
