//! One search over all that is configured: users, lines, numbers, trunks, contexts, outgoing and incoming calls.

use std::sync::Arc;

use model::{NounKind, Problem, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Cell, Key, Lists, texts::Fit};
use crate::{
    acts::Admin, contexts::Contexts, error::Error, extensions::Extensions, incoming_calls::IncomingCalls,
    lines::Lines, listing::Page, nouns::Kind, outgoing_calls::OutgoingCalls, trunks::Trunks, users::Users,
};

/// Things that are shown.
const FOUND_MAX: usize = 20;

/// Longest text that is searched for.
const WANTED_MAX: usize = 100;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Found {
    /// What it is.
    pub noun: NounKind,
    /// Which one.
    pub id: u32,
    /// What it is called.
    pub title: String,
    /// What tells it from others: numbers, an address, a context. Values only, no words.
    pub detail: String,
}

/// What a candidate is ordered by, and which one it is. At the same fit users come before their lines.
type Candidate = (Fit, usize, Key, u32);

impl Admin {
    /// Finds what holds a text, the best first, twenty at most. The total is how many hold it.
    ///
    /// # Errors
    /// [`Error::Fields`] where the text is too long.
    pub fn search(&self, text: &str) -> Result<Page<Found>, Error> {
        let wanted = text.trim().to_lowercase();
        if wanted.chars().count() > WANTED_MAX {
            return Err(Error::field("q", Problem::TooLong { max: WANTED_MAX }));
        }
        if wanted.is_empty() {
            return Ok(Page { items: vec![], total: 0 });
        }
        let snapshot = self.snapshot();
        let mut candidates: Vec<Candidate> = vec![];
        for (place, kind) in SEARCHED.iter().enumerate() {
            (kind.candidates)(self.lists(), &snapshot, &wanted, place, &mut candidates);
        }
        let total = candidates.len() as u64;
        if candidates.len() > FOUND_MAX {
            candidates.select_nth_unstable(FOUND_MAX);
            candidates.truncate(FOUND_MAX);
        }
        candidates.sort_unstable();
        let found = candidates.iter().filter_map(|(_, place, _, id)| {
            SEARCHED.get(*place).and_then(|kind| (kind.found)(&snapshot, *id))
        });
        Ok(Page { items: found.collect(), total })
    }
}

/// A kind of noun that is searched.
struct Searched {
    candidates: fn(&Lists, &Snapshot, &str, usize, &mut Vec<Candidate>),
    found: fn(&Snapshot, u32) -> Option<Found>,
}

/// All of them, in the order in which they are shown where they fit alike.
const SEARCHED: [Searched; 7] = [
    searched::<Users>(),
    searched::<Trunks>(),
    searched::<Contexts>(),
    searched::<OutgoingCalls>(),
    searched::<IncomingCalls>(),
    searched::<Extensions>(),
    searched::<Lines>(),
];

const fn searched<K: Kind>() -> Searched {
    Searched { candidates: candidates::<K>, found: found::<K> }
}

fn candidates<K: Kind>(
    lists: &Lists,
    snapshot: &Snapshot,
    wanted: &str,
    place: usize,
    out: &mut Vec<Candidate>,
) {
    let texts = lists.texts::<K>(snapshot);
    out.extend(texts.ranked(wanted).map(|(fit, title, id)| (fit, place, title, id)));
}

/// Shows a noun by its first columns: the first is what it is called, the next three tell it from others.
fn found<K: Kind>(snapshot: &Snapshot, id: u32) -> Option<Found> {
    let noun: &Arc<K::Noun> = K::table(snapshot).get(&id.into())?;
    let mut cells = K::COLUMNS.iter().map(|column| match (column.cell)(snapshot, noun) {
        Cell::Text(text) => text.into_owned(),
        Cell::Nothing | Cell::Number(_) => String::new(),
    });
    let title = cells.next().unwrap_or_default();
    let detail: Vec<String> = cells.take(3).filter(|cell| !cell.is_empty() && *cell != title).collect();
    Some(Found { noun: K::KIND, id, title, detail: detail.join(" · ") })
}
