//! Backups: a database of its own with everything that is not of the moment, which an exchange can be started from too. Sessions
//! and registrations are not in it.
//!
//! A copy is made by a connection of its own, beside the writer: rows of calls go on being written meanwhile.

mod automatic;
mod restore;

use std::{
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use model::Nouns;
use rusqlite::{Connection, OpenFlags, params};
use serde::{Deserialize, Serialize};

use crate::{
    administrators::KeptAdministrator,
    cdrs,
    error::Error,
    migrate::{SCHEMAS, migrate},
    nouns::{self, document, millis, text},
    reader::Reader,
    settings,
    store::Store,
    tokens::{self, KeptToken},
    vault::{self, Vault},
    writer::BUSY,
};
pub(crate) use automatic::is_good;
pub use automatic::{AutomaticBackup, automatic_backups, newest_good};
pub use restore::{RestoredAccess, Spared};

/// What tells our files from other databases (`pragma application_id`): `STRW`.
const APPLICATION: i32 = 0x5354_5257;

/// What every database of SQLite begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The setting with what a backup says of itself.
const ABOUT: &str = "backup";

/// The tables that a backup without the call log has, those that others refer to first.
const TABLES: [&str; 6] = ["noun", "revision", "administrator", "token", "setting", "audit"];

/// What a backup says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// The release that made it.
    pub version: String,
    /// The call log is in it.
    pub has_call_log: bool,
}

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupContents {
    /// What it says of itself.
    pub made: BackupMade,
    /// The configuration's revision.
    pub revision: u64,
    /// How many revisions its history has.
    pub revisions: u64,
    /// How many calls its log has.
    pub calls: u64,
}

/// A backup, opened and found to be one.
pub struct Backup {
    db: Reader,
    /// What is in it.
    pub contents: BackupContents,
}

impl Store {
    /// Writes a consistent copy into a new file, which only its owner can read. Its passwords are sealed with the exchange's key;
    /// with a passphrase, that key is in it under the passphrase. Blocks for as long as that takes.
    ///
    /// # Errors
    /// [`Error`]: the file is there already, or the disk is full.
    pub fn write_backup(&self, to: &Path, made: &BackupMade, passphrase: Option<&str>) -> Result<(), Error> {
        let fail = |source| Error::Directory { path: to.to_owned(), source };
        // SQLite fills an empty file, and would make a new one readable for all.
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(fail)?;
        match made.has_call_log {
            true => {
                let live = Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                live.busy_timeout(BUSY)?;
                live.execute("vacuum into $1", [path_text(to)?])?;
            }
            false => copy_tables(self.database(), to)?,
        }
        let copy = Connection::open(to)?;
        copy.pragma_update(None, "journal_mode", "delete")?;
        copy.execute_batch("delete from session; delete from binding;")?;
        settings::put(&copy, ABOUT, &text(made)?)?;
        if let Some(passphrase) = passphrase {
            vault::lock(&copy, self.vault(), passphrase)?;
        }
        copy.pragma_update(None, "application_id", APPLICATION)?;
        Ok(())
    }

    /// Returns about how large a copy with the call log is.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn size(&self) -> Result<u64, Error> {
        let db = Connection::open_with_flags(self.database(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let pragma = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (pages, free, size) = (pragma("page_count")?, pragma("freelist_count")?, pragma("page_size")?);
        Ok(u64::try_from(pages.saturating_sub(free).saturating_mul(size)).unwrap_or_default())
    }

    /// Returns the directory that the database is in.
    pub fn directory(&self) -> PathBuf {
        self.database().parent().map(Path::to_owned).unwrap_or_default()
    }
}

/// Copies everything but the call log, in one look at the database.
fn copy_tables(from: &Path, to: &Path) -> Result<(), Error> {
    let mut copy = Connection::open(to)?;
    migrate(&mut copy)?;
    copy.busy_timeout(BUSY)?;
    copy.execute("attach $1 as live", [path_text(from)?])?;
    let transaction = copy.transaction()?;
    for table in TABLES {
        transaction.execute_batch(&format!("insert into main.{table} select * from live.{table}"))?;
    }
    Ok(transaction.commit()?)
}

fn path_text(path: &Path) -> Result<&str, Error> {
    let fail = || Error::Directory { path: path.to_owned(), source: io::ErrorKind::InvalidFilename.into() };
    path.to_str().ok_or_else(fail)
}

impl Backup {
    /// Opens a file and makes sure that it is a backup, whole, and of no later release. One of an earlier release is brought up to date,
    /// so the file must be ours to write. Its passwords are opened with the key of `store`, or with the one that is in it under
    /// `passphrase`.
    ///
    /// # Errors
    /// [`Error::NoBackup`], [`Error::Damaged`], [`Error::Newer`]; [`Error::ForeignKey`], [`Error::PassphraseNeeded`],
    /// [`Error::WrongPassphrase`].
    pub fn open(file: &Path, store: &Store, passphrase: Option<&str>) -> Result<Self, Error> {
        let head = read_head(file).map_err(|source| Error::Directory { path: file.to_owned(), source })?;
        if head.as_ref() != Some(MAGIC) {
            return Err(Error::NoBackup);
        }
        let mut db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // Whoever made the file says what is in it, not what is run.
        db.pragma_update(None, "trusted_schema", false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        let application = db.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0));
        if application.map_err(damaged)? != APPLICATION {
            return Err(Error::NoBackup);
        }
        let schema: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(damaged)?;
        if schema as usize > SCHEMAS.len() {
            return Err(Error::Newer { found: schema as usize, known: SCHEMAS.len() });
        }
        let checked: String = db.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(damaged)?;
        if checked != "ok" {
            return Err(Error::Damaged(checked));
        }
        migrate(&mut db)?;
        let contents = contents(&db)?;
        let vault = vault::unlock(&db, store.vault(), passphrase)?;
        // What is in clear needs no key.
        let vault = Arc::new(vault.map_or_else(Vault::generate, Ok)?);
        Ok(Self { db: Reader { db, vault }, contents })
    }

    /// Reads the configuration.
    ///
    /// # Errors
    /// [`Error`] of a document; [`Error::Damaged`] where there is none.
    pub fn nouns(&self) -> Result<Nouns, Error> {
        let found = nouns::load(&self.db.db, &self.db.vault)?;
        found.map(|(nouns, _)| nouns).ok_or_else(|| Error::Damaged("it has no configuration".to_owned()))
    }

    /// Reads the administrators.
    ///
    /// # Errors
    /// [`Error`] of a row.
    pub fn administrators(&self) -> Result<Vec<KeptAdministrator>, Error> {
        self.db.administrators()
    }

    /// Reads the API tokens with their hashes.
    ///
    /// # Errors
    /// [`Error`] of a row.
    pub fn tokens(&self) -> Result<Vec<(KeptToken, Vec<u8>)>, Error> {
        tokens::with_hashes(&self.db.db)
    }

    /// Reads calls of the log after one, in the order of their ids.
    ///
    /// # Errors
    /// [`Error`] of a row.
    pub fn calls_after(&self, id: u64, most: u32) -> Result<Vec<model::Cdr>, Error> {
        let mut rows =
            self.db.db.prepare_cached("select body from cdr where id > $1 order by id limit $2")?;
        let found = rows.query_map(params![millis(id), most], |row| row.get::<_, String>(0))?;
        found.map(|body| document("call", &body?)).collect()
    }
}

fn read_head(file: &Path) -> io::Result<Option<[u8; 16]>> {
    use io::Read;
    let mut head = [0; 16];
    match std::fs::File::open(file)?.read_exact(&mut head) {
        Ok(()) => Ok(Some(head)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

fn contents(db: &Connection) -> Result<BackupContents, Error> {
    let made = settings::value(db, ABOUT)?.ok_or(Error::NoBackup)?;
    let count = |sql: &str| -> Result<u64, Error> {
        let counted: i64 = db.query_row(sql, [], |row| row.get(0))?;
        Ok(u64::try_from(counted).unwrap_or_default())
    };
    Ok(BackupContents {
        made: document("backup", &made)?,
        revision: count("select coalesce(max(number), 0) from revision")?,
        revisions: count("select count(*) from revision")?,
        calls: count("select count(*) from cdr")?,
    })
}

/// What SQLite cannot read in a file that somebody sent is the file's fault.
fn damaged(error: rusqlite::Error) -> Error {
    Error::Damaged(error.to_string())
}

impl Store {
    /// Adds calls to the log that are not there yet; `reply` hears how many those were.
    pub fn add_calls(&self, calls: Vec<model::Cdr>, reply: impl FnOnce(Result<u64, Error>) + Send + 'static) {
        self.write("call log", move |db| add(db, &calls), reply);
    }
}

fn add(db: &mut Connection, calls: &[model::Cdr]) -> Result<u64, Error> {
    let transaction = db.transaction()?;
    let mut added = 0;
    for call in calls {
        if cdrs::one(&transaction, call.id.0)?.is_none() {
            cdrs::put(&transaction, call)?;
            added += 1;
        }
    }
    transaction.commit()?;
    Ok(added)
}
