//! Sessions of administrators. What is kept is the SHA-256 of the cookie's 256 random bits: whoever reads the database cannot use
//! it. Which sessions still hold is decided by whoever asks.

use rusqlite::{Connection, params};

use crate::{
    administrators::{self, COLUMNS, KeptAdministrator},
    error::Error,
    nouns::millis,
    reader::Reader,
    store::Store,
};

/// A session as kept, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptSession {
    /// Whose it is.
    pub administrator: KeptAdministrator,
    /// When it began, in milliseconds since the epoch.
    pub started_ms: i64,
    /// When the browser was last heard of.
    pub seen_ms: i64,
}

/// A session to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewSession {
    /// The SHA-256 of the cookie.
    pub sha256: [u8; 32],
    /// Whose it is.
    pub administrator_id: i64,
    /// When it begins.
    pub at_ms: u64,
    /// Sessions that began earlier than this are forgotten.
    pub forget_before_ms: u64,
}

/// Most sessions of one administrator; past it the oldest ends. Nobody has as many browsers.
const SESSIONS_MAX: u32 = 50;

impl Store {
    /// Begins a session, and notes that the administrator has signed in.
    pub fn begin_session(&self, session: NewSession, reply: impl FnOnce(Result<(), Error>) + Send + 'static) {
        self.write("session", move |db| begin(db, &session), reply);
    }

    /// Notes that a session's browser was heard of.
    pub fn session_seen(&self, sha256: [u8; 32], at_ms: u64) {
        let seen = move |db: &mut Connection| {
            db.execute("update session set seen_ms = $1 where sha256 = $2", params![millis(at_ms), sha256])?;
            Ok(())
        };
        self.write("session", seen, unheard);
    }

    /// Ends a session.
    pub fn end_session(&self, sha256: [u8; 32], reply: impl FnOnce(Result<(), Error>) + Send + 'static) {
        let end = move |db: &mut Connection| {
            db.execute("delete from session where sha256 = $1", [sha256])?;
            Ok(())
        };
        self.write("session", end, reply);
    }
}

impl Reader {
    /// Finds the session with this SHA-256.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn session(&self, sha256: &[u8; 32]) -> Result<Option<KeptSession>, Error> {
        let mut rows = self.db.prepare_cached(&format!(
            "select {COLUMNS}, started_ms, seen_ms from session
             join administrator on administrator.id = administrator_id where sha256 = $1"
        ))?;
        let mut found = rows.query([sha256])?;
        let Some(row) = found.next()? else { return Ok(None) };
        Ok(Some(KeptSession {
            administrator: administrators::read(row)?,
            started_ms: row.get("started_ms")?,
            seen_ms: row.get("seen_ms")?,
        }))
    }
}

/// Ends the sessions of an administrator, but for one.
pub(crate) fn end_all(
    db: &Connection,
    administrator_id: i64,
    except: Option<&[u8; 32]>,
) -> Result<(), Error> {
    db.execute(
        "delete from session where administrator_id = $1 and sha256 is not $2",
        params![administrator_id, except],
    )?;
    Ok(())
}

fn begin(db: &mut Connection, session: &NewSession) -> Result<(), Error> {
    let NewSession { sha256, administrator_id, at_ms, forget_before_ms } = session;
    let transaction = db.transaction()?;
    transaction.execute("delete from session where started_ms < $1", [millis(*forget_before_ms)])?;
    transaction.execute(
        "insert into session (sha256, administrator_id, started_ms, seen_ms) values ($1, $2, $3, $3)",
        params![sha256, administrator_id, millis(*at_ms)],
    )?;
    transaction.execute(
        "delete from session where administrator_id = $1 and sha256 not in
         (select sha256 from session where administrator_id = $1 order by started_ms desc limit $2)",
        params![administrator_id, SESSIONS_MAX],
    )?;
    transaction.execute(
        "update administrator set last_login_ms = $1 where id = $2",
        params![millis(*at_ms), administrator_id],
    )?;
    Ok(transaction.commit()?)
}

/// Nobody waits for a note; that it was lost is worth a line.
pub(crate) fn unheard(noted: Result<(), Error>) {
    if let Err(error) = noted {
        tracing::warn!(%error, "that somebody was here could not be noted");
    }
}
