//! The call log's rows. What they are found by is written when a call has ended.

mod index;
mod purge;
mod query;
mod rare;

use model::{Cdr, record::CallStatus};
use rusqlite::{Connection, Row, params, types::Value};

use crate::{
    error::Error,
    nouns::{document, millis, text},
};
pub(crate) use index::{INDEXED_AT_ONCE, take_waiting};
pub(crate) use purge::purge;
pub(crate) use query::list;
pub use query::{COUNTED_MAX, CdrFilter, CdrHead, CdrPage, CdrQuery};

/// Writes a row over an earlier one of the same call.
pub(crate) fn put(db: &Connection, cdr: &Cdr) -> Result<(), Error> {
    let times = &cdr.times;
    let mut statement = db.prepare_cached(
        "insert into cdr (id, started_ms, answered_ms, ended_ms, caller, dialled, status, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set answered_ms = excluded.answered_ms, ended_ms = excluded.ended_ms,
             caller = excluded.caller, status = excluded.status, body = excluded.body",
    )?;
    statement.execute(params![
        millis(cdr.id.0),
        millis(times.start_ms),
        times.answer_ms.map(millis),
        times.end_ms.map(millis),
        format!("{} {}", cdr.caller.name, cdr.caller.number).trim(),
        cdr.dialled,
        status(cdr.outcome.status),
        text(cdr)?,
    ])?;
    if times.end_ms.is_some() {
        index::wait(db, cdr)?;
    }
    Ok(())
}

/// Closes the rows of calls whose end nobody saw, at the start after a crash, and counts them. They end at `ended_ms`, when the
/// exchange was last known to live: the hours that it was down are nobody's call. An answered call counts as answered. A row that cannot be read is left as it is: the call log does not keep the exchange from starting.
pub(crate) fn close_interrupted(db: &mut Connection, ended_ms: u64) -> Result<usize, Error> {
    let transaction = db.transaction()?;
    let open: Vec<String> = transaction
        .prepare("select body from cdr where ended_ms is null")?
        .query_map([], body)?
        .collect::<Result<_, _>>()?;
    let mut closed = 0;
    for body in open {
        match document::<Cdr>("call", &body) {
            Ok(cdr) => {
                put(&transaction, &interrupted(cdr, ended_ms))?;
                closed += 1;
            }
            Err(error) => tracing::warn!(%error, "a row of the call log stays open"),
        }
    }
    transaction.commit()?;
    Ok(closed)
}

fn interrupted(mut cdr: Cdr, ended_ms: u64) -> Cdr {
    let latest = cdr.times.answer_ms.unwrap_or(cdr.times.start_ms);
    cdr.times.end_ms = Some(ended_ms.max(latest));
    cdr.outcome.status =
        if cdr.times.answer_ms.is_some() { CallStatus::Answered } else { CallStatus::Failed };
    "the exchange stopped during the call".clone_into(&mut cdr.outcome.reason);
    cdr
}

/// Reads one row.
pub(crate) fn one(db: &Connection, id: u64) -> Result<Option<Cdr>, Error> {
    let mut rows = db.prepare_cached("select body from cdr where id = $1")?;
    let mut found = rows.query([Value::Integer(millis(id))])?;
    found.next()?.map(|row| document("call", &body(row)?)).transpose()
}

fn body(row: &Row<'_>) -> rusqlite::Result<String> {
    row.get(0)
}

/// Escapes what `like` takes for more than itself.
pub(crate) fn escaped(search: &str) -> String {
    search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// The word that a row has for a call's fate.
pub(crate) const fn status(status: CallStatus) -> &'static str {
    match status {
        CallStatus::InProgress => "in progress",
        CallStatus::Answered => "answered",
        CallStatus::Busy => "busy",
        CallStatus::NoAnswer => "no answer",
        CallStatus::Cancelled => "cancelled",
        CallStatus::Unreachable => "unreachable",
        CallStatus::Refused => "refused",
        CallStatus::Failed => "failed",
    }
}
