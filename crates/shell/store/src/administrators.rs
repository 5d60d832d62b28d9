//! Administrators, with the hashes of their passwords.

use model::{Administrator, AdministratorName, Language, Role};
use rusqlite::{Connection, Row, params};

use crate::{error::Error, nouns::millis, reader::Reader, sessions, store::Store};

/// An administrator as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAdministrator {
    /// Its identity; never given twice.
    pub id: i64,
    /// The administrator.
    pub administrator: Administrator,
    /// The password's hash, in the PHC string format.
    pub password_hash: String,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it last signed in.
    pub last_login_ms: Option<i64>,
}

/// A change of an administrator.
#[derive(Clone, Debug)]
pub struct AdministratorChange {
    /// Whose.
    pub id: i64,
    /// How it is from now on.
    pub administrator: Administrator,
    /// The hash of a new password.
    pub password_hash: Option<String>,
    /// Whether its sessions end, but for the one with this SHA-256.
    pub end_sessions: Option<Option<[u8; 32]>>,
}

/// The columns that [`read`] reads.
pub(crate) const COLUMNS: &str =
    "administrator.id, username, role, language, enabled, password_hash, created_ms, last_login_ms";

impl Store {
    /// Keeps a new administrator; `reply` hears its identity, or none where the username is taken.
    pub fn create_administrator(
        &self,
        administrator: Administrator,
        password_hash: String,
        at_ms: u64,
        reply: impl FnOnce(Result<Option<i64>, Error>) + Send + 'static,
    ) {
        self.write("administrator", move |db| create(db, &administrator, &password_hash, at_ms), reply);
    }

    /// Changes an administrator; `reply` hears false where the username is taken.
    pub fn change_administrator(
        &self,
        change: AdministratorChange,
        reply: impl FnOnce(Result<bool, Error>) + Send + 'static,
    ) {
        self.write("administrator", move |db| update(db, &change), reply);
    }

    /// Deletes an administrator with its sessions.
    pub fn delete_administrator(&self, id: i64, reply: impl FnOnce(Result<(), Error>) + Send + 'static) {
        let delete = move |db: &mut Connection| {
            db.execute("delete from administrator where id = $1", [id])?;
            Ok(())
        };
        self.write("administrator", delete, reply);
    }
}

impl Reader {
    /// Lists administrators by username.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn administrators(&self) -> Result<Vec<KeptAdministrator>, Error> {
        let mut rows = self.db.prepare(&format!("select {COLUMNS} from administrator order by username"))?;
        let mut found = rows.query([])?;
        let mut administrators = vec![];
        while let Some(row) = found.next()? {
            administrators.push(read(row)?);
        }
        Ok(administrators)
    }

    /// Finds an administrator by username, in any case.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn administrator_named(&self, username: &str) -> Result<Option<KeptAdministrator>, Error> {
        let mut rows =
            self.db.prepare_cached(&format!("select {COLUMNS} from administrator where username = $1"))?;
        let mut found = rows.query([username])?;
        found.next()?.map(read).transpose()
    }
}

/// Reads a row of [`COLUMNS`].
pub(crate) fn read(row: &Row<'_>) -> Result<KeptAdministrator, Error> {
    let username: String = row.get(1)?;
    let (role, language): (String, String) = (row.get(2)?, row.get(3)?);
    let inconsistent = |problem| Error::Inconsistent(format!("administrator {username}: {problem}"));
    Ok(KeptAdministrator {
        id: row.get(0)?,
        administrator: Administrator {
            username: AdministratorName::parse(&username).map_err(inconsistent)?,
            role: Role::parse(&role).map_err(inconsistent)?,
            language: Language::parse(&language).map_err(inconsistent)?,
            enabled: row.get(4)?,
        },
        password_hash: row.get(5)?,
        created_ms: row.get(6)?,
        last_login_ms: row.get(7)?,
    })
}

fn create(
    db: &Connection,
    administrator: &Administrator,
    password_hash: &str,
    at_ms: u64,
) -> Result<Option<i64>, Error> {
    let Administrator { username, role, language, enabled } = administrator;
    let rows = db.execute(
        "insert into administrator (username, role, language, enabled, password_hash, created_ms)
         values ($1, $2, $3, $4, $5, $6) on conflict (username) do nothing",
        params![username.as_str(), role.word(), language.code(), enabled, password_hash, millis(at_ms)],
    )?;
    Ok((rows == 1).then(|| db.last_insert_rowid()))
}

fn update(db: &mut Connection, change: &AdministratorChange) -> Result<bool, Error> {
    let transaction = db.transaction()?;
    let Administrator { username, role, language, enabled } = &change.administrator;
    let rows = transaction.execute(
        "update or ignore administrator set username = $1, role = $2, language = $3, enabled = $4,
         password_hash = coalesce($5, password_hash) where id = $6",
        params![username.as_str(), role.word(), language.code(), enabled, change.password_hash, change.id],
    )?;
    if let Some(except) = change.end_sessions.filter(|_| rows == 1) {
        sessions::end_all(&transaction, change.id, except.as_ref())?;
    }
    transaction.commit()?;
    Ok(rows == 1)
}
