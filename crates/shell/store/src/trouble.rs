//! What storage cannot do at present, in a form that people are told: the writer notes it, everybody may ask.

use std::{
    io,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use nix::sys::statvfs::{FsFlags, statvfs};
use rusqlite::ErrorCode;

use crate::{error::Error, store::Store};

/// What is wrong with the database or with the disk that it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// There is no room on the disk.
    Full,
    /// Nothing may be written there.
    ReadOnly,
    /// Another program holds the database.
    Locked,
    /// It takes seconds to write.
    Slow,
    /// The file is damaged.
    Damaged,
    /// The disk fails otherwise.
    Failing,
}

/// A trouble, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong.
    pub kind: TroubleKind,
    /// Since when, in milliseconds since the epoch.
    pub since_ms: u64,
}

/// How storage fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// What is wrong; nothing where all is well.
    pub trouble: Option<Trouble>,
    /// Rows of calls and registrations that wait until they can be written.
    pub waiting: u64,
    /// Rows that were lost since the start.
    pub lost: u64,
}

/// Where the condition is noted.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    trouble: Mutex<Option<Trouble>>,
    waiting: AtomicU64,
    lost: AtomicU64,
}

impl Watch {
    /// Notes why a write, or a reading, failed, and says what that means: none where the fault is the row's and not the disk's.
    pub(crate) fn failed(&self, error: &Error, directory: &Path) -> Option<TroubleKind> {
        let kind = kind(error, directory)?;
        self.note(kind, &error.to_string());
        Some(kind)
    }

    /// Notes a trouble; it is logged when it begins, or becomes another, and not again.
    pub(crate) fn note(&self, kind: TroubleKind, detail: &str) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        match *trouble {
            // What is damaged does not heal by a write that works.
            Some(Trouble { kind: TroubleKind::Damaged, .. }) => {}
            Some(before) if before.kind == kind => {}
            before => {
                let since_ms = before.map_or_else(now_ms, |before| before.since_ms);
                *trouble = Some(Trouble { kind, since_ms });
                tracing::error!(
                    ?kind,
                    detail,
                    "the database cannot be written as it should: calls and registrations go on, and what they leave waits"
                );
            }
        }
    }

    /// Notes that a write worked.
    pub(crate) fn worked(&self) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Trouble { kind, since_ms }) =
            trouble.take_if(|trouble| trouble.kind != TroubleKind::Damaged)
        {
            let seconds = now_ms().saturating_sub(since_ms) / 1000;
            tracing::info!(?kind, seconds, "the database can be written again");
        }
    }

    /// Whether something is wrong.
    pub(crate) fn is_troubled(&self) -> bool {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Notes how many rows wait.
    pub(crate) fn waiting(&self, rows: usize) {
        self.waiting.store(rows as u64, Ordering::Relaxed);
    }

    /// Counts rows that are lost; the first is logged, then every thousandth.
    pub(crate) fn lost(&self, row: &'static str, why: &str) {
        let before = self.lost.fetch_add(1, Ordering::Relaxed);
        if before.is_multiple_of(LOST_LOGGED) {
            tracing::error!(row, why, lost = before + 1, "a row is lost");
        }
    }

    fn condition(&self) -> Condition {
        Condition {
            trouble: *self.trouble.lock().unwrap_or_else(PoisonError::into_inner),
            waiting: self.waiting.load(Ordering::Relaxed),
            lost: self.lost.load(Ordering::Relaxed),
        }
    }
}

/// Of so many lost rows one is logged: a log on the same disk must not make it worse.
const LOST_LOGGED: u64 = 1_000;

impl Store {
    /// Says how storage fares.
    pub fn condition(&self) -> Condition {
        self.watch().condition()
    }

    /// Notes what a reader ran into: a damaged file is mostly found by reading.
    pub fn reading_failed(&self, error: &Error) {
        if kind(error, self.data_dir()) == Some(TroubleKind::Damaged) {
            self.watch().note(TroubleKind::Damaged, &error.to_string());
        }
    }
}

impl Error {
    /// Says what it means for the database as a whole; none where it is of what was asked for.
    pub fn trouble(&self) -> Option<TroubleKind> {
        kind(self, Path::new("/"))
    }
}

/// Says what an error means for the database as a whole.
pub(crate) fn kind(error: &Error, directory: &Path) -> Option<TroubleKind> {
    if let Error::Directory { source, .. } = error {
        return match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some(TroubleKind::Full),
            io::ErrorKind::ReadOnlyFilesystem => Some(TroubleKind::ReadOnly),
            _ => None,
        };
    }
    let Error::Database(rusqlite::Error::SqliteFailure(failure, _)) = error else { return None };
    Some(match failure.code {
        ErrorCode::DiskFull => TroubleKind::Full,
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => TroubleKind::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
            TroubleKind::Locked
        }
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => TroubleKind::Damaged,
        // SQLite says "disk I/O error" for much: the disk itself knows more.
        ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => of_disk(directory),
        _ => return None,
    })
}

fn of_disk(directory: &Path) -> TroubleKind {
    match statvfs(directory) {
        Ok(disk) if disk.flags().contains(FsFlags::ST_RDONLY) => TroubleKind::ReadOnly,
        Ok(disk) if disk.blocks_available() == 0 => TroubleKind::Full,
        _ => TroubleKind::Failing,
    }
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_lasts_from_its_beginning_until_a_write_works() {
        let watch = Watch::default();
        watch.note(TroubleKind::Full, "x");
        let since = watch.condition().trouble.unwrap().since_ms;
        watch.note(TroubleKind::Failing, "y");
        assert_eq!(watch.condition().trouble, Some(Trouble { kind: TroubleKind::Failing, since_ms: since }));
        watch.worked();
        assert_eq!(watch.condition(), Condition::default());
    }

    #[test]
    fn what_is_damaged_stays_so() {
        let watch = Watch::default();
        watch.note(TroubleKind::Damaged, "x");
        watch.worked();
        watch.note(TroubleKind::Full, "y");
        assert_eq!(watch.condition().trouble.unwrap().kind, TroubleKind::Damaged);
    }
}
