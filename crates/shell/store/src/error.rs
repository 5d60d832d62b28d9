//! What can go wrong with storage: always ours, or the disk's, never a peer's.

use std::path::PathBuf;

/// Storage failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database said no.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The database is damaged: it is neither read further nor written.
    #[error("the database {} is damaged ({what}); it was left as it is", path.display())]
    DamagedDatabase {
        /// Its file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// A document cannot be read as what it should be.
    #[error("the database holds a {kind} that cannot be read: {source}")]
    Document {
        /// The noun or record, with its number where it has one.
        kind: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A document cannot be written.
    #[error("a document cannot be written: {0}")]
    Serialize(serde_json::Error),
    /// The stored configuration breaks a rule.
    #[error("the stored configuration breaks a rule: {0}")]
    Inconsistent(String),
    /// The database is of a later release.
    #[error(
        "the database has schema {found}, this release knows {known}: start the release that wrote it, or restore a backup"
    )]
    Newer {
        /// Its schema's number.
        found: usize,
        /// Ours.
        known: usize,
    },
    /// The file is no backup of an exchange.
    #[error("the file is no backup of an exchange")]
    NoBackup,
    /// The file was a backup.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// The database is sealed, and its key is not there.
    #[error(
        "the key of the passwords is missing: put {} back from where a copy of it is kept; if there is none, keep the data directory aside, start with a new one, and restore a backup that was made with a passphrase, or apply a site file. Nothing was changed",
        .0.display()
    )]
    KeyMissing(PathBuf),
    /// The database is sealed with another key.
    #[error(
        "{} is not the key that the passwords in the database are sealed with: put the right one there. Nothing was changed",
        .0.display()
    )]
    KeyWrong(PathBuf),
    /// The file of the key is something else.
    #[error(
        "{} holds no key: put the file back as it was. Where the passwords were never sealed, delete it, and another one is made",
        .0.display()
    )]
    KeyUnreadable(PathBuf),
    /// Passwords cannot be opened.
    #[error(
        "the passwords of {0} cannot be opened: they are sealed with another key, or somebody changed them"
    )]
    Sealed(String),
    /// A backup is sealed with the key of another exchange, and has none in it.
    #[error("the passwords in the backup are sealed with the key of another exchange")]
    ForeignKey,
    /// A backup has its key under a passphrase.
    #[error("the backup needs its passphrase")]
    PassphraseNeeded,
    /// Another passphrase.
    #[error("the passphrase is not the one that the backup was made with")]
    WrongPassphrase,
    /// The system gives no random numbers, or no memory.
    #[error("the system gives no random numbers or no memory for a key")]
    NoChance,
    /// Two servers on one directory would undo each other's work.
    #[error("{} is in use by another strowger: stop it, or give this one a data_dir of its own", .0.display())]
    InUse(PathBuf),
    /// A directory or file cannot be made or opened.
    #[error("{}: {source}", path.display())]
    Directory {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The writer thread has ended.
    #[error("the database writer has stopped")]
    Stopped,
}
