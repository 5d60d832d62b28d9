//! Brings a database to the present schema, one numbered file after another, each in a transaction of its own.

use rusqlite::Connection;

use crate::error::Error;

/// Every schema there has been, the oldest first; a file that was released is never edited.
pub(crate) const SCHEMAS: [&str; 6] = [
    include_str!("../schema/0001.sql"),
    include_str!("../schema/0002.sql"),
    include_str!("../schema/0003.sql"),
    include_str!("../schema/0004.sql"),
    include_str!("../schema/0005.sql"),
    include_str!("../schema/0006.sql"),
];

/// Applies what is missing. SQLite's `user_version` counts what was applied.
///
/// # Errors
/// [`Error::Newer`] where the database was written by a later release than this.
pub(crate) fn migrate(db: &mut Connection) -> Result<(), Error> {
    let applied: usize = db.pragma_query_value(None, "user_version", |row| row.get::<_, u32>(0))? as usize;
    if applied > SCHEMAS.len() {
        return Err(Error::Newer { found: applied, known: SCHEMAS.len() });
    }
    for (number, schema) in SCHEMAS.iter().enumerate().skip(applied) {
        let change = db.transaction()?;
        change.execute_batch(schema)?;
        change.pragma_update(None, "user_version", u32::try_from(number + 1).unwrap_or(u32::MAX))?;
        change.commit()?;
        tracing::info!(schema = number + 1, "database brought up to date");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_database_gets_every_schema_and_a_second_start_none() {
        let mut db = Connection::open_in_memory().unwrap();
        migrate(&mut db).unwrap();
        migrate(&mut db).unwrap();
        let version: u32 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version as usize, SCHEMAS.len());
    }

    #[test]
    fn a_token_of_the_first_release_keeps_opening_everything() {
        let mut db = Connection::open_in_memory().unwrap();
        db.execute_batch(SCHEMAS[0]).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        db.execute("insert into token (name, sha256, created_ms) values ('ops', x'01', 5)", []).unwrap();
        migrate(&mut db).unwrap();
        let row = db.query_row("select name, created_ms, role, expires_ms from token", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        let expected: (String, i64, String, Option<i64>) = ("ops".into(), 5, "administrator".into(), None);
        assert_eq!(row.unwrap(), expected);
    }

    #[test]
    fn a_database_of_a_later_release_is_left_alone() {
        let mut db = Connection::open_in_memory().unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(migrate(&mut db), Err(Error::Newer { found: 99, .. })));
    }
}
