//! Lets go of old rows of the call log, a few at a time: those of calls that go on must not wait behind it.

use rusqlite::{Connection, params};

use super::{CdrHead, parties};
use crate::{
    error::Error,
    nouns::{document, millis},
};

/// Deletes the oldest rows of calls that began before a time, and says how many there were.
pub(crate) fn purge(db: &mut Connection, before_ms: u64, most: u32) -> Result<usize, Error> {
    let transaction = db.transaction()?;
    let old: Vec<(i64, i64, String)> = transaction
        .prepare_cached(
            "select id, started_ms, body from cdr where started_ms < $1 and ended_ms is not null
             order by started_ms, id limit $2",
        )?
        .query_map(params![millis(before_ms), most], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (id, started, document_of) in &old {
        // Whose call a row was that cannot be read is not known; what is left of it leads nowhere.
        if let Ok(head) = document::<CdrHead>("call", document_of) {
            for (noun, noun_id) in parties(&head.caller, &head.callee) {
                transaction
                    .prepare_cached(
                        "delete from cdr_party where noun = $1 and noun_id = $2 and started_ms = $3 and cdr = $4",
                    )?
                    .execute(params![noun, noun_id, started, id])?;
            }
        }
        transaction.prepare_cached("delete from cdr_text where rowid = $1")?.execute([id])?;
        transaction.prepare_cached("delete from cdr where id = $1")?.execute([id])?;
    }
    transaction.commit()?;
    Ok(old.len())
}
