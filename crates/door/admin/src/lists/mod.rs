//! How lists of nouns are searched and ordered while thousands of them are there: by columns that are read off the nouns
//! themselves, and by a text of each noun that is made once for each configuration.

mod cell;
mod key;
mod search;
mod texts;

use model::{ContextId, Destination, Problem, Snapshot};

pub use cell::{Cell, Column};
pub(crate) use key::Key;
pub use search::Found;
pub(crate) use texts::Lists;

use crate::{error::Error, listing::Query, nouns::Kind};

/// The column that every noun has besides its own.
const ID: &str = "id";

impl Lists {
    /// Chooses the nouns that a list asks for, in its order; the page is not cut yet.
    pub(crate) fn chosen<K: Kind>(&self, snapshot: &Snapshot, query: &Query) -> Result<Vec<u32>, Error> {
        let ids = match query.wanted() {
            None => K::ids(snapshot),
            Some(wanted) => self.texts::<K>(snapshot).containing(&wanted),
        };
        let Some((field, backwards)) = query.ordering() else { return Ok(ids) };
        if field == ID {
            return Ok(if backwards { ids.into_iter().rev().collect() } else { ids });
        }
        let column = K::COLUMNS.iter().find(|column| column.name == field);
        let column =
            column.ok_or_else(|| Error::field("order", Problem::NoColumn { known: columns::<K>() }))?;
        let nouns = K::table(snapshot);
        let key = |id: u32| nouns.get(&id.into()).map(|noun| Key::of((column.cell)(snapshot, noun)));
        let mut keyed: Vec<(Option<Key>, u32)> = ids.into_iter().map(|id| (key(id), id)).collect();
        // What is equal stays in the order of the ids, in both directions.
        match backwards {
            false => keyed.sort_by(|(a, _), (b, _)| a.cmp(b)),
            true => keyed.sort_by(|(a, _), (b, _)| b.cmp(a)),
        }
        Ok(keyed.into_iter().map(|(_, id)| id).collect())
    }
}

fn columns<K: Kind>() -> Vec<String> {
    std::iter::once(ID).chain(K::COLUMNS.iter().map(|column| column.name)).map(str::to_owned).collect()
}

/// Names a context.
pub(crate) fn context_name(snapshot: &Snapshot, id: ContextId) -> String {
    snapshot.context(id).map(|context| context.name.to_string()).unwrap_or_default()
}

/// Names what a number leads to: a user, a number with its context, or a word.
pub(crate) fn destination_name(snapshot: &Snapshot, destination: &Destination) -> String {
    match destination {
        Destination::User(id) => snapshot.user(*id).map(|user| user.full_name()).unwrap_or_default(),
        Destination::Extension { number, context } => {
            format!("{number}@{}", context_name(snapshot, *context))
        }
        Destination::Hangup(cause) => cause.to_string(),
        Destination::Echo => "echo".to_owned(),
        Destination::Milliwatt => "milliwatt".to_owned(),
        Destination::Announcement(name) => name.to_string(),
    }
}
