//! Who may come in, as a backup has it.

use model::Administrator;
use rusqlite::{Connection, Transaction, params};

use crate::{administrators::KeptAdministrator, error::Error, sessions, store::Store, tokens::KeptToken};

/// Administrators and tokens in place of those that are there.
#[derive(Clone, Debug)]
pub struct RestoredAccess {
    /// The administrators; none where those that are there stay.
    pub administrators: Option<Vec<KeptAdministrator>>,
    /// The API tokens with their hashes.
    pub tokens: Vec<(KeptToken, Vec<u8>)>,
    /// Who stays as he is, whatever the backup says: whoever restores it.
    pub spared: Spared,
}

/// Who restores a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spared {
    /// An administrator, by username.
    Administrator(String),
    /// The holder of an API token, by its name.
    Token(String),
    /// The owner of the data directory, who needs neither.
    Nobody,
}

impl Store {
    /// Restores who may come in, all or nothing. The sessions of all others end.
    pub fn restore_access(
        &self,
        restored: RestoredAccess,
        reply: impl FnOnce(Result<(), Error>) + Send + 'static,
    ) {
        self.write("administrators", move |db| restore(db, &restored), reply);
    }
}

fn restore(db: &mut Connection, restored: &RestoredAccess) -> Result<(), Error> {
    let RestoredAccess { administrators, tokens, spared } = restored;
    let transaction = db.transaction()?;
    if let Some(administrators) = administrators {
        restore_administrators(&transaction, administrators, spared)?;
    }
    let kept = match spared {
        Spared::Token(name) => name.as_str(),
        Spared::Administrator(_) | Spared::Nobody => "",
    };
    transaction.execute("delete from token where name <> $1", [kept])?;
    for (token, sha256) in tokens {
        let KeptToken { name, role, created_ms, expires_ms, last_used_ms, author } = token;
        transaction.execute(
            "insert or ignore into token (name, sha256, role, created_ms, expires_ms, last_used_ms, author)
             values ($1, $2, $3, $4, $5, $6, $7)",
            params![name, sha256, role.word(), created_ms, expires_ms, last_used_ms, author],
        )?;
    }
    Ok(transaction.commit()?)
}

fn restore_administrators(
    transaction: &Transaction<'_>,
    administrators: &[KeptAdministrator],
    spared: &Spared,
) -> Result<(), Error> {
    let kept = match spared {
        Spared::Administrator(username) => username.as_str(),
        Spared::Token(_) | Spared::Nobody => "",
    };
    let others: Vec<(i64, String)> = transaction
        .prepare("select id, username from administrator where username <> $1")?
        .query_map([kept], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (id, username) in others {
        sessions::end_all(transaction, id, None)?;
        let is_in = |restored: &KeptAdministrator| {
            restored.administrator.username.as_str().eq_ignore_ascii_case(&username)
        };
        if !administrators.iter().any(is_in) {
            transaction.execute("delete from administrator where id = $1", [id])?;
        }
    }
    for restored in administrators {
        let Administrator { username, role, language, enabled } = &restored.administrator;
        if username.as_str().eq_ignore_ascii_case(kept) {
            continue;
        }
        transaction.execute(
            "insert into administrator (username, role, language, enabled, password_hash, created_ms, last_login_ms)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (username) do update set username = excluded.username, role = excluded.role,
                 language = excluded.language, enabled = excluded.enabled, password_hash = excluded.password_hash",
            params![
                username.as_str(),
                role.word(),
                language.code(),
                enabled,
                restored.password_hash,
                restored.created_ms,
                restored.last_login_ms,
            ],
        )?;
    }
    Ok(())
}
