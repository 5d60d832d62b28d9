//! API tokens. What is kept is the SHA-256 of 256 random bits: whoever reads the database cannot use it.

use model::Role;
use rusqlite::{Connection, Row, params};

use crate::{error::Error, nouns::millis, reader::Reader, sessions::unheard, store::Store};

/// A token as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made, in milliseconds since the epoch.
    pub created_ms: i64,
    /// When it ends; never where nothing is said.
    pub expires_ms: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_ms: Option<i64>,
    /// Who made it.
    pub author: String,
}

/// The columns that [`read`] reads.
const COLUMNS: &str = "name, role, created_ms, expires_ms, last_used_ms, author";

impl Store {
    /// Keeps a new token under its hash; `reply` hears false where the name is taken.
    pub fn create_token(
        &self,
        token: KeptToken,
        sha256: [u8; 32],
        reply: impl FnOnce(Result<bool, Error>) + Send + 'static,
    ) {
        self.write("token", move |db| create(db, &token, &sha256), reply);
    }

    /// Deletes a token; `reply` hears false where there is none of that name.
    pub fn delete_token(&self, name: String, reply: impl FnOnce(Result<bool, Error>) + Send + 'static) {
        let delete =
            move |db: &mut Connection| Ok(db.execute("delete from token where name = $1", [name])? == 1);
        self.write("token", delete, reply);
    }

    /// Notes that a token was used.
    pub fn token_used(&self, sha256: [u8; 32], at_ms: u64) {
        let used = move |db: &mut Connection| {
            db.execute(
                "update token set last_used_ms = $1 where sha256 = $2",
                params![millis(at_ms), sha256],
            )?;
            Ok(())
        };
        self.write("token", used, unheard);
    }
}

impl Reader {
    /// Lists the tokens by name.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn tokens(&self) -> Result<Vec<KeptToken>, Error> {
        let mut rows = self.db.prepare(&format!("select {COLUMNS} from token order by name"))?;
        let mut found = rows.query([])?;
        let mut tokens = vec![];
        while let Some(row) = found.next()? {
            tokens.push(read(row)?);
        }
        Ok(tokens)
    }

    /// Finds the token with this SHA-256.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn token(&self, sha256: &[u8; 32]) -> Result<Option<KeptToken>, Error> {
        let mut rows = self.db.prepare_cached(&format!("select {COLUMNS} from token where sha256 = $1"))?;
        let mut found = rows.query([sha256])?;
        found.next()?.map(read).transpose()
    }
}

/// Lists the tokens with their hashes.
pub(crate) fn with_hashes(db: &Connection) -> Result<Vec<(KeptToken, Vec<u8>)>, Error> {
    let mut rows = db.prepare(&format!("select {COLUMNS}, sha256 from token order by name"))?;
    let mut found = rows.query([])?;
    let mut tokens = vec![];
    while let Some(row) = found.next()? {
        tokens.push((read(row)?, row.get("sha256")?));
    }
    Ok(tokens)
}

fn create(db: &Connection, token: &KeptToken, sha256: &[u8; 32]) -> Result<bool, Error> {
    let KeptToken { name, role, created_ms, expires_ms, last_used_ms: _, author } = token;
    let rows = db.execute(
        "insert into token (name, sha256, role, created_ms, expires_ms, author) values ($1, $2, $3, $4, $5, $6)
         on conflict (name) do nothing",
        params![name, sha256, role.word(), created_ms, expires_ms, author],
    )?;
    Ok(rows == 1)
}

fn read(row: &Row<'_>) -> Result<KeptToken, Error> {
    let (name, role): (String, String) = (row.get(0)?, row.get(1)?);
    let role =
        Role::parse(&role).map_err(|problem| Error::Inconsistent(format!("token {name}: {problem}")))?;
    Ok(KeptToken {
        name,
        role,
        created_ms: row.get(2)?,
        expires_ms: row.get(3)?,
        last_used_ms: row.get(4)?,
        author: row.get(5)?,
    })
}
