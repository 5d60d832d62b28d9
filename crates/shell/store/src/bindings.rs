//! What is registered with us.

use model::{Binding, record::BindingOwner};
use rusqlite::{Connection, params};

use crate::{
    error::Error,
    nouns::{document, millis, text},
};

/// Writes a new or refreshed binding.
pub(crate) fn put(db: &Connection, binding: &Binding) -> Result<(), Error> {
    let mut statement = db.prepare_cached(
        "insert into binding (owner, contact, expires_ms, body) values ($1, $2, $3, $4)
         on conflict (owner, contact) do update set expires_ms = excluded.expires_ms, body = excluded.body",
    )?;
    statement.execute(params![
        owner(binding.owner),
        binding.contact,
        millis(binding.expires_at_ms),
        text(binding)?
    ])?;
    Ok(())
}

/// Forgets a binding.
pub(crate) fn remove(db: &Connection, binding: &Binding) -> Result<(), Error> {
    let mut statement = db.prepare_cached("delete from binding where owner = $1 and contact = $2")?;
    statement.execute(params![owner(binding.owner), binding.contact])?;
    Ok(())
}

/// Reads what has not expired, and forgets the rest. One that cannot be read is forgotten too: its phone registers again, and
/// the exchange starts.
pub(crate) fn load(db: &Connection, now_ms: u64) -> Result<Vec<Binding>, Error> {
    db.execute("delete from binding where expires_ms <= $1", [millis(now_ms)])?;
    let mut rows = db.prepare("select owner, contact, body from binding")?;
    let found = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut bindings = vec![];
    for row in found {
        let (owner, contact, body): (String, String, String) = row?;
        match document("binding", &body) {
            Ok(binding) => bindings.push(binding),
            Err(error) => {
                tracing::warn!(%error, owner, "a registration is forgotten");
                db.execute("delete from binding where owner = $1 and contact = $2", [owner, contact])?;
            }
        }
    }
    Ok(bindings)
}

fn owner(owner: BindingOwner) -> String {
    match owner {
        BindingOwner::Line(id) => format!("line {id}"),
        BindingOwner::Trunk(id) => format!("trunk {id}"),
    }
}
