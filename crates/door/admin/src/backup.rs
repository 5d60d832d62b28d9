//! Backup and restore: everything in one file. What a restored file has of the configuration becomes one revision, so that it can be
//! undone; who may come in becomes what the file says, but for whoever restores it; calls are added to the log.

use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use model::{Nouns, Permission, Role, Snapshot};
use serde::Serialize;
use store::{Backup, BackupContents, BackupMade, KeptAdministrator, KeptToken, RestoredAccess, Spared};
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Changed, now_ms, plan_of},
    audit::{AuditAct, AuditSubject},
    error::{BackupFault, Error},
    history::RevisionAct,
    random_bits::random_hex,
    site::Plan,
};

/// Largest file that is taken: a call log of some million calls.
pub const RESTORE_MAX: u64 = 4 << 30;

/// Calls that are added to the log in one transaction: rows of live calls wait no longer than for these.
const CALLS_AT_ONCE: u32 = 500;

/// A backup, to be read to its end: it has no name any more.
#[derive(Debug)]
pub struct BackupFile {
    /// It, at its beginning.
    pub file: File,
    /// How many bytes it has.
    pub size: u64,
    /// When it was made, in milliseconds since the epoch.
    pub at_ms: u64,
}

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

/// How far the making or restoring of a backup is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupProgress {
    /// One is made or restored now.
    pub active: bool,
    /// How much is done: bytes, or calls.
    pub done: u64,
    /// How much there is about.
    pub total: u64,
}

/// Where backups are made and restored, one at a time.
#[derive(Debug, Default)]
pub(crate) struct Workshop {
    turn: tokio::sync::Mutex<()>,
    work: Mutex<Option<Work>>,
}

/// What is at work.
#[derive(Clone, Debug)]
enum Work {
    /// A copy grows.
    Copy { to: PathBuf, total: u64 },
    /// Calls are added to the log.
    Calls { done: u64, total: u64 },
}

/// A backup that is on its way to us.
#[derive(Debug)]
pub struct Incoming {
    file: Option<File>,
    size: u64,
    temporary: Temporary,
}

/// A file that goes when nobody needs it any more.
#[derive(Debug)]
struct Temporary(PathBuf);

/// A backup, read.
struct Parsed {
    backup: Backup,
    nouns: Nouns,
    administrators: Vec<KeptAdministrator>,
    tokens: Vec<(KeptToken, Vec<u8>)>,
}

impl Admin {
    /// Makes a backup, with the call log or without.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Busy`] while another is made or restored; [`Error::Storage`].
    pub async fn backup(self: &Arc<Self>, actor: &Actor, call_logs: bool) -> Result<BackupFile, Error> {
        actor.demand(Permission::Administer)?;
        let _turn = self.workshop().turn.try_lock().map_err(|_| Error::Busy)?;
        self.note(actor, AuditAct::BackupTaken, AuditSubject::default()).await?;
        let temporary = Temporary::new(&self.store().directory())?;
        let made = BackupMade {
            at_ms: now_ms(),
            version: env!("CARGO_PKG_VERSION").into(),
            has_call_log: call_logs,
        };
        let at_ms = made.at_ms;
        let total = if call_logs { self.store().size()? } else { 0 };
        let _working = self.workshop().begin(Work::Copy { to: temporary.0.clone(), total });
        let admin = Arc::clone(self);
        let making = tokio::task::spawn_blocking(move || {
            admin.store().write_backup(&temporary.0, &made)?;
            let file = File::open(&temporary.0).map_err(|source| io_failed(&temporary.0, source))?;
            let size = file.metadata().map_err(|source| io_failed(&temporary.0, source))?.len();
            Ok(BackupFile { file, size, at_ms })
        });
        making.await.unwrap_or(Err(Error::Interrupted("a backup")))
    }

    /// Says how far the making or restoring of a backup is.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub fn backup_progress(&self, actor: &Actor) -> Result<BackupProgress, Error> {
        actor.demand(Permission::Administer)?;
        let work = self.workshop().work.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(match work {
            None => BackupProgress::default(),
            Some(Work::Calls { done, total }) => BackupProgress { active: true, done, total },
            Some(Work::Copy { to, total }) => {
                let done = fs::metadata(to).map_or(0, |file| file.len());
                BackupProgress { active: true, done, total: total.max(done) }
            }
        })
    }

    /// Prepares to take a backup from somebody.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`].
    pub fn receive_backup(&self, actor: &Actor) -> Result<Incoming, Error> {
        actor.demand(Permission::Administer)?;
        let temporary = Temporary::new(&self.store().directory())?;
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary.0);
        let file = file.map_err(|source| io_failed(&temporary.0, source))?;
        Ok(Incoming { file: Some(file), size: 0, temporary })
    }

    /// Restores a backup; with `dry_run` says what that would change.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Backup`] where the file is none, or none that this release reads; [`Error::Busy`] while another is
    /// made or restored; [`Error::Storage`].
    pub async fn restore(
        self: &Arc<Self>,
        actor: &Actor,
        incoming: Incoming,
        dry_run: bool,
    ) -> Result<Changed<Restored>, Error> {
        actor.demand(Permission::Administer)?;
        let (admin, actor) = (Arc::clone(self), actor.clone());
        // In a task of its own: a client that hangs up half way must not leave the half of a backup.
        let restoring = tokio::spawn(async move { admin.do_restore(&actor, incoming, dry_run).await });
        restoring.await.unwrap_or(Err(Error::Interrupted("the restoring of a backup")))
    }

    async fn do_restore(
        self: &Arc<Self>,
        actor: &Actor,
        incoming: Incoming,
        dry_run: bool,
    ) -> Result<Changed<Restored>, Error> {
        let _turn = self.workshop().turn.try_lock().map_err(|_| Error::Busy)?;
        let temporary = incoming.temporary;
        drop(incoming.file);
        let reading =
            tokio::task::spawn_blocking(move || Parsed::read(&temporary.0).map(|read| (read, temporary)));
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
    fn read(file: &Path) -> Result<Self, Error> {
        let backup = Backup::open(file).map_err(fault)?;
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

impl Incoming {
    /// Takes more of the file.
    ///
    /// # Errors
    /// [`Error::Backup`] where it is larger than is taken; [`Error::Storage`] where the disk is full.
    pub async fn take(&mut self, bytes: Vec<u8>) -> Result<(), Error> {
        self.size = self.size.saturating_add(bytes.len() as u64);
        if self.size > RESTORE_MAX {
            return Err(Error::Backup(BackupFault::TooLarge { max: RESTORE_MAX }));
        }
        let mut file = self.file.take().ok_or(Error::Interrupted("a file that came in"))?;
        let writing = tokio::task::spawn_blocking(move || file.write_all(&bytes).map(|()| file));
        let file = writing.await.map_err(|_| Error::Interrupted("a file that came in"))?;
        self.file = Some(file.map_err(|source| io_failed(&self.temporary.0, source))?);
        Ok(())
    }
}

impl Workshop {
    fn begin(&self, work: Work) -> Working<'_> {
        self.go_on(work);
        Working(self)
    }

    fn go_on(&self, work: Work) {
        *self.work.lock().unwrap_or_else(PoisonError::into_inner) = Some(work);
    }
}

/// Ends the work when it is dropped.
struct Working<'w>(&'w Workshop);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        *self.0.work.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Temporary {
    /// Chooses a name in a directory; the store clears away those that an earlier run left.
    fn new(directory: &Path) -> Result<Self, Error> {
        let random: String = random_hex()?.chars().take(16).collect();
        Ok(Self(directory.join(format!("{}{random}", store::TEMPORARY))))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// What cannot be read in a file that somebody sent is the file's fault.
fn fault(error: store::Error) -> Error {
    match error {
        store::Error::NoBackup => Error::Backup(BackupFault::NotABackup),
        store::Error::Newer { found, known } => {
            Error::Backup(BackupFault::Newer { found: found as u64, known: known as u64 })
        }
        other @ (store::Error::Damaged(_)
        | store::Error::Database(_)
        | store::Error::Document { .. }
        | store::Error::Inconsistent(_)) => {
            tracing::warn!(error = %other, "a backup cannot be restored");
            Error::Backup(BackupFault::Damaged)
        }
        other => Error::Storage(other),
    }
}

fn io_failed(path: &Path, source: std::io::Error) -> Error {
    Error::Storage(store::Error::Directory { path: path.to_owned(), source })
}
