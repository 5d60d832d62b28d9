//! A look at a database from outside: nothing is locked, made or written, whether an exchange runs on it or not.

use model::Nouns;
use rusqlite::{Connection, OpenFlags};

use crate::{
    damage,
    error::Error,
    migrate::SCHEMAS,
    nouns,
    store::{DATABASE, Place},
    vault,
    writer::BUSY,
};

/// What was seen.
#[derive(Debug)]
pub struct Inspection {
    /// The size of the file.
    pub bytes: u64,
    /// The configuration's revision.
    pub revision: u64,
    /// It has the schema of this release; else the next start brings it up to date.
    pub is_current: bool,
    /// What is configured, where this release can read it.
    pub nouns: Option<Nouns>,
}

/// Looks; none where there is no database.
///
/// # Errors
/// [`Error`]: it is damaged, of a later release, or its key is missing or wrong.
pub fn inspect(place: &Place) -> Result<Option<Inspection>, Error> {
    let database = place.data_dir.join(DATABASE);
    let bytes = match std::fs::metadata(&database) {
        Ok(found) if found.len() > 0 => found.len(),
        _ => return Ok(None),
    };
    damage::look(&database)?;
    let db = Connection::open_with_flags(&database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    db.busy_timeout(BUSY)?;
    let schema: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let schema = schema as usize;
    if schema > SCHEMAS.len() {
        return Err(Error::Newer { found: schema, known: SCHEMAS.len() });
    }
    let is_current = schema == SCHEMAS.len();
    let Some(id) = vault::key_id(&db)? else {
        return Ok(Some(Inspection { bytes, revision: 0, is_current, nouns: None }));
    };
    let vault = vault::find(&place.key_file(), Some(&id))?;
    let loaded = nouns::load(&db, &vault)?;
    let revision = loaded.as_ref().map_or(0, |(_, revision)| revision.0);
    Ok(Some(Inspection { bytes, revision, is_current, nouns: loaded.map(|(nouns, _)| nouns) }))
}
