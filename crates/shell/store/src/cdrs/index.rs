//! What calls are found by: an index of words (whose call it was, which way and how it went) and one of the three-letter parts
//! of what people type. Both grow by appending, and many calls at once cost a tenth of what they cost one by one: a call
//! that has ended waits in a table until it is their turn.

use model::{
    Cdr,
    record::{CallStatus, Direction, Party},
};
use rusqlite::{Connection, params};

use super::status;
use crate::{error::Error, nouns::millis};

/// Calls that are taken into the index at once.
pub(crate) const INDEXED_AT_ONCE: usize = 512;

/// Has a call that has ended wait for the index.
pub(super) fn wait(db: &Connection, cdr: &Cdr) -> Result<(), Error> {
    let mut statement =
        db.prepare_cached("insert or replace into cdr_waiting (id, keys, text) values ($1, $2, $3)")?;
    statement.execute(params![millis(cdr.id.0), keys(cdr), text(&cdr.dialled, &cdr.caller, &cdr.callee)])?;
    Ok(())
}

/// Takes calls that wait into the index, and says how many there were.
pub(crate) fn take_waiting(db: &mut Connection) -> Result<usize, Error> {
    let transaction = db.transaction()?;
    let last: Option<i64> = transaction.query_row(
        "select max(id) from (select id from cdr_waiting order by id limit $1)",
        [u32::try_from(INDEXED_AT_ONCE).unwrap_or(u32::MAX)],
        |row| row.get(0),
    )?;
    let Some(last) = last else { return Ok(0) };
    for sql in [
        "insert or replace into cdr_key (rowid, keys) select id, keys from cdr_waiting where id <= $1",
        "insert or replace into cdr_text (rowid, text) select id, text from cdr_waiting where id <= $1",
    ] {
        transaction.execute(sql, [last])?;
    }
    let taken = transaction.execute("delete from cdr_waiting where id <= $1", [last])?;
    transaction.commit()?;
    Ok(taken)
}

/// Takes a call out of everything that leads to it.
pub(super) fn forget(db: &Connection, id: i64) -> Result<(), Error> {
    for sql in [
        "delete from cdr_waiting where id = $1",
        "delete from cdr_key where rowid = $1",
        "delete from cdr_text where rowid = $1",
    ] {
        db.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}

/// A word of the index.
pub(super) mod word {
    use super::{CallStatus, Direction, status};

    /// How a call went.
    pub(in super::super) fn of_status(fate: CallStatus) -> String {
        format!("s{}", status(fate).replace(' ', ""))
    }

    /// Which way it went.
    pub(in super::super) fn of_direction(direction: Direction) -> String {
        let word = match direction {
            Direction::Internal => "internal",
            Direction::Inbound => "inbound",
            Direction::Outbound => "outbound",
        };
        format!("d{word}")
    }

    /// Whose it was.
    pub(in super::super) fn of_user(id: u32) -> String {
        format!("u{id}")
    }

    /// Whose line it was.
    pub(in super::super) fn of_line(id: u32) -> String {
        format!("l{id}")
    }

    /// By which trunk it came or left.
    pub(in super::super) fn of_trunk(id: u32) -> String {
        format!("t{id}")
    }
}

fn keys(cdr: &Cdr) -> String {
    let of = |party: &Party| {
        [
            party.user.map(|id| word::of_user(id.0)),
            party.line.map(|id| word::of_line(id.0)),
            party.trunk.map(|id| word::of_trunk(id.0)),
        ]
    };
    let how = [word::of_status(cdr.outcome.status), word::of_direction(cdr.direction())];
    let whose = of(&cdr.caller).into_iter().chain(of(&cdr.callee)).flatten();
    how.into_iter().chain(whose).collect::<Vec<_>>().join(" ")
}

/// Gives the text that people find a call by, a line for each part: what is typed is not found across two of them.
pub(super) fn text(dialled: &str, caller: &Party, callee: &Party) -> String {
    let of = |party: &Party| {
        [&party.name, &party.number, &party.line_name, &party.trunk_name].map(|part| format!("\n{part}"))
    };
    let parts = of(caller).into_iter().chain(of(callee));
    parts.fold(dialled.to_owned(), |text, part| text + &part)
}
