//! The audit: acts that change no noun, or that somebody may have to answer for. What they are is said by whoever notes them.

use rusqlite::{Connection, params};

use crate::{
    cdrs::escaped,
    error::Error,
    nouns::{document, millis, text},
    reader::Reader,
    store::Store,
};

/// An act that is noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// Who.
    pub author: String,
    /// What was done, in a word.
    pub act: String,
    /// To what, and how: data that this crate only keeps.
    pub body: serde_json::Value,
}

/// An act as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, growing.
    pub id: i64,
    /// The act.
    pub entry: AuditEntry,
}

/// Which rows of the audit, or of the history, are wanted.
#[derive(Clone, Debug, Default)]
pub struct RecordQuery {
    /// Text that some column contains; empty matches all.
    pub search: String,
    /// Rows at most.
    pub limit: u32,
    /// Rows left out first.
    pub offset: u32,
    /// The oldest first, in place of the newest.
    pub oldest_first: bool,
}

impl RecordQuery {
    /// The pattern of `like` for the search.
    pub(crate) fn like(&self) -> String {
        format!("%{}%", escaped(self.search.trim()))
    }

    /// The word of `order by`.
    pub(crate) const fn direction(&self) -> &'static str {
        if self.oldest_first { "asc" } else { "desc" }
    }
}

impl Store {
    /// Notes an act; `reply` hears when that is on the disk.
    pub fn note(&self, entry: AuditEntry, reply: impl FnOnce(Result<(), Error>) + Send + 'static) {
        self.write("audit", move |db| put(db, &entry), reply);
    }
}

impl Reader {
    /// Lists what was noted, the newest first; the number is how many rows match in all.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn audit(&self, query: &RecordQuery) -> Result<(Vec<AuditRow>, u64), Error> {
        let (like, order) = (query.like(), query.direction());
        let filter = "author like $1 escape '\\' or act like $1 escape '\\' or body like $1 escape '\\'";
        let count = format!("select count(*) from audit where {filter}");
        let total: u32 = self.db.query_row(&count, [&like], |row| row.get(0))?;
        let mut rows = self.db.prepare(&format!(
            "select id, at_ms, author, act, body from audit where {filter} order by id {order} limit $2 offset $3"
        ))?;
        let mut found = rows.query(params![like, query.limit, query.offset])?;
        let mut noted = vec![];
        while let Some(row) = found.next()? {
            let (at_ms, body): (i64, String) = (row.get(1)?, row.get(4)?);
            let entry = AuditEntry {
                at_ms: u64::try_from(at_ms).unwrap_or_default(),
                author: row.get(2)?,
                act: row.get(3)?,
                body: document("audit entry", &body)?,
            };
            noted.push(AuditRow { id: row.get(0)?, entry });
        }
        Ok((noted, total.into()))
    }
}

/// Notes an act.
pub(crate) fn put(db: &Connection, entry: &AuditEntry) -> Result<(), Error> {
    let AuditEntry { at_ms, author, act, body } = entry;
    db.execute(
        "insert into audit (at_ms, author, act, body) values ($1, $2, $3, $4)",
        params![millis(*at_ms), author, act, text(body)?],
    )?;
    Ok(())
}
