//! Finds a text by its rare parts. The index knows where each three letters of it are, and walks along all of them at once; those
//! that nearly every call has ("use", "ser") cost as much as reading the whole index, and tell nothing. So they are left out, and
//! each call that the rest leads to is looked at.

use rusqlite::{Connection, params};

use super::{body, index, query::CdrHead};
use crate::{error::Error, nouns::document};

/// Calls of late by which it is judged what is rare.
const SAMPLE: u32 = 100;

/// Of those, the calls that have a part which is no longer rare.
const COMMON: usize = 10;

/// Calls that are looked at for one question at most: a body is read of each.
pub(super) const LOOKED_AT_MAX: u64 = 1_000;

/// The letters of a part.
const PART: usize = 3;

/// A text that is found by a part of it.
pub(super) struct Rare {
    /// What the index is asked for.
    pub(super) parts: String,
    /// The whole text, as the index would be asked for it.
    phrase: String,
    wanted: String,
}

impl Rare {
    /// Splits a text where that saves work; `None` where nothing in it is common, or all of it.
    pub(super) fn of(db: &Connection, search: &str) -> Result<Option<Self>, Error> {
        let wanted = search.to_lowercase();
        let letters: Vec<char> = wanted.chars().collect();
        // An accent of its own is no letter to the index, so a part with one would be too short for it.
        let is_composed = letters.iter().all(|letter| !('\u{300}'..='\u{36f}').contains(letter));
        if !is_composed || letters.len() != search.chars().count() {
            return Ok(None);
        }
        let texts = latest(db)?;
        let parts: Vec<String> = letters.windows(PART).map(|part| part.iter().collect()).collect();
        let is_rare = |part: &String| texts.iter().filter(|text| text.contains(part)).count() < COMMON;
        let rare: Vec<bool> = parts.iter().map(is_rare).collect();
        if !rare.contains(&true) || !rare.contains(&false) {
            return Ok(None);
        }
        let parts = runs(&letters, &rare).iter().map(|run| quoted(run)).collect::<Vec<_>>().join(" AND ");
        Ok(Some(Self { parts, phrase: quoted(search), wanted }))
    }

    /// Looks whether a call has the whole text.
    pub(super) fn is_in(&self, db: &Connection, id: i64) -> Result<bool, Error> {
        let mut statement = db.prepare_cached("select body from cdr where id = $1")?;
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(false) };
        if text(&body(row)?)?.contains(&self.wanted) {
            return Ok(true);
        }
        // The index takes letters with and without accents for the same, and knows better which they are.
        let sql = "select exists (select 1 from cdr_text where cdr_text match $1 and rowid = $2)";
        Ok(db.prepare_cached(sql)?.query_row(params![self.phrase, id], |row| row.get(0))?)
    }
}

/// In quotes it is one phrase, and nothing in it has a meaning of its own.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The texts of the latest calls.
fn latest(db: &Connection) -> Result<Vec<String>, Error> {
    let sql = "select body from cdr order by started_ms desc, status desc, id desc limit $1";
    let mut statement = db.prepare_cached(sql)?;
    let bodies = statement.query_map([SAMPLE], body)?;
    bodies.map(|body| text(&body?)).collect()
}

/// What a call is found by, in small letters.
fn text(body: &str) -> Result<String, Error> {
    let CdrHead { dialled, caller, callee, .. } = document("call", body)?;
    Ok(index::text(&dialled, &caller, &callee).to_lowercase())
}

/// The longest pieces of a text of which every three letters are rare.
fn runs(letters: &[char], rare: &[bool]) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut was_rare = false;
    for (part, is_rare) in letters.windows(PART).zip(rare) {
        match runs.last_mut() {
            _ if !is_rare => {}
            Some(run) if was_rare => run.extend(part.last()),
            _ => runs.push(part.iter().collect()),
        }
        was_rare = *is_rare;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_its_parts_are_common() {
        let letters: Vec<char> = "user 777 lab 9".chars().collect();
        let common = ["use", "ser", "er ", "r 7", "7 l", " la", "lab"];
        let rare: Vec<bool> = letters
            .windows(3)
            .map(|part| !common.contains(&part.iter().collect::<String>().as_str()))
            .collect();
        assert_eq!(runs(&letters, &rare), [" 777 ", "ab 9"]);
        assert_eq!(runs(&letters, &[false; 12]), [""; 0]);
    }
}
