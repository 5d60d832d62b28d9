//! The history of the configuration: every change with the nouns before and after it, passwords included, so that it can be
//! undone.

use model::{Noun, NounId};
use rusqlite::{OptionalExtension, Row, params};

use crate::{
    audit::RecordQuery,
    error::Error,
    nouns::{RevisionEdit, RevisionSecrets, document, millis, without_secrets},
    reader::Reader,
    secrets::{self, Secrets},
    vault::{Vault, revision_place},
};

/// One change of the configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    /// The revision's number, growing.
    pub number: i64,
    /// When, in milliseconds since the epoch.
    pub at_ms: i64,
    /// Who.
    pub author: String,
    /// What, in words.
    pub summary: String,
    /// What, as data; an empty object in a row of an early release.
    pub details: serde_json::Value,
}

/// What a change did to one noun.
#[derive(Clone, Debug, PartialEq)]
pub struct NounEdit {
    /// Which noun.
    pub id: NounId,
    /// How it was; none where it is new.
    pub before: Option<Noun>,
    /// How it is; none where it is gone.
    pub after: Option<Noun>,
}

/// The columns that [`row`] reads.
const COLUMNS: &str = "number, at_ms, author, summary, details";

impl Reader {
    /// Lists the changes of the configuration, the newest first; the number is how many match in all.
    ///
    /// # Errors
    /// [`Error`] of the database or of a row.
    pub fn history(&self, query: &RecordQuery) -> Result<(Vec<HistoryRow>, u64), Error> {
        let (like, order) = (query.like(), query.direction());
        let filter = match query.search.trim() {
            "" => "$1 = $1",
            _ => {
                "author like $1 escape '\\' or summary like $1 escape '\\' or edits like $1 escape '\\'
                 or number = trim($1, '%')"
            }
        };
        let count = format!("select count(*) from revision where {filter}");
        let total: u32 = self.db.query_row(&count, [&like], |row| row.get(0))?;
        let mut rows = self.db.prepare(&format!(
            "select {COLUMNS} from revision where {filter} order by number {order} limit $2 offset $3"
        ))?;
        let mut found = rows.query(params![like, query.limit, query.offset])?;
        let mut revisions = vec![];
        while let Some(found) = found.next()? {
            revisions.push(row(found)?);
        }
        Ok((revisions, total.into()))
    }

    /// Reads one change, with what it did to each noun.
    ///
    /// # Errors
    /// [`Error`] of the database, of the row, or of a noun that this release cannot read any more.
    pub fn revision(&self, number: u64) -> Result<Option<(HistoryRow, Vec<NounEdit>)>, Error> {
        let mut rows =
            self.db.prepare(&format!("select {COLUMNS}, edits, secrets from revision where number = $1"))?;
        let mut found = rows.query([millis(number)])?;
        found.next()?.map(|found| Ok((row(found)?, edits(found, 5, &self.vault)?))).transpose()
    }

    /// Goes back through the changes after one, up to another, the newest first.
    ///
    /// # Errors
    /// [`Error`] of the database, of a row, or of a noun that this release cannot read any more.
    pub fn each_change_back(
        &self,
        after: u64,
        up_to: u64,
        mut each: impl FnMut(u64, Vec<NounEdit>),
    ) -> Result<(), Error> {
        let mut rows = self.db.prepare(
            "select number, edits, secrets from revision where number > $1 and number <= $2 order by number desc",
        )?;
        let mut found = rows.query([millis(after), millis(up_to)])?;
        while let Some(row) = found.next()? {
            let number: i64 = row.get(0)?;
            each(u64::try_from(number).unwrap_or_default(), edits(row, 1, &self.vault)?);
        }
        Ok(())
    }

    /// Says whether there is a revision of this number.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn has_revision(&self, number: u64) -> Result<bool, Error> {
        let found =
            self.db.query_row("select 1 from revision where number = $1", [millis(number)], |_| Ok(()));
        Ok(found.optional()?.is_some())
    }
}

impl NounEdit {
    /// Says whether the history lacks a password of how the noun was: of changes before the release that kept them.
    pub fn lacks_passwords(noun: &Noun) -> bool {
        secrets::are_missing(noun)
    }

    /// Takes the passwords that the history lacks from the noun as it is now.
    pub fn fill_passwords(noun: &mut Noun, from: &Noun) {
        secrets::take_over(noun, from);
    }
}

fn row(row: &Row<'_>) -> Result<HistoryRow, Error> {
    let details: String = row.get(4)?;
    Ok(HistoryRow {
        number: row.get(0)?,
        at_ms: row.get(1)?,
        author: row.get(2)?,
        summary: row.get(3)?,
        details: document("revision", &details)?,
    })
}

/// Reads the columns `edits` and `secrets`, which stand beside each other; the revision's number comes first.
fn edits(row: &Row<'_>, column: usize, vault: &Vault) -> Result<Vec<NounEdit>, Error> {
    let (edits, secrets): (String, Option<String>) = (row.get(column)?, row.get(column + 1)?);
    let place = revision_place(row.get(0)?);
    let edits: Vec<RevisionEdit> = document("revision", &edits)?;
    let secrets: Option<Vec<RevisionSecrets>> =
        secrets.map(|secrets| document("revision", &vault.open(&place, &secrets)?)).transpose()?;
    let mut secrets = secrets.map(Vec::into_iter);
    let mut out = Vec::with_capacity(edits.len());
    for RevisionEdit { noun, id, before, after } in edits {
        let kept = secrets.as_mut().map(|secrets| {
            let none = RevisionSecrets { before: None, after: None };
            secrets.next().unwrap_or(none)
        });
        let (kept_before, kept_after) = kept.map_or((None, None), |kept| {
            (Some(kept.before.unwrap_or_default()), Some(kept.after.unwrap_or_default()))
        });
        let read = |body: Option<serde_json::Value>, kept: Option<Secrets>| {
            body.map(|body| noun_of(&noun, id, body, kept)).transpose()
        };
        let (before, after) = (read(before, kept_before)?, read(after, kept_after)?);
        let both = before.as_ref().or(after.as_ref()).map(Noun::id);
        let of_none =
            || Error::Inconsistent(format!("a revision changes {noun} {id} from nothing to nothing"));
        out.push(NounEdit { id: both.ok_or_else(of_none)?, before, after });
    }
    Ok(out)
}

fn noun_of(kind: &str, id: u32, body: serde_json::Value, kept: Option<Secrets>) -> Result<Noun, Error> {
    let mut noun = without_secrets(kind, id, body)?;
    if let Some(kept) = kept {
        secrets::restore(&mut noun, &kept);
    }
    Ok(noun)
}
