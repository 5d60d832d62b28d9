//! The text of each noun that searches look into, made once for each configuration and only when somebody searches.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use model::{NounKind, Snapshot};

use super::{Cell, Key};
use crate::nouns::Kind;

/// What stands between two columns. No column holds it: a search does not match from one into the next.
const BETWEEN: char = '\n';

/// The texts of all kinds of nouns.
#[derive(Debug, Default)]
pub(crate) struct Lists([ArcSwapOption<Texts>; KINDS]);

/// How many kinds of nouns there are.
const KINDS: usize = NounKind::General as usize + 1;

/// The texts of one kind, in the order of the ids.
#[derive(Debug)]
pub(super) struct Texts {
    revision: u64,
    rows: Vec<(u32, String)>,
}

impl Lists {
    /// Returns the texts of a kind; makes them where the configuration has changed.
    pub(super) fn texts<K: Kind>(&self, snapshot: &Snapshot) -> Arc<Texts> {
        let revision = snapshot.revision().0;
        let Some(place) = self.0.get(K::KIND as usize) else { return Arc::new(Texts::of::<K>(snapshot)) };
        if let Some(known) = place.load_full().filter(|texts| texts.revision == revision) {
            return known;
        }
        let texts = Arc::new(Texts::of::<K>(snapshot));
        place.store(Some(texts.clone()));
        texts
    }
}

impl Texts {
    fn of<K: Kind>(snapshot: &Snapshot) -> Self {
        let row = |(id, noun): (&K::Id, &Arc<K::Noun>)| {
            let mut text = String::new();
            for column in K::COLUMNS {
                if let Cell::Text(cell) = (column.cell)(snapshot, noun) {
                    push_lower(&mut text, &cell);
                    text.push(BETWEEN);
                }
            }
            ((*id).into(), text)
        };
        Self { revision: snapshot.revision().0, rows: K::table(snapshot).iter().map(row).collect() }
    }

    /// Gives the nouns that hold a text, which is in lower case.
    pub(super) fn containing(&self, wanted: &str) -> Vec<u32> {
        self.rows.iter().filter(|(_, text)| text.contains(wanted)).map(|(id, _)| *id).collect()
    }

    /// Gives the nouns that hold a text, with how well each fits.
    pub(super) fn ranked<'t>(&'t self, wanted: &'t str) -> impl Iterator<Item = (Fit, Key, u32)> + 't {
        self.rows.iter().filter(move |(_, text)| text.contains(wanted)).filter_map(move |(id, text)| {
            let fit =
                text.split(BETWEEN).enumerate().filter_map(|(at, cell)| Fit::of(cell, wanted, at)).min()?;
            Some((fit, Key::of(Cell::text(text.split(BETWEEN).next().unwrap_or_default())), *id))
        })
    }
}

/// How well a text fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is just that.
    Whole,
    /// What the noun is called begins so.
    Begins,
    /// A word of it begins so, or another column does.
    Word,
    /// It stands somewhere in it.
    Inside,
}

impl Fit {
    fn of(cell: &str, wanted: &str, at: usize) -> Option<Self> {
        if cell == wanted {
            return Some(Self::Whole);
        }
        match (cell.find(wanted)?, at) {
            (0, 0) => Some(Self::Begins),
            (0, _) => Some(Self::Word),
            _ if cell.match_indices(wanted).any(|(at, _)| begins_word(cell, at)) => Some(Self::Word),
            _ => Some(Self::Inside),
        }
    }
}

fn begins_word(cell: &str, at: usize) -> bool {
    let before = cell.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| !before.is_alphanumeric())
}

fn push_lower(out: &mut String, text: &str) {
    match text.is_ascii() {
        true => out.extend(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
        false => out.push_str(&text.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_just_that_fits_best_and_what_stands_inside_worst() {
        let fit = |cell, at| Fit::of(cell, "ali", at);
        assert_eq!(fit("ali", 3), Some(Fit::Whole));
        assert_eq!((fit("alice lab", 0), fit("alice lab", 1)), (Some(Fit::Begins), Some(Fit::Word)));
        assert_eq!((fit("bob ali", 0), fit("natalie", 0)), (Some(Fit::Word), Some(Fit::Inside)));
        assert_eq!(fit("bob", 0), None);
    }
}
