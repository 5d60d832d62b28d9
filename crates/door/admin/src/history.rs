//! The history of the configuration: who changed what, when, and what each change did.

use std::sync::Arc;

use model::{Mention, NounId, Nouns, Revision, Snapshot};
use serde::{Deserialize, Serialize};
use store::{HistoryRow, NounEdit, Reader};
use utoipa::ToSchema;

use crate::{
    acts::Admin,
    error::Error,
    listing::{Page, Query},
    site::{Plan, Step, Verb},
};

/// Nouns that a row of the history names; the rest is counted.
const NOUNS_NAMED: usize = 10;

/// Nouns that are told field by field; nobody reads on, and an import of thousands would be megabytes.
const STEPS_MAX: usize = 1_000;

/// What a change of the configuration was made by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum RevisionAct {
    /// A noun, or several, were edited.
    #[default]
    Edit,
    /// A site file was applied.
    Site,
    /// Users were imported.
    Import,
    /// A revision was undone.
    Undo {
        /// Which.
        revision: u64,
    },
    /// The configuration was made as it stood after a revision.
    Restore {
        /// Which.
        revision: u64,
    },
    /// A backup was restored.
    Backup,
    /// The exchange was new.
    Factory,
}

impl RevisionAct {
    /// Says in words what a change was made by, in front of what it did.
    pub(crate) fn introduce(self, summary: String) -> String {
        match self {
            Self::Edit | Self::Site | Self::Factory => summary,
            Self::Import => format!("import: {summary}"),
            Self::Undo { revision } => format!("undo revision {revision}: {summary}"),
            Self::Restore { revision } => format!("back to revision {revision}: {summary}"),
            Self::Backup => format!("restore a backup: {summary}"),
        }
    }
}

/// What a change did to one noun, in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NounChange {
    /// What was done to it.
    pub verb: Verb,
    /// Which noun.
    #[serde(flatten)]
    pub noun: Mention,
}

/// One change of the configuration.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RevisionRow {
    /// The revision's number, growing.
    pub number: i64,
    /// When, in milliseconds since the epoch.
    pub at_ms: i64,
    /// Who: `owner`, `factory`, `administrator NAME` or `token NAME`.
    pub author: String,
    /// What, in English words.
    pub summary: String,
    /// What it was made by.
    pub act: RevisionAct,
    /// The nouns that it changed, ten at most.
    pub nouns: Vec<NounChange>,
    /// How many nouns it changed in all.
    pub nouns_total: u64,
}

/// One change of the configuration, with what it did to each field.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RevisionDetail {
    /// The change.
    #[serde(flatten)]
    pub revision: RevisionRow,
    /// What it did to each noun; of the first thousand, where `nouns_total` is more.
    pub steps: Vec<Step>,
}

/// What is kept of a change as data.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Details {
    act: RevisionAct,
    nouns: Vec<NounChange>,
    nouns_total: u64,
}

impl Details {
    /// Sums a change up.
    pub(crate) fn of(act: RevisionAct, changes: &[NounChange]) -> serde_json::Value {
        let nouns = changes.iter().take(NOUNS_NAMED).cloned().collect();
        let details = Self { act, nouns, nouns_total: changes.len() as u64 };
        serde_json::to_value(details).unwrap_or_default()
    }
}

impl Admin {
    /// Lists the changes of the configuration, the newest first; `order=number` gives the oldest first.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is to be ordered by something else; [`Error::Storage`].
    pub async fn history(self: &Arc<Self>, query: &Query) -> Result<Page<RevisionRow>, Error> {
        let wanted = query.of_records("number", "number, -number")?;
        let (rows, total) = self.read(move |reader| reader.history(&wanted)).await?;
        Ok(Page { items: rows.into_iter().map(RevisionRow::from).collect(), total })
    }

    /// Reads one change, with what it did to each field.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Storage`].
    pub async fn revision(self: &Arc<Self>, number: u64) -> Result<RevisionDetail, Error> {
        let now = self.snapshot();
        let found = self.read(move |reader| detail(reader, &now, number)).await?;
        found.ok_or_else(|| Error::not_found("revision", number))
    }
}

fn detail(reader: &Reader, now: &Snapshot, number: u64) -> Result<Option<RevisionDetail>, store::Error> {
    let Some((row, edits)) = reader.revision(number)? else { return Ok(None) };
    let after = nouns_after(reader, now, number)?;
    let mut before = after.clone();
    take_back(&mut before, edits);
    let [before, after] = [before, after].map(|nouns| Snapshot::new(nouns, Revision(number)));
    let mut difference = after.difference(&before);
    difference.saved.truncate(STEPS_MAX);
    difference.removed.truncate(STEPS_MAX.saturating_sub(difference.saved.len()));
    let plan = Plan::of(&before, &after, &difference);
    Ok(Some(RevisionDetail { revision: row.into(), steps: plan.steps }))
}

/// Gives the nouns as they stood after a revision, by taking back what came later.
pub(crate) fn nouns_after(reader: &Reader, now: &Snapshot, number: u64) -> Result<Nouns, store::Error> {
    let mut nouns = now.nouns().clone();
    reader.each_change_back(number, now.revision().0, |_, edits| take_back(&mut nouns, edits))?;
    Ok(nouns)
}

fn take_back(nouns: &mut Nouns, edits: Vec<NounEdit>) {
    for NounEdit { id, before, .. } in edits {
        match (before, id) {
            (Some(noun), _) => nouns.insert(noun),
            // The general settings are always there, written down or not.
            (None, NounId::General) => nouns.general = Arc::default(),
            (None, _) => drop(nouns.remove(id)),
        }
    }
}

impl From<HistoryRow> for RevisionRow {
    fn from(row: HistoryRow) -> Self {
        let Details { act, nouns, nouns_total } = serde_json::from_value(row.details).unwrap_or_default();
        Self {
            number: row.number,
            at_ms: row.at_ms,
            author: row.author,
            summary: row.summary,
            act,
            nouns,
            nouns_total,
        }
    }
}
