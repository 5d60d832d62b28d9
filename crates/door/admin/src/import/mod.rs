//! Import of users from a CSV file with XiVO's columns: each row is a person with the phone and, where wanted, a number that the
//! outside can dial. All rows or none.
//!
//! A row means the user of its `id`; else the one of its name with this username or number; else the only one of its name; else a
//! new one. What a file does not have a column for stays as it is; an empty cell clears, but for passwords, which stay, and a new
//! line gets a strong one.

mod columns;
mod edits;
mod export;
mod matching;
mod table;

use std::{collections::HashSet, sync::Arc};

use model::{FieldError, NounId, Permission, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    actor::Actor,
    acts::{Admin, Changed},
    error::Error,
    history::RevisionAct,
};
use edits::{Edits, Refused};
pub(crate) use export::{EXPORTED, rows};
use table::Row;

/// How often rows that are refused are left out to find out what else is wrong: breaches of rules between nouns are told only
/// where every row can be read, and leaving some out may bring others to light.
const ROUNDS_MAX: usize = 8;

/// What comes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportVerb {
    /// A new user.
    Create,
    /// A user changes.
    Update,
    /// Everything is so already.
    Unchanged,
    /// Something is wrong with it.
    Refused,
}

/// What comes of a row, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Its line in the file, counted from 1; the header is the first.
    pub line: u64,
    /// Whom it is about.
    pub name: String,
    /// What comes of it.
    pub verb: ImportVerb,
    /// What is wrong with it; the fields are columns.
    pub errors: Vec<FieldError>,
}

/// How many rows do what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct ImportTotals {
    /// New users.
    pub create: u64,
    /// Users that change.
    pub update: u64,
    /// Rows that are so already.
    pub unchanged: u64,
    /// Rows that are refused.
    pub refused: u64,
}

/// What comes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Its rows, in their order.
    pub rows: Vec<ImportRow>,
    /// How many do what.
    pub totals: ImportTotals,
    /// It was done. Where a row is refused none is done.
    pub applied: bool,
}

impl Admin {
    /// Imports users; with `dry_run` says what would come of each row.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Storage`]; [`Error::Fields`] where the file cannot be read, or has a column that is not known.
    /// What is wrong with a row is in the answer.
    pub async fn import_users(
        self: &Arc<Self>,
        actor: &Actor,
        file: Vec<u8>,
        dry_run: bool,
    ) -> Result<Changed<Imported>, Error> {
        actor.demand(Permission::Configure)?;
        let admin = Arc::clone(self);
        // Ten thousand rows keep a processor busy for a second: not one that serves others meanwhile.
        let reading = tokio::task::spawn_blocking(move || {
            let rows = table::read(&file)?;
            let judged = judge(&admin.snapshot(), &rows)?;
            Ok::<_, Error>((rows, judged))
        });
        let (rows, judged) = reading.await.unwrap_or(Err(Error::Interrupted("an import")))?;
        if dry_run || judged.totals.refused > 0 {
            return Ok(Changed::none(judged));
        }
        self.apply_import(actor, rows).await
    }

    /// Does it, judged anew against what is there when it is its turn.
    async fn apply_import(
        self: &Arc<Self>,
        actor: &Actor,
        rows: Vec<Row>,
    ) -> Result<Changed<Imported>, Error> {
        let rows = Arc::new(rows);
        let wanted = Arc::clone(&rows);
        let made = self
            .change_to(actor, RevisionAct::Import, move |before| {
                let edits = edits::of(before, &wanted, &Refused::new())?;
                let refused: Vec<_> = edits.refused.values().flatten().cloned().collect();
                match refused.is_empty() {
                    true => Ok(before.apply(&edits.changes)?),
                    false => Err(Error::Fields(refused)),
                }
            })
            .await;
        match made {
            Ok(done) => {
                let (none, changed) = (Refused::new(), changed_ids(&done.before, &done.after));
                let rows = told(&rows, &edits::of(&done.before, &rows, &none)?, &none, Some(&changed));
                Ok(done.with(Imported { totals: totals(&rows), rows, applied: true }))
            }
            // Somebody changed something in between: say what is in the way now.
            Err(Error::Fields(_)) => Ok(Changed::none(judge(&self.snapshot(), &rows)?)),
            Err(other) => Err(other),
        }
    }
}

/// Says what would come of each row.
fn judge(before: &Snapshot, rows: &[Row]) -> Result<Imported, Error> {
    let (mut refused, mut changed) = (Refused::new(), None);
    let mut edits = edits::of(before, rows, &refused)?;
    for _ in 0..ROUNDS_MAX {
        let found = match edits.refused.is_empty() {
            false => std::mem::take(&mut edits.refused),
            true => match before.apply(&edits.changes) {
                Ok(after) => {
                    changed = Some(changed_ids(before, &after));
                    break;
                }
                Err(errors) => edits.by_row(errors),
            },
        };
        if found.is_empty() {
            break;
        }
        refused.extend(found);
        edits = edits::of(before, rows, &refused)?;
    }
    let rows = told(rows, &edits, &refused, changed.as_ref());
    Ok(Imported { totals: totals(&rows), rows, applied: false })
}

fn changed_ids(before: &Snapshot, after: &Snapshot) -> HashSet<NounId> {
    after.difference(before).saved.iter().map(model::Noun::id).collect()
}

/// Says of each row what comes of it.
fn told(rows: &[Row], edits: &Edits, refused: &Refused, changed: Option<&HashSet<NounId>>) -> Vec<ImportRow> {
    let tell = |(at, row): (usize, &Row)| {
        let errors = refused.get(&at).cloned().unwrap_or_default();
        let touches = edits.touches.get(at);
        let verb = match touches {
            _ if !errors.is_empty() => ImportVerb::Refused,
            Some(touches) if touches.creates => ImportVerb::Create,
            // Where nothing could be tried as a whole, a row that is not at fault is taken to change something.
            Some(touches) => {
                match changed.is_none_or(|changed| touches.ids.iter().any(|id| changed.contains(id))) {
                    true => ImportVerb::Update,
                    false => ImportVerb::Unchanged,
                }
            }
            None => ImportVerb::Refused,
        };
        ImportRow { line: row.line, name: row.name(), verb, errors }
    };
    rows.iter().enumerate().map(tell).collect()
}

fn totals(rows: &[ImportRow]) -> ImportTotals {
    let mut totals = ImportTotals::default();
    for row in rows {
        match row.verb {
            ImportVerb::Create => totals.create += 1,
            ImportVerb::Update => totals.update += 1,
            ImportVerb::Unchanged => totals.unchanged += 1,
            ImportVerb::Refused => totals.refused += 1,
        }
    }
    totals
}
