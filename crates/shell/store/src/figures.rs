//! Figures of the call log, and of the disk that it is on.

use std::path::Path;

use model::{Cdr, record::CallStatus};
use nix::sys::statvfs::statvfs;
use rusqlite::{Connection, params};

use crate::{
    error::Error,
    nouns::{document, millis},
    reader::Reader,
    store::Store,
};

impl Reader {
    /// Counts the calls that began since a moment by the span in which they did (0 is the first) and by their fate.
    ///
    /// # Errors
    /// [`Error`] of the database.
    pub fn cdr_hours(&self, since_ms: u64, span_ms: u64) -> Result<Vec<(u64, CallStatus, u32)>, Error> {
        hours(&self.db, since_ms, span_ms)
    }

    /// Reads the answered calls that began since a moment, the newest first.
    ///
    /// # Errors
    /// [`Error`] of the database or of a document.
    pub fn answered_since(&self, since_ms: u64, limit: u32) -> Result<Vec<Cdr>, Error> {
        let mut statement = self.db.prepare_cached(
            "select body from cdr where started_ms >= $1 and answered_ms is not null and ended_ms is not null
             order by started_ms desc limit $2",
        )?;
        let rows = statement.query_map(params![millis(since_ms), limit], |row| row.get::<_, String>(0))?;
        rows.map(|body| document("call", &body?)).collect()
    }
}

impl Store {
    /// Tells the room on the disk of the database: free for us, and in all, in bytes; nothing where the system does not tell.
    pub fn space(&self) -> Option<(u64, u64)> {
        let disk = statvfs(self.database().parent().unwrap_or_else(|| Path::new("/"))).ok()?;
        let bytes = |blocks: u64| blocks.saturating_mul(disk.fragment_size());
        Some((bytes(disk.blocks_available()), bytes(disk.blocks())))
    }
}

fn hours(db: &Connection, since_ms: u64, span_ms: u64) -> Result<Vec<(u64, CallStatus, u32)>, Error> {
    let mut statement = db.prepare_cached(
        "select (started_ms - $1) / $2 as hour, status, count(*) from cdr where started_ms >= $1 group by hour, status",
    )?;
    let rows = statement.query_map(params![millis(since_ms), millis(span_ms.max(1))], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, u32>(2)?))
    })?;
    let known = rows.filter_map(|row| {
        row.map(|(hour, word, calls)| Some((u64::try_from(hour).ok()?, fate(&word)?, calls))).transpose()
    });
    Ok(known.collect::<Result<_, _>>()?)
}

/// Reads the word that a row has for its fate.
fn fate(word: &str) -> Option<CallStatus> {
    let all = [
        CallStatus::InProgress,
        CallStatus::Answered,
        CallStatus::Busy,
        CallStatus::NoAnswer,
        CallStatus::Cancelled,
        CallStatus::Unreachable,
        CallStatus::Refused,
        CallStatus::Failed,
    ];
    all.into_iter().find(|status| crate::cdrs::status(*status) == word)
}
