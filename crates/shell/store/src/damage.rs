//! Looks whether a database is whole before anything is written into it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::{
    error::Error,
    trouble::{TroubleKind, kind},
};

/// The tables without which the exchange cannot be what it was. The call log is not among them: looking at a million calls takes
/// seconds, and it is not worth a start.
const TABLES: [&str; 7] = ["noun", "revision", "setting", "administrator", "token", "audit", "binding"];

/// Looks at the tables of the configuration, and of who may come in.
///
/// # Errors
/// [`Error::DamagedDatabase`]; the file is as it was.
pub(crate) fn look(database: &Path) -> Result<(), Error> {
    if std::fs::metadata(database).map_or(true, |found| found.len() == 0) {
        return Ok(());
    }
    match whole(database) {
        Ok(None) => Ok(()),
        Ok(Some(what)) => Err(Error::DamagedDatabase { path: database.to_owned(), what }),
        Err(error) if kind(&error, Path::new("/")) == Some(TroubleKind::Damaged) => {
            Err(Error::DamagedDatabase { path: database.to_owned(), what: error.to_string() })
        }
        Err(error) => Err(error),
    }
}

/// Says what is wrong; nothing where all is well.
fn whole(database: &Path) -> Result<Option<String>, Error> {
    // A connection that only reads leaves the log of the database as it is, too.
    let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.busy_timeout(crate::writer::BUSY)?;
    for table in TABLES {
        let exists: i64 =
            db.query_row("select count(*) from sqlite_schema where name = $1", [table], |row| row.get(0))?;
        if exists == 0 {
            // An earlier release had fewer.
            continue;
        }
        let found: String = db.query_row(&format!("pragma quick_check({table})"), [], |row| row.get(0))?;
        if found != "ok" {
            return Ok(Some(format!("{table}: {found}")));
        }
    }
    Ok(None)
}
