//! Backup and restore: everything in one file.

mod restore;
mod workshop;

use std::{
    fs::{File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
};

use model::{Permission, Problem, Secret};
use store::BackupMade;

use crate::{
    actor::Actor,
    acts::{Admin, now_ms},
    audit::{AuditAct, AuditSubject},
    error::{BackupFault, Error},
};
pub use restore::{BackupRow, Restored};
pub use workshop::BackupProgress;
pub(crate) use workshop::Workshop;
use workshop::{Temporary, Work};

/// Largest file that is taken: a call log of some million calls.
pub const RESTORE_MAX: u64 = 4 << 30;

/// Characters of a passphrase.
const PASSPHRASE_MIN: usize = 12;
const PASSPHRASE_MAX: usize = 200;

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

/// A backup that is on its way to us.
#[derive(Debug)]
pub struct Incoming {
    file: Option<File>,
    size: u64,
    temporary: Temporary,
}

impl Admin {
    /// Makes a backup, with the call log or without. Its passwords are sealed with the key of this exchange: with a passphrase it can
    /// be restored elsewhere too.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Fields`] where the passphrase is too short; [`Error::Busy`] while another is made or restored;
    /// [`Error::Storage`].
    pub async fn backup(
        self: &Arc<Self>,
        actor: &Actor,
        call_logs: bool,
        passphrase: Option<Secret>,
    ) -> Result<BackupFile, Error> {
        actor.demand(Permission::Administer)?;
        passphrase.as_ref().map_or(Ok(()), judge)?;
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
            admin.store().write_backup(&temporary.0, &made, passphrase.as_ref().map(Secret::expose))?;
            let file = File::open(&temporary.0).map_err(|source| io_failed(&temporary.0, source))?;
            let size = file.metadata().map_err(|source| io_failed(&temporary.0, source))?.len();
            Ok(BackupFile { file, size, at_ms })
        });
        making.await.unwrap_or(Err(Error::Interrupted("a backup")))
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

/// Refuses what is guessed in no time: whoever finds the file can try as often as he likes.
fn judge(passphrase: &Secret) -> Result<(), Error> {
    match (PASSPHRASE_MIN..=PASSPHRASE_MAX).contains(&passphrase.expose().chars().count()) {
        true => Ok(()),
        false => Err(Error::field("passphrase", Problem::BadForm { form: "12 to 200 characters" })),
    }
}

fn io_failed(path: &Path, source: std::io::Error) -> Error {
    Error::Storage(store::Error::Directory { path: path.to_owned(), source })
}
