//! What stands in one column of one noun.

use std::{borrow::Cow, fmt::Display};

use model::Snapshot;

/// A column of a list.
pub struct Column<N> {
    /// How it is asked for.
    pub name: &'static str,
    /// Reads it off a noun.
    pub cell: for<'n> fn(&'n Snapshot, &'n N) -> Cell<'n>,
}

/// What stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'n> {
    /// Nothing.
    Nothing,
    /// A number that things are ordered by, and never searched for.
    Number(u64),
    /// A text.
    Text(Cow<'n, str>),
}

impl<'n> Cell<'n> {
    /// A text of the noun.
    pub(crate) fn text(text: &'n str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// A text that is made for this.
    pub(crate) fn owned(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// A text that may be missing.
    pub(crate) fn maybe(text: Option<&impl Display>) -> Self {
        text.map_or(Self::Nothing, |text| Self::owned(text.to_string()))
    }

    /// Several texts, one after the other.
    pub(crate) fn list(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: Vec<String> = texts.into_iter().collect();
        if texts.is_empty() { Self::Nothing } else { Self::owned(texts.join(", ")) }
    }
}
