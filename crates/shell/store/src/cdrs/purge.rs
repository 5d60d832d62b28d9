//! Lets go of old rows of the call log, a few at a time: those of calls that go on must not wait behind it.

use rusqlite::{Connection, params};

use super::index;
use crate::{error::Error, nouns::millis};

/// Deletes the oldest rows of calls that began before a time, and says how many there were.
pub(crate) fn purge(db: &mut Connection, before_ms: u64, most: u32) -> Result<usize, Error> {
    let transaction = db.transaction()?;
    let old: Vec<i64> = transaction
        .prepare_cached(
            "select id from cdr where started_ms < $1 and ended_ms is not null order by started_ms, id limit $2",
        )?
        .query_map(params![millis(before_ms), most], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in &old {
        index::forget(&transaction, *id)?;
        transaction.prepare_cached("delete from cdr where id = $1")?.execute([id])?;
    }
    transaction.commit()?;
    Ok(old.len())
}
