//! Single values, by name.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{error::Error, reader::Reader, store::Store};

impl Store {
    /// Keeps a value under a name, over an earlier one.
    pub fn put_setting(
        &self,
        name: &'static str,
        value: String,
        reply: impl FnOnce(Result<(), Error>) + Send + 'static,
    ) {
        self.write("setting", move |db| put(db, name, &value), reply);
    }
}

impl Reader {
    /// Reads the value under a name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn setting(&self, name: &str) -> Result<Option<String>, Error> {
        value(&self.db, name)
    }
}

/// Writes a value.
pub(crate) fn put(db: &Connection, name: &str, value: &str) -> Result<(), Error> {
    db.execute(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// Reads a value.
pub(crate) fn value(db: &Connection, name: &str) -> Result<Option<String>, Error> {
    Ok(db.query_row("select value from setting where name = $1", [name], |row| row.get(0)).optional()?)
}
