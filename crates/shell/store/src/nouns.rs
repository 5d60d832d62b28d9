//! The configuration's rows.

use model::{Difference, Noun, NounId, Nouns, Revision};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    audit::{self, AuditEntry},
    error::Error,
    secrets::{self, Secrets},
    settings,
    vault::{Vault, noun_place, revision_place},
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
    /// What somebody may have to answer for in it, beside the change itself.
    pub audit: Vec<AuditEntry>,
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
    /// What, as data that this crate only keeps.
    pub details: serde_json::Value,
}

/// The setting that holds the highest id ever given.
const LAST_ID: &str = "last_id";

/// Reads the whole configuration and its revision; none where the database is new.
pub(crate) fn load(db: &Connection, vault: &Vault) -> Result<Option<(Nouns, Revision)>, Error> {
    let Some(last_id) = settings::value(db, LAST_ID)? else { return Ok(None) };
    let mut nouns = Nouns::default();
    let mut rows = db.prepare("select kind, id, body, secrets from noun")?;
    let found = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    for row in found {
        let (kind, id, body, secrets): (String, u32, String, String) = row?;
        nouns.insert(read(&kind, id, &body, &vault.open(&noun_place(&kind, id), &secrets)?)?);
    }
    // Guessed too low, an id would be given again, and old rows of the call log would name its new owner.
    let last_id = last_id.parse().map_err(|_| Error::Inconsistent(format!("\"{last_id}\" is no id")))?;
    nouns.last_id = nouns.last_id.max(last_id);
    let revision: i64 =
        db.query_row("select coalesce(max(number), 0) from revision", [], |row| row.get(0))?;
    Ok(Some((nouns, Revision(u64::try_from(revision).unwrap_or_default()))))
}

/// Writes one change with its revision, all or nothing.
pub(crate) fn apply(transaction: &Transaction<'_>, change: &Written, vault: &Vault) -> Result<(), Error> {
    let (mut edits, mut passwords) = (vec![], vec![]);
    let mut note = |id: NounId, after: Option<Kept>| -> Result<(), Error> {
        let before = kept(transaction, id, vault)?;
        passwords.push(RevisionSecrets {
            before: before.as_ref().map(|(_, secrets)| document(id.noun(), secrets)).transpose()?,
            after: after.as_ref().map(|(_, secrets)| document(id.noun(), secrets)).transpose()?,
        });
        edits.push(RevisionEdit {
            noun: id.noun().to_owned(),
            id: id.number(),
            before: before.map(|(body, _)| document(id.noun(), &body)).transpose()?,
            after: after.map(|(body, _)| document(id.noun(), &body)).transpose()?,
        });
        Ok(())
    };
    let mut put = transaction.prepare_cached(
        "insert into noun (kind, id, body, secrets) values ($1, $2, $3, $4)
         on conflict (kind, id) do update set body = excluded.body, secrets = excluded.secrets",
    )?;
    for noun in &change.difference.saved {
        let (id, body, secrets) = (noun.id(), body(noun)?, text(&secrets::of(noun))?);
        note(id, Some((body.clone(), secrets.clone())))?;
        // Most nouns have no password: there is nothing to seal.
        let secrets = match secrets.as_str() {
            "{}" => secrets,
            _ => vault.seal(&noun_place(id.noun(), id.number()), &secrets)?,
        };
        put.execute(params![id.noun(), id.number(), body, secrets])?;
    }
    for &id in &change.difference.removed {
        note(id, None)?;
        transaction
            .execute("delete from noun where kind = $1 and id = $2", params![id.noun(), id.number()])?;
    }
    settings::put(transaction, LAST_ID, &change.last_id.to_string())?;
    let Author { name, at_ms, summary, details } = &change.author;
    let number = millis(change.revision.0);
    transaction.execute(
        "insert into revision (number, at_ms, author, summary, edits, secrets, details)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            number,
            millis(*at_ms),
            name,
            summary,
            text(&edits)?,
            vault.seal(&revision_place(number), &text(&passwords)?)?,
            details.to_string(),
        ],
    )?;
    change.audit.iter().try_for_each(|entry| audit::put(transaction, entry))
}

/// One noun's part of a revision: its documents before and after, without passwords.
#[derive(Serialize, Deserialize)]
pub(crate) struct RevisionEdit {
    pub(crate) noun: String,
    pub(crate) id: u32,
    pub(crate) before: Option<serde_json::Value>,
    pub(crate) after: Option<serde_json::Value>,
}

/// The passwords of a [`RevisionEdit`].
#[derive(Serialize, Deserialize)]
pub(crate) struct RevisionSecrets {
    pub(crate) before: Option<Secrets>,
    pub(crate) after: Option<Secrets>,
}

/// A noun's document and its passwords, as they are stored but for the seal.
type Kept = (String, String);

fn kept(transaction: &Transaction<'_>, id: NounId, vault: &Vault) -> Result<Option<Kept>, Error> {
    let mut rows =
        transaction.prepare_cached("select body, secrets from noun where kind = $1 and id = $2")?;
    let row = rows.query_row(params![id.noun(), id.number()], |row| Ok((row.get(0)?, row.get(1)?)));
    let Some((body, sealed)): Option<Kept> = row.optional()? else { return Ok(None) };
    let secrets = vault.open(&noun_place(id.noun(), id.number()), &sealed)?.into_owned();
    Ok(Some((body, secrets)))
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
    let mut noun = without_secrets(kind, id, document(&named, body)?)?;
    let kept: Secrets = document(&named, secrets)?;
    secrets::restore(&mut noun, &kept);
    Ok(noun)
}

/// Reads a noun from its document alone: in place of each password stands what is shown of one.
pub(crate) fn without_secrets(kind: &str, id: u32, body: serde_json::Value) -> Result<Noun, Error> {
    let named = format!("{kind} {id}");
    Ok(match kind {
        "general settings" => Noun::General(decoded(&named, body)?),
        "context" => Noun::Context(decoded(&named, body)?),
        "user" => Noun::User(decoded(&named, body)?),
        "line" => Noun::Line(decoded(&named, body)?),
        "extension" => Noun::Extension(decoded(&named, body)?),
        "trunk" => Noun::Trunk(Box::new(decoded(&named, body)?)),
        "outgoing call" => Noun::OutgoingCall(decoded(&named, body)?),
        "incoming call" => Noun::IncomingCall(decoded(&named, body)?),
        _ => return Err(Error::Inconsistent(format!("\"{kind}\" is no noun"))),
    })
}

fn decoded<T: DeserializeOwned>(kind: &str, value: serde_json::Value) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|source| Error::Document { kind: kind.to_owned(), source })
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
