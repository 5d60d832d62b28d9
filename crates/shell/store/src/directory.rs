//! The data directory: ours alone, and of one server at a time.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{error::Error, store::DATABASE};

/// What the names of files begin with that go when the process does.
pub const TEMPORARY: &str = "temporary-";

/// An opened data directory; the lock is held as long as this lives.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    lock: File,
    was_alive: Option<SystemTime>,
}

impl Directory {
    /// Makes the directory where it is missing, for its owner only, and locks it.
    ///
    /// # Errors
    /// [`Error::InUse`] where another server holds it, [`Error::Directory`] where the system refuses.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let fail = |source: io::Error| Error::Directory { path: path.to_owned(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(fail)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(fail)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(path.join("lock"))
            .map_err(fail)?;
        match lock.try_lock() {
            Ok(()) => {
                clear(path);
                let was_alive = lock.metadata().and_then(|found| found.modified()).ok();
                Ok(Self { path: path.to_owned(), lock, was_alive })
            }
            Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => Err(fail(source)),
        }
    }

    /// When an earlier server was last known to live, as its [`Directory::beat`] left it; now where there was none.
    pub(crate) const fn was_alive(&self) -> Option<SystemTime> {
        self.was_alive
    }

    /// Leaves a sign of life, for whoever finds the directory after a crash.
    pub(crate) fn beat(&self) {
        if let Err(error) = self.lock.set_modified(SystemTime::now()) {
            tracing::debug!(%error, "the lock file keeps its time: after a crash, calls end at an earlier time in the log");
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }
}

/// Removes what a process that was killed left lying, and shuts what an earlier release left open to others.
fn clear(path: &Path) {
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o600));
        }
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
