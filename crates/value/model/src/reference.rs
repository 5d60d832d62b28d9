//! How drafts refer to other nouns: by name, as people do, or by id, as programs do.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    error::Problem,
    id::{ContextId, TrunkId, UserId},
    nouns::Nouns,
    snapshot::Snapshot,
};

/// A reference as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Ref {
    /// By id.
    Id(u32),
    /// By name.
    Name(String),
}

impl From<&str> for Ref {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// How a noun's references are written into a draft.
#[derive(Clone, Copy, Debug)]
pub enum Naming<'a> {
    /// As ids.
    Ids,
    /// As names, where a name is enough to find the thing again.
    Names(&'a Snapshot),
}

impl Naming<'_> {
    /// Refers to a context.
    pub fn context(self, id: ContextId) -> Ref {
        match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot.context(id).map(|context| Ref::Name(context.name.to_string())),
        }
        .unwrap_or(Ref::Id(id.0))
    }

    /// Refers to a trunk.
    pub fn trunk(self, id: TrunkId) -> Ref {
        match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot.trunk(id).map(|trunk| Ref::Name(trunk.name.to_string())),
        }
        .unwrap_or(Ref::Id(id.0))
    }

    /// Refers to a user; two users of one name are told apart by their ids.
    pub fn user(self, id: UserId) -> Ref {
        let name = match self {
            Self::Ids => None,
            Self::Names(snapshot) => snapshot
                .user(id)
                .map(|user| user.full_name())
                .filter(|name| snapshot.users_by_name(name).nth(1).is_none()),
        };
        name.map_or(Ref::Id(id.0), Ref::Name)
    }
}

/// What each name means while a list of edits is applied: what was there, and what the list itself creates.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) contexts: NamesOf<ContextId>,
    pub(crate) trunks: NamesOf<TrunkId>,
    pub(crate) users: NamesOf<UserId>,
}

/// The names of one kind of noun.
#[derive(Debug)]
pub(crate) struct NamesOf<I> {
    by_name: HashMap<String, Vec<I>>,
    by_id: HashMap<I, String>,
}

impl<I> Default for NamesOf<I> {
    fn default() -> Self {
        Self { by_name: HashMap::new(), by_id: HashMap::new() }
    }
}

impl<I: Copy + Eq + std::hash::Hash + From<u32>> NamesOf<I> {
    /// Gives a noun its name, in place of an earlier one.
    pub(crate) fn set(&mut self, id: I, name: String) {
        self.remove(id);
        self.by_name.entry(name.clone()).or_default().push(id);
        self.by_id.insert(id, name);
    }

    /// Forgets a noun.
    pub(crate) fn remove(&mut self, id: I) {
        let Some(old) = self.by_id.remove(&id) else { return };
        if let Some(ids) = self.by_name.get_mut(&old) {
            ids.retain(|other| *other != id);
        }
    }

    /// Finds the one noun that is meant.
    pub(crate) fn find(&self, noun: &'static str, wanted: &Ref) -> Result<I, Problem> {
        match wanted {
            Ref::Id(raw) => match self.by_id.contains_key(&I::from(*raw)) {
                true => Ok(I::from(*raw)),
                false => Err(Problem::Unknown { noun, name: raw.to_string() }),
            },
            Ref::Name(name) => match self.by_name.get(name).map(Vec::as_slice) {
                Some([id]) => Ok(*id),
                Some([_, _, ..]) => Err(Problem::Ambiguous { noun, name: name.clone() }),
                Some([]) | None => Err(Problem::Unknown { noun, name: name.clone() }),
            },
        }
    }
}

impl Names {
    /// Takes the names of the nouns that are there.
    pub(crate) fn of(nouns: &Nouns) -> Self {
        let mut names = Self::default();
        nouns.contexts.iter().for_each(|(id, c)| names.contexts.set(*id, c.name.to_string()));
        nouns.trunks.iter().for_each(|(id, t)| names.trunks.set(*id, t.name.to_string()));
        nouns.users.iter().for_each(|(id, u)| names.users.set(*id, u.full_name()));
        names
    }

    /// Finds a context.
    pub(crate) fn context(&self, wanted: &Ref) -> Result<ContextId, Problem> {
        self.contexts.find("context", wanted)
    }

    /// Finds a trunk.
    pub(crate) fn trunk(&self, wanted: &Ref) -> Result<TrunkId, Problem> {
        self.trunks.find("trunk", wanted)
    }

    /// Finds a user.
    pub(crate) fn user(&self, wanted: &Ref) -> Result<UserId, Problem> {
        self.users.find("user", wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_share_is_ambiguous_and_an_id_is_not() {
        let mut names = NamesOf::<UserId>::default();
        names.set(UserId(1), "Jo".into());
        names.set(UserId(2), "Jo".into());
        assert!(matches!(names.find("user", &"Jo".into()), Err(Problem::Ambiguous { .. })));
        assert_eq!(names.find("user", &Ref::Id(2)), Ok(UserId(2)));
    }

    #[test]
    fn a_renamed_noun_is_found_by_its_new_name_only() {
        let mut names = NamesOf::<TrunkId>::default();
        names.set(TrunkId(1), "old".into());
        names.set(TrunkId(1), "new".into());
        assert_eq!(names.find("trunk", &"new".into()), Ok(TrunkId(1)));
        assert!(names.find("trunk", &"old".into()).is_err());
    }
}
