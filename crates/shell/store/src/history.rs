//! The history of the configuration.

use rusqlite::{Connection, params};
use serde::Serialize;

use crate::{error::Error, nouns::document};

/// One change of the configuration.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryRow {
    /// The revision's number, growing.
    pub number: i64,
    /// When, in milliseconds since the epoch.
    pub at_ms: i64,
    /// Who.
    pub author: String,
    /// What, in words.
    pub summary: String,
    /// The documents before and after, without passwords.
    pub edits: serde_json::Value,
}

/// Lists changes, the newest first, and counts all.
pub(crate) fn list(db: &Connection, limit: u32, offset: u32) -> Result<(Vec<HistoryRow>, u64), Error> {
    let total: u32 = db.query_row("select count(*) from revision", [], |row| row.get(0))?;
    let mut rows = db.prepare(
        "select number, at_ms, author, summary, edits from revision order by number desc limit $1 offset $2",
    )?;
    let mut found = rows.query(params![limit, offset])?;
    let mut revisions = vec![];
    while let Some(row) = found.next()? {
        let edits: String = row.get(4)?;
        revisions.push(HistoryRow {
            number: row.get(0)?,
            at_ms: row.get(1)?,
            author: row.get(2)?,
            summary: row.get(3)?,
            edits: document("revision", &edits)?,
        });
    }
    Ok((revisions, total.into()))
}
