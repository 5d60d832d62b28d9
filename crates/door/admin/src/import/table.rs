//! Reads the file into rows whose cells are known by their column.

use std::collections::{HashMap, HashSet};

use csv::{ReaderBuilder, StringRecord};
use model::{FieldError, Problem};

use super::columns::{KNOWN, NOT_YET};
use crate::{error::Error, sheet::undefused};

/// Most rows of a file: with a line and a DID each they fit into one change.
const ROWS_MAX: usize = 30_000;

/// What some programs put in front of UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A row.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its line in the file, counted from 1.
    pub(super) line: u64,
    /// Its cells, by column.
    cells: HashMap<&'static str, String>,
    /// It has more or fewer cells than there are columns.
    pub(super) is_ragged: bool,
}

impl Row {
    /// Returns a cell; none where the file has no such column.
    pub(super) fn cell(&self, column: &'static str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }

    /// Returns a cell that holds something.
    pub(super) fn filled(&self, column: &'static str) -> Option<&str> {
        self.cell(column).filter(|cell| !cell.is_empty())
    }

    /// Returns first and last name, as users are named.
    pub(super) fn name(&self) -> String {
        let part = |column| self.cell(column).unwrap_or_default();
        format!("{} {}", part("firstname"), part("lastname")).trim().to_owned()
    }
}

/// Reads it.
pub(super) fn read(file: &[u8]) -> Result<Vec<Row>, Error> {
    let file = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(file);
    let mut reader = ReaderBuilder::new().delimiter(delimiter(file)).flexible(true).from_reader(file);
    let unreadable =
        |_| Error::field("", Problem::BadForm { form: "CSV in UTF-8, a line of column names first" });
    let header = reader.headers().map_err(unreadable)?.clone();
    let columns = columns(&header)?;
    let mut rows = vec![];
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if rows.len() == ROWS_MAX {
            return Err(Error::field("", Problem::TooLong { max: ROWS_MAX }));
        }
        // Spreadsheets leave rows of nothing at the end.
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = columns.iter().copied().zip(record.iter());
        rows.push(Row {
            line: record.position().map_or(0, |at| line(file, at)),
            cells: cells.map(|(column, cell)| (column, undefused(cell.trim()).to_owned())).collect(),
            is_ragged: record.len() != columns.len(),
        });
    }
    Ok(rows)
}

/// Says in which line a row begins. The reader takes the second half of CR LF for the beginning of the next row.
fn line(file: &[u8], at: &csv::Position) -> u64 {
    let begin = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let ends = file.get(begin..).unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line().saturating_add(ends.filter(|byte| **byte == b'\n').count() as u64)
}

/// Spreadsheets of countries that write 1,5 put semicolons between cells.
fn delimiter(file: &[u8]) -> u8 {
    let header = file.split(|byte| *byte == b'\n').next().unwrap_or_default();
    if header.contains(&b';') && !header.contains(&b',') { b';' } else { b',' }
}

/// Finds out what each column is; those that are not known are refused by name.
fn columns(header: &StringRecord) -> Result<Vec<&'static str>, Error> {
    let known = |name: &str| KNOWN.iter().chain(NOT_YET).find(|known| **known == name).copied();
    let (mut found, mut errors, mut seen) = (vec![], vec![], HashSet::new());
    for name in header.iter().map(str::trim) {
        match known(name) {
            Some(column) if seen.insert(column) => found.push(column),
            Some(column) => errors.push(FieldError::new(column, Problem::ColumnTwice)),
            None => {
                let known = KNOWN.iter().map(|name| (*name).to_owned()).collect();
                errors.push(FieldError::new(name, Problem::NoColumn { known }));
            }
        }
    }
    if errors.is_empty() && !seen.contains("firstname") {
        errors.push(FieldError::new("firstname", Problem::Missing));
    }
    match errors.is_empty() {
        true => Ok(found),
        false => Err(Error::Fields(errors)),
    }
}
