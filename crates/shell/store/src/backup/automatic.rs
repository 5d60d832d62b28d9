//! The backup of every day, made by itself into the data directory, and found again where the database is damaged.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use super::{APPLICATION, BackupMade, MAGIC, read_head};
use crate::{error::Error, store::Store, trouble::TroubleKind};

/// The folder in the data directory.
const FOLDER: &str = "backups";

/// What a file's name is made of: this, the seconds since the epoch, and the ending.
const PREFIX: &str = "automatic-";
const SUFFIX: &str = ".backup";

/// Of each day (UTC) one is kept, of a week of days.
const DAY_MS: u64 = 24 * 3_600_000;
const KEPT: usize = 7;

/// Where the configuration was changed since the newest, that is made anew after this time: so much work can be lost.
const CHANGED_MS: u64 = 3_600_000;

/// The largest database whose call log is in it; the log of a large exchange seven times would fill its disk.
const WITH_CALL_LOG_MAX: u64 = 256 << 20;

/// A backup that was made by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutomaticBackup {
    /// Its file.
    pub path: PathBuf,
    /// When it was made, in milliseconds since the epoch.
    pub at_ms: u64,
}

/// Lists them, the newest first.
pub fn automatic_backups(data_dir: &Path) -> Vec<AutomaticBackup> {
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name();
        let seconds: u64 = name.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok()?;
        Some(AutomaticBackup { path: entry.path(), at_ms: seconds.saturating_mul(1000) })
    };
    let entries = fs::read_dir(data_dir.join(FOLDER)).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries.filter_map(read).collect();
    found.sort_by_key(|backup| std::cmp::Reverse(backup.at_ms));
    found
}

/// Finds the newest that is whole.
pub fn newest_good(data_dir: &Path) -> Option<AutomaticBackup> {
    automatic_backups(data_dir).into_iter().find(|backup| is_good(&backup.path))
}

/// Says whether a file is a backup and whole. It is only read.
pub(crate) fn is_good(file: &Path) -> bool {
    let looked = || -> Result<bool, rusqlite::Error> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let application: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
        let checked: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0))?;
        Ok(application == APPLICATION && checked == "ok")
    };
    read_head(file).is_ok_and(|head| head.as_ref() == Some(MAGIC)) && looked().unwrap_or(false)
}

fn revision(database: &Path) -> Result<i64, Error> {
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(db.query_row("select coalesce(max(number), 0) from revision", [], |row| row.get(0))?)
}

impl Store {
    /// Makes the backup of the day where there is none yet, or where the configuration was changed since; lets the oldest go. Blocks
    /// for as long as that takes.
    ///
    /// # Errors
    /// [`Error`]: the disk is full, or what was written is not whole. The earlier ones are there then.
    pub fn back_up_by_itself(&self, now_ms: u64, version: &str) -> Result<Option<PathBuf>, Error> {
        let data_dir = self.data_dir();
        let is_damaged = self.condition().trouble.is_some_and(|trouble| trouble.kind == TroubleKind::Damaged);
        if is_damaged || !self.is_backup_due(now_ms)? {
            return Ok(None);
        }
        let folder = data_dir.join(FOLDER);
        let fail = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Directory { path, source }
        };
        DirBuilder::new().recursive(true).mode(0o700).create(&folder).map_err(fail(&folder))?;
        let new = folder.join("new");
        let file = folder.join(format!("{PREFIX}{}{SUFFIX}", now_ms / 1000));
        let has_call_log = self.size()? <= WITH_CALL_LOG_MAX;
        let made = BackupMade { at_ms: now_ms, version: version.to_owned(), has_call_log };
        let _ = fs::remove_file(&new);
        let written = self.write_backup(&new, &made, None).and_then(|()| {
            if !is_good(&new) {
                return Err(Error::Damaged("the backup of the day is not whole".to_owned()));
            }
            let keep = || -> io::Result<()> {
                File::open(&new)?.sync_all()?;
                fs::rename(&new, &file)?;
                File::open(&folder)?.sync_all()
            };
            keep().map_err(fail(&file))
        });
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written?;
        let mut days = vec![];
        for old in automatic_backups(data_dir) {
            let day = old.at_ms / DAY_MS;
            if days.contains(&day) || days.len() == KEPT {
                fs::remove_file(&old.path).map_err(fail(&old.path))?;
            } else {
                days.push(day);
            }
        }
        Ok(Some(file))
    }

    fn is_backup_due(&self, now_ms: u64) -> Result<bool, Error> {
        let Some(newest) = newest_good(self.data_dir()) else { return Ok(true) };
        // A clock that was set back must not keep us from it.
        let age_ms = newest.at_ms.abs_diff(now_ms);
        if age_ms >= DAY_MS || newest.at_ms / DAY_MS != now_ms / DAY_MS {
            return Ok(true);
        }
        Ok(age_ms >= CHANGED_MS && revision(&newest.path)? != revision(self.database())?)
    }
}
