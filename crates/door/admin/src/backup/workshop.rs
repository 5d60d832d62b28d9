//! Where backups are made and restored: one at a time, with a look at how far it is, and files that do not stay.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use model::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{actor::Actor, acts::Admin, error::Error, random_bits::random_hex};

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
    pub(super) turn: tokio::sync::Mutex<()>,
    work: Mutex<Option<Work>>,
}

/// What is at work.
#[derive(Clone, Debug)]
pub(super) enum Work {
    /// A copy grows.
    Copy { to: PathBuf, total: u64 },
    /// Calls are added to the log.
    Calls { done: u64, total: u64 },
}

/// A file that goes when nobody needs it any more.
#[derive(Debug)]
pub(super) struct Temporary(pub(super) PathBuf);

impl Admin {
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
}

impl Workshop {
    pub(super) fn begin(&self, work: Work) -> Working<'_> {
        self.go_on(work);
        Working(self)
    }

    pub(super) fn go_on(&self, work: Work) {
        *self.work.lock().unwrap_or_else(PoisonError::into_inner) = Some(work);
    }
}

/// Ends the work when it is dropped.
pub(super) struct Working<'w>(&'w Workshop);

impl Drop for Working<'_> {
    fn drop(&mut self) {
        *self.0.work.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Temporary {
    /// Chooses a name in a directory; the store clears away those that an earlier run left.
    pub(super) fn new(directory: &Path) -> Result<Self, Error> {
        let random: String = random_hex()?.chars().take(16).collect();
        Ok(Self(directory.join(format!("{}{random}", store::TEMPORARY))))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
