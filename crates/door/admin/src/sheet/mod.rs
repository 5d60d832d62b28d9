//! Lists as CSV files (RFC 4180), for spreadsheets and for the import: searched and ordered as the list is, in pieces, so that a
//! long one needs no memory. Passwords are in no column.

mod calls;
mod cell;
mod date;

use std::{iter, sync::Arc};

use model::{Problem, Snapshot};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

pub use calls::{CallSheet, CallSheetQuery};
pub(crate) use cell::undefused;

use crate::{acts::Admin, error::Error, listing::Query, nouns::Kind};

/// Rows in one piece: some ten kilobytes.
const PIECE_ROWS: usize = 256;

/// The column that every noun has besides those that are written where nothing is said.
const ID: &str = "id";

/// Which rows and columns a file has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SheetQuery {
    /// Text that some field contains, in any case.
    pub search: Option<String>,
    /// The column of the list to order by; with a minus in front from the last to the first.
    pub order: Option<String>,
    /// The columns of the file, with commas between; a wrong one is refused with those that there are.
    pub columns: Option<String>,
}

/// Makes the rows of a kind of noun, as JSON whose paths are the columns.
pub type Rows = Box<dyn Fn(u32) -> Option<Value> + Send>;

/// A file, piece by piece.
pub struct Sheet(Box<dyn Iterator<Item = Vec<u8>> + Send>);

impl Iterator for Sheet {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        self.0.next()
    }
}

impl Admin {
    /// Writes nouns as a CSV file.
    ///
    /// # Errors
    /// [`Error::Fields`] where it is to be ordered by, or to have, a column that there is not.
    pub fn sheet<K: Kind>(&self, query: &SheetQuery) -> Result<Sheet, Error> {
        let snapshot = self.snapshot();
        let SheetQuery { search, order, columns } = query.clone();
        let list = Query { search, order, ..Query::default() };
        let ids = self.lists().chosen::<K>(&snapshot, &list)?;
        let columns = chosen(columns.as_deref(), K::SHEET, &[ID])?;
        let rows = K::rows(snapshot);
        let mut rows = ids.into_iter().filter_map(rows);
        let head = piece(iter::once(columns.clone()));
        let rest = iter::from_fn(move || {
            let texts: Vec<Vec<String>> =
                rows.by_ref().take(PIECE_ROWS).map(|row| cells(&row, &columns)).collect();
            (!texts.is_empty()).then(|| piece(texts))
        });
        Ok(Sheet(Box::new(iter::once(head).chain(rest))))
    }
}

/// Writes nouns as their forms have them; what is nested stands under its path.
pub(crate) fn rows_of_drafts<K: Kind>(snapshot: Arc<Snapshot>) -> Rows {
    Box::new(move |id| {
        let mut row = serde_json::to_value(K::draft(&snapshot, id)?).unwrap_or_default();
        if let Some(fields) = row.as_object_mut() {
            fields.insert(ID.to_owned(), id.into());
        }
        Some(row)
    })
}

/// Chooses columns: those that are asked for, or the usual ones.
fn chosen(asked: Option<&str>, usual: &[&str], more: &[&str]) -> Result<Vec<String>, Error> {
    let all = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else { return Ok(all(usual)) };
    let wanted: Vec<&str> = asked.split(',').map(str::trim).collect();
    // Each column once is enough for anybody, and bounds the file.
    let is_known = |name: &str| usual.contains(&name) || more.contains(&name);
    match wanted.iter().all(|name| is_known(name)) && wanted.len() <= usual.len() + more.len() {
        true => Ok(all(&wanted)),
        false => Err(Error::field("columns", Problem::NoColumn { known: [all(more), all(usual)].concat() })),
    }
}

fn cells(row: &Value, columns: &[String]) -> Vec<String> {
    let at = |path: &str| path.split('.').try_fold(row, |value, name| value.get(name));
    columns.iter().map(|path| at(path).map(cell::text).unwrap_or_default()).collect()
}

/// Writes rows; what a spreadsheet would take for a formula is defused.
fn piece(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(vec![]);
    for row in rows {
        // Memory does not refuse to be written to.
        let _ = writer.write_record(row.iter().map(|text| cell::defused(text).into_owned()));
    }
    writer.into_inner().unwrap_or_default()
}
