//! Reading, beside the writer: SQLite's write-ahead log lets both work at once.

use std::{path::Path, sync::Arc};

use model::Cdr;
use rusqlite::{Connection, OpenFlags};

use crate::{
    cdrs::{self, CdrPage, CdrQuery},
    error::Error,
    vault::Vault,
};

/// A connection that only reads.
pub struct Reader {
    pub(crate) db: Connection,
    pub(crate) vault: Arc<Vault>,
}

impl Reader {
    pub(crate) fn open(database: &Path, vault: Arc<Vault>) -> Result<Self, Error> {
        let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        db.busy_timeout(std::time::Duration::from_secs(5))?;
        Ok(Self { db, vault })
    }

    /// Reads a page of the call log, the newest first unless it is said otherwise.
    ///
    /// # Errors
    /// [`Error`] of the database or of a document.
    pub fn cdrs(&self, query: &CdrQuery) -> Result<CdrPage, Error> {
        cdrs::list(&self.db, query)
    }

    /// Reads one row of the call log.
    ///
    /// # Errors
    /// [`Error`] of the database or of a document.
    pub fn cdr(&self, id: u64) -> Result<Option<Cdr>, Error> {
        cdrs::one(&self.db, id)
    }
}
