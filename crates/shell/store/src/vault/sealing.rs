//! Seals what an earlier release left in clear, in the present configuration and in every revision, and wipes what is left of it
//! in the file.

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{KEY_ID, Vault, noun_place, revision_place};
use crate::{error::Error, settings};

/// The setting that says that nothing of the passwords in clear is left in the file.
const WIPED: &str = "secrets_wiped";

/// Passwords of a noun that has none.
const NONE: &str = "{}";

/// Seals everything that is in clear, all or nothing; on a database that is sealed already it costs one look.
///
/// # Errors
/// [`Error::Database`], [`Error::NoChance`].
pub(crate) fn seal_all(db: &mut Connection, vault: &Vault) -> Result<(), Error> {
    if settings::value(db, KEY_ID)?.is_none() {
        let full = db.pragma_update(None, "synchronous", "full");
        let sealed = full.map_err(Error::from).and_then(|()| seal(db, vault));
        db.pragma_update(None, "synchronous", "normal")?;
        match sealed? {
            // Nothing to wipe in a new database.
            0 => settings::put(db, WIPED, "1")?,
            sealed => tracing::info!(sealed, "the passwords in the database are sealed from now on"),
        }
    }
    if settings::value(db, WIPED)?.is_none() {
        // Whoever reads the bytes of the file would find what was overwritten.
        let wiped = wipe(db);
        match wiped {
            Ok(()) => settings::put(db, WIPED, "1")?,
            Err(error) => {
                tracing::warn!(%error, "what the passwords were in clear is still in the bytes of the database's file: there must be as much room on the disk as it has; it is tried again at the next start");
            }
        }
    }
    Ok(())
}

fn seal(db: &mut Connection, vault: &Vault) -> Result<usize, Error> {
    let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let sealed = seal_nouns(&transaction, vault)? + seal_revisions(&transaction, vault)?;
    settings::put(&transaction, KEY_ID, vault.id())?;
    transaction.commit()?;
    Ok(sealed)
}

fn seal_nouns(transaction: &Transaction<'_>, vault: &Vault) -> Result<usize, Error> {
    let mut rows = transaction.prepare("select kind, id, secrets from noun where secrets <> $1")?;
    let clear: Vec<(String, u32, String)> = rows
        .query_map([NONE], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (kind, id, secrets) in &clear {
        let sealed = vault.seal(&noun_place(kind, *id), secrets)?;
        transaction
            .execute("update noun set secrets = $1 where kind = $2 and id = $3", params![sealed, kind, id])?;
    }
    Ok(clear.len())
}

fn seal_revisions(transaction: &Transaction<'_>, vault: &Vault) -> Result<usize, Error> {
    // One after the other: a history may be larger than the memory should be.
    let mut next = transaction.prepare(
        "select number, secrets from revision where number > $1 and secrets is not null order by number limit 1",
    )?;
    let (mut last, mut sealed) = (i64::MIN, 0);
    loop {
        let mut found = next.query([last])?;
        let Some(row) = found.next()? else { return Ok(sealed) };
        let (number, secrets): (i64, String) = (row.get(0)?, row.get(1)?);
        drop(found);
        let text = vault.seal(&revision_place(number), &secrets)?;
        transaction.execute("update revision set secrets = $1 where number = $2", params![text, number])?;
        (last, sealed) = (number, sealed + 1);
    }
}

/// Writes the file anew, without what was deleted in it, and empties its log.
fn wipe(db: &Connection) -> Result<(), Error> {
    db.execute_batch("vacuum")?;
    db.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(())
}
