//! API tokens. What is kept is the SHA-256 of 256 random bits: whoever reads the database cannot use it.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{error::Error, nouns::millis};

/// A token as people may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
}

/// Writes a new token; false where the name is taken.
pub(crate) fn create(db: &Connection, name: &str, sha256: &[u8; 32], at_ms: u64) -> Result<bool, Error> {
    let rows = db.execute(
        "insert into token (name, sha256, created_ms) values ($1, $2, $3) on conflict (name) do nothing",
        params![name, sha256, millis(at_ms)],
    )?;
    Ok(rows == 1)
}

/// Deletes a token; false where there is none of that name.
pub(crate) fn delete(db: &Connection, name: &str) -> Result<bool, Error> {
    Ok(db.execute("delete from token where name = $1", [name])? == 1)
}

/// Lists tokens by name.
pub(crate) fn list(db: &Connection) -> Result<Vec<Token>, Error> {
    let mut rows = db.prepare("select id, name, created_ms from token order by name")?;
    let tokens =
        rows.query_map([], |row| Ok(Token { id: row.get(0)?, name: row.get(1)?, created_ms: row.get(2)? }))?;
    Ok(tokens.collect::<Result<_, _>>()?)
}

/// Finds the name of the token with this hash.
pub(crate) fn name_of(db: &Connection, sha256: &[u8; 32]) -> Result<Option<String>, Error> {
    let mut rows = db.prepare_cached("select name from token where sha256 = $1")?;
    let mut found = rows.query([sha256])?;
    Ok(found.next()?.map(|row| row.get(0)).transpose()?)
}
