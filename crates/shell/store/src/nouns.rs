//! The configuration's rows.

use model::{Difference, Noun, NounId, Nouns, Revision};
use rusqlite::{Connection, Transaction, params};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::Error,
    secrets::{self, Secrets},
    settings,
};

/// A change of the configuration that `model` has judged, ready to be written.
#[derive(Debug)]
pub struct Written {
    /// What is new, changed or gone.
    pub difference: Difference,
    /// The configuration's revision with this change.
    pub revision: Revision,
    /// The highest id that was ever given.
    pub last_id: u32,
    /// Who, when and what.
    pub author: Author,
}

/// Who changed the configuration, when, and what in words.
#[derive(Clone, Debug)]
pub struct Author {
    /// The administrator or token, or `cli` for the owner of the data directory.
    pub name: String,
    /// When, in milliseconds since the epoch.
    pub at_ms: u64,
    /// What, in words.
    pub summary: String,
}

/// The setting that holds the highest id ever given.
const LAST_ID: &str = "last_id";

/// Reads the whole configuration and its revision; none where the database is new.
pub(crate) fn load(db: &Connection) -> Result<Option<(Nouns, Revision)>, Error> {
    let Some(last_id) = settings::value(db, LAST_ID)? else { return Ok(None) };
    let mut nouns = Nouns::default();
    let mut rows = db.prepare("select kind, id, body, secrets from noun")?;
    let found = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for row in found {
        let (kind, id, body, secrets): (String, u32, String, String) = row?;
        nouns.insert(read(&kind, id, &body, &secrets)?);
    }
    // Guessed too low, an id would be given again, and old rows of the call log would name its new owner.
    let last_id = last_id.parse().map_err(|_| Error::Inconsistent(format!("\"{last_id}\" is no id")))?;
    nouns.last_id = nouns.last_id.max(last_id);
    let revision: i64 =
        db.query_row("select coalesce(max(number), 0) from revision", [], |row| row.get(0))?;
    Ok(Some((nouns, Revision(u64::try_from(revision).unwrap_or_default()))))
}

/// Writes one change with its revision, all or nothing.
pub(crate) fn apply(transaction: &Transaction<'_>, change: &Written) -> Result<(), Error> {
    let mut edits = vec![];
    for noun in &change.difference.saved {
        let (id, body) = (noun.id(), body(noun)?);
        edits.push(edit(transaction, id, Some(&body))?);
        transaction.execute(
            "insert into noun (kind, id, body, secrets) values ($1, $2, $3, $4)
             on conflict (kind, id) do update set body = excluded.body, secrets = excluded.secrets",
            params![id.noun(), id.number(), body, text(&secrets::of(noun))?],
        )?;
    }
    for &id in &change.difference.removed {
        edits.push(edit(transaction, id, None)?);
        transaction
            .execute("delete from noun where kind = $1 and id = $2", params![id.noun(), id.number()])?;
    }
    settings::put(transaction, LAST_ID, &change.last_id.to_string())?;
    let Author { name, at_ms, summary } = &change.author;
    transaction.execute(
        "insert into revision (number, at_ms, author, summary, edits) values ($1, $2, $3, $4, $5)",
        params![millis(change.revision.0), millis(*at_ms), name, summary, text(&edits)?],
    )?;
    Ok(())
}

/// One noun's part of a revision: its documents before and after, without passwords.
#[derive(Serialize)]
struct RevisionEdit {
    noun: &'static str,
    id: u32,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

fn edit(transaction: &Transaction<'_>, id: NounId, after: Option<&str>) -> Result<RevisionEdit, Error> {
    let before: Option<String> = transaction
        .query_row(
            "select body from noun where kind = $1 and id = $2",
            params![id.noun(), id.number()],
            |row| row.get(0),
        )
        .map(Some)
        .or_else(|error| if error == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(error) })?;
    let document = |text: &str| document(id.noun(), text);
    Ok(RevisionEdit {
        noun: id.noun(),
        id: id.number(),
        before: before.as_deref().map(document).transpose()?,
        after: after.map(document).transpose()?,
    })
}

fn body(noun: &Noun) -> Result<String, Error> {
    match noun {
        Noun::General(general) => text(general),
        Noun::Context(context) => text(context),
        Noun::User(user) => text(user),
        Noun::Line(line) => text(line),
        Noun::Extension(extension) => text(extension),
        Noun::Trunk(trunk) => text(trunk),
        Noun::OutgoingCall(call) => text(call),
        Noun::IncomingCall(call) => text(call),
    }
}

fn read(kind: &str, id: u32, body: &str, secrets: &str) -> Result<Noun, Error> {
    let named = format!("{kind} {id}");
    let mut noun = match kind {
        "general settings" => Noun::General(document(&named, body)?),
        "context" => Noun::Context(document(&named, body)?),
        "user" => Noun::User(document(&named, body)?),
        "line" => Noun::Line(document(&named, body)?),
        "extension" => Noun::Extension(document(&named, body)?),
        "trunk" => Noun::Trunk(Box::new(document(&named, body)?)),
        "outgoing call" => Noun::OutgoingCall(document(&named, body)?),
        "incoming call" => Noun::IncomingCall(document(&named, body)?),
        _ => return Err(Error::Inconsistent(format!("\"{kind}\" is no noun"))),
    };
    let kept: Secrets = document(&named, secrets)?;
    secrets::restore(&mut noun, &kept);
    Ok(noun)
}

pub(crate) fn document<T: DeserializeOwned>(kind: &str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|source| Error::Document { kind: kind.to_owned(), source })
}

pub(crate) fn text<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(Error::Serialize)
}

/// SQLite's integers are signed; no clock shows a time that does not fit.
pub(crate) fn millis(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}
